/** Lines of text with something around them: what the boxes of a graph are made of. */
import type { Size } from './graph-layout';
import { element, escapeXml, text, textWidth } from './svg';

/** Something with a size that can be drawn anywhere. */
export interface Box extends Size {
  draw(x: number, y: number): string;
}

/** A line in a box. */
export interface Line {
  content: string;
  size: number;
  bold?: boolean;
  fill: string;
}

/** The usual length of a line in a box. */
export const MOST_CHARACTERS = 34;

/** A name of any length in a limited one; its end says as much as its start. */
export function shortened(name: string, most = MOST_CHARACTERS): string {
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const start = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, start).join('')}…${characters.slice(start + 1 - most).join('')}`;
}

/** A name on two lines at most, broken between words: the start alone does not tell `… for Input Tensor 0` from `… for Output Tensor 0`. */
export function nameLines(name: string, most = MOST_CHARACTERS): string[] {
  if (Array.from(name).length <= most) return [name];
  const border = name.slice(0, most + 1).lastIndexOf(' ');
  if (border < most / 3) return [shortened(name, most)];
  return [name.slice(0, border), shortened(name.slice(border + 1), most)];
}

function linesWidth(lines: readonly Line[]): number {
  return Math.max(...lines.map(({ content, size, bold }) => textWidth(content, size, bold)));
}

function lineHeight({ size }: Line): number {
  return size + 3;
}

/** Lines below each other, each centred on `middle`. */
function drawLines(lines: readonly Line[], middle: number, top: number): string {
  let y = top;
  return lines
    .map((line) => {
      y += lineHeight(line);
      return text(line.content, {
        x: middle,
        y: y - 3.5,
        'font-size': line.size,
        'font-weight': line.bold === true ? 'bold' : undefined,
        'text-anchor': 'middle',
        fill: line.fill,
      });
    })
    .join('');
}

/** Lines with something around them; `tooltip` belongs to the whole. */
export function boxOf(
  lines: readonly Line[],
  pad: { x: number; y: number },
  tooltip: string,
  outline: (x: number, y: number, size: Size) => string,
): Box {
  const size = {
    width: linesWidth(lines) + 2 * pad.x,
    height: lines.reduce((sum, line) => sum + lineHeight(line), 0) + 2 * pad.y,
  };
  const draw = (x: number, y: number): string =>
    element(
      'g',
      {},
      element('title', {}, escapeXml(tooltip)),
      outline(x, y, size),
      drawLines(lines, x + size.width / 2, y + pad.y),
    );
  return { ...size, draw };
}
