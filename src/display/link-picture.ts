/** What a linker does: which names each object file has and needs, and who fills which hole. */
import type { Figure, Language } from './figure';
import { element, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

/** An object file or a library, as `nm` lists its names. */
export interface LinkPart {
  name: string;
  /** Names it has: T, W or V of nm. */
  has: readonly string[];
  /** Names it needs: U of nm. */
  needs: readonly string[];
  /** A shared library that is already there, or an object file that is being linked. */
  kind?: 'object' | 'library';
}

const MONO = "ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono',monospace";
const LINE = 20;
const HEAD = 28;
const GAP = 18;
const BETWEEN = 110;
const PAD = 10;

const WORDS = {
  en: {
    title: 'Who has the names that others need',
    object: 'object file',
    library: 'shared library',
    filled: (part: string, name: string, by: string) => `${part} needs ${name}: ${by} has it`,
    open: (part: string, name: string) => `${part} needs ${name}: nobody has it`,
    nobody: 'nobody has it',
  },
  zh: {
    title: '谁提供了别人需要的名字',
    object: '目标文件',
    library: '共享库',
    filled: (part: string, name: string, by: string) => `${part} 需要 ${name}：由 ${by} 提供`,
    open: (part: string, name: string) => `${part} 需要 ${name}：没有谁提供`,
    nobody: '没有谁提供',
  },
} as const;

/** A part with its place on the page; `rows` are its names, those it has first. */
interface Box {
  part: LinkPart;
  x: number;
  y: number;
  width: number;
  height: number;
  rows: { name: string; has: boolean; y: number }[];
}

const widthOf = ({ name, has, needs }: LinkPart, caption: string): number =>
  Math.max(
    textWidth(name, 13, true) + textWidth(caption, 11) + 16,
    ...[...has, ...needs].map((one) => one.length * 7.3 + 30),
  ) +
  2 * PAD;

function column(parts: readonly LinkPart[], x: number, caption: string): Box[] {
  const width = Math.max(0, ...parts.map((part) => widthOf(part, caption)));
  let y = 4;
  return parts.map((part) => {
    const names = [
      ...part.has.map((name) => ({ name, has: true })),
      ...part.needs.map((name) => ({ name, has: false })),
    ];
    const rows = names.map((row, at) => ({ ...row, y: y + HEAD + at * LINE + LINE / 2 }));
    const box = { part, x, y, width, height: HEAD + names.length * LINE + 6, rows };
    y += box.height + GAP;
    return box;
  });
}

function drawBox({ part, x, y, width, height, rows }: Box, caption: string): string {
  const colour = part.kind === 'library' ? HOLDER_COLOURS.engine : HOLDER_COLOURS.caller;
  const head = { y: y + 18, fill: colour.ink };
  return [
    element('rect', { x, y, width, height, rx: 6, fill: colour.fill, stroke: colour.line }),
    text(part.name, { ...head, x: x + PAD, 'font-size': 13, 'font-weight': 'bold' }),
    text(caption, { ...head, x: x + width - PAD, 'font-size': 11, 'text-anchor': 'end' }),
    ...rows.map(({ name, has, y: middle }) =>
      text(`${has ? 'T' : 'U'} ${name}`, {
        x: x + PAD,
        y: middle + 4,
        'font-size': 12,
        'font-family': MONO,
        fill: colour.ink,
      }),
    ),
  ].join('');
}

/** From a hole to the name that fills it: to the right, or round the outside where both are in one column. */
function drawArrow(from: Box, fromY: number, to: Box, toY: number): string {
  const x1 = from.x + from.width;
  const same = from.x === to.x;
  const x2 = same ? x1 : to.x;
  const bend = same ? 44 : BETWEEN / 2;
  const c2 = same ? x2 + bend : x2 - bend;
  const tip = same
    ? `M${x2 + 6} ${toY - 3.5}L${x2} ${toY}l6 3.5z`
    : `M${x2 - 6} ${toY - 3.5}L${x2} ${toY}l-6 3.5z`;
  return (
    element('path', {
      d: `M${x1} ${fromY}C${x1 + bend} ${fromY} ${c2} ${toY} ${x2} ${toY}`,
      fill: 'none',
      stroke: NEUTRAL,
      'stroke-width': 1.4,
    }) + element('path', { d: tip, fill: NEUTRAL })
  );
}

function linkSvg(parts: readonly LinkPart[], language: Language): string {
  const words = WORDS[language];
  const objects = parts.filter(({ kind }) => kind !== 'library');
  const left = column(objects, 1, words.object);
  const edge = Math.max(0, ...left.map(({ x, width }) => x + width));
  const libraries = parts.filter(({ kind }) => kind === 'library');
  const right = column(libraries, edge + BETWEEN, words.library);
  const boxes = [...left, ...right];
  const arrows = boxes.flatMap((box) =>
    box.rows
      .filter(({ has }) => !has)
      .map(({ name, y }) => {
        for (const other of boxes) {
          const row = other.rows.find((one) => one.has && one.name === name);
          if (row) return drawArrow(box, y, other, row.y);
        }
        return text(words.nobody, {
          x: box.x + box.width + 8,
          y: y + 4,
          'font-size': 12,
          'font-weight': 'bold',
          fill: ALARM,
        });
      }),
  );
  const width = Math.max(edge + BETWEEN, ...right.map((box) => box.x + box.width)) + 2;
  const height = Math.max(0, ...boxes.map(({ y, height: own }) => y + own)) + 4;
  const drawn = boxes.map((box) =>
    drawBox(box, box.part.kind === 'library' ? words.library : words.object),
  );
  return svgDocument(
    width,
    height,
    words.title,
    linkText(parts, language),
    [...arrows, ...drawn].join(''),
  );
}

function linkText(parts: readonly LinkPart[], language: Language): string {
  const words = WORDS[language];
  return parts
    .flatMap(({ name: part, needs }) =>
      needs.map((name) => {
        const by = parts.find(({ has }) => has.includes(name));
        return by === undefined ? words.open(part, name) : words.filled(part, name, by.name);
      }),
    )
    .join('\n');
}

/**
 * Draws object files and libraries with the names that they have (T) and need (U), and an arrow from each hole to what fills it; a
 * hole that nothing fills stands out.
 *
 * @example
 * ```ts
 * show(linkPicture([
 *   { name: 'plugin.o', has: ['getCreators'], needs: ['launch'] },
 *   { name: 'kernel.o', has: ['launch'], needs: [] },
 * ]));
 * ```
 */
export function linkPicture(parts: readonly LinkPart[]): Figure {
  const toSVG = (language: Language = 'en'): string => linkSvg(parts, language);
  return {
    toSVG,
    toHTML: toSVG,
    toText: (language = 'en') => linkText(parts, language),
    toJSON: () => parts,
  };
}
