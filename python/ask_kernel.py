"""Starts the project's kernel, lets it execute one cell, and prints the result: proof that notebooks can run.

    python ask_kernel.py CODE
"""

import sys
import time

from jupyter_client.manager import start_new_kernel

began = time.monotonic()
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=60)
ready = time.monotonic() - began
shown = []


def keep(message):
    content = message["content"]
    if message["msg_type"] in ("execute_result", "display_data"):
        shown.append(content["data"].get("text/plain", ""))
    elif message["msg_type"] == "error":
        shown.append(f"{content['ename']}: {content['evalue']}")


try:
    reply = client.execute_interactive(sys.argv[1], timeout=60, output_hook=keep)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(f"{' '.join(shown)} (ready in {ready:.1f} s)")
sys.exit(0 if reply["content"]["status"] == "ok" else 1)
