"""A teacher's own graded cells, which test in the kernel: the notebook is executed in a sandbox."""

import nbformat
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution

from .options import Workbook, grade_id, workbook_data


def tests_in_kernel(cell):
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell) and not workbook_data(cell)


class ExecuteOwnCells(Execute, Workbook):
    """Execute, for notebooks that have such cells; cells of the workbook's exercises are left out.

    With a sandbox client and kernel are in it together. What comes out are the outputs, which are as trusted as tests within a kernel can be.
    """

    def preprocess(self, nb, resources):
        if not any(tests_in_kernel(cell) for cell in self.teachers_cells(resources)):
            return nb, resources
        if self.allow_unsandboxed:
            self.log.warning("Executing WITHOUT A SANDBOX, as c.Workbook.allow_unsandboxed says")
            return super().preprocess(nb, resources)
        skipped = [at for at, cell in enumerate(nb.cells) if "files" in workbook_data(cell)]
        outputs = self.run_program(
            "execute-main.js",
            {
                "notebook": nbformat.writes(nb),
                "folder": resources.get("metadata", {}).get("path"),
                "timeoutSeconds": self.timeout,
                "skip": skipped,
            },
        )
        for cell, made in zip(nb.cells, outputs):
            if cell.cell_type == "code":
                cell.outputs = [nbformat.from_dict(each) for each in made]
        nbformat.validate(nb)
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        if "files" in workbook_data(cell):
            return cell, resources
        return super().preprocess_cell(cell, resources, index)
