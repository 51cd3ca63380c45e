import type { DataType } from '../../enums';
import { checkAxis } from './axes';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkName, checkRank, checkType, refuse } from './refusal';
import { ONNX_TYPES } from '../../../onnx/model';
import { floatingKernelType, FLOATING, onnxTypeOf } from './types';

export interface QuantizeOptions {
  /** The axis that a one-dimensional scale goes along. Needed where the scale is no scalar. */
  axis?: number;
  /** Quantize: kINT8 (default) or kUINT8. Dequantize: kFLOAT (default), kHALF or kBF16. */
  toType?: DataType;
}

/**
 * `IQuantizeLayer`: `clamp(round(input / scale) + zeroPoint)`, halves to the even number.
 * Inputs: the data, the scale (a scalar, or one number for each place of the axis), optionally the zero point.
 */
export function quantize(options: QuantizeOptions = {}): Operation {
  const { toType = 'kINT8' } = options;
  checkName(
    'addQuantize',
    'DataType of the output that is supported here',
    ['kINT8', 'kUINT8'],
    toType,
  );
  return scaled('kQUANTIZE', FLOATING, toType, options.axis);
}

/** `IDequantizeLayer`: `(input - zeroPoint) * scale`. Inputs as of `quantize`. */
export function dequantize(options: QuantizeOptions = {}): Operation {
  const { toType = 'kFLOAT' } = options;
  checkName('addDequantize', 'DataType of the output', FLOATING, toType);
  return scaled('kDEQUANTIZE', ['kINT8', 'kUINT8', 'kINT32'], toType, options.axis);
}

function scaled(
  type: 'kQUANTIZE' | 'kDEQUANTIZE',
  allowed: readonly DataType[],
  toType: DataType,
  axis: number | undefined,
): Operation {
  const quantizes = type === 'kQUANTIZE';
  return {
    type,
    nbOutputs: 1,
    attributes: { toType, ...(axis === undefined ? {} : { axis }) },
    shapeInputs: [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, 2, 3);
      checkType(layer, 0, types[0], allowed);
      checkType(layer, 1, types[1], FLOATING);
      if (types[2]) checkType(layer, 2, types[2], [quantizes ? toType : (types[0] ?? toType)]);
      return [toType];
    },
    outputs(layer, [input, scale, zeroPoint]) {
      if (!input || !scale) return [];
      checkScale(layer, input, scale, axis);
      if (zeroPoint) checkRank(layer, zeroPoint, scale.shape.length, scale.shape.length);
      return [{ shape: input.shape, values: null }];
    },
    toOnnx(layer, [input, scale, zeroPoint], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !scale || !output) return writer.finish();
      const kernel = quantizes ? floatingKernelType(input.type) : floatingKernelType(toType);
      const edges = [
        quantizes ? writer.cast(input.name, input.type, kernel) : input.name,
        writer.cast(scale.name, scale.type, kernel),
        ...(zeroPoint ? [zeroPoint.name] : []),
      ];
      const attributes = {
        ...(axis === undefined ? {} : { axis: axis < 0 ? axis + input.rank : axis }),
        ...(quantizes && !zeroPoint ? { output_dtype: ONNX_TYPES[onnxTypeOf(toType)] } : {}),
      };
      const opType = quantizes ? 'QuantizeLinear' : 'DequantizeLinear';
      writer.output(opType, edges, attributes, output, quantizes ? toType : kernel);
      return writer.finish();
    },
  };
}

function checkScale(
  layer: string,
  input: SymbolicTensor,
  scale: SymbolicTensor,
  axis: number | undefined,
): void {
  checkRank(layer, scale, 0, 1);
  const [scales] = scale.shape;
  if (!scales) return;
  const count = scales.isConstant() ? scales.getConstantValue() : -1;
  if (axis === undefined) {
    if (count === 1) return;
    refuse(layer, 'a scale for each place of an axis needs the axis', {
      tensor: scale.name,
      expected: 'options.axis',
    });
  }
  const rank = input.shape.length;
  checkAxis(layer, axis < 0 ? axis + rank : axis, rank);
  const extent = input.shape.at(axis);
  if (count >= 0 && extent?.isConstant() && extent.getConstantValue() !== count) {
    refuse(layer, 'the scale does not fit the axis', {
      tensor: scale.name,
      expected: `${extent.getConstantValue()} scales`,
      actual: count,
    });
  }
}
