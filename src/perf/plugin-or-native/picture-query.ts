import { ApiUsageError } from '../../errors';
import type { Dims } from '../../runtime/tensor';

/**
 * A picture to be made larger, and to what size. A model says the size in its own way: `factor` [1,1,H,W] by its shape, `size` [2] by its
 * values.
 */
export interface PictureQuery {
  /** [1,C,H,W], kFLOAT, linear. */
  input: Float32Array;
  inputDims: Dims;
  /** [H,W] of the output. */
  to: readonly [number, number];
}

/** An input of a model as a query fills it. */
export interface QueryTensor {
  dims: Dims;
  data: Float32Array | BigInt64Array;
}

/** @throws {ApiUsageError} `ONNX_INPUT_UNSUPPORTED` for an input of another name */
export function queryTensor(query: PictureQuery, name: string): QueryTensor {
  const [height, width] = query.to;
  switch (name) {
    case 'input':
      return { dims: query.inputDims, data: query.input };
    case 'factor':
      return { dims: [1, 1, height, width], data: new Float32Array(height * width) };
    case 'size':
      return { dims: [2], data: BigInt64Array.of(BigInt(height), BigInt(width)) };
    default:
      throw new ApiUsageError(
        'ONNX_INPUT_UNSUPPORTED',
        `Cannot run the model: nothing is known to give to its input "${name}"`,
        { tensor: name, expected: 'inputs input, factor, size' },
      );
  }
}
