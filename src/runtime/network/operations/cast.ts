import type { NativeDimensionExpr } from '../../../native';
import type { DataType } from '../../enums';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicOutput, SymbolicTensor } from './operation';
import { checkInputCount, checkName, checkType } from './refusal';
import { ShapeArithmetic } from './shape-arithmetic';
import { COMPUTED, FLOATING, INDICES } from './types';

/** `IIdentityLayer`: a copy. */
export function identity(): Operation {
  return {
    type: 'kIDENTITY',
    nbOutputs: 1,
    attributes: {},
    shapeInputs: [],
    outputTypes(layer, [input, ...more]) {
      checkInputCount(layer, 1 + more.length, 1);
      checkType(layer, 0, input, COMPUTED);
      return input ? [input] : [];
    },
    outputs: (_layer, [input]) => (input ? [{ shape: input.shape, values: input.values }] : []),
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (input && output) writer.output('Identity', [input.name], {}, output);
      return writer.finish();
    },
  };
}

/** `ICastLayer`. To kBOOL: whether the element is not 0. */
export function cast(toType: DataType): Operation {
  checkName('addCast', 'DataType that native layers compute', COMPUTED, toType);
  return {
    type: 'kCAST',
    nbOutputs: 1,
    attributes: { toType },
    shapeInputs: [],
    outputTypes(layer, [input, ...more]) {
      checkInputCount(layer, 1 + more.length, 1);
      checkType(layer, 0, input, COMPUTED);
      return [toType];
    },
    outputs(layer, [input], builder): SymbolicOutput[] {
      if (!input) return [];
      const arithmetic = new ShapeArithmetic(builder, layer);
      return [{ shape: input.shape, values: castValues(input, toType, arithmetic) }];
    },
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (input && output) writer.cast(input.name, input.type, toType, output.name);
      return writer.finish();
    },
  };
}

function castValues(
  { values }: SymbolicTensor,
  toType: DataType,
  arithmetic: ShapeArithmetic,
): NativeDimensionExpr[] | null {
  if (INDICES.includes(toType) || FLOATING.includes(toType)) return values;
  return toType === 'kBOOL'
    ? (values?.map((value) => arithmetic.not(arithmetic.not(value))) ?? null)
    : null;
}
