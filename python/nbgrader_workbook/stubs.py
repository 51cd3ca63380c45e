"""The release version: in place of the solution each file's cell holds the file that learners begin with."""

import os
import re

from nbgrader.preprocessors import ClearSolutions

from .options import Workbook, workbook_data


def raw_of_text(text):
    """What stands between backticks for a text; the same as in src/exercise/file-text.ts."""
    if text.endswith("\\"):
        text += "\n"
    return re.sub(r"(\\*)(`|\$\{)", lambda found: f"{found[1]}{found[1]}\\{found[2]}", text)


class ReleaseStubs(ClearSolutions, Workbook):
    """ClearSolutions, which in a cell of one of the workbook's files puts the stub; both come from one source."""

    def preprocess_cell(self, cell, resources, cell_index):
        data = workbook_data(cell)
        if "file" not in data:
            return super().preprocess_cell(cell, resources, cell_index)
        path = os.path.join(self.root, "exercises", data["exercise"], data["file"])
        with open(path, encoding="utf-8") as file:
            raw = raw_of_text(file.read())
        # Up to the backtick the line is the teacher's.
        head = cell.source[: cell.source.index("`")]
        cell.source = f"{head}`{raw}`;"
        return cell, resources
