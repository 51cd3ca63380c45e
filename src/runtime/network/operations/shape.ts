import { ONNX_TYPES } from '../../../onnx/model';
import { OnnxWriter } from './onnx-writer';
import type { Operation } from './operation';
import { checkInputCount } from './refusal';

/** `IShapeLayer`: the extents of its input, kINT64. */
export function shape(): Operation {
  return {
    type: 'kSHAPE',
    nbOutputs: 1,
    attributes: {},
    shapeInputs: [],
    outputTypes(layer, inputs) {
      checkInputCount(layer, inputs.length, 1);
      return ['kINT64'];
    },
    outputs: (_layer, [input], builder) =>
      input ? [{ shape: [builder.constant(input.shape.length)], values: input.shape }] : [],
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      if (output.type === 'kINT64') writer.node('Shape', [input.name], {}, output.name);
      else
        writer.node(
          'Cast',
          [writer.node('Shape', [input.name])],
          { to: ONNX_TYPES.int32 },
          output.name,
        );
      return writer.finish();
    },
  };
}
