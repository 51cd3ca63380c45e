"""Executes notebooks headless and reports on standard output, one JSON object a line.

    python execute_notebooks.py [--write [--remeasure]] [--both] [--jobs N] [--timeout SECONDS] NOTEBOOK ...

Lines: {"notebook", "event": "started"}, then {"notebook", "event": "passed", "seconds", "differs"} or
{"notebook", "event": "failed", "seconds", "what", "cell", "source", "traceback"}. The exit code is 1 if one failed. "differs" lists
the ids of cells that show something else than the file does.

With --write the outputs are saved, without anything that differs from run to run by itself (times, Node's version). A cell
with the tag "volatile" shows measured values: its outputs in the file stay as long as its code does, unless --remeasure.
With --both a notebook in notebooks/en stands for its twin in notebooks/zh too, whose cells hold the same code: the figures
come in both languages from one execution.
"""

import argparse
import asyncio
import copy
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


CHINESE = "application/vnd.workbook.zh+json"  # src/display/show.ts


def code_cells(notebook):
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def in_language(outputs, language):
    """The outputs as one language's notebook has them; a run for both languages keeps the Chinese ones aside."""
    chosen = copy.deepcopy(outputs)
    for output in chosen:
        chinese = output.get("data", {}).pop(CHINESE, None)
        if chinese is not None and language == "zh":
            output["data"] = nbformat.from_dict(chinese)
    return chosen


def keep_outputs(executed, path, language, options):
    """Puts the outputs of a run into the notebook at `path`; returns the ids of cells that show something else now."""
    notebook = nbformat.read(path, as_version=4)
    cells = code_cells(notebook)
    differs = []
    for id, ran in code_cells(executed).items():
        cell = cells[id]
        if cell.source != ran.source:
            raise ValueError(f"{path}: cell {id} holds other code")
        cell.execution_count = ran.execution_count
        outputs = in_language(ran.outputs, language)
        volatile = "volatile" in cell.metadata.get("tags", [])
        if cell.outputs and volatile and not options.remeasure:
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = ran.execution_count
            continue
        if json.dumps(cell.outputs, sort_keys=True) != json.dumps(outputs, sort_keys=True):
            differs.append(id)
        cell.outputs = outputs
    if options.write:
        notebook.metadata["language_info"] = executed.metadata["language_info"]
        write(notebook, path)
    return differs


def twin(path):
    """The Chinese notebook of an English one."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.dirname(folder), "zh", name)


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
    without_chance(notebook)
    try:
        differs = keep_outputs(notebook, path, "en" if options.both else None, options)
        if options.both:
            differs += [f"zh/{id}" for id in keep_outputs(notebook, twin(path), "zh", options) if id not in differs]
    except Exception as error:  # noqa: BLE001
        report(path, "failed", seconds=seconds(), what=f"{type(error).__name__}: {error}", cell=0, source="")
        return False
    report(path, "passed", seconds=seconds(), differs=differs)
    return True


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--remeasure", action="store_true")
    parser.add_argument("--both", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=300)
    parser.add_argument("notebooks", nargs="+")
    options = parser.parse_args()
    if options.both:
        os.environ["WORKBOOK_BOTH_LANGUAGES"] = "1"
    turns = asyncio.Semaphore(options.jobs)

    async def in_turn(path):
        async with turns:
            return await execute(path, options)

    passed = await asyncio.gather(*(in_turn(path) for path in options.notebooks))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
