import type { Exprs } from '../../../native';
import { volume, type Dims } from '../../tensor';
import { biasOf, kernelWeights, weightEdges } from './kernel-weights';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkRank, checkType, checkWhole, refuse, refuseCall } from './refusal';
import { ShapeArithmetic } from './shape-arithmetic';
import { floatingKernelType, FLOATING } from './types';
import type { Weights } from './weights';
import {
  outputExtent,
  windowAttributes,
  windowOf,
  type Window,
  type WindowOptions,
} from './window';

export interface ConvolutionOptions extends WindowOptions {
  /** Default 1. */
  dilation?: number[];
  /** Default 1. */
  nbGroups?: number;
}

/**
 * `IConvolutionLayer`: [N, C, …] with a kernel of [nbOutputMaps, C / nbGroups, ...kernelSize].
 *
 * @param kernel null where the kernel is input 1, and the bias, where there is one, input 2
 */
export function convolution(
  nbOutputMaps: number,
  kernelSize: Dims,
  kernel: Weights | null,
  bias: Weights | null,
  options: ConvolutionOptions = {},
): Operation {
  return grouped('addConvolutionNd', nbOutputMaps, kernelSize, kernel, bias, options);
}

/**
 * `IDeconvolutionLayer`: the transposed convolution of [N, C, …] with a kernel of [C, nbOutputMaps / nbGroups, ...kernelSize]. An
 * extent becomes `(extent - 1) * stride + dilation * (kernel - 1) + 1 - prePadding - postPadding`.
 */
export function deconvolution(
  nbOutputMaps: number,
  kernelSize: Dims,
  kernel: Weights | null,
  bias: Weights | null,
  options: ConvolutionOptions = {},
): Operation {
  return grouped('addDeconvolutionNd', nbOutputMaps, kernelSize, kernel, bias, options);
}

function grouped(
  method: 'addConvolutionNd' | 'addDeconvolutionNd',
  nbOutputMaps: number,
  kernelSize: Dims,
  kernelGiven: Weights | null,
  biasGiven: Weights | null,
  options: ConvolutionOptions,
): Operation {
  const transposed = method === 'addDeconvolutionNd';
  const { nbGroups = 1 } = options;
  checkWhole(method, 'number of output maps', [nbOutputMaps], 1);
  checkWhole(method, 'number of groups', [nbGroups], 1);
  if (nbOutputMaps % nbGroups !== 0) {
    refuseCall(method, 'the output maps cannot be divided into the groups', {
      expected: `a multiple of ${nbGroups}`,
      actual: nbOutputMaps,
    });
  }
  const window = windowOf(method, kernelSize, options);
  checkPadding(method, window);
  // A kernel is [maps, inputs of a group, …], a transposed one [inputs, maps of a group, …].
  const knownMaps = transposed ? nbOutputMaps / nbGroups : nbOutputMaps;
  const perMap = knownMaps * volume(window.size);
  const kernel = kernelWeights(method, kernelGiven, perMap);
  const bias = biasOf(method, biasGiven, nbOutputMaps);
  const otherMaps = (kernel?.count ?? 0) / perMap;
  const maps = transposed ? [otherMaps, knownMaps] : [knownMaps, otherMaps];
  /** How many channels the input needs, by the kernel. */
  const channels = transposed ? otherMaps : otherMaps * nbGroups;
  return {
    type: transposed ? 'kDECONVOLUTION' : 'kCONVOLUTION',
    nbOutputs: 1,
    attributes: { nbOutputMaps, kernelSize: window.size, nbGroups, ...spoken(window) },
    shapeInputs: [],
    outputTypes(layer, types) {
      const least = kernel ? 1 : 2;
      checkInputCount(layer, types.length, least, kernel || bias ? least : 3);
      types.forEach((type, index) => checkType(layer, index, type, FLOATING));
      return types.slice(0, 1);
    },
    outputs(layer, [input, kernelInput], builder) {
      if (!input) return [];
      checkRank(layer, input, window.size.length + 2, window.size.length + 2);
      if (kernel) checkChannels(layer, input, channels);
      else if (kernelInput) checkKernelInput(layer, kernelInput, window);
      const arithmetic = new ShapeArithmetic(builder, layer);
      const spatial = input.shape
        .slice(2)
        .map((extent, axis) =>
          transposed
            ? transposedExtent(extent, window, axis, arithmetic)
            : outputExtent(extent, window, axis, arithmetic),
        );
      const shape: Exprs = [...input.shape.slice(0, 1), builder.constant(nbOutputMaps), ...spatial];
      return [{ shape, values: null }];
    },
    toOnnx(layer, [input, ...weightInputs], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      const type = floatingKernelType(input.type);
      const constants = [
        kernel && { weights: kernel, dims: [...maps, ...window.size] },
        bias && { weights: bias, dims: [nbOutputMaps] },
      ];
      writer.output(
        transposed ? 'ConvTranspose' : 'Conv',
        [
          writer.cast(input.name, input.type, type),
          ...weightEdges(writer, type, constants, weightInputs),
        ],
        { ...windowAttributes(window, true), group: nbGroups },
        output,
        type,
      );
      return writer.finish();
    },
  };
}

/** What ONNX Runtime's convolutions cannot do. */
function checkPadding(method: string, { paddingMode, dilation }: Window): void {
  const dilated = dilation.some((step) => step !== 1);
  if (paddingMode === 'kEXPLICIT_ROUND_DOWN') return;
  if (method === 'addConvolutionNd' && paddingMode !== 'kEXPLICIT_ROUND_UP' && !dilated) return;
  refuseCall(method, 'this padding mode is not supported here', {
    expected: 'kEXPLICIT_ROUND_DOWN; a SAME mode of a convolution without dilation',
    actual: dilated ? `${paddingMode} with dilation` : paddingMode,
  });
}

function spoken({ stride, dilation, prePadding, postPadding, paddingMode }: Window): object {
  return { stride, dilation, prePadding, postPadding, paddingMode };
}

function checkChannels(layer: string, input: SymbolicTensor, channels: number): void {
  const extent = input.shape[1];
  if (extent?.isConstant() && extent.getConstantValue() === channels) return;
  refuse(layer, `input "${input.name}" does not have the channels that the kernel is for`, {
    tensor: input.name,
    expected: `${channels} channels, known while building`,
    actual: extent?.isConstant() ? extent.getConstantValue() : 'an extent that is not known',
  });
}

function checkKernelInput(layer: string, kernel: SymbolicTensor, window: Window): void {
  checkRank(layer, kernel, window.size.length + 2, window.size.length + 2);
  kernel.shape.slice(2).forEach((extent, axis) => {
    if (extent.isConstant() && extent.getConstantValue() !== window.size[axis]) {
      refuse(layer, `input "${kernel.name}" is a kernel of another size`, {
        tensor: kernel.name,
        expected: `kernel size ${window.size.join('x')}`,
        actual: extent.getConstantValue(),
      });
    }
  });
}

function transposedExtent(
  extent: Exprs[number],
  window: Window,
  axis: number,
  arithmetic: ShapeArithmetic,
): Exprs[number] {
  const at = (list: readonly number[]) => list[axis] ?? 0;
  const covered = (at(window.size) - 1) * at(window.dilation) + 1;
  const less = at(window.prePadding) + at(window.postPadding);
  const stride = at(window.stride);
  const moved = arithmetic.product(arithmetic.constant(stride), extent);
  return arithmetic.sum(moved, arithmetic.constant(covered - less - stride));
}
