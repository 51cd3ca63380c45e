/** Pictures as a network takes and returns them: float32 NCHW, 0 to 1. */
import { ApiUsageError } from '../errors';
import type { Dims } from '../runtime/tensor';
import { checkImage, type Image } from './image';

/**
 * The picture as a tensor [1,3,H,W], float32: all of red, all of green, all of blue, each byte divided by 255.
 *
 * @throws {ApiUsageError} `IMAGE_SIZE_MISMATCH`
 */
export function imageToTensor(image: Image): Float32Array {
  checkImage(image, 'make a tensor of the image');
  const plane = image.width * image.height;
  const values = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++)
    for (let channel = 0; channel < 3; channel++)
      values[channel * plane + pixel] = (image.data[3 * pixel + channel] ?? 0) / 255;
  return values;
}

/**
 * A tensor as a picture: every value is clamped to 0..1, multiplied by 255 and rounded, halves up.
 *
 * @param values Row-major.
 * @param dims [1,3,H,W] or [3,H,W].
 * @throws {ApiUsageError} `IMAGE_DIMS_INVALID`; `IMAGE_VALUE_NOT_A_NUMBER` where a value is NaN, which no colour can stand for
 */
export function tensorToImage(values: ArrayLike<number>, dims: Dims): Image {
  const [channels, height = 0, width = 0] =
    dims.length === 4 && dims[0] === 1 ? dims.slice(1) : dims;
  const extents = [height, width].every((extent) => Number.isSafeInteger(extent) && extent > 0);
  const drawable = dims.length === 3 || (dims.length === 4 && dims[0] === 1);
  if (!drawable || channels !== 3 || !extents)
    throw wrongDims('dims [1,3,H,W] or [3,H,W]', `[${dims.join(',')}]`);
  const plane = height * width;
  if (values.length !== 3 * plane)
    throw wrongDims(`${3 * plane} values`, `${values.length} values`);
  const data = new Uint8Array(3 * plane);
  for (let at = 0; at < 3 * plane; at++) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) throw notANumber(values, at, plane, width);
    const clamped = Math.min(1, Math.max(0, value));
    data[3 * (at % plane) + Math.floor(at / plane)] = Math.round(255 * clamped);
  }
  return { width, height, channels: 3, data };
}

function wrongDims(expected: string, actual: string): ApiUsageError {
  return new ApiUsageError('IMAGE_DIMS_INVALID', 'Cannot make an image of the tensor', {
    expected,
    actual,
  });
}

function notANumber(
  values: ArrayLike<number>,
  first: number,
  plane: number,
  width: number,
): ApiUsageError {
  const count = Array.from(values).filter(Number.isNaN).length;
  const pixel = first % plane;
  const place = `[0,${Math.floor(first / plane)},${Math.floor(pixel / width)},${pixel % width}]`;
  return new ApiUsageError(
    'IMAGE_VALUE_NOT_A_NUMBER',
    `Cannot make an image of the tensor: ${count} of ${values.length} values are NaN, the first at ${place}`,
  );
}
