/** What stands in the picture of an engine: a box a layer, a pill for what the caller gives or gets, a label a tensor between layers. */
import type { PlanLayer } from '../runtime/engine/plan';
import { printDims } from '../runtime/tensor';
import type { GraphTensor } from './engine-graph';
import type { GraphWords } from './graph-words';
import { useText, workText } from './plan-view';
import { bytesText, msText } from './quantity';
import { element } from './svg';
import { HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import { boxOf, MOST_CHARACTERS, nameLines, shortened, type Box, type Line } from './text-box';

const TITLE = 12;
const SMALL = 10.5;
const PAD = 10;
/** The tooltip has them all. */
const MOST_ATTRIBUTE_LINES = 2;

/** The plugin objects are the engine's, a reformat is the builder's, inputs and outputs are the caller's. */
export const KIND_COLOURS = {
  plugin: HOLDER_COLOURS.engine,
  native: HOLDER_COLOURS.other,
  reformat: HOLDER_COLOURS.builder,
  io: HOLDER_COLOURS.caller,
};
/** Formats other than kLINEAR: readable on white and on black. */
export const VECTORISED = HOLDER_COLOURS.network.line;

/** `tactic 2`, `1 of 6`, `workspace 4 KiB`, `0.0123 ms`: what was chosen; nothing where there was no choice and nothing is needed. */
function choiceParts(layer: PlanLayer, words: GraphWords): string[] {
  const parts: string[] = [];
  if (layer.kind === 'plugin') {
    if (layer.tactic !== 0 || layer.alternatives > 1) parts.push(`tactic ${layer.tactic}`);
    if (layer.alternatives > 1) parts.push(words.alternatives(layer.alternatives));
    if (layer.workspaceBytes > 0) parts.push(words.workspace(bytesText(layer.workspaceBytes)));
  }
  if (layer.timeMs !== null) parts.push(msText(layer.timeMs));
  return parts;
}

function attributeParts(layer: PlanLayer): string[] {
  if (layer.kind !== 'native') return [];
  return Object.entries(layer.attributes).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

/** Joins parts by commas into lines of a box's usual width. */
function wrapParts(parts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines[lines.length - 1];
    const joined = `${line ?? ''}, ${part}`;
    if (line === undefined || joined.length > MOST_CHARACTERS) lines.push(part);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

/** The box of a layer. Its outline tells the three kinds apart, also without colours. */
export function layerBox(layer: PlanLayer, words: GraphWords): Box {
  const colour = KIND_COLOURS[layer.kind];
  const work = layer.kind === 'reformat' ? words.reformat : workText(layer);
  const choice = choiceParts(layer, words);
  const attributes = attributeParts(layer);
  const tooltip = [layer.name, workText(layer), ...choice, ...attributes].join('\n');
  const details = [...wrapParts(choice), ...wrapParts(attributes).slice(0, MOST_ATTRIBUTE_LINES)];
  const small = [work, ...details].map((line) => ({
    content: shortened(line),
    size: SMALL,
    fill: colour.ink,
  }));
  const titles = nameLines(layer.name).map((content) => ({
    content,
    size: TITLE,
    bold: true,
    fill: colour.ink,
  }));
  const pad = { x: layer.kind === 'reformat' ? PAD + 8 : PAD, y: 4 };
  return boxOf([...titles, ...small], pad, tooltip, (x, y, { width, height }) => {
    const line = { fill: colour.fill, stroke: colour.line, 'stroke-width': 1.2 };
    if (layer.kind === 'plugin')
      return element('rect', { x, y, width, height, rx: 6, ...line, 'stroke-width': 2.4 });
    if (layer.kind === 'native') return element('rect', { x, y, width, height, ...line });
    const half = height / 2;
    const d = `M${x + 9} ${y}H${x + width - 9}l9 ${half}l-9 ${half}H${x + 9}l-9 ${-half}z`;
    return element('path', { d, ...line, 'stroke-dasharray': '5 3' });
  });
}

function tensorTooltip(tensor: GraphTensor, words: GraphWords): string {
  const lines = [tensor.name, useText(tensor.use, tensor.dims), tensor.shape];
  if (tensor.dims.includes(-1)) lines.push(words.dataDependent);
  if (tensor.aliasOf !== null) lines.push(words.shares(tensor.aliasOf));
  return lines.join('\n');
}

/** Type, format and extents; the format stands out where it is not kLINEAR. */
function useLine(tensor: GraphTensor, fill: string): Line {
  const vectorised = tensor.use.format !== 'kLINEAR';
  const content = `${tensor.use.type}:${tensor.use.format} ${printDims(tensor.dims)}`;
  return { content, size: SMALL, bold: vectorised, fill: vectorised ? VECTORISED : fill };
}

/** A tensor: a pill where it is the caller's, else a label in the line from layer to layer. */
export function tensorBox(tensor: GraphTensor, words: GraphWords): Box {
  const pill =
    tensor.role !== 'between' && (tensor.role === 'input') === (tensor.producer === null);
  const fill = pill ? KIND_COLOURS.io.ink : NEUTRAL;
  const role =
    tensor.role === 'input' ? (tensor.host ? words.hostInput : words.input) : words.output;
  const name = pill ? `${role} ${shortened(tensor.name)}` : shortened(tensor.name);
  const lines: Line[] = [
    { content: name, size: pill ? TITLE : SMALL, bold: true, fill },
    useLine(tensor, fill),
  ];
  if (tensor.aliasOf !== null)
    lines.push({ content: words.shares(shortened(tensor.aliasOf)), size: SMALL, fill });
  const dangling = tensor.consumers.length === 0 && tensor.role !== 'output';
  if (dangling) lines.push({ content: words.unused, size: SMALL, fill });
  const pad = pill ? { x: 16, y: 5 } : { x: 4, y: 1 };
  return boxOf(lines, pad, tensorTooltip(tensor, words), (x, y, { width, height }) =>
    pill
      ? element('rect', {
          x,
          y,
          width,
          height,
          rx: height / 2,
          fill: KIND_COLOURS.io.fill,
          stroke: KIND_COLOURS.io.line,
          'stroke-width': 1.2,
        })
      : '',
  );
}

/** Where a tensor leaves a column, or comes from another one. */
export function passageBox(tensor: GraphTensor, label: string, words: GraphWords): Box {
  const lines: Line[] = [
    { content: shortened(tensor.name), size: SMALL, bold: true, fill: NEUTRAL },
    { content: label, size: SMALL, fill: NEUTRAL },
  ];
  return boxOf(lines, { x: 10, y: 2 }, tensorTooltip(tensor, words), (x, y, { width, height }) =>
    element('rect', {
      x,
      y,
      width,
      height,
      rx: height / 2,
      fill: 'none',
      stroke: NEUTRAL,
      'stroke-dasharray': '2 3',
    }),
  );
}
