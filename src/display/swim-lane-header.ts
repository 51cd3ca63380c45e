/** The two top rows of a swim lane: what you call, and TensorRT, from which the calls below come. */
import type { Lifelines, Phase } from './lifelines';
import { FONT, GUTTER, type Panel, type PlacedPhase } from './swim-lane-panel';
import { ALARM, drawArrow, HOLDER_COLOURS, HOST, NEUTRAL, YOU } from './swim-lane-marks';
import { headerLines, stepCall, type SwimLaneWords } from './swim-lane-words';
import { element, escapeXml, text, textWidth } from './svg';

export const HEADER_BOTTOM = 35;
const HOST_TOP = 46;
export const HOST_BOTTOM = 63;
export const LANES_TOP = 80;
const SMALL = 9.5;

/** One header: the phase's name, below it the call that makes it happen where there is room. */
function drawPhase(
  placed: PlacedPhase,
  phases: Phase[],
  calls: string[],
  words: SwimLaneWords,
): string {
  const { x, width, continued } = placed;
  const failed = phases.some((phase) => phase.failed);
  const colour = failed ? ALARM : YOU;
  const ink = failed ? ALARM : HOLDER_COLOURS.caller.ink;
  const tooltip = [...calls, ...(failed ? [words.failed] : [])].join('\n');
  const fits = (content: string, size: number): boolean =>
    textWidth(content, size, size === FONT) < width - 12;

  const suffix = `${continued ? ` ${words.continued}` : ''}${failed ? ' ✗' : ''}`;
  const names = phases.map((phase) => phase.name || words.between);
  let lines = headerLines(names, words);
  let small = '';
  const whole = names.length === 1 ? (names[0] ?? '').replace('#', ' #') + suffix : '';
  if (whole !== '' && fits(whole, FONT)) {
    lines = [whole];
    if (calls[0] !== undefined && fits(calls[0], SMALL)) small = calls[0];
  } else lines = [...lines.slice(0, -1), (lines[lines.length - 1] ?? '') + suffix];

  const middle = x + width / 2;
  const style = { x: middle, 'text-anchor': 'middle', fill: ink };
  const rows = lines.length + (small === '' ? 0 : 1);
  const parts = [
    element(
      'rect',
      {
        x: x + 3,
        y: 1,
        width: width - 6,
        height: HEADER_BOTTOM - 1,
        rx: 5,
        fill: '#eef4fb',
        stroke: colour,
      },
      element('title', {}, escapeXml(tooltip)),
    ),
    ...lines.map((line, index) => {
      const y = rows === 1 ? 22 : 15.5 + index * 13;
      return text(line, { y, 'font-size': FONT, 'font-weight': 'bold', ...style }, tooltip);
    }),
  ];
  if (small !== '') parts.push(text(small, { y: 28.5, 'font-size': SMALL, ...style }, tooltip));
  if (!continued) parts.push(drawArrow(middle, HEADER_BOTTOM, HOST_TOP - 1, colour));
  return parts.join('');
}

/** Draws both rows, and the borders between phases down to `height`. */
export function drawHeader(
  panel: Panel,
  height: number,
  story: Lifelines,
  words: SwimLaneWords,
): string {
  const caption = { 'font-size': FONT, 'font-weight': 'bold' };
  const host = { x: 0, y: HOST_TOP, width: panel.width, height: HOST_BOTTOM - HOST_TOP, rx: 4 };
  const parts = [
    text(words.you, { x: 7, y: 22, fill: YOU, ...caption }),
    element('rect', { ...host, fill: HOST }),
    text(words.host, { x: 7, y: HOST_TOP + 12.5, fill: '#ffffff', ...caption }),
  ];
  for (const placed of panel.phases) {
    const phases = placed.phases.flatMap((index) => story.phases[index] ?? []);
    if (placed.x > GUTTER)
      parts.push(
        element('line', {
          x1: placed.x,
          x2: placed.x,
          y1: HOST_BOTTOM,
          y2: height,
          stroke: NEUTRAL,
          'stroke-opacity': 0.45,
          'stroke-dasharray': '2 3',
        }),
      );
    const calls = phases.flatMap((phase) => stepCall(phase, story) ?? []);
    parts.push(drawPhase(placed, phases, calls, words));
  }
  return parts.join('');
}
