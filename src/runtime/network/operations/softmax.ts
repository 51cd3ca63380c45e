import { OnnxWriter } from './onnx-writer';
import type { Operation } from './operation';
import { checkInputCount, checkRank, checkType, refuse, refuseCall } from './refusal';
import { axesOfMask } from './axes';
import { floatingKernelType, FLOATING } from './types';

export interface SoftMaxOptions {
  /** Bit mask with one bit: bit 0 is the outermost axis. Default: the axis three from the end, 0 where there are fewer. */
  axes?: number;
}

/** `ISoftMaxLayer`. */
export function softMax({ axes }: SoftMaxOptions = {}): Operation {
  if (axes !== undefined && (!Number.isInteger(axes) || axesOfMask(axes).length !== 1)) {
    refuseCall('addSoftMax', 'the axes are not valid', {
      expected: 'a bit mask with one bit',
      actual: axes,
    });
  }
  const axisOf = (rank: number) =>
    axes === undefined ? Math.max(0, rank - 3) : axesOfMask(axes)[0];
  return {
    type: 'kSOFTMAX',
    nbOutputs: 1,
    attributes: axes === undefined ? {} : { axes },
    shapeInputs: [],
    outputTypes(layer, [input, ...more]) {
      checkInputCount(layer, 1 + more.length, 1);
      checkType(layer, 0, input, FLOATING);
      return input ? [input] : [];
    },
    outputs(layer, [input]) {
      if (!input) return [];
      checkRank(layer, input, 1);
      const axis = axisOf(input.shape.length) ?? 0;
      if (axis >= input.shape.length) {
        refuse(layer, `input "${input.name}" has no axis ${axis}`, {
          expected: `an axis below ${input.shape.length}`,
          actual: axis,
        });
      }
      return [{ shape: input.shape, values: null }];
    },
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      const kernel = floatingKernelType(input.type);
      const x = writer.cast(input.name, input.type, kernel);
      writer.output('Softmax', [x], { axis: axisOf(input.rank) ?? 0 }, output, kernel);
      return writer.finish();
    },
  };
}
