/** Picture files into memory. */
import { open } from 'node:fs/promises';
import { WorkbookError } from '../errors';
import { codec } from './codec';
import type { Image } from './image';

export interface ReadImageOptions {
  /** Most pixels of a picture; default 64 Mi, which are 192 MiB as an `Image`. */
  maxPixels?: number;
}

const MAX_PIXELS = 1 << 26;
/** Files are read whole; a PNG that needs more than this is no picture of `MAX_PIXELS` pixels. */
const MAX_FILE_BYTES = 1 << 29;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

/**
 * Reads a PNG or JPEG file as 8-bit RGB. Grey becomes three equal channels, 16 bits become 8, transparent pixels are laid on white,
 * colours are turned into sRGB where the file says that they are others, and a photograph is turned as its Exif orientation says.
 *
 * @param path The file; what is in it decides about its format, not its name.
 * @throws {WorkbookError} `IMAGE_NOT_FOUND`; `IMAGE_UNREADABLE` for what cannot be read or is no file; `IMAGE_INVALID` for what is
 *   neither PNG nor JPEG, or broken; `IMAGE_TOO_LARGE`
 * @example
 * ```ts
 * const photograph = await readImage('models/images/astronaut.png');
 * photograph.width; // 512
 * ```
 */
export async function readImage(path: string, options: ReadImageOptions = {}): Promise<Image> {
  return decodeImage(await readBytes(path), { ...options, name: path });
}

/** The same from bytes in memory. @param options.name What errors call the picture. */
export async function decodeImage(
  bytes: Uint8Array,
  options: ReadImageOptions & { name?: string } = {},
): Promise<Image> {
  const name = options.name ?? `${bytes.length} bytes`;
  const startsWith = (signature: readonly number[]): boolean =>
    signature.every((byte, at) => bytes[at] === byte);
  if (!startsWith(PNG) && !startsWith(JPEG)) throw invalid(name, 'it is neither PNG nor JPEG');
  const sharp = await codec();
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  try {
    // The header is looked at first, so that no memory is taken for a picture that is too large.
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > maxPixels) throw tooLarge(name, maxPixels, `${width} x ${height} pixels`);
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    // A grey picture stays one channel through the pipeline.
    const rgb = info.channels === 3 ? new Uint8Array(data) : tripled(data, info.channels);
    return { width: info.width, height: info.height, channels: 3, data: rgb };
  } catch (error) {
    if (error instanceof WorkbookError) throw error;
    throw invalid(name, reason(error));
  }
}

function tripled(grey: Uint8Array, channels: number): Uint8Array {
  return Uint8Array.from(
    { length: (grey.length / channels) * 3 },
    (_, at) => grey[Math.floor(at / 3) * channels] ?? 0,
  );
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { size } = await regularFile(file, path);
      if (size > MAX_FILE_BYTES) throw tooLarge(path, MAX_PIXELS, `a file of ${size} bytes`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof WorkbookError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? new WorkbookError('IMAGE_NOT_FOUND', `Cannot read the image ${path}: there is no such file`)
      : unreadable(path, reason(error));
  }
}

/** A device or a pipe would be read for ever. */
async function regularFile(
  file: Awaited<ReturnType<typeof open>>,
  path: string,
): Promise<{ size: number }> {
  const facts = await file.stat();
  if (!facts.isFile()) throw unreadable(path, 'it is not a regular file');
  return facts;
}

function unreadable(path: string, why: string): WorkbookError {
  return new WorkbookError('IMAGE_UNREADABLE', `Cannot read the image ${path}: ${why}`);
}

function invalid(name: string, why: string): WorkbookError {
  return new WorkbookError('IMAGE_INVALID', `Cannot decode the image ${name}: ${why}`);
}

function tooLarge(name: string, maxPixels: number, actual: string): WorkbookError {
  return new WorkbookError('IMAGE_TOO_LARGE', `Cannot decode the image ${name}: it is too large`, {
    expected: `at most ${maxPixels} pixels`,
    actual,
  });
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replace(/\n+/g, '; ');
}
