/** Who touched what memory: each element of an output as a square, by what came of it. */
import type { Dims } from '../runtime/tensor';
import type { Figure, Language } from './figure';
import { element, svgDocument, text, textWidth } from './svg';

export type Touch = 'right' | 'wrong' | 'untouched' | 'outside';

export interface TouchedTensor {
  name: string;
  dims: Dims;
  type: string;
  /** One for each element, in row-major order. */
  touches: readonly Exclude<Touch, 'outside'>[];
  /** Bytes that were written before (negative) and behind the tensor's memory. */
  outside: readonly number[];
}

const SIGN: Record<Touch, string> = { right: '·', wrong: '×', untouched: '?', outside: '!' };
/** Okabe and Ito's colours, which differ for everybody. */
const COLOUR: Record<Touch, string> = {
  right: '#009e73',
  wrong: '#d55e00',
  untouched: '#999999',
  outside: '#cc79a7',
};
const WORDS = {
  en: {
    right: 'right',
    wrong: 'wrong',
    untouched: 'never written',
    outside: 'written outside',
    title: 'What was written',
    alike: (rows: number) => `… ${rows} more rows like it`,
    left: (rows: number) => `… ${rows} more rows`,
    before: (bytes: number) => `${bytes} bytes written before its first element`,
    behind: (bytes: number) => `${bytes} bytes written behind its last element`,
  },
  zh: {
    right: '正确',
    wrong: '错误',
    untouched: '从未写入',
    outside: '越界写入',
    title: '写入了哪些内存',
    alike: (rows: number) => `…… 另有 ${rows} 行相同`,
    left: (rows: number) => `…… 另有 ${rows} 行`,
    before: (bytes: number) => `第一个元素之前有 ${bytes} 个字节被写入`,
    behind: (bytes: number) => `最后一个元素之后有 ${bytes} 个字节被写入`,
  },
} as const;

const MOST_COLUMNS = 64;
const MOST_ROWS = 12;
const CELL = 11;

/** A row of squares with the index of its first, or rows left out. */
type Row = { at: number; touches: readonly Touch[] } | { left: number; alike: boolean };

/** Rows of the innermost extent where that is a good width, else of 64. */
function rowsOf({ dims, touches }: TouchedTensor): Row[] {
  const innermost = dims[dims.length - 1] ?? 1;
  const width = innermost > 1 && innermost <= MOST_COLUMNS ? innermost : MOST_COLUMNS;
  const rows: Row[] = [];
  const all = Array.from({ length: Math.ceil(touches.length / width) }, (_, row) => ({
    at: row * width,
    touches: touches.slice(row * width, (row + 1) * width),
  }));
  const key = (row: { touches: readonly Touch[] } | undefined): string => row?.touches.join() ?? '';
  let shown = 0;
  for (let at = 0; at < all.length; ) {
    const row = all[at];
    if (!row) break;
    let alike = at + 1;
    while (alike < all.length && key(all[alike]) === key(row)) alike += 1;
    if (shown >= MOST_ROWS) {
      rows.push({ left: all.length - at, alike: false });
      break;
    }
    rows.push(row);
    shown += 1;
    if (alike - at > 3) {
      rows.push({ left: alike - at - 1, alike: true });
      at = alike;
    } else at += 1;
  }
  return rows;
}

function indexText(at: number, dims: Dims): string {
  const index: number[] = [];
  let rest = at;
  for (const extent of [...dims].reverse()) {
    index.unshift(extent > 0 ? rest % extent : 0);
    rest = extent > 0 ? Math.floor(rest / extent) : 0;
  }
  return `[${index.join(', ')}]`;
}

function counts({ touches }: TouchedTensor, language: Language): string {
  const words = WORDS[language];
  return (['right', 'wrong', 'untouched'] as const)
    .map((kind) => ({ kind, count: touches.filter((touch) => touch === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${SIGN[kind]} ${count} ${words[kind]}`)
    .join('   ');
}

function outsideLines({ outside }: TouchedTensor, language: Language): string[] {
  const words = WORDS[language];
  const before = outside.filter((at) => at < 0).length;
  const behind = outside.length - before;
  return [
    ...(before > 0 ? [`${SIGN.outside} ${words.before(before)}`] : []),
    ...(behind > 0 ? [`${SIGN.outside} ${words.behind(behind)}`] : []),
  ];
}

const head = ({ name, dims, type }: TouchedTensor): string =>
  `${name} [${dims.join(', ')}] ${type}`;

function touchText(tensor: TouchedTensor, language: Language): string {
  const words = WORDS[language];
  const rows = rowsOf(tensor);
  const labels = rows.map((row) => ('at' in row ? indexText(row.at, tensor.dims) : ''));
  const width = Math.max(0, ...labels.map((label) => label.length));
  return [
    `${head(tensor)}   ${counts(tensor, language)}`,
    ...rows.map((row, at) =>
      'at' in row
        ? `  ${(labels[at] ?? '').padEnd(width)}  ${row.touches.map((touch) => SIGN[touch]).join('')}`
        : `  ${' '.repeat(width)}  ${row.alike ? words.alike(row.left) : words.left(row.left)}`,
    ),
    ...outsideLines(tensor, language).map((line) => `  ${line}`),
  ].join('\n');
}

const NEUTRAL = '#808080';

function touchSvg(tensor: TouchedTensor, language: Language): string {
  const words = WORDS[language];
  const rows = rowsOf(tensor);
  const label = { 'font-size': 12, fill: NEUTRAL };
  const labels = rows.map((row) => ('at' in row ? indexText(row.at, tensor.dims) : ''));
  const left = Math.max(0, ...labels.map((each) => textWidth(each, 12))) + 10;
  const legend = (['right', 'wrong', 'untouched'] as const).filter((kind) =>
    tensor.touches.includes(kind),
  );
  let x = 1;
  const legendMarks = legend.map((kind) => {
    const count = tensor.touches.filter((touch) => touch === kind).length;
    const said = `${count} ${words[kind]}`;
    const drawn = [square(kind, x, 26), text(said, { ...label, x: x + CELL + 5, y: 36 })].join('');
    x += CELL + textWidth(said, 12) + 24;
    return drawn;
  });
  let y = 48;
  const drawn = rows.map((row, at) => {
    const top = y;
    y += CELL + 5;
    if (!('at' in row))
      return text(row.alike ? words.alike(row.left) : words.left(row.left), {
        ...label,
        x: left,
        y: top + 10,
      });
    return [
      text(labels[at] ?? '', { ...label, x: 1, y: top + 10 }),
      ...row.touches.map((touch, column) => square(touch, left + column * CELL, top)),
    ].join('');
  });
  const outside = outsideLines(tensor, language).map((line) => {
    y += 16;
    return text(line, { ...label, fill: COLOUR.outside, x: 1, y: y - 4 });
  });
  const widest = Math.max(0, ...rows.map((row) => ('at' in row ? row.touches.length : 30)));
  const title = text(head(tensor), {
    x: 1,
    y: 15,
    'font-size': 13,
    'font-weight': 'bold',
    fill: NEUTRAL,
  });
  const body = [title, ...legendMarks, ...drawn, ...outside].join('');
  const width = Math.max(left + widest * CELL + 4, x, 320);
  return svgDocument(width, y + 6, words.title, touchText(tensor, language), body);
}

function square(touch: Touch, x: number, y: number): string {
  const size = CELL - 2;
  return element('rect', {
    x,
    y,
    width: size,
    height: size,
    rx: 2,
    fill: touch === 'untouched' ? 'none' : COLOUR[touch],
    stroke: COLOUR[touch],
    'fill-opacity': touch === 'right' ? 0.45 : 1,
  });
}

/** Draws which elements of a tensor are right, wrong or were never written, and whether bytes around it were. */
export function touchPicture(tensor: TouchedTensor): Figure {
  const toSVG = (language: Language = 'en'): string => touchSvg(tensor, language);
  return {
    toSVG,
    toHTML: toSVG,
    toText: (language = 'en') => touchText(tensor, language),
    toJSON: () => tensor,
  };
}
