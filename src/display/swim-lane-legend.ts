/** The legend of a swim lane: only what the picture has. */
import type { Holder, Lifelines } from './lifelines';
import { drawArrow, drawDeath, HOLDER_COLOURS, NEUTRAL, YOU } from './swim-lane-marks';
import type { SwimLaneWords } from './swim-lane-words';
import { element, text, textWidth } from './svg';

const SIZE = 11;
const ROW = 24;
const ORDER: Holder[] = ['creator', 'caller', 'network', 'builder', 'engine', 'context', 'other'];

interface Entry {
  width: number;
  draw: (x: number, y: number) => string;
}

/** A pill in the colour of a kind of object. */
function pill(holder: Holder, label: string): Entry {
  const colour = HOLDER_COLOURS[holder];
  const width = textWidth(label, SIZE) + 18;
  const draw = (x: number, y: number): string =>
    element('rect', { x, y, width, height: 17, rx: 5, fill: colour.fill }) +
    element('rect', { x, y, width: 3.5, height: 17, rx: 1.5, fill: colour.line }) +
    text(label, { x: x + 10, y: y + 12.5, 'font-size': SIZE, fill: colour.ink });
  return { width, draw };
}

/** A sign and what it means, in a colour that reads on any background. */
function sign(label: string, draw: (x: number, y: number) => string): Entry {
  return {
    width: 16 + textWidth(label, SIZE),
    draw: (x, y) =>
      draw(x, y) + text(label, { x: x + 16, y: y + 12.5, 'font-size': SIZE, fill: NEUTRAL }),
  };
}

function mutedItems(story: Lifelines): string[] {
  return Object.entries(story.muted).map(([method, count]) => `${method} ×${count}`);
}

/** Joins items by commas into lines that fit; no items, no line. */
function wrap(start: string, items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines[lines.length - 1];
    if (line === undefined) lines.push(start + item);
    else if (textWidth(`${line}, ${item}`, 10) > width) lines.push(item);
    else lines[lines.length - 1] = `${line}, ${item}`;
  }
  return lines;
}

/** Draws the legend at `y` and says how high it is. */
export function drawLegend(
  story: Lifelines,
  words: SwimLaneWords,
  width: number,
  y: number,
): { svg: string; height: number } {
  const holders = ORDER.filter((holder) => story.lives.some((life) => life.holder === holder));
  const bursts = story.events.flatMap((event) => (event.kind === 'burst' ? [event] : []));
  const entries: Entry[] = holders.map((holder) => pill(holder, words.legend[holder]));
  if (bursts.some((burst) => burst.byCaller))
    entries.push(sign(words.callByYou, (x, top) => drawArrow(x + 6, top + 2, top + 16, YOU)));
  if (bursts.some((burst) => !burst.byCaller))
    entries.push(sign(words.callByHost, (x, top) => drawArrow(x + 6, top + 2, top + 16, NEUTRAL)));
  if (story.lives.some((life) => life.death !== -1))
    entries.push(sign(words.destroyed, (x, top) => drawDeath(x + 6, top, words.destroyed)));

  const parts: string[] = [];
  let x = 1;
  let top = y;
  for (const entry of entries) {
    if (x > 1 && x + entry.width > width) {
      x = 1;
      top += ROW;
    }
    parts.push(entry.draw(x, top));
    x += entry.width + 12;
  }
  if (entries.length > 0) top += ROW;
  for (const line of wrap(words.notDrawn(''), mutedItems(story), width)) {
    parts.push(text(line, { x: 1, y: top + 10, 'font-size': 10, fill: NEUTRAL }));
    top += 15;
  }
  return { svg: parts.join(''), height: top - y + 2 };
}
