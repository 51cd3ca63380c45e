import { ApiUsageError } from '../../../errors';
import type { DataType } from '../../enums';
import type { SymbolicTensor } from './operation';

/** A layer that TensorRT refuses: `OPERATION_INVALID` with the layer's name. */
export function refuse(
  layer: string,
  problem: string,
  details: { expected?: unknown; actual?: unknown; tensor?: string } = {},
): never {
  throw new ApiUsageError('OPERATION_INVALID', `Cannot add layer "${layer}": ${problem}`, {
    layer,
    ...details,
  });
}

/** A call of an `add…` method whose parameters are not valid, before there is a layer. */
export function refuseCall(
  method: string,
  problem: string,
  details: { expected?: unknown; actual?: unknown } = {},
): never {
  throw new ApiUsageError('OPERATION_INVALID', `Cannot ${method}: ${problem}`, {
    method,
    ...details,
  });
}

/** Checks the name of an enumerator that a caller passes. */
export function checkName<Name extends string>(
  method: string,
  what: string,
  names: readonly Name[],
  name: unknown,
): asserts name is Name {
  if (!(names as readonly unknown[]).includes(name)) {
    refuseCall(method, `there is no such ${what}`, { expected: names.join(', '), actual: name });
  }
}

/** Checks a list of whole numbers that a caller passes. */
export function checkWhole(method: string, what: string, values: unknown, least: number): void {
  const valid =
    Array.isArray(values) &&
    values.length <= 8 &&
    values.every((value) => Number.isSafeInteger(value) && (value as number) >= least);
  if (!valid) {
    refuseCall(method, `the ${what} is not valid`, {
      expected: `at most 8 whole numbers, each ${least} or more`,
      actual: values,
    });
  }
}

/** Checks a number that a caller passes. */
export function checkNumber(method: string, what: string, value: unknown): void {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    refuseCall(method, `${what} is not valid`, { expected: 'a number', actual: value });
  }
}

export function checkInputCount(layer: string, count: number, least: number, most = least): void {
  if (count >= least && count <= most) return;
  const expected = least === most ? `${least}` : `${least} to ${most}`;
  refuse(layer, `it has ${count} inputs`, { expected: `${expected} inputs`, actual: count });
}

/** Checks that an input has a type that the layer computes. */
export function checkType(
  layer: string,
  index: number,
  type: DataType | undefined,
  allowed: readonly DataType[],
): void {
  if (type !== undefined && allowed.includes(type)) return;
  refuse(layer, `input ${index} has a type that the layer does not take`, {
    expected: allowed.join(', '),
    actual: type,
  });
}

/** Checks the number of extents of an input. */
export function checkRank(
  layer: string,
  input: SymbolicTensor,
  least: number,
  most = Infinity,
): void {
  const rank = input.shape.length;
  if (rank >= least && rank <= most) return;
  let expected = `${least} to ${most} dimensions`;
  if (most === Infinity) expected = `at least ${least} dimensions`;
  else if (least === most) expected = `${least} dimensions`;
  refuse(layer, `input "${input.name}" has ${rank} dimensions`, {
    tensor: input.name,
    expected,
    actual: rank,
  });
}
