/** What supportsFormatCombination was asked, as a tree: a position is asked when the ones before it were accepted. */
import type { TraceRecord, TraceValue } from '../trace/record';

/** A type and format, as `kFLOAT:kLINEAR`. */
type TypeAndFormat = string;

/** One question: this type and format here, given what the positions before have. */
export interface Question {
  /** `kHALF:kCHW4` */
  offer: TypeAndFormat;
  pos: number;
  /** How often it was asked. */
  asked: number;
  /** The answers that came; both where the plugin changed its mind, none where it did not return. */
  answers: ('yes' | 'no')[];
  next: Question[];
}

/** All that one object was asked. */
export interface Negotiation {
  object: string;
  className: string;
  nbInputs: number;
  nbOutputs: number;
  questions: Question[];
  /** Calls in all. */
  calls: number;
  /** The combination that the builder took, by the records that are there. */
  chosen: TypeAndFormat[] | null;
}

function offersOf(value: TraceValue | undefined): TypeAndFormat[] {
  if (!Array.isArray(value)) return [];
  return value.map((desc) => {
    const { type, format } = desc as { type: string; format: string };
    return `${type}:${format}`;
  });
}

function ask(level: Question[], offer: TypeAndFormat, pos: number): Question {
  let question = level.find((known) => known.offer === offer);
  if (question === undefined) {
    question = { offer, pos, asked: 0, answers: [], next: [] };
    level.push(question);
  }
  return question;
}

function addCall(negotiation: Negotiation, record: TraceRecord): void {
  const pos = Number(record.args['pos']);
  const offers = offersOf(record.args['inOut']).slice(0, pos + 1);
  let level = negotiation.questions;
  let question: Question | undefined;
  for (const [at, offer] of offers.entries()) {
    question = ask(level, offer, at);
    level = question.next;
  }
  if (question === undefined) return;
  question.asked += 1;
  negotiation.calls += 1;
  if (record.unfinished === true) return;
  const answer = record.result === true ? 'yes' : 'no';
  if (!question.answers.includes(answer)) question.answers.push(answer);
}

/** The objects made from `object` by clone, and itself. */
function familyOf(object: string, records: readonly TraceRecord[]): ReadonlySet<string> {
  const family = new Set([object]);
  for (const { object: child, parent } of records)
    if (parent !== null && family.has(parent)) family.add(child);
  return family;
}

/** The last combination that a plugin was told of. */
function lastTold(records: readonly TraceRecord[]): TypeAndFormat[] | null {
  const last = records[records.length - 1];
  return last === undefined ? null : [...offersOf(last.args['in']), ...offersOf(last.args['out'])];
}

/**
 * The builder tells a clone of the object that it asked: the last configurePlugin among them is about what it chose
 * (recordings/order-two.jsonl, phase build). Where there is none, what the class was told last, if only one object of it was asked.
 */
function chosenFor(
  negotiation: Negotiation,
  alone: boolean,
  records: readonly TraceRecord[],
): TypeAndFormat[] | null {
  const family = familyOf(negotiation.object, records);
  const told = records.filter(
    ({ method, unfinished }) =>
      unfinished !== true && (method === 'configurePlugin' || method === 'onShapeChange'),
  );
  const configured = told.filter(
    ({ method, object }) => method === 'configurePlugin' && family.has(object),
  );
  if (configured.length > 0) return lastTold(configured);
  const ofClass = told.filter((record) => record.class === negotiation.className);
  return alone ? lastTold(ofClass) : null;
}

/** One negotiation for each object that was asked, in the order of the first question. */
export function negotiations(records: readonly TraceRecord[]): Negotiation[] {
  const found = new Map<string, Negotiation>();
  for (const record of records) {
    if (record.method !== 'supportsFormatCombination') continue;
    let negotiation = found.get(record.object);
    if (negotiation === undefined) {
      negotiation = {
        object: record.object,
        className: record.class ?? '',
        nbInputs: Number(record.args['nbInputs']),
        nbOutputs: Number(record.args['nbOutputs']),
        questions: [],
        calls: 0,
        chosen: null,
      };
      found.set(record.object, negotiation);
    }
    addCall(negotiation, record);
  }
  const all = [...found.values()];
  for (const negotiation of all) {
    const alone = all.filter(({ className }) => className === negotiation.className).length === 1;
    negotiation.chosen = chosenFor(negotiation, alone, records);
  }
  return all;
}

/** A cell of the matrix: a question, or several in a row that were all refused. */
export interface MatrixCell {
  pos: number;
  /** Offers in this cell, in the order asked. */
  offers: TypeAndFormat[];
  asked: number;
  answers: Question['answers'];
  /** Part of the chosen combination. */
  chosen: boolean;
  /** The first row, and how many rows it spans. */
  row: number;
  span: number;
}

/** A whole combination that was accepted, at a row. */
export interface Matrix {
  cells: MatrixCell[];
  rows: number;
  /** Accepted combinations by row. */
  accepted: { row: number; chosen: boolean }[];
}

/** Refusals in a row that are drawn one by one. */
const MOST_REFUSALS = 2;

/** The questions as cells in rows and columns. @param fold Puts refusals that follow each other into one cell. */
export function matrixOf(negotiation: Negotiation, fold: boolean): Matrix {
  const last = negotiation.nbInputs + negotiation.nbOutputs - 1;
  const matrix: Matrix = { cells: [], rows: 0, accepted: [] };
  const place = (level: readonly Question[], onPath: boolean): void => {
    for (let at = 0; at < level.length; ) {
      const run = fold ? refusalsFrom(level, at) : [];
      const group = run.length > MOST_REFUSALS ? run : level.slice(at, at + 1);
      at += group.length;
      const [question] = group;
      if (question === undefined) return;
      const chosen = onPath && negotiation.chosen?.[question.pos] === question.offer;
      const isChosen = chosen && question.answers.includes('yes');
      const row = matrix.rows;
      if (question.next.length === 0) matrix.rows += 1;
      else place(question.next, isChosen);
      matrix.cells.push({
        pos: question.pos,
        offers: group.map(({ offer }) => offer),
        asked: group.reduce((sum, { asked }) => sum + asked, 0),
        answers: question.answers,
        chosen: isChosen,
        row,
        span: matrix.rows - row,
      });
      if (question.pos === last && question.answers.includes('yes'))
        matrix.accepted.push({ row, chosen: isChosen });
    }
  };
  place(negotiation.questions, true);
  return matrix;
}

function refusalsFrom(level: readonly Question[], at: number): Question[] {
  const run: Question[] = [];
  for (const question of level.slice(at)) {
    if (question.next.length > 0 || question.answers.join() !== 'no') break;
    run.push(question);
  }
  return run;
}

/** How many different questions there are. */
export function questionCount(questions: readonly Question[]): number {
  return questions.reduce(
    (sum, { asked, next }) => sum + (asked > 0 ? 1 : 0) + questionCount(next),
    0,
  );
}
