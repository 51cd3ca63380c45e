import { join } from 'node:path';
import { ApiUsageError } from '../../errors';
import type { Image } from '../../image/image';
import { imageToTensor } from '../../image/image-tensor';
import { readImage } from '../../image/read-image';
import { projectRoot } from '../../native-loader';
import type { ProgressMonitor } from '../../runtime/build/progress-monitor';
import type { PictureQuery } from './picture-query';
import type { Variant } from './variants';

/** What to compare and how long. */
export interface PluginOrNativeOptions {
  /** Default: SRCNN_VARIANTS. */
  variants?: readonly Variant[];
  /** The picture that goes in; default: a photo of models/images, 256x256. */
  image?: Image;
  /** The picture that should come out. Default: of the default image the photo in twice the size, else none. */
  photo?: Image;
  /** [H,W] of the output; default: the photo's, else twice the image's. */
  to?: readonly [number, number];
  /** How often the variants take turns; default 5. */
  rounds?: number;
  /** Queries of a variant in one turn; default 8. */
  queries?: number;
  /** How often the layers of each variant are profiled; default 5. */
  profileIterations?: number;
  /** Ends the comparison: the promise rejects with its reason. */
  signal?: AbortSignal;
  /** Hears how far it is, and may end it. */
  monitor?: ProgressMonitor;
}

/** How often everything is done. */
export interface ComparisonCounts {
  rounds: number;
  queries: number;
  profileIterations: number;
}

/** @throws {ApiUsageError} `COMPARISON_INVALID` */
export function countsOf(
  { rounds = 5, queries = 8, profileIterations = 5 }: PluginOrNativeOptions,
  variants: readonly Variant[],
): ComparisonCounts {
  const counts = { rounds, queries, profileIterations };
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isSafeInteger(value) || value < 1)
      invalid(name, 'a whole number, 1 or more', value);
  }
  const ids = variants.map(({ id }) => id);
  if (ids.length === 0) invalid('variants', 'one variant or more', 'none');
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) invalid('variants', 'an id of its own for each', `"${twice}" twice`);
  return counts;
}

/** The query, and what should come out of it. @throws {ApiUsageError} `COMPARISON_INVALID`, `IMAGE_…` */
export async function picturesOf(
  options: PluginOrNativeOptions,
): Promise<{ query: PictureQuery; photo: Image | null }> {
  const file = (size: number) =>
    readImage(join(projectRoot, 'models', 'images', `astronaut-${size}.png`));
  const image = options.image ?? (await file(256));
  const twice = [2 * image.height, 2 * image.width] as const;
  const ours =
    !options.image && !options.photo && (!options.to || String(options.to) === String(twice));
  const photo = ours ? await file(512) : (options.photo ?? null);
  const to = options.to ?? (photo ? ([photo.height, photo.width] as const) : twice);
  const extents: readonly number[] = to;
  if (
    extents.length !== 2 ||
    !extents.every((extent) => Number.isSafeInteger(extent) && extent > 0)
  )
    invalid('to', 'two extents [H,W], 1 or more', String(to));
  if (photo && (photo.height !== to[0] || photo.width !== to[1]))
    invalid(
      'photo',
      `${to[1]} x ${to[0]} pixels, as the output`,
      `${photo.width} x ${photo.height}`,
    );
  const inputDims = [1, image.channels, image.height, image.width];
  return { query: { input: imageToTensor(image), inputDims, to }, photo };
}

function invalid(name: string, expected: string, actual: unknown): never {
  throw new ApiUsageError('COMPARISON_INVALID', `Cannot compare: ${name} is not valid`, {
    method: 'comparePluginAndNative',
    expected,
    actual: String(actual),
  });
}
