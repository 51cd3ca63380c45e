import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Language } from '../../display/figure';
import { exerciseNamed } from '../../exercise/catalogue';
import type { BoxLimits } from '../../grade/box-limits';
import { gradesCsv } from '../../grade/csv';
import { writeFeedback } from '../../grade/feedback-files';
import type { Grade } from '../../grade/grade';
import { gradeAll, type Graded, type GradingOptions } from '../../grade/grading';
import { Journal } from '../../grade/journal';
import { sandboxAvailable, SandboxUnavailableError } from '../../sandbox';
import { misused } from '../usage';
import { GradeProgress } from './grade-progress';
import { GRADE_WORDS } from './grade-words';
import { exerciseOptions, type ExerciseOptions } from './options';
import { print } from './output';

const FLAGS = ['no-sandbox', 'reveal', 'fresh'];
const NUMBERS = ['jobs', 'time', 'compile-time', 'memory', 'disk', 'processes'];
const VALUES = ['out', 'json', 'feedback', 'seed', 'exercise', 'exercises', ...NUMBERS];
const INTERRUPTED = 130;
const MIB = 2 ** 20;

interface GradeCommand {
  options: ExerciseOptions;
  submissions: string;
  out: string;
  journal: Journal;
}

/**
 * `workbook grade SUBMISSIONS --out grades.csv`. @returns the exit code: 0 where all were graded, 1 where not, 2 where it was not understood, 130 after Ctrl-C
 * @throws {SandboxUnavailableError} `SANDBOX_UNAVAILABLE` without a sandbox, unless told `--no-sandbox` @throws {GradeError}
 */
export async function gradeCommand(args: readonly string[]): Promise<number> {
  const options = exerciseOptions(args, { flags: FLAGS, values: VALUES });
  const { names, values, flags } = options;
  const [submissions] = names;
  const out = values.get('out');
  const bad = NUMBERS.find((name) => values.has(name) && !(Number(values.get(name)) > 0));
  if (options.wrong !== null) return misused(options.wrong);
  if (submissions === undefined) return misused('grade needs the folder with the submissions');
  if (out === undefined) return misused('grade needs --out FILE.csv');
  if (bad !== undefined) return misused(`--${bad} is no positive number`);
  if (!flags.has('no-sandbox')) await requireSandbox();
  mkdirSync(dirname(resolve(out)), { recursive: true });
  const seed = values.get('seed');
  const journal = Journal.open(`${out}.journal`, {
    fresh: flags.has('fresh'),
    ...(seed === undefined ? {} : { seed }),
  });
  try {
    return await gradeInto({ options, submissions, out, journal });
  } finally {
    journal.close();
  }
}

async function requireSandbox(): Promise<void> {
  const { available, reason, cure } = await sandboxAvailable();
  if (available) return;
  throw new SandboxUnavailableError(
    reason ?? 'unknown',
    `${cure ?? 'see docs/sandbox.md'}; or, where every submission is trusted, --no-sandbox`,
  );
}

async function gradeInto(command: GradeCommand): Promise<number> {
  const { options, journal } = command;
  const { language, flags } = options;
  const words = GRADE_WORDS[language];
  const unprotected = flags.has('no-sandbox');
  const mark = unprotected ? words.unprotectedMark : '';
  const tell = (line: string): void => void process.stderr.write(`${mark}${line}\n`);
  if (unprotected) tell(words.unprotected);
  if (journal.size > 0) tell(words.goesOn(journal.size, journal.seed));
  const progress = new GradeProgress(language, mark);
  const abort = new AbortController();
  const interrupted = (): void => {
    if (abort.signal.aborted) process.exit(INTERRUPTED);
    progress.end();
    tell(words.stopping);
    abort.abort();
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    const graded = await gradeAll({
      ...gradingOptions(command),
      abort: abort.signal,
      onProgress: (state) => progress.tell(state),
    });
    progress.end();
    return finish(command, graded);
  } catch (error) {
    progress.end();
    if (!abort.signal.aborted) throw error;
    tell(words.interrupted);
    return INTERRUPTED;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

function gradingOptions({ options, submissions, journal }: GradeCommand): GradingOptions {
  const { values, flags } = options;
  const one = values.get('exercise');
  const some = values.get('exercises')?.split(',') ?? (one === undefined ? undefined : [one]);
  return {
    submissions,
    journal,
    jobs: Math.floor(Number(values.get('jobs') ?? availableParallelism())) || 1,
    sandbox: !flags.has('no-sandbox'),
    reveal: flags.has('reveal'),
    limits: limitsOf(values),
    ...(one === undefined ? {} : { only: exerciseNamed(one) }),
    ...(some === undefined ? {} : { exercises: some.map((name) => exerciseNamed(name.trim())) }),
  };
}

/** `--time` and `--compile-time` are seconds, `--memory` and `--disk` MiB. */
function limitsOf(values: ReadonlyMap<string, string>): Partial<BoxLimits> {
  const given = (name: string, key: keyof BoxLimits, unit = 1): Partial<BoxLimits> => {
    const value = values.get(name);
    return value === undefined ? {} : { [key]: Number(value) * unit };
  };
  return {
    ...given('time', 'runSeconds'),
    ...given('compile-time', 'compileSeconds'),
    ...given('memory', 'memoryBytes', MIB),
    ...given('disk', 'scratchBytes', MIB),
    ...given('processes', 'processes'),
  };
}

/** Writes what was asked for, and says what came of it. @returns the exit code */
function finish({ options, out, journal }: GradeCommand, graded: Graded): number {
  const { language, values, flags } = options;
  const words = GRADE_WORDS[language];
  const mark = flags.has('no-sandbox') ? words.unprotectedMark : '';
  const say = (line: string): void => print(`${mark}${line}`);
  writeWhole(out, gradesCsv(graded.grades, language));
  const json = values.get('json');
  if (json !== undefined) writeWhole(json, jsonOf(graded, journal.seed, flags.has('no-sandbox')));
  const feedback = values.get('feedback');
  const told = feedback === undefined ? 0 : writeFeedback(feedback, graded.grades, language);
  const done = graded.grades.filter((grade): grade is Grade => !('why' in grade));
  say(
    `${words.result(done.length, graded.students, graded.exercises.length)}, ${words.seed(journal.seed)}`,
  );
  for (const line of exerciseLines(graded.exercises, done, language)) say(line);
  if (graded.notes.length > 0) say(words.notes);
  for (const note of graded.notes) say(`  ${printable(note[language])}`);
  for (const grade of graded.grades)
    if ('why' in grade) say(printable(words.ungraded(grade.student, grade.exercise, grade.why)));
  say(words.written(out));
  if (json !== undefined) say(words.written(json));
  if (feedback !== undefined) say(words.feedback(feedback, told));
  return done.length === graded.grades.length ? 0 : 1;
}

function exerciseLines(
  exercises: readonly string[],
  grades: readonly Grade[],
  language: Language,
): string[] {
  return exercises.map((exercise) => {
    const own = grades.filter((grade) => grade.exercise === exercise);
    const mean = own.reduce((sum, { points }) => sum + points, 0) / Math.max(1, own.length);
    const passed = own.filter((grade) => grade.passed).length;
    const said = GRADE_WORDS[language].exercise(
      passed,
      own.length,
      mean.toFixed(1),
      own[0]?.of ?? 0,
    );
    return `  ${exercise.padEnd(32)} ${said}`;
  });
}

function jsonOf({ grades, notes, students }: Graded, seed: string, unprotected: boolean): string {
  const all = grades.map((grade) => {
    if ('why' in grade) return grade;
    const { student, exercise, points, of, passed, reason, report } = grade;
    return { student, exercise, points, of, passed, reason, report };
  });
  const place = unprotected ? 'no sandbox' : 'sandbox';
  return `${JSON.stringify({ seed, place, students, notes, grades: all }, null, 2)}\n`;
}

/** Nobody sees half of a file. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '·');
}
