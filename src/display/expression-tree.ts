/** What a plugin answers when it is asked for an output's dims: not numbers but expressions, drawn as a tree per dimension. */
import {
  cutTree,
  treeDepth,
  treeOf,
  type ExpressionValues,
  type NodeKind,
  type TreeNode,
} from './expression-nodes';
import { expressionSubject, type ExpressionSource } from './expression-source';
import type { Figure, Language } from './figure';
import { element, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import { boxOf, shortened, type Box, type Line } from './text-box';

export interface ExpressionTreeOptions {
  /** Numbers for the unknown extents: `{ x: [2, 3, 4, 4] }`, or the dims of the layer's inputs in their order. */
  values?: ExpressionValues;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

interface Words {
  title: (name: string) => string;
  constant: string;
  unknown: string;
  sizeTensor: string;
  byZero: string;
  scalar: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: (name) => `Dims of ${name} as expressions`,
    constant: 'constant',
    unknown:
      '? stands for an expression that the record does not keep; expressionTree(tensor) knows it',
    sizeTensor:
      'The plugin computes the size itself, in enqueue; opt and upper are what it promised before.',
    byZero: 'divides by 0',
    scalar: 'no dimensions: a scalar',
  },
  zh: {
    title: (name) => `${name} 的维度（表达式）`,
    constant: '常量',
    unknown: '? 处是表达式，调用记录里没有保存它的内容；用 expressionTree(tensor) 可以看到',
    sizeTensor: '大小由 plugin 在 enqueue 里算出；opt 和 upper 是它事先的承诺。',
    byZero: '除以 0',
    scalar: '没有维度：标量',
  },
};

const COLOURS: Record<NodeKind, { fill: string; line: string; ink: string }> = {
  constant: HOLDER_COLOURS.other,
  input: HOLDER_COLOURS.caller,
  operation: HOLDER_COLOURS.builder,
  sizeTensor: HOLDER_COLOURS.context,
  unknown: HOLDER_COLOURS.other,
};
const GAP = { beside: 14, below: 24, trees: 34 };
const MOST_WIDTH = 900;
/** Levels that are drawn and printed. */
const MOST_DEPTH = 9;

/** One dimension of one output. */
interface Dimension {
  head: string;
  tree: TreeNode;
}

function valueText(value: number, words: Words): string {
  return Number.isNaN(value) ? words.byZero : `= ${value}`;
}

function boxFor(node: TreeNode, words: Words): Box {
  const { fill, line, ink } = COLOURS[node.kind];
  const lines: Line[] = [{ content: node.title, size: 13, bold: true, fill: ink }];
  const detail = node.kind === 'constant' ? words.constant : node.detail;
  if (detail !== '') lines.push({ content: shortened(detail), size: 10.5, fill: ink });
  if (node.value !== null && node.kind !== 'constant')
    lines.push({
      content: valueText(node.value, words),
      size: 13,
      bold: true,
      fill: Number.isNaN(node.value) ? ALARM : ink,
    });
  return boxOf(lines, { x: 9, y: 4 }, node.text, (x, y, size) =>
    element('rect', {
      x,
      y,
      ...size,
      rx: node.kind === 'operation' ? 10 : 3,
      fill,
      stroke: line,
      'stroke-dasharray': node.kind === 'unknown' ? '3 2' : undefined,
    }),
  );
}

/** A tree with its size, ready to be drawn. */
interface Laid {
  box: Box;
  width: number;
  height: number;
  children: { role: string; laid: Laid }[];
}

function layOut(node: TreeNode, words: Words): Laid {
  const box = boxFor(node, words);
  const children = node.children.map(({ role, node: child }) => ({
    role,
    laid: layOut(child, words),
  }));
  const below = children.reduce((sum, { laid }) => sum + laid.width + GAP.beside, -GAP.beside);
  const deepest = Math.max(0, ...children.map(({ laid }) => laid.height + GAP.below));
  return {
    box,
    children,
    width: Math.max(box.width, children.length > 0 ? below : 0),
    height: box.height + deepest,
  };
}

function drawTree({ box, children, width }: Laid, x: number, y: number): string {
  const middle = x + width / 2;
  const parts: string[] = [];
  const below = children.reduce((sum, { laid }) => sum + laid.width + GAP.beside, -GAP.beside);
  let left = x + (width - below) / 2;
  for (const { role, laid } of children) {
    const target = left + laid.width / 2;
    const top = y + box.height + GAP.below;
    parts.push(
      element('line', {
        x1: middle,
        y1: y + box.height,
        x2: target,
        y2: top,
        stroke: NEUTRAL,
        'stroke-width': 1.2,
      }),
    );
    if (role !== '') {
      const isLeft = target < middle;
      parts.push(
        text(role, {
          x: target + (isLeft ? -7 : 7),
          y: top - 5,
          'font-size': 10.5,
          'text-anchor': isLeft ? 'end' : 'start',
          fill: NEUTRAL,
        }),
      );
    }
    parts.push(drawTree(laid, left, top));
    left += laid.width + GAP.beside;
  }
  return parts.join('') + box.draw(middle - box.width / 2, y);
}

/** The deepest cut that fits the page. */
function fitting(tree: TreeNode, words: Words): Laid {
  for (let depth = Math.min(treeDepth(tree), MOST_DEPTH); depth > 1; depth--) {
    const laid = layOut(cutTree(tree, depth), words);
    if (laid.width <= MOST_WIDTH) return laid;
  }
  return layOut(cutTree(tree, 1), words);
}

function kindsIn(node: TreeNode): NodeKind[] {
  return [node.kind, ...node.children.flatMap(({ node: child }) => kindsIn(child))];
}

function notes(dimensions: readonly Dimension[], words: Words): string[] {
  const kinds = dimensions.flatMap(({ tree }) => kindsIn(tree));
  return [
    ...(dimensions.length === 0 ? [words.scalar] : []),
    ...(kinds.includes('sizeTensor') ? [words.sizeTensor] : []),
    ...(kinds.includes('unknown') ? [words.unknown] : []),
  ];
}

function treeSvg(title: string, dimensions: readonly Dimension[], words: Words): string {
  const heading = words.title(title);
  const parts = [
    text(heading, { x: 1, y: 13, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL }),
  ];
  let [x, y, rowHeight, width] = [1, 26, 0, textWidth(heading, 12, true) + 4];
  for (const { head, tree } of dimensions) {
    const laid = fitting(tree, words);
    const room = Math.max(laid.width, textWidth(head, 12, true));
    if (x > 1 && x + room > MOST_WIDTH) {
      [x, y, rowHeight] = [1, y + rowHeight + GAP.trees, 0];
    }
    parts.push(
      text(head, {
        x: x + room / 2,
        y: y + 12,
        'font-size': 12,
        'font-weight': 'bold',
        'text-anchor': 'middle',
        fill: NEUTRAL,
      }),
      drawTree(laid, x + (room - laid.width) / 2, y + 19),
    );
    width = Math.max(width, x + room);
    rowHeight = Math.max(rowHeight, laid.height + 19);
    x += room + GAP.trees;
  }
  y += rowHeight + (dimensions.length > 0 ? 10 : 0);
  for (const note of notes(dimensions, words)) {
    parts.push(text(note, { x: 1, y: y + 12, 'font-size': 11, fill: NEUTRAL }));
    width = Math.max(width, textWidth(note, 11) + 2);
    y += 17;
  }
  return svgDocument(width + 2, y + 4, heading, treeText(title, dimensions, words), parts.join(''));
}

function nodeLines(node: TreeNode, words: Words, indent: string, role: string): string[] {
  const detail = node.detail === '' ? '' : ` (${shortened(node.detail, 60)})`;
  const value =
    node.value === null || node.kind === 'constant' ? '' : ` ${valueText(node.value, words)}`;
  const line = `${indent}${role === '' ? '' : `${role}: `}${node.title}${detail}${value}`;
  return [
    line,
    ...node.children.flatMap((child) => nodeLines(child.node, words, `${indent}  `, child.role)),
  ];
}

function treeText(title: string, dimensions: readonly Dimension[], words: Words): string {
  return [
    words.title(title),
    ...dimensions.flatMap(({ head, tree }) => [
      `${head}:`,
      ...nodeLines(cutTree(tree, MOST_DEPTH), words, '  ', ''),
    ]),
    ...notes(dimensions, words),
  ].join('\n');
}

/**
 * Draws the dims of a plugin's output as the plugin described them: a tree per dimension, whose leaves are constants and the extents
 * of the plugin's inputs. With `values` every node has its number.
 *
 * @param source A tensor of a network, which keeps the expressions. A record of getOutputShapes or getOutputDimensions keeps constants
 *   only, and a `?` for whatever else there was.
 * @throws {ApiUsageError} `RECORD_WITHOUT_DIMS` for any other record
 * @example
 * ```ts
 * show(expressionTree(layer.getOutput(0), { values: { x: [2, 3, 4, 4] } }));
 * ```
 */
export function expressionTree(
  source: ExpressionSource,
  options: ExpressionTreeOptions = {},
): Figure {
  const subject = expressionSubject(source);
  const leaves = { given: subject.given, values: options.values ?? null };
  const several = subject.outputs.length > 1;
  const dimensions = subject.outputs.flatMap(({ label, extents }) =>
    extents.map((extent, axis) => ({
      head: several ? `${label}, d[${axis}]` : `d[${axis}]`,
      tree: treeOf(extent, leaves),
    })),
  );
  const wordsFor = (language?: Language): Words => WORDS[options.lang ?? language ?? 'en'];
  const toSVG = (language?: Language): string =>
    treeSvg(subject.title, dimensions, wordsFor(language));
  const toText = (language?: Language): string =>
    treeText(subject.title, dimensions, wordsFor(language));
  const toJSON = (): unknown => ({ of: subject.title, dimensions });
  return { toSVG, toHTML: toSVG, toJSON, toText };
}
