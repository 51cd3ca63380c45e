import { WorkbookError } from '../errors';

/** Grading could not be begun, or a submission could not be graded for a reason that is not its own. */
export class GradeError extends WorkbookError {
  override readonly name = 'GradeError';
  declare readonly code:
    | 'SUBMISSIONS_UNREADABLE'
    | 'SUBMISSIONS_EMPTY'
    | 'GRADING_RUNNING'
    | 'EXERCISE_NOT_GRADABLE'
    | 'SANDBOX_ENDED';
}
