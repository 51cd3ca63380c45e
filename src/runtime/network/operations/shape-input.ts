import type { Exprs } from '../../../native';
import type { SymbolicTensor } from './operation';
import { checkRank, refuse } from './refusal';
import { knownNumbers } from './shape-arithmetic';

/**
 * The elements of an input that decides a shape.
 *
 * @throws {ApiUsageError} `OPERATION_INVALID` where they are not known while the network is built: such an input comes from constants,
 * shapes and arithmetic on them, or is an input of the network
 */
export function shapeValues(layer: string, input: SymbolicTensor): Exprs {
  checkRank(layer, input, 1, 1);
  const [count] = knownNumbers(input.shape) ?? [];
  if (input.values && input.values.length === count) return input.values;
  return refuse(layer, `the values of its shape tensor "${input.name}" are not known`, {
    tensor: input.name,
    expected: 'a shape tensor: a constant, a shape, an input of the network, or arithmetic on them',
  });
}
