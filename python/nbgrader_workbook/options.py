"""What a course may set, and what all parts need: the teacher's own version of a notebook, and programs of the workbook."""

import json
import os
import secrets
import subprocess

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool, Enum, Unicode
from traitlets.config import Configurable

RUN_SEED = secrets.token_hex(4)


class Workbook(Configurable):
    """Options as ``c.Workbook.NAME`` in nbgrader_config.py."""

    root = Unicode(help="The folder of the workbook's clone.").tag(config=True)
    language = Enum(["en", "zh"], "en", help="Of the feedback.").tag(config=True)
    reveal = Bool(
        True, help="Whether the feedback tells the inputs of hidden parts, and the seed that brings them again."
    ).tag(config=True)
    seed = Unicode("", help="Of all inputs; empty: another each time that nbgrader is started.").tag(config=True)
    allow_unsandboxed = Bool(
        False, help="Whether submissions run without a sandbox, with all of your rights. Only where all are trusted."
    ).tag(config=True)

    @property
    def chosen_seed(self):
        return self.seed or RUN_SEED

    def teachers_cells(self, resources):
        """The cells of the teacher's version of the notebook that is converted, in order."""
        names = resources["nbgrader"]
        course = CourseDirectory(config=self.config)
        folder = course.format_path(course.source_directory, ".", names["assignment"])
        path = os.path.join(folder, f"{names['notebook']}.ipynb")
        if not os.path.exists(path):
            raise NbGraderException(f"Cannot grade: the source version {path} does not exist")
        return nbformat.read(path, as_version=4).cells

    def run_program(self, name, task):
        """Runs dist/course/NAME with a task as JSON; returns its JSON answer."""
        node = KernelSpecManager().get_kernel_spec("tslab").argv[0]
        program = os.path.join(self.root, "dist", "course", name)
        done = subprocess.run(
            [node, program], input=json.dumps(task), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        if done.returncode != 0:
            raise NbGraderException(done.stderr.strip() or f"{name} ended with code {done.returncode}")
        return json.loads(done.stdout)


def workbook_data(cell):
    """What the workbook noted in a cell when it made the assignment: {"exercise", "file", "constant"} or {"exercise", "files"}."""
    data = cell.metadata.get("workbook")
    return data if isinstance(data, dict) else {}


def grade_id(cell):
    """The cell's id, as nbgrader knows it; None where it has none."""
    data = cell.metadata.get("nbgrader")
    found = data.get("grade_id") if isinstance(data, dict) else None
    return found if isinstance(found, str) else None
