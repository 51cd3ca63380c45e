import type { DataType } from '../../enums';
import { checkDims, volume, type Dims } from '../../tensor';
import { OnnxWriter } from './onnx-writer';
import type { Operation } from './operation';
import { checkInputCount, refuseCall } from './refusal';
import { onnxTypeOf } from './types';
import { MOST_VALUES } from './values';
import { typedWeights, type Weights } from './weights';

/** `IConstantLayer`: as many weights as the extents have elements, row by row. */
export function constant(dims: Dims, weights: Weights): Operation {
  checkDims(dims, 0, 'addConstant');
  const { type, bytes, count } = typedWeights(weights, 'addConstant');
  if (count !== volume(dims)) {
    refuseCall('addConstant', 'the weights do not fit the dimensions', {
      expected: `${volume(dims)} elements`,
      actual: count,
    });
  }
  const numbers = count <= MOST_VALUES ? wholeNumbers(type, bytes) : null;
  return {
    type: 'kCONSTANT',
    nbOutputs: 1,
    attributes: { dimensions: [...dims], type },
    shapeInputs: [],
    outputTypes(layer, inputs) {
      checkInputCount(layer, inputs.length, 0);
      return [type];
    },
    outputs: (_layer, _inputs, builder) => [
      {
        shape: dims.map((extent) => builder.constant(extent)),
        values: numbers?.map((value) => builder.constant(value)) ?? null,
      },
    ],
    toOnnx(layer, _inputs, [output]) {
      const writer = new OnnxWriter(layer);
      if (output) {
        writer.output('Identity', [writer.constant(onnxTypeOf(type), dims, bytes)], {}, output);
      }
      return writer.finish();
    },
  };
}

/** The elements where all are whole numbers that a double holds exactly; null otherwise. */
function wholeNumbers(type: DataType, bytes: Uint8Array): number[] | null {
  const values = numbersOf(type, bytes.slice().buffer);
  return values?.every((value) => Number.isSafeInteger(value)) ? values : null;
}

function numbersOf(type: DataType, buffer: ArrayBuffer): number[] | null {
  switch (type) {
    case 'kINT64':
      return Array.from(new BigInt64Array(buffer), Number);
    case 'kINT32':
      return Array.from(new Int32Array(buffer));
    case 'kFLOAT':
      return Array.from(new Float32Array(buffer));
    case 'kINT8':
      return Array.from(new Int8Array(buffer));
    case 'kUINT8':
      return Array.from(new Uint8Array(buffer));
    case 'kBOOL':
      return Array.from(new Uint8Array(buffer), (value) => (value === 0 ? 0 : 1));
    default:
      return null;
  }
}
