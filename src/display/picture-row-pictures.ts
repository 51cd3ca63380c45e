/** What stands in a row of pictures: each picture reduced to be seen whole, and a detail of it magnified pixel by pixel. */
import { ApiUsageError } from '../errors';
import { encodeJpeg, encodePng } from '../image/encode-image';
import { cropImage, magnifyImage, type Image, type Region } from '../image/image';

/** An encoded picture, as an `<img>` shows it. */
export interface Shown {
  /** `data:image/…;base64,…` */
  uri: string;
  /** Pixels in a row of the file, as many as of the page. */
  width: number;
}

/** Where the detail is in one picture, in its own pixels, and how much each is magnified. */
export interface Detail extends Region {
  magnification: number;
}

/**
 * The same part of every picture. Pictures of other sizes show the same scene, so a smaller one has fewer pixels there, and each is
 * magnified more.
 *
 * @param crop In pixels of the widest picture.
 * @param zoom Pixels of the page a pixel of the widest picture.
 * @throws {ApiUsageError} `IMAGE_REGION_INVALID` where the part leaves the picture or does not fall on whole pixels of every picture
 */
export function detailsOf(images: readonly Image[], crop: Region, zoom: number): Detail[] {
  const widest = Math.max(...images.map(({ width }) => width));
  return images.map((image) => {
    const ratio = widest / image.width;
    const part: Detail = {
      x: crop.x / ratio,
      y: crop.y / ratio,
      width: crop.width / ratio,
      height: crop.height / ratio,
      magnification: zoom * ratio,
    };
    const { x, y, width, height, magnification } = part;
    const whole = [x, y, width, height, magnification].every(Number.isInteger);
    const inside = x >= 0 && y >= 0 && x + width <= image.width && y + height <= image.height;
    if (whole && inside && width > 0 && height > 0 && zoom > 0) return part;
    throw new ApiUsageError('IMAGE_REGION_INVALID', 'Cannot show a detail of the pictures', {
      expected: `a part that falls on whole pixels inside ${image.width} x ${image.height}, magnified by a whole number`,
      actual: `${width} x ${height} at (${x}, ${y}), magnified by ${magnification}`,
    });
  });
}

/** The whole picture at `scale` of its size: below 1 resampled (Lanczos) and a JPEG, else a PNG of its own pixels. */
export async function encodeWhole(image: Image, scale: number, mark?: Region): Promise<Shown> {
  const picture = mark === undefined ? image : marked(image, mark, Math.max(1, 1 / scale));
  if (scale >= 1) return png(picture);
  const width = Math.max(1, Math.round(image.width * scale));
  return shown('jpeg', await encodeJpeg(picture, { quality: 88, width }), width);
}

/** The detail as a PNG; every pixel is a square of pixels of the page, so no viewer can smooth it. */
export async function encodeDetail(image: Image, detail: Detail): Promise<Shown> {
  return png(magnifyImage(cropImage(image, detail), detail.magnification));
}

async function png(image: Image): Promise<Shown> {
  return shown('png', await encodePng(image), image.width);
}

function shown(format: string, bytes: Uint8Array, width: number): Shown {
  const base64 = Buffer.from(bytes).toString('base64');
  return { uri: `data:image/${format};base64,${base64}`, width };
}

/** A copy with a frame around the region: white, and black around it, so that it shows on any picture. */
function marked(image: Image, region: Region, thickness: number): Image {
  const data = Uint8Array.from(image.data);
  const line = Math.round(thickness);
  for (let y = region.y - 2 * line; y < region.y + region.height + 2 * line; y++)
    for (let x = region.x - 2 * line; x < region.x + region.width + 2 * line; x++) {
      const outside = Math.max(
        region.x - x,
        x - (region.x + region.width - 1),
        region.y - y,
        y - (region.y + region.height - 1),
      );
      if (outside <= 0 || x < 0 || y < 0 || x >= image.width || y >= image.height) continue;
      const at = 3 * (y * image.width + x);
      data.fill(outside <= line ? 255 : 0, at, at + 3);
    }
  return { ...image, data };
}
