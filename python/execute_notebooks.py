"""Executes notebooks headless and reports on standard output, one JSON object a line.

    python execute_notebooks.py [--write] [--jobs N] [--timeout SECONDS] NOTEBOOK ...

Lines: {"notebook", "event": "started"}, then {"notebook", "event": "passed", "seconds"} or
{"notebook", "event": "failed", "seconds", "what", "cell", "source", "traceback"}. The exit code is 1 if one failed.
With --write the outputs are saved, without anything that differs from run to run by itself (times, Node's version).
"""

import argparse
import asyncio
import json
import os
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def report(notebook, event, **more):
    print(json.dumps({"notebook": notebook, "event": event, **more}, ensure_ascii=False), flush=True)


class ReportingClient(NotebookClient):
    """Remembers which code cell is running, counted from 1, for failures that do not say where they happened."""

    number = 0
    cell = None

    async def async_execute_cell(self, cell, cell_index, **kwargs):
        if cell.cell_type == "code":
            self.number += 1
            self.cell = cell
        return await super().async_execute_cell(cell, cell_index, **kwargs)


def without_chance(notebook):
    """Removes what executing adds and lessons do not need: a notebook that says the same is the same file."""
    info = notebook.metadata.get("language_info", {})
    notebook.metadata["language_info"] = {
        name: info[name] for name in ("file_extension", "mimetype", "name") if name in info
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.pop("transient", None)
    return notebook


def write(notebook, path):
    draft = f"{path}.{os.getpid()}.tmp"
    nbformat.write(notebook, draft)
    os.replace(draft, path)


def failure(error, client):
    """What the report of a failed notebook says beside its name and time."""
    where = {"cell": client.number, "source": client.cell.source if client.cell else ""}
    if isinstance(error, CellTimeoutError):
        return {"what": f"the cell did not end within {client.timeout} s", **where}
    if isinstance(error, DeadKernelError):
        return {"what": "the kernel died", **where}
    if isinstance(error, CellExecutionError):
        shown = [output for output in client.cell.outputs if output.output_type == "error"]
        traceback = "\n".join(shown[-1].traceback) if shown else error.traceback
        return {"what": f"{error.ename}: {error.evalue}", "traceback": traceback, **where}
    return {"what": f"{type(error).__name__}: {error}", **where}


async def execute(path, options):
    began = time.monotonic()
    report(path, "started")
    seconds = lambda: round(time.monotonic() - began, 2)  # noqa: E731
    notebook = nbformat.read(path, as_version=4)
    client = ReportingClient(
        notebook,
        timeout=options.timeout,
        startup_timeout=90,
        record_timing=False,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
    )
    try:
        await client.async_execute()
    except Exception as error:  # noqa: BLE001: whatever it is, it belongs to this notebook's line
        report(path, "failed", seconds=seconds(), **failure(error, client))
        return False
    if options.write:
        write(without_chance(notebook), path)
    report(path, "passed", seconds=seconds())
    return True


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=300)
    parser.add_argument("notebooks", nargs="+")
    options = parser.parse_args()
    turns = asyncio.Semaphore(options.jobs)

    async def in_turn(path):
        async with turns:
            return await execute(path, options)

    passed = await asyncio.gather(*(in_turn(path) for path in options.notebooks))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
