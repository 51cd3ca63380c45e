import type { ExprNode, Exprs, NativeExprBuilder } from '../native';
import type { DimensionOperation } from './enums';
import type { Dims } from './tensor';
import { PluginError } from '../errors';

/** Extents of the unknown dimensions by name (`x[0]`), and what a size tensor counts as. */
export interface DimensionValues {
  variables: ReadonlyMap<string, number>;
  /** A data-dependent extent: its least (0), the plugin's estimate, or its upper bound. */
  sizeTensor: 'zero' | 'opt' | 'upper' | 'unknown';
}

/** The extents of a network input as expressions: constants, and variables named after the input where they are unknown. */
export function inputExprs(name: string, dims: Dims, builder: NativeExprBuilder): Exprs {
  return dims.map((extent, i) =>
    extent < 0 ? builder.variable(`${name}[${i}]`) : builder.constant(extent),
  );
}

/** What TensorRT shows of a symbolic shape: the extent where it is a constant, else -1. */
export function wildcardDims(exprs: Exprs): Dims {
  return exprs.map((expr) => (expr.isConstant() ? expr.getConstantValue() : -1));
}

/** Computes the extents of a symbolic shape; -1 for a size tensor while it is unknown. */
export function evaluateDims(exprs: readonly ExprNode[], values: DimensionValues): Dims {
  return exprs.map((expr) => evaluate(expr, values));
}

function evaluate(expr: ExprNode, values: DimensionValues): number {
  if ('constant' in expr) return expr.constant;
  if ('variable' in expr) return values.variables.get(expr.variable) ?? -1;
  if ('sizeTensor' in expr) {
    if (values.sizeTensor === 'zero') return 0;
    if (values.sizeTensor === 'unknown') return -1;
    return evaluate(values.sizeTensor === 'opt' ? expr.opt : expr.upper, values);
  }
  return apply(expr.operation, evaluate(expr.first, values), evaluate(expr.second, values));
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
