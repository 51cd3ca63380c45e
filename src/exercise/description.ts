/** Reads exercise.json, and says what is missing in it. */
import { EXERCISE_KINDS, type Bilingual, type ExerciseDescription, type Mistake } from './exercise';

type Problem = (problem: string) => void;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function bilingual(value: unknown, at: string, problem: Problem): Bilingual {
  const text = (language: string): string => {
    const found = record(value)[language];
    if (typeof found === 'string' && found.trim() !== '') return found;
    problem(`${at} has no text in "${language}"`);
    return '';
  };
  return { en: text('en'), zh: text('zh') };
}

function wholeNumber(value: unknown, at: string, problem: Problem): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  problem(`${at} is no whole number from 1`);
  return 0;
}

function hintsOf(value: unknown, problem: Problem): ExerciseDescription['hints'] {
  const hints = list(value);
  if (hints.length !== 3) problem(`there are ${hints.length} hints, not 3`);
  const read = (at: number): Bilingual => bilingual(hints[at], `hints[${at}]`, problem);
  const three = [read(0), read(1), read(2)] as const;
  if (new Set(three.map(({ en }) => en)).size < 3) problem('two hints say the same');
  return three;
}

function mistakesOf(value: unknown, problem: Problem): Mistake[] {
  const mistakes = list(value ?? []).map((entry, at) => {
    const id = record(entry)['id'];
    if (typeof id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
      problem(`mistakes[${at}].id is no lower-case-name`);
    return { id: String(id), say: bilingual(record(entry)['say'], `mistakes[${at}].say`, problem) };
  });
  if (new Set(mistakes.map(({ id }) => id)).size < mistakes.length)
    problem('two mistakes have the same id');
  return mistakes;
}

/** @param problem Called with each thing that is wrong. */
export function readDescription(text: string, problem: Problem): ExerciseDescription {
  let source: Record<string, unknown> = {};
  try {
    source = record(JSON.parse(text));
  } catch (error) {
    problem(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const kind = EXERCISE_KINDS.find((known) => known === source['kind']);
  if (!kind) problem(`kind is none of ${EXERCISE_KINDS.join(', ')}`);
  const files = list(source['files']).filter((file) => typeof file === 'string');
  if (files.length === 0) problem('files names no file that the learner edits');
  return {
    title: bilingual(source['title'], 'title', problem),
    kind: kind ?? 'cpp',
    order: wholeNumber(source['order'], 'order', problem),
    minutes: wholeNumber(source['minutes'], 'minutes', problem),
    points: wholeNumber(source['points'], 'points', problem),
    files,
    hints: hintsOf(source['hints'], problem),
    mistakes: mistakesOf(source['mistakes'], problem),
  };
}
