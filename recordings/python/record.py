"""Runs the snippets of TOPIC.py files, each in a Python process of its own, and writes TOPIC.json.

Needs TensorRT's Python bindings and libraries, numpy, and PLUGIN_LIBRARIES: see README.md.
"""

import datetime
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ABOUT = """
import json, numpy
try:
    import tensorrt as trt
except ImportError:
    import tensorrt_bindings as trt
print(json.dumps([trt.__version__, numpy.__version__]))
"""


def without_places(text: str) -> str:
    """Leaves out what differs on every machine: folders and addresses."""
    text = text.replace(os.environ["PLUGIN_LIBRARIES"] + "/", "").replace(str(HERE.parents[1]) + "/", "")
    return re.sub(r"0x[0-9a-f]{6,}", "0x…", text)


def without_frames(lines: list[str]) -> list[str]:
    """Leaves out the frames of a traceback: they show record.py, not the snippet."""
    start = next((i for i, line in enumerate(lines) if line.startswith("Traceback")), len(lines))
    rest = iter(lines[start + 1 :])
    error = next((line for line in rest if not line.startswith(" ")), "")
    return [*lines[:start], *([error] if error else []), *rest]


def run(code: str) -> dict:
    """What a snippet printed (stdout and stderr), and how it ended where not well."""
    program = (HERE / "prelude.py").read_text() + "\n" + code
    done = subprocess.run(
        [sys.executable, "-u", "-c", program],
        cwd=HERE.parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    lines = without_places(done.stdout).rstrip("\n").split("\n") if done.stdout.strip() else []
    if done.returncode > 0:
        lines = without_frames(lines)
    result = {"printed": lines}
    if done.returncode < 0:
        result["signal"] = -done.returncode
    elif done.returncode > 0:
        result["exitCode"] = done.returncode
    return result


def cases(topic: Path):
    """(name, what it shows, code) of each `# %% name: what it shows` cell of a topic's file."""
    for part in re.split(r"^# %% ", topic.read_text(), flags=re.M)[1:]:
        title, _, code = part.partition("\n")
        name, _, shows = title.partition(": ")
        yield name, shows, code.strip()


def main() -> None:
    tensorrt, numpy = json.loads(subprocess.check_output([sys.executable, "-c", ABOUT], text=True))
    gpu = os.environ.get("RECORDED_GPU", "none")
    for name in sys.argv[1:]:
        recording = {
            "recorded": f"TensorRT {tensorrt}, Python bindings {tensorrt}",
            "numpy": numpy,
            "python": platform.python_version(),
            "gpu": gpu,
            "date": datetime.date.today().isoformat(),
            "cases": {n: {"shows": s, "code": c.split("\n"), **run(c)} for n, s, c in cases(HERE / f"{name}.py")},
        }
        out = os.environ.get("RECORD_AS", name)
        text = json.dumps(recording, indent=1, ensure_ascii=False)
        (HERE / f"{out}.json").write_text(text + "\n")


main()
