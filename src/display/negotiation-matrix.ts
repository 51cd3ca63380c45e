/** The negotiation of formats: a column a position, a row a combination, and in each cell what the plugin said. */
import { ApiUsageError } from '../errors';
import type { TraceRecord } from '../trace/record';
import type { Figure, Language } from './figure';
import {
  matrixOf,
  negotiations,
  type Matrix,
  type MatrixCell,
  type Negotiation,
} from './negotiation';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

export interface NegotiationOptions {
  /** Draws every refusal in a cell of its own; by default those that follow each other share one where there are many. */
  all?: boolean;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

interface Words {
  title: string;
  object: (name: Negotiation, accepted: number) => string;
  input: string;
  output: string;
  others: (count: number) => string;
  asked: (times: number) => string;
  yes: string;
  no: string;
  both: string;
  noAnswer: string;
  accepted: string;
  chosen: string;
  notKnown: string;
  howToRead: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'supportsFormatCombination: what was asked and answered',
    object: ({ object, className, calls, questions }, accepted) =>
      `${object}, ${className}: ${calls} calls, ${countOf(questions)} different questions, ${accepted} ${accepted === 1 ? 'combination' : 'combinations'} accepted`,
    input: 'input',
    output: 'output',
    others: (count) => `${count} offers, all refused`,
    asked: (times) => `asked ${times} times`,
    yes: 'yes',
    no: 'no',
    both: 'yes and no: the answer changed',
    noAnswer: 'did not return',
    accepted: 'accepted',
    chosen: 'chosen',
    notKnown: 'Which one was chosen, these records do not say.',
    howToRead: 'A position is asked only when every position before it was answered yes.',
  },
  zh: {
    title: 'supportsFormatCombination：问了什么，答了什么',
    object: ({ object, className, calls, questions }, accepted) =>
      `${object}，${className}：调用 ${calls} 次，不同的问题 ${countOf(questions)} 个，接受的组合 ${accepted} 个`,
    input: '输入',
    output: '输出',
    others: (count) => `${count} 种，全部拒绝`,
    asked: (times) => `问了 ${times} 次`,
    yes: '是',
    no: '否',
    both: '先后回答不一致',
    noAnswer: '没有返回',
    accepted: '接受',
    chosen: '选中',
    notKnown: '这些记录里看不出最后选了哪一个。',
    howToRead: '前面各位置都答“是”，才会问下一个位置。',
  },
};

const ROW = 22;
const SIZE = 11;
const GAP = 3;
const MARK = 15;
/** Rows beyond which refusals are put together. */
const MANY_ROWS = 24;
const YES = HOLDER_COLOURS.engine;
const NO = { fill: '#fbdcd8', line: ALARM, ink: '#7a1710' };
const UNSURE = HOLDER_COLOURS.builder;

function countOf(questions: Negotiation['questions']): number {
  return questions.reduce((sum, { asked, next }) => sum + (asked > 0 ? 1 : 0) + countOf(next), 0);
}

/** A negotiation with its cells. */
interface Drawn {
  negotiation: Negotiation;
  matrix: Matrix;
}

function answerOf({ answers }: MatrixCell, words: Words): string {
  if (answers.length > 1) return words.both;
  const [answer] = answers;
  return answer === undefined ? words.noAnswer : words[answer];
}

function coloursOf({ answers }: MatrixCell): typeof NO {
  if (answers.length !== 1) return UNSURE;
  return answers[0] === 'yes' ? YES : NO;
}

function labelOf({ offers }: MatrixCell, words: Words): string {
  return offers.length === 1 ? (offers[0] ?? '') : words.others(offers.length);
}

/** A tick or a cross, which do not depend on a font; a question mark where the answer is neither. */
function drawAnswer({ answers }: MatrixCell, x: number, middle: number, colour: string): string {
  if (answers.length !== 1)
    return text('?', { x, y: middle + 4, 'font-size': 12, 'font-weight': 'bold', fill: ALARM });
  const d =
    answers[0] === 'yes'
      ? `M${x} ${middle}l3 3.5l5.5 -7`
      : `M${x + 1} ${middle - 3.5}l7 7m0 -7l-7 7`;
  return element('path', { d, fill: 'none', stroke: colour, 'stroke-width': 1.8 });
}

function drawCell(cell: MatrixCell, x: number, y: number, width: number, words: Words): string {
  const { fill, line, ink } = coloursOf(cell);
  const height = cell.span * ROW - GAP;
  const middle = y + height / 2;
  const tooltip = `${cell.offers.join(', ')}: ${answerOf(cell, words)}${cell.asked > cell.offers.length ? `, ${words.asked(cell.asked / cell.offers.length)}` : ''}`;
  return element(
    'g',
    {},
    element('title', {}, escapeXml(tooltip)),
    element('rect', {
      x,
      y,
      width,
      height,
      rx: 3,
      fill,
      stroke: line,
      'stroke-width': cell.chosen ? 2.4 : 0.8,
    }),
    drawAnswer(cell, x + 6, middle, line),
    text(labelOf(cell, words), {
      x: x + 6 + MARK,
      y: middle + 4,
      'font-size': SIZE,
      'font-weight': cell.chosen ? 'bold' : undefined,
      fill: ink,
    }),
  );
}

function columnNames({ nbInputs, nbOutputs }: Negotiation, words: Words): string[] {
  return Array.from({ length: nbInputs + nbOutputs }, (_, pos) =>
    pos < nbInputs
      ? `pos ${pos}: ${words.input} ${pos}`
      : `pos ${pos}: ${words.output} ${pos - nbInputs}`,
  );
}

/** How often each question of this object was asked, where it is the same for all. */
function timesAsked({ cells }: Matrix): number | null {
  const times = new Set(cells.map(({ asked, offers }) => asked / offers.length));
  const [only] = times;
  return times.size === 1 && only !== undefined && only > 1 ? only : null;
}

function headline({ negotiation, matrix }: Drawn, words: Words): string {
  const times = timesAsked(matrix);
  const main = words.object(negotiation, matrix.accepted.length);
  return times === null ? main : `${main} (${words.asked(times)})`;
}

function drawOne(
  drawn: Drawn,
  top: number,
  words: Words,
): { svg: string; width: number; bottom: number } {
  const { negotiation, matrix } = drawn;
  const line = headline(drawn, words);
  const parts = [text(line, { x: 1, y: top + 12, 'font-size': 11.5, fill: NEUTRAL })];
  const heads = columnNames(negotiation, words);
  const lefts: number[] = [];
  let x = 1;
  const widths = heads.map((head, pos) => {
    const labels = matrix.cells
      .filter((cell) => cell.pos === pos)
      .map((cell) => textWidth(labelOf(cell, words), SIZE, cell.chosen) + MARK + 16);
    const width = Math.max(textWidth(head, SIZE, true) + 8, ...labels);
    lefts.push(x);
    x += width + GAP;
    return width;
  });
  heads.forEach((head, pos) => {
    parts.push(
      text(head, {
        x: lefts[pos],
        y: top + 32,
        'font-size': SIZE,
        'font-weight': 'bold',
        fill: NEUTRAL,
      }),
    );
  });
  const first = top + 39;
  for (const cell of matrix.cells)
    parts.push(
      drawCell(cell, lefts[cell.pos] ?? 0, first + cell.row * ROW, widths[cell.pos] ?? 0, words),
    );
  let width = Math.max(x, textWidth(line, 11.5) + 4);
  for (const { row, chosen } of matrix.accepted) {
    const label = chosen ? `★ ${words.chosen}` : words.accepted;
    parts.push(
      text(label, {
        x: x + 6,
        y: first + row * ROW + ROW / 2 + 2.5,
        'font-size': SIZE,
        'font-weight': chosen ? 'bold' : undefined,
        fill: chosen ? YES.line : NEUTRAL,
      }),
    );
    width = Math.max(width, x + 10 + textWidth(label, SIZE, chosen));
  }
  return { svg: parts.join(''), width, bottom: first + matrix.rows * ROW + 4 };
}

function footnotes(all: readonly Drawn[], words: Words): string[] {
  const unknown = all.some(
    ({ negotiation, matrix }) => negotiation.chosen === null && matrix.accepted.length > 0,
  );
  return [words.howToRead, ...(unknown ? [words.notKnown] : [])];
}

function matrixSvg(all: readonly Drawn[], words: Words): string {
  const parts = [
    text(words.title, { x: 1, y: 13, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL }),
  ];
  let [y, width] = [22, textWidth(words.title, 12, true) + 4];
  for (const drawn of all) {
    const one = drawOne(drawn, y, words);
    parts.push(one.svg);
    width = Math.max(width, one.width);
    y = one.bottom + 12;
  }
  for (const note of footnotes(all, words)) {
    parts.push(text(note, { x: 1, y: y + 6, 'font-size': SIZE, fill: NEUTRAL }));
    width = Math.max(width, textWidth(note, SIZE) + 2);
    y += 16;
  }
  return svgDocument(width + 2, y, words.title, matrixText(all, words), parts.join(''));
}

function matrixText(all: readonly Drawn[], words: Words): string {
  const lines = [words.title];
  for (const drawn of all) {
    lines.push(headline(drawn, words));
    const uniform = timesAsked(drawn.matrix) !== null;
    const inOrder = [...drawn.matrix.cells].sort((a, b) => a.row - b.row || a.pos - b.pos);
    for (const cell of inOrder) {
      const times = cell.asked / cell.offers.length;
      const often = uniform || times <= 1 ? '' : ` (${words.asked(times)})`;
      const label = cell.offers.length === 1 ? (cell.offers[0] ?? '') : cell.offers.join(' ');
      const whole = drawn.matrix.accepted.find(
        ({ row }) =>
          row === cell.row &&
          cell.pos === drawn.negotiation.nbInputs + drawn.negotiation.nbOutputs - 1,
      );
      const end = whole === undefined ? '' : ` → ${whole.chosen ? words.chosen : words.accepted}`;
      lines.push(
        `${'  '.repeat(cell.pos + 1)}pos ${cell.pos} ${label}: ${answerOf(cell, words)}${often}${end}`,
      );
    }
  }
  return [...lines, ...footnotes(all, words)].join('\n');
}

/**
 * Draws the questions of supportsFormatCombination as a matrix, one for each object that was asked: columns are positions, a row is a
 * combination, a cell spans the combinations that begin alike. A question that was asked again with the same answer is one cell. The
 * chosen combination is marked where the records tell it, that is, where configurePlugin or onShapeChange are among them.
 *
 * @throws {ApiUsageError} `RECORDS_WITHOUT_FORMATS` when no plugin was asked
 * @example
 * ```ts
 * show(negotiationMatrix(trace.records().filter((call) => call.class === 'AddScalar@2')));
 * ```
 */
export function negotiationMatrix(
  records: readonly TraceRecord[],
  options: NegotiationOptions = {},
): Figure {
  const all = negotiations(records).map((negotiation) => {
    const whole = matrixOf(negotiation, false);
    const fold = options.all !== true && whole.rows > MANY_ROWS;
    return { negotiation, matrix: fold ? matrixOf(negotiation, true) : whole };
  });
  if (all.length === 0) {
    throw new ApiUsageError(
      'RECORDS_WITHOUT_FORMATS',
      'Cannot draw the negotiation of formats: no plugin was asked in these records',
      {
        method: 'negotiationMatrix',
        expected: 'calls of supportsFormatCombination',
        actual: `${records.length} other calls`,
      },
    );
  }
  const wordsFor = (language?: Language): Words => WORDS[options.lang ?? language ?? 'en'];
  const toSVG = (language?: Language): string => matrixSvg(all, wordsFor(language));
  const toText = (language?: Language): string => matrixText(all, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => all.map(({ negotiation }) => negotiation), toText };
}
