/** The engine as a graph: what runs after what, in which types and formats, and where the builder had to insert a copy. */
import type { OptProfileSelector } from '../runtime/build/optimization-profile';
import { engineGraph, type EngineGraph, type GraphTensor } from './engine-graph';
import type { Figure, Language } from './figure';
import { layerBox, passageBox, tensorBox } from './graph-boxes';
import { foldGraph, type Column } from './graph-fold';
import {
  layoutColumn,
  type ColumnLayout,
  type PlacedWire,
  type Size,
  type Wire,
} from './graph-layout';
import { drawGraphLegend } from './graph-legend';
import { graphText } from './graph-text';
import { graphWords, type GraphWords } from './graph-words';
import { checkProfile, planOf, type PlanSource } from './plan-view';
import { element, svgDocument, text } from './svg';
import { NEUTRAL } from './swim-lane-marks';
import type { Box } from './text-box';

export interface GraphPictureOptions {
  /** The optimization profile; default 0. */
  profile?: number;
  /** The end of the profile whose extents are printed; default kOPT. */
  select?: OptProfileSelector;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
  /** Widest row of columns in pixels; default 1000. */
  width?: number;
}

const COLUMN_GAP = 46;
const ROW_GAP = 40;
const HEAD = 30;

/** A column with its boxes placed. */
interface DrawnColumn extends Size {
  svg: string;
}

/** The boxes and wires of one column: its layers, the tensors they make, and the passages from and to other columns. */
function columnParts(
  graph: EngineGraph,
  columns: readonly Column[],
  column: number,
  words: GraphWords,
): { boxes: Map<string, Box>; wires: Wire[] } {
  const boxes = new Map<string, Box>();
  const wires: Wire[] = [];
  const columnOf = (layer: number): number => columns.findIndex(({ to }) => layer < to);
  const home = (tensor: GraphTensor): number =>
    columnOf(tensor.producer ?? tensor.consumers[0] ?? 0);
  const { from, to } = columns[column] ?? { from: 0, to: 0 };
  for (const tensor of graph.tensors) {
    const id = `tensor ${tensor.id}`;
    const readers = tensor.consumers.filter((layer) => layer >= from && layer < to);
    const others = [...new Set(tensor.consumers.map(columnOf))].filter((at) => at !== column);
    if (home(tensor) === column) {
      boxes.set(id, tensorBox(tensor, words));
      if (tensor.producer !== null) wires.push({ from: `layer ${tensor.producer}`, to: id });
      for (const other of others) {
        const passage = `to ${other} ${tensor.id}`;
        boxes.set(passage, passageBox(tensor, words.continues(other + 1), words));
        wires.push({ from: id, to: passage });
      }
    } else if (readers.length > 0) {
      boxes.set(id, passageBox(tensor, words.continued(home(tensor) + 1), words));
    } else continue;
    for (const layer of readers) wires.push({ from: id, to: `layer ${layer}` });
  }
  graph.layers.slice(from, to).forEach((layer, at) => {
    boxes.set(`layer ${from + at}`, layerBox(layer, words));
  });
  return { boxes, wires };
}

/** A line that leaves every point straight down, with an arrowhead where it enters a layer. */
function drawWire({ points, to }: PlacedWire): string {
  const arrow = to.startsWith('layer');
  const last = points[points.length - 1];
  const first = points[0];
  if (first === undefined || last === undefined) return '';
  const stops = [...points.slice(0, -1), { x: last.x, y: last.y - (arrow ? 5 : 0) }];
  const d = stops.slice(1).map((stop, index) => {
    const before = stops[index] ?? stop;
    const middle = (before.y + stop.y) / 2;
    if (Math.abs(before.x - stop.x) < 0.5) return `L${at(stop)}`;
    return `C${at({ x: before.x, y: middle })} ${at({ x: stop.x, y: middle })} ${at(stop)}`;
  });
  const line = element('path', {
    d: `M${at(first)}${d.join('')}`,
    fill: 'none',
    stroke: NEUTRAL,
    'stroke-width': 1.2,
  });
  if (!arrow) return line;
  const head = `M${at({ x: last.x - 3.2, y: last.y - 6 })}h6.4l-3.2 6z`;
  return line + element('path', { d: head, fill: NEUTRAL });
}

function at({ x, y }: { x: number; y: number }): string {
  return `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`;
}

function drawColumn(layout: ColumnLayout, boxes: ReadonlyMap<string, Box>): DrawnColumn {
  const wires = layout.wires.map(drawWire);
  const drawn = [...boxes].map(([id, box]) => {
    const corner = layout.corners.get(id);
    return corner ? box.draw(corner.x, corner.y) : '';
  });
  return { svg: [...wires, ...drawn].join(''), width: layout.width, height: layout.height };
}

function graphSvg(graph: EngineGraph, words: GraphWords, mostWidth: number): string {
  const columns = foldGraph(graph);
  const subtitle = words.subtitle(graph.profile, graph.select);
  const parts: string[] = [text(subtitle, { x: 1, y: 12, 'font-size': 11, fill: NEUTRAL })];
  if (graph.layers.length === 0)
    parts.push(text(words.empty, { x: 1, y: 30, 'font-size': 12, fill: NEUTRAL }));
  let [x, y, rowHeight, width] = [1, HEAD, 0, 320];
  columns.forEach((_, index) => {
    const { boxes, wires } = columnParts(graph, columns, index, words);
    const column = drawColumn(layoutColumn(boxes, wires), boxes);
    if (x > 1 && x + column.width > mostWidth) {
      y += rowHeight + ROW_GAP;
      [x, rowHeight] = [1, 0];
    }
    const top = columns.length > 1 ? 14 : 0;
    if (columns.length > 1)
      parts.push(
        text(String(index + 1), {
          x: x + column.width / 2,
          y: y + 2,
          'font-size': 13,
          'font-weight': 'bold',
          'text-anchor': 'middle',
          fill: NEUTRAL,
        }),
      );
    parts.push(element('g', { transform: `translate(${x} ${y + top})` }, column.svg));
    width = Math.max(width, x + column.width);
    rowHeight = Math.max(rowHeight, column.height + top);
    x += column.width + COLUMN_GAP;
  });
  const legend = drawGraphLegend(graph, words, width, y + rowHeight + 22);
  parts.push(legend.svg);
  const height = y + rowHeight + 22 + legend.height;
  return svgDocument(
    width + 2,
    height,
    words.title(graph.name),
    graphText(graph, words),
    parts.join(''),
  );
}

/**
 * Draws the layers of one profile from top to bottom. A deep graph is broken into numbered columns. `toJSON()` is the graph as data,
 * `toText()` the same line by line.
 *
 * @throws {ApiUsageError} `PROFILE_INVALID`
 * @example
 * ```ts
 * show(graphPicture(engine), { hover: true }); // names in full and symbolic extents as tooltips
 * ```
 */
export function graphPicture(source: PlanSource, options: GraphPictureOptions = {}): Figure {
  const plan = planOf(source);
  const profile = options.profile ?? 0;
  checkProfile(plan, profile, 'graphPicture');
  const graph = engineGraph(plan, profile, options.select ?? 'kOPT');
  const wordsFor = (language?: Language): GraphWords =>
    graphWords(options.lang ?? language ?? 'en');
  const toSVG = (language?: Language): string =>
    graphSvg(graph, wordsFor(language), options.width ?? 1000);
  const toText = (language?: Language): string => graphText(graph, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => graphData(graph), toText };
}

/** The graph with the layers' names instead of indexes, and without weights and plugin bytes. */
function graphData({ name, profile, select, layers, tensors }: EngineGraph): unknown {
  const nameOf = (layer: number | null): string | null =>
    layer === null ? null : (layers[layer]?.name ?? null);
  return {
    name,
    profile,
    select,
    layers: layers.map(({ name: layer, kind, inputs, outputs, timeMs }) => ({
      name: layer,
      kind,
      inputs,
      outputs,
      timeMs,
    })),
    tensors: tensors.map(({ id: _, use, producer, consumers, ...tensor }) => ({
      ...tensor,
      type: use.type,
      format: use.format,
      producer: nameOf(producer),
      consumers: consumers.map(nameOf),
    })),
  };
}
