/** A picture as data. */
import { ApiUsageError } from '../errors';

/** An 8-bit RGB picture in memory. */
export interface Image {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  readonly channels: 3;
  /** height x width x 3 bytes [H,W,3]: rows from the top, in a row pixels from the left, of a pixel red, green, blue. */
  readonly data: Uint8Array;
}

/**
 * Checks that the data are as many as the extents say.
 *
 * @param act What could not be done with a wrong one: `encode the image`.
 * @throws {ApiUsageError} `IMAGE_SIZE_MISMATCH`
 */
export function checkImage(image: Image, act: string): void {
  const { width, height, channels, data } = image;
  const extents = [width, height].every((extent) => Number.isSafeInteger(extent) && extent > 0);
  // The type says 3; what comes from JavaScript may differ.
  const channelCount: number = channels;
  if (extents && channelCount === 3 && data.length === width * height * 3) return;
  throw new ApiUsageError('IMAGE_SIZE_MISMATCH', `Cannot ${act}: its data do not fit its extents`, {
    expected: 'width and height from 1, 3 channels, width x height x 3 bytes',
    actual: `${width} x ${height} x ${channelCount}, ${data.length} bytes`,
  });
}

/** A part of a picture, in pixels from its top left corner. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Copies a region out of a picture. @throws {ApiUsageError} `IMAGE_REGION_INVALID` when it leaves the picture */
export function cropImage(image: Image, region: Region): Image {
  checkImage(image, 'crop the image');
  const { x, y, width, height } = region;
  const whole = [x, y, width, height].every(Number.isSafeInteger);
  const inside = x >= 0 && y >= 0 && x + width <= image.width && y + height <= image.height;
  if (!whole || !inside || width < 1 || height < 1) {
    throw new ApiUsageError('IMAGE_REGION_INVALID', 'Cannot crop the image', {
      expected: `a region inside ${image.width} x ${image.height} pixels`,
      actual: `${width} x ${height} pixels at (${x}, ${y})`,
    });
  }
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * image.width + x) * 3;
    data.set(image.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, channels: 3, data };
}

/** The picture `factor` times as large, every pixel a block of `factor` x `factor` pixels: nothing is interpolated. */
export function magnifyImage(image: Image, factor: number): Image {
  checkImage(image, 'magnify the image');
  if (!Number.isSafeInteger(factor) || factor < 1) {
    throw new ApiUsageError('IMAGE_FACTOR_INVALID', 'Cannot magnify the image', {
      expected: 'a whole factor from 1',
      actual: String(factor),
    });
  }
  const width = image.width * factor;
  const height = image.height * factor;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    if (y % factor !== 0) {
      data.copyWithin(y * width * 3, (y - 1) * width * 3, y * width * 3);
      continue;
    }
    const row = (y / factor) * image.width;
    for (let x = 0; x < width; x++) {
      const from = (row + Math.floor(x / factor)) * 3;
      for (let channel = 0; channel < 3; channel++)
        data[(y * width + x) * 3 + channel] = image.data[from + channel] ?? 0;
    }
  }
  return { width, height, channels: 3, data };
}
