/** The memory of a context: layers go across in the order they run, offsets up. What is never alive together shares bytes. */
import type { Figure, Language } from './figure';
import { memoryMap, type MappedRegion, type MemoryMap } from './memory-map';
import { AXIS, COLOURS, drawMemoryLegend, drawTotals } from './memory-totals';
import { memoryWords, type MemoryWords } from './memory-words';
import type { PlanSource } from './plan-view';
import { bytesText } from './quantity';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { NEUTRAL } from './swim-lane-marks';
import { shortened } from './text-box';

export interface MemoryPictureOptions {
  /** The optimization profile; default 0. */
  profile?: number;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

const HEIGHT = 300;
const MOST_WIDTH = 900;
const COLUMN = { least: 7, most: 110 };
/** Names of layers stand on a slope of 35 degrees above their columns. */
const SLOPE = { cos: 0.82, sin: 0.57 };
const SIZE = 10.5;
const WAYS_TO_TICK = [1, 2, 4, 8] as const;

/** How bytes and layers become places. */
interface Scale {
  column: number;
  top: number;
  x: (layer: number) => number;
  y: (offset: number) => number;
}

function layerNames(map: MemoryMap): string[] {
  return map.layers.map((name) => shortened(name, 24));
}

/** Every name where there is room for a line each, else a number every few columns. */
function drawLayers(map: MemoryMap, scale: Scale): string {
  const named = scale.column >= 16;
  const every = named ? 1 : Math.ceil(24 / scale.column);
  return layerNames(map)
    .map((name, layer) => {
      if (layer % every !== 0) return '';
      const x = scale.x(layer) + scale.column / 2;
      const label = { 'font-size': SIZE, fill: NEUTRAL };
      if (!named)
        return text(String(layer), { x, y: scale.top - 6, 'text-anchor': 'middle', ...label });
      const place = `translate(${Math.round(x)} ${scale.top - 6}) rotate(-35)`;
      return text(name, { transform: place, ...label }, map.layers[layer]);
    })
    .join('');
}

/** Round offsets, at least four of them where there are as many bytes. */
function ticks(bytes: number): number[] {
  let step = 1;
  for (let unit = 1; unit <= bytes; unit *= 16)
    for (const way of WAYS_TO_TICK) if (bytes / (unit * way) >= 4) step = unit * way;
  return Array.from({ length: Math.floor(bytes / step) + 1 }, (_, at) => at * step);
}

function drawGrid(map: MemoryMap, scale: Scale, width: number): string {
  const parts = ticks(map.bytes).map((offset) => {
    const y = scale.y(offset);
    const line = { x1: AXIS - 4, x2: width, y1: y, y2: y, stroke: NEUTRAL };
    return (
      element('line', { ...line, 'stroke-width': 0.6, 'stroke-opacity': offset === 0 ? 1 : 0.35 }) +
      text(bytesText(offset), {
        x: AXIS - 8,
        y: y + 3.5,
        'font-size': SIZE,
        'text-anchor': 'end',
        fill: NEUTRAL,
      })
    );
  });
  map.layers.forEach((_, layer) => {
    const x = scale.x(layer);
    parts.push(
      element('line', {
        x1: x,
        x2: x,
        y1: scale.top,
        y2: scale.y(0),
        stroke: NEUTRAL,
        'stroke-width': 0.6,
        'stroke-opacity': 0.25,
      }),
    );
  });
  return parts.join('');
}

/** The most of `name, bytes` that fits into a rectangle. */
function labelFor({ name, bytes }: MappedRegion, width: number): string {
  const whole = `${name}, ${bytesText(bytes)}`;
  for (const label of [whole, name, shortened(name, 16), shortened(name, 9)])
    if (textWidth(label, SIZE) <= width - 8) return label;
  return '';
}

function drawRegion(region: MappedRegion, scale: Scale, words: MemoryWords): string {
  const { fill, line, ink } = COLOURS[region.kind];
  const x = scale.x(region.firstLayer) + 1;
  const width = Math.max(2, scale.x(region.lastLayer + 1) - x - 1);
  const height = Math.max(2, scale.y(region.offset) - scale.y(region.offset + region.bytes) - 1);
  const y = scale.y(region.offset) - height;
  const span = words.lives(region.firstLayerName, region.lastLayerName);
  const tooltip = `${region.name}, ${words[region.kind]}\n${region.bytes} B @ ${region.offset}\n${span}`;
  const rect = element('rect', { x, y, width, height, rx: 2, fill, stroke: line });
  const label = height < 12 ? '' : labelFor(region, width);
  const middle = { x: x + width / 2, y: y + height / 2 + 3.7, 'text-anchor': 'middle' };
  const written = label === '' ? '' : text(label, { ...middle, 'font-size': SIZE, fill: ink });
  return element('g', {}, element('title', {}, escapeXml(tooltip)), rect, written);
}

function memorySvg(map: MemoryMap, words: MemoryWords): string {
  const title = words.title(map.profile);
  const heading = text(title, {
    x: 1,
    y: 13,
    'font-size': 12,
    'font-weight': 'bold',
    fill: NEUTRAL,
  });
  const description = memoryText(map, words);
  if (map.regions.length === 0) {
    const empty = text(words.empty, { x: 1, y: 34, 'font-size': 12, fill: NEUTRAL });
    return svgDocument(textWidth(words.empty, 12) + 10, 44, title, description, heading + empty);
  }
  const fair = (MOST_WIDTH - AXIS) / Math.max(1, map.layers.length);
  const column = Math.min(COLUMN.most, Math.max(COLUMN.least, fair));
  const lengths = layerNames(map).map((name) => textWidth(name, SIZE));
  const named = column >= 16;
  const top = 30 + (named ? Math.max(0, ...lengths) * SLOPE.sin : 6);
  const scale: Scale = {
    column,
    top,
    x: (layer) => AXIS + layer * column,
    y: (offset) => top + HEIGHT - (offset / map.bytes) * HEIGHT,
  };
  const right = scale.x(map.layers.length);
  const overhang = named ? (lengths[lengths.length - 1] ?? 0) * SLOPE.cos : 0;
  const width = Math.max(right + overhang, 560);
  const below = scale.y(0) + 22;
  const parts = [
    heading,
    drawLayers(map, scale),
    drawGrid(map, scale, right),
    ...map.regions.map((region) => drawRegion(region, scale, words)),
    drawTotals(map, words, below, Math.max(right, 560)),
    drawMemoryLegend(map, words, below + 56),
  ];
  return svgDocument(width + 2, below + 76, title, description, parts.join(''));
}

function memoryText(map: MemoryMap, words: MemoryWords): string {
  const lines = [words.title(map.profile)];
  if (map.regions.length === 0) return [...lines, words.empty].join('\n');
  lines.push(words.needs(bytesText(map.bytes)), words.withoutReuse(bytesText(map.sumBytes)));
  for (const { name, kind, offset, bytes, firstLayerName, lastLayerName } of map.regions) {
    const span = words.lives(firstLayerName, lastLayerName);
    lines.push(`${words.offset} ${offset}, ${bytes} B: ${name} (${words[kind]}), ${span}`);
  }
  return lines.join('\n');
}

/**
 * Draws the memory plan of one profile: a rectangle a tensor or workspace, from the first layer that uses it to the last. `toJSON()`
 * has the numbers; `memoryTable` is the same as a table.
 *
 * @throws {ApiUsageError} `PROFILE_INVALID`
 */
export function memoryPicture(source: PlanSource, options: MemoryPictureOptions = {}): Figure {
  const map = memoryMap(source, options.profile ?? 0, 'memoryPicture');
  const wordsFor = (language?: Language): MemoryWords =>
    memoryWords(options.lang ?? language ?? 'en');
  const toSVG = (language?: Language): string => memorySvg(map, wordsFor(language));
  const toText = (language?: Language): string => memoryText(map, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => map, toText };
}
