import type { Dims } from '../../tensor';
import { OnnxWriter } from './onnx-writer';
import type { Operation } from './operation';
import { checkInputCount, checkName, checkNumber, checkRank, checkType } from './refusal';
import { ShapeArithmetic } from './shape-arithmetic';
import { floatingKernelType, FLOATING } from './types';
import { outputExtent, windowAttributes, windowOf, type WindowOptions } from './window';

/** `nvinfer1::PoolingType`; the position is TensorRT's number (NvInfer.h 10.16). */
export const POOLING_TYPES = ['kMAX', 'kAVERAGE', 'kMAX_AVERAGE_BLEND'] as const;
export type PoolingType = (typeof POOLING_TYPES)[number];

export interface PoolingOptions extends WindowOptions {
  /** Whether an average leaves out the padding; default true. */
  averageCountExcludesPadding?: boolean;
  /** The share of the average in kMAX_AVERAGE_BLEND; default 0. */
  blendFactor?: number;
}

/** `IPoolingLayer` over the last 2 or 3 axes of [N, C, …]. Unlike a convolution, its default stride is the window. */
export function pooling(
  type: PoolingType,
  windowSize: Dims,
  options: PoolingOptions = {},
): Operation {
  checkName('addPoolingNd', 'PoolingType', POOLING_TYPES, type);
  const { averageCountExcludesPadding = true, blendFactor = 0 } = options;
  checkNumber('addPoolingNd', 'blendFactor', blendFactor);
  const window = windowOf('addPoolingNd', windowSize, { stride: windowSize, ...options });
  const { stride, prePadding, postPadding, paddingMode } = window;
  return {
    type: 'kPOOLING',
    nbOutputs: 1,
    attributes: {
      poolingType: type,
      windowSize: window.size,
      stride,
      prePadding,
      postPadding,
      paddingMode,
      averageCountExcludesPadding,
      ...(type === 'kMAX_AVERAGE_BLEND' ? { blendFactor } : {}),
    },
    shapeInputs: [],
    outputTypes(layer, [input, ...more]) {
      checkInputCount(layer, 1 + more.length, 1);
      checkType(layer, 0, input, type === 'kMAX' ? [...FLOATING, 'kINT8'] : FLOATING);
      return input ? [input] : [];
    },
    outputs(layer, [input], builder) {
      if (!input) return [];
      checkRank(layer, input, window.size.length + 2, window.size.length + 2);
      const arithmetic = new ShapeArithmetic(builder, layer);
      const spatial = input.shape
        .slice(2)
        .map((extent, axis) => outputExtent(extent, window, axis, arithmetic));
      return [{ shape: [...input.shape.slice(0, 2), ...spatial], values: null }];
    },
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      const kernel = floatingKernelType(input.type);
      const x = writer.cast(input.name, input.type, kernel);
      const attributes = {
        ...windowAttributes(window, false),
        ceil_mode: paddingMode === 'kEXPLICIT_ROUND_UP' ? 1 : 0,
      };
      const average = { ...attributes, count_include_pad: averageCountExcludesPadding ? 0 : 1 };
      if (type === 'kMAX') {
        writer.output('MaxPool', [x], attributes, output, kernel);
      } else if (type === 'kAVERAGE') {
        writer.output('AveragePool', [x], average, output, kernel);
      } else {
        const parts = [
          { pooled: writer.node('MaxPool', [x], attributes), share: 1 - blendFactor },
          { pooled: writer.node('AveragePool', [x], average), share: blendFactor },
        ].map(({ pooled, share }) => writer.node('Mul', [pooled, writer.scalar(share, kernel)]));
        writer.output('Add', parts, {}, output, kernel);
      }
      return writer.finish();
    },
  };
}
