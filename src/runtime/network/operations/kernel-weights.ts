import type { DataType } from '../../enums';
import type { OnnxWriter, Edge } from './onnx-writer';
import { refuseCall } from './refusal';
import { onnxTypeOf } from './types';
import { typedWeights, type Weights } from './weights';

/** Weights of a convolution's kernel: a constant, or null where they are the layer's input 1. */
export interface KernelWeights {
  type: DataType;
  bytes: Uint8Array;
  count: number;
}

/** Checks the kernel's weights; the extents between the number of maps and the window follow from how many there are. */
export function kernelWeights(
  method: string,
  weights: Weights | null,
  elementsPerMap: number,
): KernelWeights | null {
  if (!weights) return null;
  const kernel = typedWeights(weights, method);
  if (kernel.count === 0 || kernel.count % elementsPerMap !== 0) {
    refuseCall(method, 'the kernel weights do not fit the number of maps and the kernel size', {
      expected: `a multiple of ${elementsPerMap} weights`,
      actual: kernel.count,
    });
  }
  return kernel;
}

/** @returns null where there is no bias: none was given, or one without weights, as in TensorRT */
export function biasOf(
  method: string,
  weights: Weights | null | undefined,
  nbOutputMaps: number,
): KernelWeights | null {
  const bias = weights ? typedWeights(weights, method) : null;
  if (!bias || bias.count === 0) return null;
  if (bias.count !== nbOutputMaps) {
    refuseCall(method, 'the bias weights do not fit the number of maps', {
      expected: `${nbOutputMaps} weights`,
      actual: bias.count,
    });
  }
  return bias;
}

/** The edges of kernel and bias in the type that the layer computes in. */
export function weightEdges(
  writer: OnnxWriter,
  kernelType: DataType,
  constants: readonly ({ weights: KernelWeights; dims: readonly number[] } | null)[],
  inputs: readonly Edge[],
): string[] {
  const given = [...inputs];
  return constants.flatMap((constant) => {
    if (!constant) {
      const input = given.shift();
      return input ? [writer.cast(input.name, input.type, kernelType)] : [];
    }
    const { type, bytes } = constant.weights;
    return [writer.cast(writer.constant(onnxTypeOf(type), constant.dims, bytes), type, kernelType)];
  });
}
