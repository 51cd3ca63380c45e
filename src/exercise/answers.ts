/** Judges what a learner read in a given trace and wrote down in answers.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceRecord } from '../trace/record';
import { stubFolder } from './catalogue';
import { part, type Bilingual, type Part, type Verdict } from './exercise';
import { fail, pass, say } from './judging';
import { answersRun } from './run/request';

/** As JSON has it. */
export type Answer = number | boolean | string | readonly (number | string)[];

/** A question about a trace. */
export interface Question {
  /** Its key in answers.json: `how-many-clones`. */
  id: string;
  /** Compute it from the records: then it cannot go stale. */
  answer: Answer;
  /** The records that hold the answer. A wrong answer is shown them, a missing one is not. */
  records: readonly TraceRecord[];
  /** What to look at in them, without the answer itself. */
  look: Bilingual;
  /** Whether a list may be in any order. */
  anyOrder?: boolean;
  /** Recognises a mistake from a wrong answer. @returns its id */
  mistake?: (given: unknown) => string | undefined;
}

const FORMS = {
  number: say('a number, as 3', '一个数，例如 3'),
  boolean: say('true or false', 'true 或 false'),
  string: say('a string, as "clone"', '字符串，例如 "clone"'),
  numbers: say('a list of numbers, as [2, 3]', '一组数，例如 [2, 3]'),
  strings: say('a list of strings, as ["a", "b"]', '一组字符串，例如 ["a", "b"]'),
} as const;
type Form = keyof typeof FORMS;

/** Most characters of an answer that are shown, and most calls that are named by their number. */
const MOST_SHOWN = 80;
const MOST_NAMED = 4;

function formOf(value: unknown): Form | null {
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each === 'number')) return 'numbers';
    return value.every((each) => ['number', 'string'].includes(typeof each)) ? 'strings' : null;
  }
  const type = typeof value;
  return type === 'number' || type === 'boolean' || type === 'string' ? type : null;
}

/** `"3"` is 3, `"[1, 4]"` a list, `" Clone() "` is `clone`: what was meant, where only the form differs. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'string') return value;
  const text = value.trim().replace(/\(\)$/, '');
  try {
    const read: unknown = JSON.parse(text);
    if (formOf(read) !== null && typeof read !== 'string') return plain(read);
  } catch {
    // A text.
  }
  return text.toLowerCase();
}

function textOf(value: unknown, anyOrder: boolean): string {
  const meant = plain(value);
  const sorted = anyOrder && Array.isArray(meant) ? meant.map(String).sort() : meant;
  return JSON.stringify(sorted);
}

/** An answer as it stands in the file. */
function written(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/**
 * Compares one answer with what the trace says. A wrong one is shown the records that hold the right one, never the right one itself.
 *
 * @param answers answers.json as it was read
 */
export function sameAnswer(
  answers: Readonly<Record<string, unknown>>,
  { id, answer, records, look, anyOrder = false, mistake }: Question,
): Verdict {
  const given = Object.hasOwn(answers, id) ? answers[id] : undefined;
  const form = FORMS[formOf(answer) ?? 'string'];
  if (given === undefined)
    return fail(say(`answers.json has no "${id}".`, `answers.json 里没有 "${id}"。`), {
      expected: form,
    });
  if (given === null || given === '')
    return fail(say(`"${id}" has no answer yet. ${look.en}`, `"${id}" 还没有回答。${look.zh}`), {
      expected: form,
    });
  if (textOf(given, anyOrder) === textOf(answer, anyOrder)) return pass();
  const [wanted, found] = [formOf(plain(answer)), formOf(plain(given))];
  if (wanted !== found && !(Array.isArray(given) && given.length === 0))
    return fail(say(`The answer to "${id}" is of another form.`, `"${id}" 的回答形式不对。`), {
      expected: form,
      actual: written(given),
    });
  const known = mistake?.(plain(given));
  const [en, zh] = placeOf(records);
  return fail(
    say(
      `${written(given)} is not the answer to "${id}". ${look.en}${en}`,
      `${written(given)} 不是 "${id}" 的答案。${look.zh}${zh}`,
    ),
    { trace: records, ...(known === undefined ? {} : { mistake: known }) },
  );
}

/** Which calls of the trace these are, counted from 1. */
function placeOf(records: readonly TraceRecord[]): [en: string, zh: string] {
  const [first, ...more] = records.map(({ seq }) => seq + 1);
  if (first === undefined) return ['', ''];
  if (more.length === 0)
    return [` It is call ${first} of the trace.`, `它是记录里的第 ${first} 号调用。`];
  const all = [first, ...more.slice(0, MOST_NAMED - 1)];
  const [comma, dot] = [all.join(', '), all.join('、')];
  const rest = records.length > MOST_NAMED ? ', …' : '';
  return [
    ` Calls ${comma}${rest} of the trace show it.`,
    `看记录里的第 ${dot}${rest === '' ? '' : '……'} 号调用。`,
  ];
}

/** A part that asks one question. */
export function questionPart(
  question: Question,
  { title, points, after }: { title: Bilingual; points: number; after?: readonly string[] },
): Part {
  return part({
    id: question.id,
    title,
    points,
    ...(after === undefined ? {} : { after }),
    inputs: () => answersRun(),
    judge: ({ answers }) => sameAnswer(answers, question),
  });
}

/** The records of a trace that is given with an exercise: the exercise's own, whatever became of the learner's copy. */
export function givenTrace(exercise: string, file = 'trace.jsonl'): TraceRecord[] {
  const lines = readFileSync(join(stubFolder({ name: exercise }), file), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line, seq) => {
    const record = JSON.parse(line) as Omit<TraceRecord, 'seq' | 'durationUs' | 'thread'>;
    // Times and threads are left out of what is kept in a file.
    return { durationUs: 0, thread: 1, ...record, seq };
  });
}
