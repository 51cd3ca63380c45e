/** A format as memory: a strip of cells in the order of their addresses, each with the index of its element, padding marked. */
import type { DataType, TensorFormat } from '../runtime/enums';
import { bytesPerElement, printDims, type Dims } from '../runtime/tensor';
import type { Figure, Language } from './figure';
import { formatLayout, indexOf, offsetFormula, type FormatLayout } from './format-layout';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import { formatWords, type FormatWords } from './format-words';

export interface FormatPictureOptions {
  /** The type whose bytes are counted; default kFLOAT. Where elements lie does not depend on it. */
  type?: DataType;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

const CELL = { height: 26, gap: 5 };
const MOST_CELLS = 256;
const MOST_WIDTH = 1080;
/** Cells in a row where a vector is shorter. */
const ROW = 16;
const ROW_HEIGHT = 32;
const SIZE = 11;
const PALETTE = (['caller', 'engine', 'builder', 'creator', 'context', 'network'] as const).map(
  (holder) => HOLDER_COLOURS[holder],
);
const AXES = ['n', 'c', 'd', 'h', 'w'] as const;

/** The names of the axes that are written: without leading ones of extent 1 that the format is not about. */
function axisNames({ dims, axes }: FormatLayout): string[] {
  if (axes < 3) return dims.map((_, axis) => `d[${axis}]`);
  const own: string[] = axes === 4 ? ['c', 'd', 'h', 'w'] : ['c', 'h', 'w'];
  const before = dims
    .slice(0, dims.length - axes)
    .map((_, at) => `${AXES[0]}${at === 0 ? '' : at}`);
  return [...before, ...own];
}

/** Which axes are written in the cells. */
function writtenAxes({ dims, axes }: FormatLayout): number[] {
  return dims.flatMap((extent, axis) => (axis >= dims.length - axes || extent > 1 ? [axis] : []));
}

function cellText(layout: FormatLayout, cell: number | null): string {
  if (cell === null) return '–';
  const index = indexOf(cell, layout.dims);
  return writtenAxes(layout)
    .map((axis) => index[axis])
    .join(',');
}

/** The channel of an element; the first axis where there are no channels. */
function channelOf({ dims, axes }: FormatLayout, cell: number): number {
  return indexOf(cell, dims)[axes < 3 ? 0 : dims.length - axes] ?? 0;
}

/** Cells in a row: whole groups where they fit into `most`. */
function rowLength({ vector }: FormatLayout, most = 2 * ROW): number {
  if (vector > most) return ROW;
  return vector > ROW ? vector : Math.floor(ROW / vector) * vector;
}

function drawCell(layout: FormatLayout, at: number, x: number, y: number, width: number): string {
  const cell = layout.cells[at] ?? null;
  const { fill, line, ink } =
    PALETTE[cell === null ? 0 : channelOf(layout, cell) % PALETTE.length] ?? HOLDER_COLOURS.other;
  const style =
    cell === null
      ? { fill: 'none', stroke: NEUTRAL, 'stroke-dasharray': '3 2' }
      : { fill, stroke: line };
  return element(
    'g',
    {},
    element('title', {}, escapeXml(`+${at}: ${cellText(layout, cell)}`)),
    element('rect', { x, y, width, height: CELL.height, ...style }),
    text(cellText(layout, cell), {
      x: x + width / 2,
      y: y + 17,
      'font-size': SIZE,
      'text-anchor': 'middle',
      fill: cell === null ? NEUTRAL : ink,
    }),
  );
}

function notes(layout: FormatLayout, words: FormatWords): string[] {
  if (layout.cells.length === 0) return [words.empty];
  const names = axisNames(layout);
  const written = writtenAxes(layout).map((axis) => names[axis] ?? '');
  const channel = names[layout.axes < 3 ? 0 : layout.dims.length - layout.axes] ?? '';
  const formula = offsetFormula(layout);
  const batched = layout.dims.slice(0, layout.dims.length - layout.axes).some((n) => n > 1);
  return [
    ...(written.length === 0 ? [] : [words.cell(written.join(','), channel)]),
    ...(layout.cells.includes(null) ? [words.padding] : []),
    ...(layout.applies ? [] : [words.tooFew(layout.format)]),
    ...(formula === '' || batched ? [] : [words.offset(formula)]),
  ];
}

function factsOf(layout: FormatLayout, type: DataType, words: FormatWords): string {
  const padding = layout.cells.filter((cell) => cell === null).length;
  const bytes = Math.ceil(layout.cells.length * bytesPerElement(type));
  return `${type}: ${words.facts(layout.cells.length - padding, padding, bytes)}`;
}

function formatSvg(layout: FormatLayout, type: DataType, words: FormatWords): string {
  const title = words.title(printDims(layout.dims), layout.format);
  const facts = factsOf(layout, type, words);
  const parts = [
    text(title, { x: 1, y: 13, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL }),
    text(facts, { x: 1, y: 30, 'font-size': SIZE, fill: NEUTRAL }),
  ];
  const shown = layout.cells.slice(0, MOST_CELLS);
  const labels = shown.map((cell) => textWidth(cellText(layout, cell), SIZE));
  const cellWidth = Math.max(26, Math.max(0, ...labels) + 8);
  const row = rowLength(layout, Math.max(ROW, Math.floor(MOST_WIDTH / cellWidth)));
  const margin = textWidth(`+${shown.length}`, SIZE) + 8;
  let width = Math.max(textWidth(title, 12, true), textWidth(facts, SIZE));
  shown.forEach((_, at) => {
    const inRow = at % row;
    const gaps = Math.floor(inRow / layout.vector) * CELL.gap;
    const x = margin + inRow * cellWidth + gaps;
    const y = 40 + Math.floor(at / row) * ROW_HEIGHT;
    if (inRow === 0)
      parts.push(
        text(`+${at}`, {
          x: margin - 6,
          y: y + 17,
          'font-size': SIZE,
          'text-anchor': 'end',
          fill: NEUTRAL,
        }),
      );
    parts.push(drawCell(layout, at, x, y, cellWidth));
    width = Math.max(width, x + cellWidth);
  });
  let y = 40 + Math.ceil(shown.length / row) * ROW_HEIGHT;
  const below = notes(layout, words);
  if (shown.length < layout.cells.length)
    below.unshift(words.more(layout.cells.length - shown.length));
  for (const note of below) {
    parts.push(text(note, { x: 1, y: y + 11, 'font-size': SIZE, fill: NEUTRAL }));
    width = Math.max(width, textWidth(note, SIZE));
    y += 16;
  }
  const description = formatText(layout, type, words);
  return svgDocument(width + 4, y + 4, title, description, parts.join(''));
}

function formatText(layout: FormatLayout, type: DataType, words: FormatWords): string {
  const row = rowLength(layout);
  const shown = layout.cells.slice(0, MOST_CELLS);
  const lines = Array.from({ length: Math.ceil(shown.length / row) }, (_, at) => {
    const cells = shown.slice(at * row, (at + 1) * row);
    return `  +${at * row}: ${cells.map((cell) => cellText(layout, cell)).join('  ')}`;
  });
  const rest = layout.cells.length - shown.length;
  return [
    words.title(printDims(layout.dims), layout.format),
    factsOf(layout, type, words),
    ...lines,
    ...(rest > 0 ? [words.more(rest)] : []),
    ...notes(layout, words),
  ].join('\n');
}

/**
 * Draws how a format lays a small tensor out: cells of memory in the order of their addresses. The reformat kernel of the engine does
 * the laying out, so the picture shows what it does.
 *
 * @throws {ApiUsageError} `DIMS_INVALID`, `TENSOR_TOO_LARGE`; `REFORMAT_UNSUPPORTED` for kDLA_LINEAR and kDLA_HWC4
 * @example
 * ```ts
 * show(formatPicture([1, 3, 2, 2], 'kCHW4')); // 12 elements + 4 of padding
 * ```
 */
export function formatPicture(
  dims: Dims,
  format: TensorFormat,
  options: FormatPictureOptions = {},
): Figure {
  const layout = formatLayout(dims, format);
  const type = options.type ?? 'kFLOAT';
  const wordsFor = (language?: Language): FormatWords =>
    formatWords(options.lang ?? language ?? 'en');
  const toSVG = (language?: Language): string => formatSvg(layout, type, wordsFor(language));
  const toText = (language?: Language): string => formatText(layout, type, wordsFor(language));
  const toJSON = (): unknown => ({
    dims: layout.dims,
    format,
    cells: layout.cells.map((cell) => (cell === null ? null : indexOf(cell, layout.dims))),
    bytes: Math.ceil(layout.cells.length * bytesPerElement(type)),
  });
  return { toSVG, toHTML: toSVG, toJSON, toText };
}
