"""nbgrader for courses with the workbook's exercises: what a student hands in is read here, and run in a sandbox.

A course's nbgrader_config.py calls ``configure``. See docs/nbgrader.md.
"""

import os
import sys
import warnings

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ComputeChecksums,
    DeduplicateIds,
    IgnorePattern,
    IncludeHeaderFooter,
    LimitOutput,
    LockCells,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
    SaveCells,
)

from sqlalchemy.exc import SAWarning

from .execute import ExecuteOwnCells
from .judge import JudgeExercises
from .restore import RestoreCells
from .stubs import ReleaseStubs

NOT_DONE = "// YOUR CODE HERE\nthrow new Error('not implemented');"


def configure(c, workbook, language="en"):
    """Sets what a course of the workbook needs; what a teacher sets afterwards in nbgrader_config.py stands.

    ``workbook`` is the folder of the clone, ``language`` that of the feedback: en or zh.
    """
    # nbgrader starts alembic by its name, whether or not the environment is activated.
    programs = os.path.join(sys.prefix, "bin")
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
    # SQLAlchemy 2.1 says so of nbgrader 0.9.6 with every submission; what is stored is right.
    warnings.filterwarnings("ignore", message=".*not in session, add operation along", category=SAWarning)
    c.Workbook.root = workbook
    c.Workbook.language = language
    c.ClearSolutions.code_stub = {"typescript": NOT_DONE}
    # nbgrader gives a failed cell's kernel 30 s, which a first compilation on a busy machine may take.
    c.Execute.timeout = 120
    # As nbgrader has them, but for InstantiateTests, which knows other languages than TypeScript.
    c.GenerateAssignment.preprocessors = [
        IncludeHeaderFooter,
        LockCells,
        ReleaseStubs,
        ClearOutput,
        CheckCellMetadata,
        ComputeChecksums,
        SaveCells,
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
        CheckCellMetadata,
    ]
    c.Autograde.sanitize_preprocessors = [
        RestoreCells,
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        ExecuteOwnCells,
        JudgeExercises,
        IgnorePattern,
        ClearMetadataPreprocessor,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
