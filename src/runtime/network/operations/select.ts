import type { Exprs } from '../../../native';
import { volume } from '../../tensor';
import { broadcastShapes } from './broadcast';
import { commonType } from './elementwise';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkType } from './refusal';
import { knownNumbers, ShapeArithmetic } from './shape-arithmetic';
import { arithmeticKernelType, COMPUTED } from './types';
import { elementAt, known, mapElements, MOST_VALUES } from './values';

/** `ISelectLayer`: of inputs 1 and 2 the first where input 0 (kBOOL) is true. The three are broadcast. */
export function select(): Operation {
  return {
    type: 'kSELECT',
    nbOutputs: 1,
    attributes: {},
    shapeInputs: [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, 3);
      types.forEach((type, index) =>
        checkType(layer, index, type, index === 0 ? ['kBOOL'] : COMPUTED),
      );
      return [commonType(layer, types.slice(1))];
    },
    outputs(layer, inputs, builder) {
      const arithmetic = new ShapeArithmetic(builder, layer);
      const shape = broadcastShapes(layer, inputs, arithmetic);
      return [{ shape, values: valuesOf(inputs, shape, arithmetic) }];
    },
    toOnnx(layer, [condition, ...choices], [output]) {
      const writer = new OnnxWriter(layer);
      if (!condition || !output) return writer.finish();
      const kernel = arithmeticKernelType(output.type);
      const edges = choices.map(({ name, type }) => writer.cast(name, type, kernel));
      writer.output('Where', [condition.name, ...edges], {}, output, kernel);
      return writer.finish();
    },
  };
}

function valuesOf(
  inputs: readonly SymbolicTensor[],
  shape: Exprs,
  arithmetic: ShapeArithmetic,
): Exprs | null {
  const [condition, yes, no] = inputs.map(known);
  const dims = knownNumbers(shape);
  if (!condition || !yes || !no || !dims || volume(dims) > MOST_VALUES) return null;
  return mapElements(dims, (index) =>
    arithmetic.select(elementAt(condition, index), elementAt(yes, index), elementAt(no, index)),
  );
}
