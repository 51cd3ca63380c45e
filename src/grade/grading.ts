/** A grading run: every student's every exercise, some at a time, each remembered as it is done. */
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkExercise } from '../exercise/check';
import { allExercises, stubFolder } from '../exercise/catalogue';
import type { Bilingual, Exercise } from '../exercise/exercise';
import { say } from '../exercise/judging';
import { labPlace } from '../exercise/run/lab-place';
import type { Place } from '../exercise/run/subject';
import { SandboxUnavailableError } from '../sandbox';
import { BOX_LIMITS, PATIENCE, type BoxLimits } from './box-limits';
import { gradeSubmission, type Grade } from './grade';
import { GradeError } from './grade-error';
import type { Journal } from './journal';
import { SandboxPlace } from './sandbox-place';
import { findSubmissions, takeFiles, type Student, type Taken } from './submissions';
import { UntrustedFolder } from './untrusted-folder';
import { exerciseVersion, hashed, workbookVersion } from './version';

export interface GradingOptions {
  /** The folder with a folder for each student. */
  submissions: string;
  /** Which are graded; default: all that any student handed in. */
  exercises?: readonly Exercise[];
  /** The exercise whose files may stand in a student's folder itself. */
  only?: Exercise;
  journal: Journal;
  /** How many at a time. */
  jobs: number;
  /** False: in the lab, which keeps accidents away and nothing else. */
  sandbox: boolean;
  limits?: Partial<BoxLimits>;
  reveal: boolean;
  abort?: AbortSignal;
  onProgress?: (progress: GradingProgress) => void;
}

export interface GradingProgress {
  done: number;
  /** Of these, how many the journal had. */
  known: number;
  all: number;
  /** What was done last. */
  last: { student: string; exercise: string; known: boolean } | null;
}

export interface Ungraded {
  student: string;
  exercise: string;
  /** Why it is not the student's fault. */
  why: string;
}

export interface Graded {
  /** Students as the folder has them, exercises in the workbook's order. */
  grades: readonly (Grade | Ungraded)[];
  students: number;
  exercises: readonly string[];
  /** What was found and not graded. */
  notes: readonly Bilingual[];
}

/** Attempts where a sandbox could not be made, or somebody outside ended it. */
const ATTEMPTS = 3;
const PAUSE_MS = 1000;

/**
 * Grades what is in a folder. The order, and with the same seed every grade, is the same each time.
 *
 * @throws {GradeError} `SUBMISSIONS_UNREADABLE`, `SUBMISSIONS_EMPTY` @throws {DOMException} `AbortError`
 */
export async function gradeAll(options: GradingOptions): Promise<Graded> {
  const root = openRoot(options.submissions);
  try {
    removeStale();
    const { students, notes } = findSubmissions(root, allExercises(), options.only ?? null);
    const exercises = options.exercises ?? handedInByAny(students);
    if (students.length === 0 || exercises.length === 0)
      throw new GradeError(
        'SUBMISSIONS_EMPTY',
        `Cannot grade ${options.submissions}: it has no STUDENT/EXERCISE folder`,
      );
    const run = new GradingRun(root, options, exercises);
    const grades = await run.all(students);
    return {
      grades,
      students: students.length,
      exercises: exercises.map(({ name }) => name),
      notes,
    };
  } finally {
    root.close();
  }
}

function openRoot(path: string): UntrustedFolder {
  try {
    return UntrustedFolder.open(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new GradeError('SUBMISSIONS_UNREADABLE', `Cannot grade ${path}: ${code ?? 'no folder'}`);
  }
}

function handedInByAny(students: readonly Student[]): Exercise[] {
  return allExercises().filter(({ name }) => students.some(({ handedIn }) => handedIn.has(name)));
}

/** Folders of a grading run that was killed. */
function removeStale(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, id] = /^workbook-grade-(\d+)-/.exec(name) ?? [];
    if (id === undefined || Number(id) === process.pid) continue;
    try {
      process.kill(Number(id), 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH')
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

interface Task {
  student: Student;
  exercise: Exercise;
}

interface Done {
  grade: Grade | Ungraded;
  /** Whether the journal had it. */
  known: boolean;
}

class GradingRun {
  private readonly versions: ReadonlyMap<string, string>;
  private readonly controls = new Map<string, Promise<boolean>>();
  private readonly workbook = workbookVersion();
  private readonly limits: BoxLimits;
  private known = 0;

  constructor(
    private readonly root: UntrustedFolder,
    private readonly options: GradingOptions,
    private readonly exercises: readonly Exercise[],
  ) {
    this.limits = { ...BOX_LIMITS, ...options.limits };
    this.versions = new Map(exercises.map((each) => [each.name, exerciseVersion(each)]));
  }

  async all(students: readonly Student[]): Promise<(Grade | Ungraded)[]> {
    const tasks = students.flatMap((student) =>
      this.exercises.map((exercise): Task => ({ student, exercise })),
    );
    const grades: (Grade | Ungraded)[] = [];
    let [next, done] = [0, 0];
    let failed = false;
    const worker = async (): Promise<void> => {
      for (let at = next++; at < tasks.length; at = next++) {
        this.options.abort?.throwIfAborted();
        if (failed) return;
        const task = tasks[at] as Task;
        try {
          const { grade, known } = await this.one(task);
          grades[at] = grade;
          if (known) this.known += 1;
          done += 1;
          const last = { student: task.student.name, exercise: task.exercise.name, known };
          this.options.onProgress?.({ done, known: this.known, all: tasks.length, last });
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    };
    this.options.onProgress?.({ done, known: 0, all: tasks.length, last: null });
    const ends = await Promise.allSettled(Array.from({ length: this.options.jobs }, worker));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return grades;
  }

  private async one({ student, exercise }: Task): Promise<Done> {
    const { journal } = this.options;
    const handedIn = student.handedIn.get(exercise.name);
    const taken: Taken = handedIn
      ? takeFiles(this.root, exercise, handedIn)
      : { files: new Map(), missing: say('Not handed in.', '未提交。'), notes: [] };
    const key = this.keyOf(student, exercise, taken);
    const known = journal.find(key);
    if (known) return { grade: known, known: true };
    try {
      const grade = await this.grade(student, exercise, taken);
      journal.add(key, grade);
      return { grade, known: false };
    } catch (error) {
      if (this.options.abort?.aborted || error instanceof SandboxUnavailableError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      return {
        grade: { student: student.name, exercise: exercise.name, why },
        known: false,
      };
    }
  }

  private keyOf(student: Student, exercise: Exercise, { files, missing, notes }: Taken): string {
    const { journal, sandbox, reveal } = this.options;
    const settings = { limits: this.limits, sandbox, reveal, missing, notes };
    return hashed([
      ['student', student.name],
      ['exercise', exercise.name],
      ['version', this.versions.get(exercise.name) ?? ''],
      ['workbook', this.workbook],
      ['seed', journal.seed],
      ['settings', JSON.stringify(settings)],
      ...files,
    ]);
  }

  private async grade(student: Student, exercise: Exercise, taken: Taken): Promise<Grade> {
    const { journal, reveal } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      const place = this.place();
      try {
        const grade = await gradeSubmission({
          student: student.name,
          exercise,
          taken,
          place,
          seed: journal.seed,
          timeMs: PATIENCE * this.limits.runSeconds * 1000,
          reveal,
        });
        if (place instanceof SandboxPlace) await this.blame(exercise, place.lastFailure);
        return grade;
      } catch (error) {
        const again =
          error instanceof SandboxUnavailableError ||
          (error instanceof GradeError && error.code === 'SANDBOX_ENDED');
        if (!again || attempt === ATTEMPTS || this.options.abort?.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  private place(): Place {
    const { sandbox, limits, abort } = this.options;
    if (!sandbox) return labPlace;
    return new SandboxPlace({ ...(limits ? { limits } : {}), ...(abort ? { abort } : {}) });
  }

  /**
   * Where a sandbox gave no answer, the files that the exercise begins with are run in another: only where these give one was it the submission.
   * @throws {GradeError} `EXERCISE_NOT_GRADABLE`
   */
  private async blame(exercise: Exercise, failure: string | null): Promise<void> {
    if (failure === null) return;
    const { name } = exercise;
    const control = this.controls.get(name) ?? this.control(exercise);
    this.controls.set(name, control);
    if (await control) return;
    throw new GradeError(
      'EXERCISE_NOT_GRADABLE',
      `Cannot grade ${name}: not even its own files run in the sandbox; ${failure}`,
    );
  }

  private async control(exercise: Exercise): Promise<boolean> {
    const place = this.place();
    await checkExercise(exercise.name, { folder: stubFolder(exercise), place, record: false });
    return place instanceof SandboxPlace && place.lastFailure === null;
  }
}
