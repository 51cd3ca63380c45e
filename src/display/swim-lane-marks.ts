/** Colours and signs that the picture and its legend share. */
import type { Holder } from './lifelines';
import { element, escapeXml } from './svg';

/** Fill, line and text colour of each kind of object: solid, so that they read on white and on black. */
export const HOLDER_COLOURS: Record<Holder, { fill: string; line: string; ink: string }> = {
  creator: { fill: '#e9e0fa', line: '#8560cf', ink: '#3c2570' },
  caller: { fill: '#d6e8fd', line: '#2f7bd6', ink: '#123f75' },
  network: { fill: '#cdeeed', line: '#1f918c', ink: '#0c4a48' },
  builder: { fill: '#fbe7bd', line: '#c08412', ink: '#5b3c02' },
  engine: { fill: '#d3f0d3', line: '#35964a', ink: '#134d20' },
  context: { fill: '#fddccf', line: '#d2602f', ink: '#702a0c' },
  other: { fill: '#e3e6ea', line: '#7b8591', ink: '#333b45' },
};
/** Readable on white and on black. */
export const NEUTRAL = '#7d8590';
export const HOST = '#4b5563';
export const YOU = HOLDER_COLOURS.caller.line;
export const ALARM = '#d92d20';

/** A straight arrow down. */
export function drawArrow(x: number, from: number, to: number, colour: string): string {
  return (
    element('line', { x1: x, x2: x, y1: from, y2: to - 3, stroke: colour, 'stroke-width': 1.2 }) +
    element('path', { d: `M${x - 3} ${to - 4.5}h6l-3 4.5z`, fill: colour })
  );
}

/** The cross at the end of a life. */
export function drawDeath(x: number, top: number, tooltip: string): string {
  const cross = `M${x - 3} ${top + 5}l6 6m0 -6l-6 6`;
  return element(
    'g',
    {},
    element('title', {}, escapeXml(tooltip)),
    element('circle', { cx: x, cy: top + 8, r: 6.5, fill: HOST }),
    element('path', {
      d: cross,
      stroke: '#ffffff',
      'stroke-width': 1.6,
      'stroke-linecap': 'round',
    }),
  );
}
