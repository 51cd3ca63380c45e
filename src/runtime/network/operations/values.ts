import type { Exprs, NativeDimensionExpr } from '../../../native';
import { volume } from '../../tensor';
import type { SymbolicTensor } from './operation';
import { knownNumbers } from './shape-arithmetic';

/** Most elements that are followed as expressions: a shape has at most 8, tables of them some more. Ours. */
export const MOST_VALUES = 256;

/** A tensor whose shape is constant and whose elements are known as expressions. */
export interface KnownTensor {
  dims: number[];
  values: Exprs;
}

/** null where a shape or an element is not known. */
export function known(input: SymbolicTensor | undefined): KnownTensor | null {
  const dims = input && knownNumbers(input.shape);
  return dims && input.values && input.values.length === volume(dims)
    ? { dims, values: input.values }
    : null;
}

/** Offsets between neighbours along each axis, row by row. */
export function strides(dims: readonly number[]): number[] {
  const steps = dims.map(() => 1);
  for (let axis = dims.length - 2; axis >= 0; --axis) {
    steps[axis] = (steps[axis + 1] ?? 1) * (dims[axis + 1] ?? 1);
  }
  return steps;
}

/** Calls for every element of a shape, row by row, and collects what comes. */
export function mapElements<Result>(
  dims: readonly number[],
  at: (index: readonly number[]) => Result,
): Result[] {
  const steps = strides(dims);
  return Array.from({ length: volume([...dims]) }, (_, flat) =>
    at(dims.map((extent, axis) => Math.floor(flat / (steps[axis] ?? 1)) % extent)),
  );
}

/** The element at an index; an axis of extent 1 is broadcast. */
export function elementAt(tensor: KnownTensor, index: readonly number[]): NativeDimensionExpr {
  const steps = strides(tensor.dims);
  const flat = tensor.dims.reduce(
    (sum, extent, axis) => sum + (extent === 1 ? 0 : (index[axis] ?? 0)) * (steps[axis] ?? 1),
    0,
  );
  return tensor.values[flat] as NativeDimensionExpr;
}
