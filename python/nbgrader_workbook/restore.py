"""What a submission says of its cells is what the teacher's version says of them."""

import copy

from nbgrader.preprocessors import NbGraderPreprocessor

from .options import Workbook, grade_id


class RestoreCells(NbGraderPreprocessor, Workbook):
    """Gives the cells of a submission the metadata of the teacher's, whatever was done to them, and brings back deleted tests.

    nbgrader restores the source of locked cells by itself, but believes the metadata; and a deleted test would be worth nothing.
    """

    def preprocess(self, nb, resources):
        teachers = {grade_id(cell): cell for cell in self.teachers_cells(resources) if grade_id(cell)}
        for cell in nb.cells:
            cell.metadata.pop("workbook", None)
            own = teachers.get(grade_id(cell))
            if own is None:
                cell.metadata.pop("nbgrader", None)
                continue
            for key in ("nbgrader", "workbook"):
                if key in own.metadata:
                    cell.metadata[key] = copy.deepcopy(own.metadata[key])
        self.bring_back(nb, teachers)
        return nb, resources

    def bring_back(self, nb, teachers):
        before = None
        for id, cell in teachers.items():
            there = [at for at, each in enumerate(nb.cells) if grade_id(each) == id]
            if not there and cell.metadata.nbgrader.grade and not cell.metadata.nbgrader.solution:
                self.log.warning("The test cell '%s' is missing in the submission; it is put back", id)
                above = [at for at, each in enumerate(nb.cells) if before and grade_id(each) == before]
                nb.cells.insert(above[-1] + 1 if above else len(nb.cells), copy.deepcopy(cell))
                there = [0]
            if there:
                before = id
