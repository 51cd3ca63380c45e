/** Below the memory plan: what a context needs, what it would need without reuse, and the legend. */
import type { MemoryMap } from './memory-map';
import type { MemoryWords } from './memory-words';
import { bytesText } from './quantity';
import { element, text, textWidth } from './svg';
import { HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

export const COLOURS = { tensor: HOLDER_COLOURS.network, workspace: HOLDER_COLOURS.context };
/** Room for the offsets at the left. */
export const AXIS = 70;

/** What reuse saves: two bars on one scale. */
export function drawTotals(map: MemoryMap, words: MemoryWords, y: number, width: number): string {
  const { fill, line, ink } = COLOURS.tensor;
  const most = Math.max(map.bytes, map.sumBytes, 1);
  const bars = [
    { bytes: map.bytes, label: words.needs(bytesText(map.bytes)), paint: fill },
    { bytes: map.sumBytes, label: words.withoutReuse(bytesText(map.sumBytes)), paint: 'none' },
  ];
  return bars
    .map(({ bytes, label, paint }, at) => {
      const top = y + at * 24;
      const room = Math.max(2, ((width - AXIS) * bytes) / most);
      const inside = paint !== 'none' && textWidth(label, 11) + 16 < room;
      const dash = paint === 'none' ? '4 3' : undefined;
      const free = AXIS + room + 8 + textWidth(label, 11) < width;
      const x = inside || !free ? AXIS + 8 : AXIS + room + 8;
      return (
        element('rect', {
          x: AXIS,
          y: top,
          width: room,
          height: 18,
          rx: 2,
          fill: paint,
          stroke: line,
          'stroke-dasharray': dash,
        }) + text(label, { x, y: top + 13, 'font-size': 11, fill: inside ? ink : NEUTRAL })
      );
    })
    .join('');
}

/** The kinds of region that there are. */
export function drawMemoryLegend(map: MemoryMap, words: MemoryWords, y: number): string {
  let x = AXIS;
  const entries = (['tensor', 'workspace'] as const)
    .filter((kind) => map.regions.some((region) => region.kind === kind))
    .map((kind) => {
      const { fill, line } = COLOURS[kind];
      const rect = element('rect', { x, y, width: 22, height: 13, rx: 2, fill, stroke: line });
      const label = text(words[kind], { x: x + 28, y: y + 11, 'font-size': 11, fill: NEUTRAL });
      x += 46 + textWidth(words[kind], 11);
      return rect + label;
    });
  const percent = map.sumBytes === 0 ? 0 : Math.round(100 * (1 - map.bytes / map.sumBytes));
  if (percent > 0)
    entries.push(text(words.saved(percent), { x, y: y + 11, 'font-size': 11, fill: NEUTRAL }));
  return entries.join('');
}
