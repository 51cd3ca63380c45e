/** The negotiation of formats as SVG. */
import type { Matrix, MatrixCell, Negotiation } from './negotiation';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import type { NegotiationWords } from './negotiation-words';

const ROW = 22;
const SIZE = 11;
const GAP = 3;
const MARK = 15;
const YES = HOLDER_COLOURS.engine;
const NO = { fill: '#fbdcd8', line: ALARM, ink: '#7a1710' };
const UNSURE = HOLDER_COLOURS.builder;

/** A negotiation with its cells. */
export interface Drawn {
  negotiation: Negotiation;
  matrix: Matrix;
}

export function answerOf({ answers }: MatrixCell, words: NegotiationWords): string {
  if (answers.length > 1) return words.both;
  const [answer] = answers;
  return answer === undefined ? words.noAnswer : words[answer];
}

function coloursOf({ answers }: MatrixCell): typeof NO {
  if (answers.length !== 1) return UNSURE;
  return answers[0] === 'yes' ? YES : NO;
}

function labelOf({ offers }: MatrixCell, words: NegotiationWords): string {
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

function drawCell(
  cell: MatrixCell,
  x: number,
  y: number,
  width: number,
  words: NegotiationWords,
): string {
  const { fill, line, ink } = coloursOf(cell);
  const height = cell.span * ROW - GAP;
  const middle = y + height / 2;
  const times = cell.asked / cell.offers.length;
  const often = times > 1 ? `, ${words.asked(times)}` : '';
  const tooltip = `${cell.offers.join(', ')}: ${answerOf(cell, words)}${often}`;
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

function columnNames({ nbInputs, nbOutputs }: Negotiation, words: NegotiationWords): string[] {
  return Array.from({ length: nbInputs + nbOutputs }, (_, pos) =>
    pos < nbInputs
      ? `pos ${pos}: ${words.input} ${pos}`
      : `pos ${pos}: ${words.output} ${pos - nbInputs}`,
  );
}

/** How often each question of this object was asked, where it is the same for all. */
export function timesAsked({ cells }: Matrix): number | null {
  const times = new Set(cells.map(({ asked, offers }) => asked / offers.length));
  const [only] = times;
  return times.size === 1 && only !== undefined && only > 1 ? only : null;
}

export function headline({ negotiation, matrix }: Drawn, words: NegotiationWords): string {
  const times = timesAsked(matrix);
  const main = words.object(negotiation, matrix.accepted.length);
  return times === null ? main : main + words.eachAsked(times);
}

function drawOne(
  drawn: Drawn,
  top: number,
  words: NegotiationWords,
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

export function footnotes(all: readonly Drawn[], words: NegotiationWords): string[] {
  const unknown = all.some(
    ({ negotiation, matrix }) => negotiation.chosen === null && matrix.accepted.length > 0,
  );
  return [words.howToRead, ...(unknown ? [words.notKnown] : [])];
}

export function matrixSvg(
  all: readonly Drawn[],
  words: NegotiationWords,
  description: string,
): string {
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
  return svgDocument(width + 2, y, words.title, description, parts.join(''));
}
