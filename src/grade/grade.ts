/** One submission of one exercise, from the files that were handed in to its points. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Language } from '../display/figure';
import { checkOf, stubFolder } from '../exercise/catalogue';
import { checkExercise } from '../exercise/check';
import type { Bilingual, Exercise } from '../exercise/exercise';
import { fail, say } from '../exercise/judging';
import { ExerciseReport } from '../exercise/report';
import type { Place } from '../exercise/run/subject';
import { feedbackReport } from './feedback-report';
import type { Taken } from './submissions';

/** What is remembered of a submission that was graded. All of it is JSON. */
export interface Grade {
  student: string;
  exercise: string;
  points: number;
  of: number;
  passed: boolean;
  /** Parts that passed, and all of them. */
  parts: readonly [number, number];
  seed: string;
  place: Place['name'];
  /** In one line, why points are missing; empty where none are. */
  reason: Bilingual;
  /** About the submission: files that were not taken. */
  notes: readonly Bilingual[];
  /** All that the check said. */
  report: unknown;
  /** What the student gets. */
  feedback: Readonly<Record<Language, Feedback>>;
}

export interface Feedback {
  text: string;
  html: string;
}

export interface GradeOptions {
  student: string;
  exercise: Exercise;
  taken: Taken;
  place: Place;
  seed: string;
  /** Wall-clock milliseconds of one process that runs the code. */
  timeMs: number;
  /** Whether the student sees the inputs of hidden parts, and the seed. */
  reveal: boolean;
}

export async function gradeSubmission(options: GradeOptions): Promise<Grade> {
  const { exercise, taken, place, seed, timeMs } = options;
  if (taken.missing) return gradeOf(await nothingToCheck(options, taken.missing), options, '');
  const folder = mkdtempSync(join(tmpdir(), `workbook-grade-${process.pid}-`));
  try {
    furnish(folder, exercise, taken.files);
    const report = await checkExercise(exercise.name, {
      folder,
      place,
      seed,
      timeMs,
      record: false,
    });
    return gradeOf(report, options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The student's files and the exercise's own. */
function furnish(folder: string, exercise: Exercise, files: ReadonlyMap<string, Uint8Array>): void {
  for (const file of [...exercise.given, ...files.keys()]) {
    const target = join(folder, file);
    mkdirSync(dirname(target), { recursive: true });
    const bytes = files.get(file);
    if (bytes) writeFileSync(target, bytes);
    else cpSync(join(stubFolder(exercise), file), target);
  }
}

/** The report where there is nothing that could run. */
async function nothingToCheck(
  { exercise, place, seed, taken }: GradeOptions,
  why: Bilingual,
): Promise<ExerciseReport> {
  const { parts } = await checkOf(exercise);
  return new ExerciseReport({
    exercise,
    parts: parts.map(({ id, title, points, hidden = false }) => ({
      id,
      title,
      hidden,
      passed: false,
      points: 0,
      of: points,
      verdict: fail(why),
      mistake: null,
    })),
    seed,
    place: place.name,
    folder: exercise.name,
    untouched: false,
    notes: taken.notes,
    buildMs: 0,
    runMs: 0,
    totalMs: 0,
  });
}

function gradeOf(report: ExerciseReport, options: GradeOptions, folder: string): Grade {
  const { student, exercise, taken, seed, place, reveal } = options;
  const notes = taken.notes;
  const shown = feedbackReport(report, { folder: exercise.name, notes, reveal });
  // Where it lay meanwhile says nothing, and is another each time.
  const placeless = (text: string): string =>
    folder === '' ? text : text.replaceAll(`${folder}/`, '').replaceAll(folder, exercise.name);
  const feedback = (language: Language): Feedback => ({
    // What it printed may hold what a terminal obeys.
    text: placeless(shown.toText(language)).replace(/[^\P{Cc}\n]/gu, '·'),
    html: placeless(shown.toHTML(language)),
  });
  const reason = (language: Language): string => oneLine(placeless(reasonOf(report, language)));
  return {
    student,
    exercise: exercise.name,
    points: report.points,
    of: report.of,
    passed: report.passed,
    parts: [report.parts.filter(({ passed }) => passed).length, report.parts.length],
    seed,
    place: place.name,
    reason: { en: reason('en'), zh: reason('zh') },
    notes,
    report: JSON.parse(placeless(JSON.stringify({ ...(report.toJSON() as object), notes }))),
    feedback: { en: feedback('en'), zh: feedback('zh') },
  };
}

/** The first part that did not pass, and why. */
function reasonOf({ parts, untouched }: ExerciseReport, language: Language): string {
  const part = parts.find(({ passed }) => !passed);
  if (!part) return '';
  if (untouched) return say('Nothing is filled in.', '没有填写。')[language];
  const { message, mistake } = part.verdict;
  const everything = parts.every(({ verdict }) => verdict.message.en === message.en);
  const where = everything ? '' : `${part.title[language]}: `;
  return `${where}${message[language]}${mistake === undefined ? '' : ` (${mistake})`}`;
}

const MOST_REASON = 240;

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > MOST_REASON ? `${line.slice(0, MOST_REASON - 1)}…` : line;
}
