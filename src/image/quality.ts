/** How close a picture is to the one that it should be. */
import { ApiUsageError } from '../errors';
import { checkImage, type Image } from './image';

export interface QualityOptions {
  /**
   * `rgb` (default): all three channels. `luma`: ITU-R BT.601's Y, 16 to 235 and not rounded, as papers on super-resolution take it.
   */
  on?: 'rgb' | 'luma';
  /** Outermost pixels on every side that are left out; default 0. */
  border?: number;
}

/** One channel of a picture: row-major, [height,width]. */
interface Plane {
  width: number;
  height: number;
  values: Float64Array;
}

const PEAK = 255;

/**
 * Peak signal-to-noise ratio in dB: 10 log10(255² / mean squared difference), over all pixels and channels.
 * Equal pictures have Infinity. The same as scikit-image's `peak_signal_noise_ratio(data_range=255)`.
 *
 * @throws {ApiUsageError} `IMAGE_SIZE_MISMATCH`
 */
export function psnr(a: Image, b: Image, options: QualityOptions = {}): number {
  let sum = 0;
  let count = 0;
  for (const [first, second] of planePairs(a, b, options, 1)) {
    first.values.forEach((value, at) => (sum += (value - (second.values[at] ?? 0)) ** 2));
    count += first.values.length;
  }
  return 10 * Math.log10(PEAK ** 2 / (sum / count));
}

const SIGMA = 1.5;
/** Pixels on each side of the middle of the window. */
const RADIUS = 5;
const C1 = (0.01 * PEAK) ** 2;
const C2 = (0.03 * PEAK) ** 2;

/** The window's weights in one direction; they sum to 1. */
const WINDOW = (() => {
  const weights = Array.from({ length: 2 * RADIUS + 1 }, (_, at) =>
    Math.exp(-((at - RADIUS) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Float64Array.from(weights, (weight) => weight / sum);
})();

/**
 * Structural similarity, 1 for equal pictures: Wang, Bovik, Sheikh and Simoncelli's (2004), with their Gaussian window (11 x 11, sigma
 * 1.5), K1 = 0.01, K2 = 0.03 and population covariance; the mean over all positions at which the window lies inside the picture, and
 * over the channels. The same as scikit-image's `structural_similarity(gaussian_weights=True, sigma=1.5,
 * use_sample_covariance=False, data_range=255)`.
 *
 * @throws {ApiUsageError} `IMAGE_SIZE_MISMATCH`; also where less than 11 x 11 pixels are left
 */
export function ssim(a: Image, b: Image, options: QualityOptions = {}): number {
  const means = planePairs(a, b, options, 2 * RADIUS + 1).map(([x, y]) => similarity(x, y));
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

function similarity(x: Plane, y: Plane): number {
  const product = (p: Plane, q: Plane): Plane => ({
    ...p,
    values: p.values.map((value, at) => value * (q.values[at] ?? 0)),
  });
  const [meanX, meanY] = [windowMeans(x), windowMeans(y)];
  const [squareX, squareY, cross] = [
    windowMeans(product(x, x)),
    windowMeans(product(y, y)),
    windowMeans(product(x, y)),
  ];
  let sum = 0;
  meanX.forEach((ux, at) => {
    const uy = meanY[at] ?? 0;
    const varianceX = (squareX[at] ?? 0) - ux * ux;
    const varianceY = (squareY[at] ?? 0) - uy * uy;
    const covariance = (cross[at] ?? 0) - ux * uy;
    const luminance = (2 * ux * uy + C1) / (ux * ux + uy * uy + C1);
    sum += (luminance * (2 * covariance + C2)) / (varianceX + varianceY + C2);
  });
  return sum / meanX.length;
}

/** Weighted means wherever the whole window lies inside: first along rows, then along columns. */
function windowMeans({ width, height, values }: Plane): Float64Array {
  const columns = width - 2 * RADIUS;
  const rows = height - 2 * RADIUS;
  const along = new Float64Array(columns * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let tap = 0; tap < WINDOW.length; tap++)
        sum += (WINDOW[tap] ?? 0) * (values[y * width + x + tap] ?? 0);
      along[y * columns + x] = sum;
    }
  const means = new Float64Array(columns * rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let tap = 0; tap < WINDOW.length; tap++)
        sum += (WINDOW[tap] ?? 0) * (along[(y + tap) * columns + x] ?? 0);
      means[y * columns + x] = sum;
    }
  return means;
}

/** The channels to compare, pair by pair, without the border. */
function planePairs(
  a: Image,
  b: Image,
  { on = 'rgb', border = 0 }: QualityOptions,
  least: number,
): [Plane, Plane][] {
  checkImage(a, 'compare the image');
  checkImage(b, 'compare the image');
  if (a.width !== b.width || a.height !== b.height)
    throw mismatch(`two of ${a.width} x ${a.height}`, `one of ${b.width} x ${b.height}`);
  const left = Math.min(a.width, a.height) - 2 * border;
  if (!Number.isSafeInteger(border) || border < 0 || left < least)
    throw mismatch(
      `at least ${least} x ${least} pixels inside a border of 0 or more`,
      `${a.width} x ${a.height} with a border of ${border}`,
    );
  const channels = on === 'luma' ? [lumaOf] : [0, 1, 2].map(channelOf);
  return channels.map((read) => [planeOf(a, border, read), planeOf(b, border, read)]);
}

function planeOf(
  image: Image,
  border: number,
  read: (data: Uint8Array, at: number) => number,
): Plane {
  const [width, height] = [image.width - 2 * border, image.height - 2 * border];
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      values[y * width + x] = read(image.data, 3 * ((y + border) * image.width + x + border));
  return { width, height, values };
}

function channelOf(channel: number): (data: Uint8Array, at: number) => number {
  return (data, at) => data[at + channel] ?? 0;
}

function lumaOf(data: Uint8Array, at: number): number {
  const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  return 16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255;
}

function mismatch(expected: string, actual: string): ApiUsageError {
  return new ApiUsageError('IMAGE_SIZE_MISMATCH', 'Cannot compare the images', {
    expected,
    actual,
  });
}
