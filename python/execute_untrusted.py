"""Executes a notebook that was handed in; runs in a sandbox, client and kernel together (src/course/execute.ts).

    python execute_untrusted.py ROOT OUTPUTS.json < TASK.json

The task: {"notebook", "timeoutSeconds", "skip"}; the answer: of each cell the list of its outputs. A cell that does not end is
interrupted; a kernel that dies leaves the cells after it with an error each.
"""

import asyncio
import json
import os
import sys

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError


def error_output(name, text):
    return nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


class UntrustedClient(NotebookClient):
    """Leaves out some cells, and goes on to tell of each cell whatever happens to the kernel."""

    skipped = frozenset()
    dead = False

    async def async_execute_cell(self, cell, cell_index, **kwargs):
        if cell.cell_type != "code" or cell_index in self.skipped:
            return cell
        if self.dead:
            cell.outputs = [error_output("DeadKernelError", "The kernel died in a cell above")]
            return cell
        try:
            return await super().async_execute_cell(cell, cell_index, **kwargs)
        except (DeadKernelError, CellTimeoutError) as error:
            self.dead = True
            cell.outputs.append(error_output(type(error).__name__, str(error).split("\n")[0]))
            return cell


async def main(root, answer):
    task = json.load(sys.stdin)
    notebook = nbformat.reads(task["notebook"], as_version=4)
    # What notebooks import is found in a folder above them.
    if not os.path.exists("node_modules"):
        os.symlink(os.path.join(root, "node_modules"), "node_modules")
    client = UntrustedClient(
        notebook,
        # There is no network in here.
        km=AsyncKernelManager(kernel_name="tslab", transport="ipc"),
        timeout=task["timeoutSeconds"],
        interrupt_on_timeout=True,
        error_on_timeout={
            "ename": "CellTimeoutError",
            "evalue": "",
            "traceback": ["CellTimeoutError: the cell did not end in time"],
        },
        allow_errors=True,
        startup_timeout=90,
        record_timing=False,
        resources={"metadata": {"path": os.getcwd()}},
    )
    client.skipped = frozenset(task["skip"])
    await client.async_execute()
    with open(answer, "w", encoding="utf-8") as file:
        json.dump([cell.get("outputs", []) for cell in notebook.cells], file)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
