import type { DataType } from '../../enums';
import type { Dims } from '../../tensor';
import { activation, type ActivationOptions, type ActivationType } from './activation';
import { cast, identity } from './cast';
import { concatenation, type ConcatenationOptions } from './concatenation';
import { constant } from './constant';
import { convolution, deconvolution, type ConvolutionOptions } from './convolution';
import { elementWise, type ElementWiseOperation } from './elementwise';
import { gather, type GatherMode } from './gather';
import { matrixMultiply, type MatrixOperation } from './matrix-multiply';
import type { Operation } from './operation';
import { pooling, type PoolingOptions, type PoolingType } from './pooling';
import { dequantize, quantize, type QuantizeOptions } from './quantize';
import { reduce, type ReduceOperation } from './reduce';
import { resize, type ResizeOptions } from './resize';
import { select } from './select';
import { shape } from './shape';
import { shuffle, type ShuffleOptions } from './shuffle';
import { slice, type SliceOptions } from './slice';
import { softMax, type SoftMaxOptions } from './softmax';
import { unary, type UnaryOperation } from './unary';
import { isWeights, type Weights } from './weights';

/**
 * `nvinfer1::INetworkDefinition`'s methods for layers that are not plugins, under TensorRT's names. What TensorRT sets on the layer
 * afterwards comes in an options object; what it sets as a further input may be a tensor in the place of the numbers.
 *
 * Every method throws `ApiUsageError` `OPERATION_INVALID` where TensorRT refuses the layer.
 */
export abstract class NativeLayers<Tensor extends object, Layer> {
  protected abstract addOperation(operation: Operation, inputs: readonly Tensor[]): Layer;

  /**
   * @param input [N, C, …] with as many further axes as the kernel size has numbers (2 or 3)
   * @param kernelWeights [nbOutputMaps, C / nbGroups, ...kernelSize]
   * @param biasWeights nbOutputMaps numbers, or null
   */
  addConvolutionNd(
    input: Tensor,
    nbOutputMaps: number,
    kernelSize: Dims,
    kernelWeights: Weights | Tensor,
    biasWeights: Weights | Tensor | null = null,
    options: ConvolutionOptions = {},
  ): Layer {
    const kernel = split(kernelWeights);
    const bias = split(biasWeights);
    return this.addOperation(
      convolution(nbOutputMaps, kernelSize, kernel.weights, bias.weights, options),
      [input, ...kernel.tensors, ...bias.tensors],
    );
  }

  /** The transposed convolution. @param kernelWeights [C, nbOutputMaps / nbGroups, ...kernelSize] */
  addDeconvolutionNd(
    input: Tensor,
    nbOutputMaps: number,
    kernelSize: Dims,
    kernelWeights: Weights | Tensor,
    biasWeights: Weights | Tensor | null = null,
    options: ConvolutionOptions = {},
  ): Layer {
    const kernel = split(kernelWeights);
    const bias = split(biasWeights);
    return this.addOperation(
      deconvolution(nbOutputMaps, kernelSize, kernel.weights, bias.weights, options),
      [input, ...kernel.tensors, ...bias.tensors],
    );
  }

  addActivation(input: Tensor, type: ActivationType, options: ActivationOptions = {}): Layer {
    return this.addOperation(activation(type, options), [input]);
  }

  /** The inputs have the same rank; extents of 1 are broadcast. */
  addElementWise(input1: Tensor, input2: Tensor, operation: ElementWiseOperation): Layer {
    return this.addOperation(elementWise(operation), [input1, input2]);
  }

  addUnary(input: Tensor, operation: UnaryOperation): Layer {
    return this.addOperation(unary(operation), [input]);
  }

  /** Of two tensors the elements of the first where the condition (kBOOL) is true. */
  addSelect(condition: Tensor, thenInput: Tensor, elseInput: Tensor): Layer {
    return this.addOperation(select(), [condition, thenInput, elseInput]);
  }

  /** @param options.outputDimensions Numbers, or a one-dimensional tensor of kINT32 or kINT64. */
  addResize(
    input: Tensor,
    options: Omit<ResizeOptions, 'outputDimensions'> & { outputDimensions?: Dims | Tensor } = {},
  ): Layer {
    const { outputDimensions, ...rest } = options;
    const target = divide(outputDimensions ?? null);
    const given = target.dims ? { ...rest, outputDimensions: target.dims } : rest;
    return this.addOperation(resize(given, target.tensors.length > 0), [input, ...target.tensors]);
  }

  /** @param windowSize 2 or 3 numbers, for the last axes */
  addPoolingNd(
    input: Tensor,
    type: PoolingType,
    windowSize: Dims,
    options: PoolingOptions = {},
  ): Layer {
    return this.addOperation(pooling(type, windowSize, options), [input]);
  }

  addMatrixMultiply(
    input0: Tensor,
    op0: MatrixOperation,
    input1: Tensor,
    op1: MatrixOperation,
  ): Layer {
    return this.addOperation(matrixMultiply(op0, op1), [input0, input1]);
  }

  addSoftMax(input: Tensor, options: SoftMaxOptions = {}): Layer {
    return this.addOperation(softMax(options), [input]);
  }

  /** @param reduceAxes Bit mask: bit 0 is the outermost axis. */
  addReduce(
    input: Tensor,
    operation: ReduceOperation,
    reduceAxes: number,
    keepDimensions: boolean,
  ): Layer {
    return this.addOperation(reduce(operation, reduceAxes, keepDimensions), [input]);
  }

  /** @param options.reshapeDimensions Numbers, or a one-dimensional tensor of kINT32 or kINT64. */
  addShuffle(
    input: Tensor,
    options: Omit<ShuffleOptions, 'reshapeDimensions'> & { reshapeDimensions?: Dims | Tensor } = {},
  ): Layer {
    const { reshapeDimensions, ...rest } = options;
    const target = divide(reshapeDimensions ?? null);
    const given = target.dims ? { ...rest, reshapeDimensions: target.dims } : rest;
    return this.addOperation(shuffle(given, target.tensors.length > 0), [input, ...target.tensors]);
  }

  /**
   * Start, size and stride: numbers, one an axis, or one-dimensional tensors of kINT32 or kINT64.
   * @param options.fill What stands outside in mode kFILL: a tensor of one element of the input's type; default 0.
   */
  addSlice(
    input: Tensor,
    start: Dims | Tensor,
    size: Dims | Tensor,
    stride: Dims | Tensor,
    options: SliceOptions & { fill?: Tensor } = {},
  ): Layer {
    const [first, count, step] = [divide(start), divide(size), divide(stride)];
    const { fill, ...rest } = options;
    const operation = slice(first.dims, count.dims, step.dims, rest, fill ? 'input' : 'zero');
    const parts = [...first.tensors, ...count.tensors, ...step.tensors];
    return this.addOperation(operation, [input, ...parts, ...(fill ? [fill] : [])]);
  }

  addConcatenation(inputs: readonly Tensor[], options: ConcatenationOptions = {}): Layer {
    return this.addOperation(concatenation(options), inputs);
  }

  /** @param axis The axis of the data that the indices (kINT32 or kINT64) count along. */
  addGather(data: Tensor, indices: Tensor, axis: number): Layer {
    return this.addOperation(gather(axis), [data, indices]);
  }

  addGatherV2(
    data: Tensor,
    indices: Tensor,
    mode: GatherMode,
    options: { axis?: number } = {},
  ): Layer {
    return this.addOperation(gather(options.axis ?? 0, mode), [data, indices]);
  }

  addConstant(dimensions: Dims, weights: Weights): Layer {
    return this.addOperation(constant(dimensions, weights), []);
  }

  addIdentity(input: Tensor): Layer {
    return this.addOperation(identity(), [input]);
  }

  addCast(input: Tensor, toType: DataType): Layer {
    return this.addOperation(cast(toType), [input]);
  }

  /** @param zeroPoint The same shape as the scale; TensorRT takes zeros only. */
  addQuantize(
    input: Tensor,
    scale: Tensor,
    options: QuantizeOptions & { zeroPoint?: Tensor } = {},
  ): Layer {
    const { zeroPoint, ...rest } = options;
    return this.addOperation(quantize(rest), [input, scale, ...(zeroPoint ? [zeroPoint] : [])]);
  }

  addDequantize(
    input: Tensor,
    scale: Tensor,
    options: QuantizeOptions & { zeroPoint?: Tensor } = {},
  ): Layer {
    const { zeroPoint, ...rest } = options;
    return this.addOperation(dequantize(rest), [input, scale, ...(zeroPoint ? [zeroPoint] : [])]);
  }

  /** The extents of a tensor, kINT64. */
  addShape(input: Tensor): Layer {
    return this.addOperation(shape(), [input]);
  }
}

function split<Tensor extends object>(
  value: Weights | Tensor | null,
): { weights: Weights | null; tensors: Tensor[] } {
  if (value === null) return { weights: null, tensors: [] };
  return isWeights(value) ? { weights: value, tensors: [] } : { weights: null, tensors: [value] };
}

function divide<Tensor extends object>(
  value: Dims | Tensor | null,
): { dims: Dims | null; tensors: Tensor[] } {
  if (value === null) return { dims: null, tensors: [] };
  return Array.isArray(value) ? { dims: value, tensors: [] } : { dims: null, tensors: [value] };
}
