import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownPath } from '../cell/shown-path';
import { ApiUsageError } from '../errors';
import { recordExercise } from '../progress/progress-file';
import { checkOf, exerciseNamed } from './catalogue';
import type { Bilingual, Exercise, ExerciseCheck, Part, Verdict } from './exercise';
import { failureOf } from './failure';
import { fail, say } from './judging';
import { Random } from './random';
import { ExerciseReport, type PartReport } from './report';
import { labPlace } from './run/lab-place';
import type { ModuleRunResult, ResultOf, RunRequest, RunResult } from './run/request';
import type { Place, RunEnd, SubjectEnd } from './run/subject';
import { packed, unpacked } from './run/module-values';
import { namingWithin, withTextFolder, type FileTexts } from './text-folder';
import { changedGivenFiles, ensureWorkCopy, filesOf, isUntouched, workFolder } from './work-copy';

export interface CheckOptions {
  /** The folder with the files; default: the learner's copy in work/, which is made where it is missing. */
  folder?: string;
  /** In place of a folder the texts of all files that the learner writes, by name: those of a notebook's cells. */
  files?: FileTexts;
  /** Where the learner's code runs; default: the lab. */
  place?: Place;
  /** Of the inputs; default: another each time. */
  seed?: string;
  /** Whether the result is remembered in work/progress.json; default: where the learner's copy is checked. */
  record?: boolean;
  /** Wall-clock milliseconds of a process that runs the code; default 5,000. */
  timeMs?: number;
  /** Whether a process waits for the next check afterwards, until `restPlaces`; default false. */
  keepsReady?: boolean;
}

/** Ends what `keepsReady` left waiting. */
export async function restPlaces(): Promise<void> {
  await labPlace.rest?.();
}

/**
 * Checks an exercise: runs what the learner wrote, in a process of its own, and judges what came of it in this one.
 *
 * @param name `03-read-a-field`, or a part of it that no other has
 * @returns whatever the learner's code does: a crash, an endless loop and a compile error are verdicts
 * @throws {ApiUsageError} `EXERCISE_UNKNOWN`, `EXERCISE_CHECK_MISSING`, `EXERCISE_FILES_MISSING`, `EXERCISE_FILES_UNKNOWN`
 * @example
 * ```ts
 * show(await checkExercise('03-read-a-field'));
 * ```
 */
export async function checkExercise(
  name: string,
  options: CheckOptions = {},
): Promise<ExerciseReport> {
  const exercise = exerciseNamed(name);
  const { files, place = labPlace } = options;
  if (files !== undefined)
    return withTextFolder(exercise, files, (folder) =>
      checkFolder(exercise, folder, {
        ...options,
        record: options.record ?? false,
        place: namingWithin(folder, place),
        shown: exercise.name,
      }),
    );
  if (options.folder === undefined) ensureWorkCopy(exercise);
  const folder = options.folder ?? workFolder(exercise);
  const record = options.record ?? options.folder === undefined;
  return checkFolder(exercise, folder, { ...options, record });
}

interface FolderOptions extends CheckOptions {
  /** How the report names the folder; default: its path. */
  shown?: string;
}

async function checkFolder(
  exercise: Exercise,
  folder: string,
  options: FolderOptions,
): Promise<ExerciseReport> {
  const startedAt = performance.now();
  const check = await checkOf(exercise);
  requireFiles(exercise, folder);
  const seed = options.seed ?? anySeed();
  const place = options.place ?? labPlace;
  const asked = check.parts.map((part) => ({
    part,
    request: part.inputs(new Random(`${seed} ${part.id}`)),
  }));
  const { timeMs } = options;
  const end = await place.perform({
    exercise: exercise.name,
    folder,
    files: filesOf(exercise),
    runs: asked.map(({ part, request }) => ({
      id: part.id,
      request: sent(request),
      after: part.after ?? [],
    })),
    ...(timeMs === undefined ? {} : { timeMs }),
  });
  if (options.keepsReady) await place.prepare?.(asked.map(({ request }) => request.kind));
  else void place.rest?.();
  const files = textsOf(exercise, folder);
  const parts: PartReport[] = [];
  for (const { part, request } of asked) {
    const waiting = waitingFor(part, parts);
    const verdict = waiting ?? judged(part, request, end, files);
    const recognise = waiting ? undefined : check.recognise?.bind(check);
    parts.push(partReport(part, verdict, recognise, exercise, files));
  }
  const report = new ExerciseReport({
    exercise,
    parts,
    seed,
    place: place.name,
    folder: options.shown ?? shownPath(folder),
    untouched: isUntouched(exercise, folder),
    notes: notesOf(exercise, folder),
    buildMs: end.buildMs,
    runMs: end.runMs,
    totalMs: performance.now() - startedAt,
  });
  if (options.record) remember(report);
  return report;
}

/** The verdict on a part that counts only once others pass; null where they do. */
function waitingFor({ after = [] }: Part, before: readonly PartReport[]): Verdict | null {
  const missing = before.find(({ id, passed }) => after.includes(id) && !passed);
  if (!missing) return null;
  const { en, zh } = missing.title;
  return fail(say(`Counts once this passes: ${en}.`, `先通过“${zh}”，这一项才算数。`));
}

/** The verdict on one part: what happened speaks for itself, or the judge looks at the result. */
function judged(
  part: Part,
  request: RunRequest,
  end: SubjectEnd,
  files: Readonly<Record<string, string>>,
): Verdict {
  try {
    const run = (end.runs as SubjectEnd['runs'] | undefined)?.[part.id];
    const verdict = failureOf(run, request, files) ?? judgedResult(part, request, run);
    // What is drawn is drawn of the result, too.
    verdict.picture?.toText('en');
    return verdict;
  } catch (error) {
    // A result of another form than any run makes: only what ran can have written it.
    return {
      passed: false,
      message: say(
        'What came back from the run is not what a run gives.',
        '运行返回的内容不是一次运行应有的结果。',
      ),
      actual: error instanceof Error ? error.message : String(error),
    };
  }
}

function judgedResult(part: Part, request: RunRequest, run: RunEnd | undefined): Verdict {
  if (run?.outcome !== 'done') throw new Error(`${part.id} has neither a result nor a failure`);
  requireAll(run.result, request);
  const result = request.kind === 'module' ? withValues(run.result as ModuleRunResult) : run.result;
  return part.judge(result as ResultOf<RunRequest>, request);
}

/** Nothing that was asked for is left out: of no results a judge finds nothing wrong. */
function requireAll(result: RunResult, request: RunRequest): void {
  for (const name of ['cases', 'calls', 'runs'] as const) {
    const asked: unknown = Reflect.get(request, name);
    if (!Array.isArray(asked)) continue;
    const done: unknown = Reflect.get(result, name);
    const count = Array.isArray(done) ? done.length : 0;
    if (count !== asked.length) throw new Error(`${count} of ${asked.length} ${name} came back`);
  }
}

/** The request as JSON: typed arrays in a form of their own. */
function sent(request: RunRequest): RunRequest {
  if (request.kind !== 'module') return request;
  const calls = request.calls.map((call) => ({
    ...call,
    arguments: call.arguments.map((each) => packed(each)),
  }));
  return { ...request, calls };
}

function withValues({ calls }: ModuleRunResult): ModuleRunResult {
  return { calls: calls.map((call) => ({ ...call, value: unpacked(call.value) })) };
}

function partReport(
  { id, title, points: of, hidden = false }: Part,
  verdict: Verdict,
  recognise: ExerciseCheck['recognise'],
  exercise: Exercise,
  files: Readonly<Record<string, string>>,
): PartReport {
  const { passed } = verdict;
  const points = Math.min(of, Math.max(0, verdict.points ?? (passed ? of : 0)));
  const known = passed ? undefined : (verdict.mistake ?? recognise?.({ part: id, verdict, files }));
  const mistake = exercise.mistakes.find((each) => each.id === known)?.say ?? null;
  if (known !== undefined && !mistake)
    throw new ApiUsageError(
      'EXERCISE_CHECK_INVALID',
      `Cannot name mistake "${known}" of ${exercise.name}: exercise.json has none of this id`,
    );
  const named = known === undefined ? verdict : { ...verdict, mistake: known };
  return { id, title, hidden, passed, points, of, verdict: named, mistake };
}

function requireFiles(exercise: Exercise, folder: string): void {
  const missing = filesOf(exercise).filter((file) => !existsSync(join(folder, file)));
  if (missing.length === 0) return;
  throw new ApiUsageError(
    'EXERCISE_FILES_MISSING',
    `Cannot check ${exercise.name}: ${missing.join(', ')} is not in ${folder}`,
  );
}

function textsOf({ files }: Exercise, folder: string): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function notesOf(exercise: Exercise, folder: string): Bilingual[] {
  const changed = changedGivenFiles(exercise, folder);
  if (changed.length === 0) return [];
  const names = changed.join(', ');
  return [
    say(
      `Changed, although given: ${names}. A graded check uses the exercise’s own.`,
      `题目给定的文件被改动：${names}。评分时使用题目自己的文件。`,
    ),
  ];
}

/** Another each time; the same where the outputs are kept for everybody. */
function anySeed(): string {
  return process.env['WORKBOOK_HEADLESS'] === '1' ? '1' : randomBytes(4).toString('hex');
}

function remember({ exercise, passed, points, untouched }: ExerciseReport): void {
  recordExercise(exercise, (before) => ({
    passed: before.passed || passed,
    attempts: before.attempts + (before.passed || untouched ? 0 : 1),
    points: Math.max(before.points, points),
  }));
}
