/** What a plugin answers when it is asked for an output's dims: not numbers but expressions, drawn as a tree per dimension. */
import {
  cutTree,
  treeOf,
  type ExpressionValues,
  type NodeKind,
  type TreeNode,
} from './expression-nodes';
import { expressionSubject, type ExpressionSource } from './expression-source';
import { drawTree, fitting, GAP, MOST_DEPTH, MOST_WIDTH, valueText } from './expression-drawing';
import type { Figure, Language } from './figure';
import { svgDocument, text, textWidth } from './svg';
import { NEUTRAL } from './swim-lane-marks';
import { shortened } from './text-box';
import { expressionWords, type ExpressionWords } from './expression-words';

export interface ExpressionTreeOptions {
  /** Numbers for the unknown extents: `{ x: [2, 3, 4, 4] }`, or the dims of the layer's inputs in their order. */
  values?: ExpressionValues;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

/** One dimension of one output. */
interface Dimension {
  head: string;
  tree: TreeNode;
}

function kindsIn(node: TreeNode): NodeKind[] {
  return [node.kind, ...node.children.flatMap(({ node: child }) => kindsIn(child))];
}

function notes(dimensions: readonly Dimension[], words: ExpressionWords): string[] {
  const kinds = dimensions.flatMap(({ tree }) => kindsIn(tree));
  return [
    ...(dimensions.length === 0 ? [words.scalar] : []),
    ...(kinds.includes('sizeTensor') ? [words.sizeTensor] : []),
    ...(kinds.includes('unknown') ? [words.unknown] : []),
  ];
}

function treeSvg(title: string, dimensions: readonly Dimension[], words: ExpressionWords): string {
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

function nodeLines(node: TreeNode, words: ExpressionWords, indent: string, role: string): string[] {
  const detail = node.detail === '' ? '' : ` (${shortened(node.detail, 60)})`;
  const value =
    node.value === null || node.kind === 'constant' ? '' : ` ${valueText(node.value, words)}`;
  const line = `${indent}${role === '' ? '' : `${role}: `}${node.title}${detail}${value}`;
  return [
    line,
    ...node.children.flatMap((child) => nodeLines(child.node, words, `${indent}  `, child.role)),
  ];
}

function treeText(title: string, dimensions: readonly Dimension[], words: ExpressionWords): string {
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
  const wordsFor = (language?: Language): ExpressionWords =>
    expressionWords(options.lang ?? language ?? 'en');
  const toSVG = (language?: Language): string =>
    treeSvg(subject.title, dimensions, wordsFor(language));
  const toText = (language?: Language): string =>
    treeText(subject.title, dimensions, wordsFor(language));
  const toJSON = (): unknown => ({ of: subject.title, dimensions });
  return { toSVG, toHTML: toSVG, toJSON, toText };
}
