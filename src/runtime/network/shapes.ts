import type { ExprNode, Exprs, NativeExprBuilder } from '../../native';
import type { DataType, DimensionOperation } from '../enums';
import { volume, type Dims } from '../tensor';
import { PluginError } from '../../errors';

/** Extents of the unknown dimensions by name (`x[0]`), and what a data-dependent extent counts as. */
export interface DimensionValues {
  /** -1 where an extent is not known, NaN where a value is not. */
  variables: ReadonlyMap<string, number>;
  sizeTensor: SizeOf;
}

/**
 * What a size tensor counts as: its least value, the plugin's estimate, its upper bound, or what the plugin wrote.
 * @param outputIndex Which output of the layer is the size tensor.
 * @returns an expression to compute, or a number, -1 where it is not known
 */
export type SizeOf = (outputIndex: number, expr: SizeTensorExpr) => ExprNode | number;
type SizeTensorExpr = Extract<ExprNode, { sizeTensor: number }>;
export const leastSize: SizeOf = () => 0;
export const optSize: SizeOf = (_index, expr) => expr.opt;
export const upperSize: SizeOf = (_index, expr) => expr.upper;

/** The extents of a network input as expressions: constants, and variables named after the input where they are unknown. */
export function inputExprs(name: string, dims: Dims, builder: NativeExprBuilder): Exprs {
  return dims.map((extent, i) =>
    extent < 0 ? builder.variable(extentName(name, i)) : builder.constant(extent),
  );
}

/** Most elements of a shape tensor (NvInfer.h 10.16, `IOptimizationProfile::setShapeValues`). */
const MOST_SHAPE_VALUES = 64;

/**
 * The elements of a network input as expressions, as far as it can be a shape tensor: kINT32 or kINT64, at most one axis, few elements.
 * @returns variables named `s{0}`, `s{1}`, …, or null
 */
export function inputValues(
  name: string,
  type: DataType,
  dims: Dims,
  builder: NativeExprBuilder,
): Exprs | null {
  const count = volume(dims);
  const countable = dims.length <= 1 && count >= 0 && count <= MOST_SHAPE_VALUES;
  if (!countable || (type !== 'kINT32' && type !== 'kINT64')) return null;
  return Array.from({ length: count }, (_, i) => builder.variable(valueName(name, i)));
}

/** The name of an element of a shape tensor where it stands for an unknown number. */
export function valueName(tensor: string, index: number): string {
  return `${tensor}{${index}}`;
}

/** What TensorRT shows of a symbolic shape: the extent where it is a constant, else -1. */
export function wildcardDims(exprs: Exprs): Dims {
  return exprs.map((expr) => (expr.isConstant() ? expr.getConstantValue() : -1));
}

/** The name of an extent of a tensor where it stands for an unknown number. */
export function extentName(tensor: string, axis: number): string {
  return `${tensor}[${axis}]`;
}

/** Which outputs of its layer an extent names as size tensors; none where it does not depend on data. */
export function sizeTensorIndexes(expr: ExprNode): number[] {
  if ('sizeTensor' in expr) return [expr.sizeTensor];
  if (!('operation' in expr)) return [];
  return [...sizeTensorIndexes(expr.first), ...sizeTensorIndexes(expr.second)];
}

/** Whether an extent depends on data: a size tensor is somewhere in it. */
export function isDataDependent(expr: ExprNode): boolean {
  return sizeTensorIndexes(expr).length > 0;
}

/** Computes the extents of a symbolic shape; -1 where one is not known. */
export function evaluateDims(exprs: readonly ExprNode[], values: DimensionValues): Dims {
  return exprs.map((expr) => {
    const extent = evaluate(expr, values);
    return Number.isNaN(extent) ? -1 : extent;
  });
}

/** NaN where it is not known. */
function evaluate(expr: ExprNode, values: DimensionValues): number {
  if ('constant' in expr) return expr.constant;
  if ('variable' in expr) {
    const value = values.variables.get(expr.variable) ?? NaN;
    // A value of a shape tensor may be negative, an extent may not.
    return expr.variable.endsWith('}') ? value : orUnknown(value);
  }
  if ('sizeTensor' in expr) {
    const size = values.sizeTensor(expr.sizeTensor, expr);
    return typeof size === 'number' ? orUnknown(size) : evaluate(size, values);
  }
  const [first, second] = [evaluate(expr.first, values), evaluate(expr.second, values)];
  return Number.isNaN(first + second) ? NaN : apply(expr.operation, first, second);
}

function orUnknown(extent: number): number {
  return extent < 0 ? NaN : extent;
}

/** @see NvInferRuntimePlugin.h 10.16, `DimensionOperation` */
function apply(operation: DimensionOperation, a: number, b: number): number {
  if ((operation === 'kFLOOR_DIV' || operation === 'kCEIL_DIV') && b === 0) {
    throw new PluginError('SHAPE_DIVISION_BY_ZERO', 'Cannot compute a shape: it divides by 0', {
      method: 'IExprBuilder::operation',
    });
  }
  switch (operation) {
    case 'kSUM':
      return a + b;
    case 'kPROD':
      return a * b;
    case 'kMAX':
      return Math.max(a, b);
    case 'kMIN':
      return Math.min(a, b);
    case 'kSUB':
      return a - b;
    case 'kEQUAL':
      return a === b ? 1 : 0;
    case 'kLESS':
      return a < b ? 1 : 0;
    case 'kFLOOR_DIV':
      return Math.floor(a / b);
    case 'kCEIL_DIV':
      return Math.ceil(a / b);
  }
}
