/** Expression trees as SVG: boxes, laid out from the leaves up. */
import { cutTree, treeDepth, type NodeKind, type TreeNode } from './expression-nodes';
import { element, text } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import { boxOf, shortened, type Box, type Line } from './text-box';
import type { ExpressionWords } from './expression-words';

const COLOURS: Record<NodeKind, { fill: string; line: string; ink: string }> = {
  constant: HOLDER_COLOURS.other,
  input: HOLDER_COLOURS.caller,
  operation: HOLDER_COLOURS.builder,
  sizeTensor: HOLDER_COLOURS.context,
  unknown: HOLDER_COLOURS.other,
};
export const GAP = { beside: 14, below: 24, trees: 34 };
export const MOST_WIDTH = 900;
/** Levels that are drawn and printed. */
export const MOST_DEPTH = 9;

export function valueText(value: number, words: ExpressionWords): string {
  return Number.isNaN(value) ? words.byZero : `= ${value}`;
}

function boxFor(node: TreeNode, words: ExpressionWords): Box {
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

function layOut(node: TreeNode, words: ExpressionWords): Laid {
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

export function drawTree({ box, children, width }: Laid, x: number, y: number): string {
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
export function fitting(tree: TreeNode, words: ExpressionWords): Laid {
  for (let depth = Math.min(treeDepth(tree), MOST_DEPTH); depth > 1; depth--) {
    const laid = layOut(cutTree(tree, depth), words);
    if (laid.width <= MOST_WIDTH) return laid;
  }
  return layOut(cutTree(tree, 1), words);
}
