/** An expression as a tree of what is written in its boxes, with the numbers that it takes. */
import { PluginError } from '../errors';
import type { ExprNode } from '../native';
import type { DimensionOperation } from '../runtime/enums';
import { evaluateDims, extentName, valueName } from '../runtime/network/shapes';
import { expressionText } from './expression-text';
import type { Extent, GivenExtent } from './expression-source';

/** Extents of tensors by name, or of the layer's inputs in their order; of a shape tensor, its values. */
export type ExpressionValues =
  | Readonly<Record<string, readonly number[]>>
  | readonly (readonly number[])[];

export type NodeKind = 'constant' | 'input' | 'operation' | 'sizeTensor' | 'unknown';

export interface TreeNode {
  kind: NodeKind;
  /** The sign, number or name. */
  title: string;
  /** TensorRT's name of the operation, or the tensor that an extent is of; '' where the title says it all. */
  detail: string;
  /** The number here; null where none was asked for or none is known, NaN where it is divided by 0. */
  value: number | null;
  /** The whole expression below. */
  text: string;
  children: { /** What the child is to the node. */ role: string; node: TreeNode }[];
}

/** The signs of the operations. @see NvInferRuntimePlugin.h 10.16, `DimensionOperation` */
export const SIGNS: Record<DimensionOperation, string> = {
  kSUM: '+',
  kPROD: '×',
  kMAX: 'max',
  kMIN: 'min',
  kSUB: '−',
  kEQUAL: '==',
  kLESS: '<',
  kFLOOR_DIV: '⌊ a / b ⌋',
  kCEIL_DIV: '⌈ a / b ⌉',
};

/** Finds what a leaf is called and what number it has. */
export interface Leaves {
  given: readonly GivenExtent[];
  values: ExpressionValues | null;
}

const isList = (values: ExpressionValues): values is readonly (readonly number[])[] =>
  Array.isArray(values);

function numberOfGiven(
  { input, axis, tensor }: GivenExtent,
  values: ExpressionValues,
): number | null {
  const dims = isList(values) ? values[input] : values[tensor];
  return dims?.[axis] ?? null;
}

/** The number of an unknown by its name: `x[0]`, `s{0}`. */
function numberOfVariable(variable: string, values: ExpressionValues): number | null {
  if (isList(values)) return null;
  for (const [name, dims] of Object.entries(values))
    for (const [axis, extent] of dims.entries())
      if (variable === extentName(name, axis) || variable === valueName(name, axis)) return extent;
  return null;
}

/** The extent of an input that an expression is; a number that happens to be equal is none. */
function givenFor(expr: ExprNode, given: readonly GivenExtent[]): GivenExtent | undefined {
  if ('constant' in expr) return undefined;
  const text = JSON.stringify(expr);
  return given.find(
    (extent) =>
      ('variable' in expr && extent.names.includes(expr.variable)) ||
      (extent.expr !== null && JSON.stringify(extent.expr) === text),
  );
}

/** What two numbers make; NaN where it is divided by 0. */
function compute(operation: DimensionOperation, a: number, b: number): number {
  const expr: ExprNode = { operation, first: { constant: a }, second: { constant: b } };
  try {
    return evaluateDims([expr], { variables: new Map(), sizeTensor: () => -1 })[0] ?? NaN;
  } catch (error) {
    if (error instanceof PluginError && error.code === 'SHAPE_DIVISION_BY_ZERO') return NaN;
    throw error;
  }
}

/** The tree of an extent: what the plugin was given is a leaf, whatever it is made of. */
export function treeOf(expr: Extent, leaves: Leaves): TreeNode {
  const { given, values } = leaves;
  if (expr === null)
    return { kind: 'unknown', title: '?', detail: '', value: null, text: '?', children: [] };
  const text = expressionText(expr);
  const leaf = { text, children: [] };
  const source = givenFor(expr, given);
  if (source !== undefined) {
    const known = values === null ? null : numberOfGiven(source, values);
    const value = known ?? ('operation' in expr ? treeOf(expr, { given: [], values }).value : null);
    const own =
      'variable' in expr && values !== null ? numberOfVariable(expr.variable, values) : null;
    return { kind: 'input', title: source.label, detail: text, value: value ?? own, ...leaf };
  }
  if ('constant' in expr)
    return {
      kind: 'constant',
      title: String(expr.constant),
      detail: '',
      value: values === null ? null : expr.constant,
      ...leaf,
    };
  if ('variable' in expr) {
    const value = values === null ? null : numberOfVariable(expr.variable, values);
    return { kind: 'input', title: expr.variable, detail: '', value, ...leaf };
  }
  if ('sizeTensor' in expr)
    return {
      kind: 'sizeTensor',
      title: `output ${expr.sizeTensor}`,
      detail: 'declareSizeTensor',
      value: null,
      text,
      children: [
        { role: 'opt', node: treeOf(expr.opt, leaves) },
        { role: 'upper', node: treeOf(expr.upper, leaves) },
      ],
    };
  const first = treeOf(expr.first, leaves);
  const second = treeOf(expr.second, leaves);
  const known = first.value !== null && second.value !== null;
  return {
    kind: 'operation',
    title: SIGNS[expr.operation],
    detail: expr.operation,
    value: known ? compute(expr.operation, first.value ?? NaN, second.value ?? NaN) : null,
    text,
    children: [
      { role: '', node: first },
      { role: '', node: second },
    ],
  };
}

/** The tree without what lies deeper than `depth`: a subtree there becomes its expression in one box. */
export function cutTree(node: TreeNode, depth: number): TreeNode {
  if (node.children.length === 0) return node;
  if (depth === 0) return { ...node, title: '…', detail: node.text, children: [] };
  const children = node.children.map(({ role, node: child }) => ({
    role,
    node: cutTree(child, depth - 1),
  }));
  return { ...node, children };
}

export function treeDepth(node: TreeNode): number {
  return Math.max(0, ...node.children.map(({ node: child }) => 1 + treeDepth(child)));
}
