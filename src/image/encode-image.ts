/** Pictures in memory into files. */
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { ApiUsageError } from '../errors';
import { codec } from './codec';
import { checkImage, type Image } from './image';

/** The picture as a PNG file: every byte comes back. @throws {ApiUsageError} `IMAGE_SIZE_MISMATCH` */
export async function encodePng(image: Image): Promise<Uint8Array> {
  const sharp = await encoder(image);
  return sharp.png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer();
}

/**
 * The picture as a JPEG file, without chroma subsampling.
 *
 * @param options.quality 1 to 100; default 90.
 * @param options.width Pixels in a row; the picture is reduced to it with Lanczos' kernel. Default its own.
 * @throws {ApiUsageError} `IMAGE_SIZE_MISMATCH`
 */
export async function encodeJpeg(
  image: Image,
  options: { quality?: number; width?: number } = {},
): Promise<Uint8Array> {
  const sharp = await encoder(image);
  const { quality = 90, width = image.width } = options;
  const sized = width === image.width ? sharp : sharp.resize({ width, kernel: 'lanczos3' });
  return sized.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
}

/**
 * Writes a picture; the name's ending decides between PNG and JPEG.
 *
 * @throws {ApiUsageError} `IMAGE_FORMAT_UNKNOWN` for an ending other than .png, .jpg and .jpeg; `IMAGE_SIZE_MISMATCH`
 */
export async function writeImage(path: string, image: Image): Promise<void> {
  const ending = extname(path).toLowerCase();
  if (!['.png', '.jpg', '.jpeg'].includes(ending)) {
    throw new ApiUsageError('IMAGE_FORMAT_UNKNOWN', `Cannot write the image ${path}`, {
      expected: 'a name that ends in .png, .jpg or .jpeg',
      actual: ending === '' ? 'no ending' : ending,
    });
  }
  await writeFile(path, ending === '.png' ? await encodePng(image) : await encodeJpeg(image));
}

async function encoder(image: Image): Promise<import('sharp').Sharp> {
  checkImage(image, 'encode the image');
  const { width, height, channels, data } = image;
  return (await codec())(data, { raw: { width, height, channels } });
}
