"""Graded cells of the workbook's exercises: judged outside, never executed here."""

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from .options import Workbook, grade_id, workbook_data


class JudgeExercises(NbGraderPreprocessor, Workbook):
    """Puts, as outputs of each exercise's test cell, the report and the points of a check that ran in a sandbox.

    Which cell holds which file is what the teacher's version says. The text of a file is read from its cell without running it.
    """

    def preprocess(self, nb, resources):
        teachers = self.teachers_cells(resources)
        tests = [cell for cell in teachers if "files" in workbook_data(cell)]
        if not tests:
            return nb, resources
        if self.allow_unsandboxed:
            self.log.warning("Grading WITHOUT A SANDBOX, as c.Workbook.allow_unsandboxed says")
        submitted = {grade_id(cell): cell for cell in nb.cells if grade_id(cell)}
        judgements = self.run_program(
            "judge-main.js",
            {
                "student": resources["nbgrader"]["student"],
                "seed": self.chosen_seed,
                "sandbox": not self.allow_unsandboxed,
                "reveal": self.reveal,
                "exercises": [self.handed_in(cell, teachers, submitted) for cell in tests],
            },
        )
        for test, judgement in zip(tests, judgements):
            self.put(submitted[grade_id(test)], judgement)
        return nb, resources

    def handed_in(self, test, teachers, submitted):
        exercise = workbook_data(test)["exercise"]
        files = {}
        for cell in teachers:
            data = workbook_data(cell)
            if data.get("exercise") == exercise and "file" in data:
                handed_in = submitted.get(grade_id(cell))
                source = None if handed_in is None else handed_in.source
                files[data["file"]] = {"name": data["constant"], "source": source}
        return {"exercise": exercise, "files": files}

    def put(self, cell, judgement):
        feedback = judgement["feedback"][self.language]
        # A teacher may weigh an exercise otherwise than the workbook does.
        points = judgement["points"] / judgement["of"] * float(cell.metadata.nbgrader.points)
        shown = {"text/plain": feedback["text"], "text/html": feedback["html"]}
        cell.execution_count = 1
        cell.outputs = [
            new_output("display_data", data=shown),
            # What nbgrader takes for the points.
            new_output("execute_result", data={"text/plain": f"{points:g}"}, execution_count=1),
        ]
        self.log.info("%s: %g of %s points", judgement["exercise"], points, cell.metadata.nbgrader.points)
