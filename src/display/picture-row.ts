/** Pictures side by side, and below each the same detail pixel by pixel. */
import { ApiUsageError } from '../errors';
import { checkImage, type Image, type Region } from '../image/image';
import type { Figure, Language } from './figure';
import {
  detailsOf,
  encodeDetail,
  encodeWhole,
  type Detail,
  type Shown,
} from './picture-row-pictures';
import { significant } from './quantity';
import { escapeXml } from './svg';

/** A picture of the row. */
export interface RowPicture {
  image: Image;
  /** Stands above the picture. */
  title: string;
  /** Stands below it: `27.1 dB`. */
  caption?: string;
}

export interface PictureRowOptions {
  /** The detail, in pixels of the widest picture; without it there is none. */
  crop?: Region;
  /** Pixels of the page a pixel of the detail; default as many as fit into `width`. */
  zoom?: number;
  /** Pixels of the page that the widest picture takes at most; default 280, of which three fit into a notebook on GitHub. */
  width?: number;
  /** Language of the figure's own words; default the reader's, or `en`. */
  lang?: Language;
}

interface Words {
  title: string;
  pixels: (image: Image) => string;
  detail: (title: string, { x, y, width, height, magnification }: Detail) => string;
  reduced: (percent: number) => string;
  unchanged: string;
  magnified: (magnifications: readonly number[]) => string;
}

const squares = (magnifications: readonly number[]): string[] =>
  [...new Set(magnifications)].map((factor) => `${factor} × ${factor}`);

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Pictures side by side',
    pixels: ({ width, height }) => `${width} × ${height} pixels`,
    detail: (title, { x, y, width, height, magnification }) =>
      `Detail of ${title}: ${width} × ${height} pixels at (${x}, ${y}), magnified ${magnification} times`,
    reduced: (percent) => `Whole pictures: reduced to ${percent} % (Lanczos, JPEG).`,
    unchanged: 'Whole pictures: their own pixels.',
    magnified: (factors) =>
      `Details, in the frames: the pixels themselves, each drawn as a square of ${squares(factors).join(' or ')}.`,
  },
  zh: {
    title: '并排比较的图片',
    pixels: ({ width, height }) => `${width} × ${height} 像素`,
    detail: (title, { x, y, width, height, magnification }) =>
      `${title} 的细节：(${x}, ${y}) 处 ${width} × ${height} 像素，放大 ${magnification} 倍`,
    reduced: (percent) => `整图：缩小到 ${percent} %（Lanczos，JPEG）。`,
    unchanged: '整图：原始像素。',
    magnified: (factors) =>
      `细节（方框内）：原始像素，每个像素画成 ${squares(factors).join(' 或 ')} 的方块。`,
  },
};

/** A column of the row, ready to be shown. */
interface Column extends RowPicture {
  whole: Shown;
  detail: { part: Detail; shown: Shown } | null;
}

/**
 * Pictures side by side at one scale, each with its title, extents and caption; with `crop`, the same detail of each below.
 *
 * Honest about pixels: whole pictures wider than `width` are resampled (Lanczos) and stored as JPEG, for orientation only; details are
 * PNGs of the pixels themselves, each repeated a whole number of times. The figure is HTML with `<img>`, as GitHub drops pictures
 * inside an SVG from its view of notebooks; text keeps the colours of the page.
 *
 * @throws {ApiUsageError} `PICTURES_MISSING`, `IMAGE_SIZE_MISMATCH`, `IMAGE_REGION_INVALID`
 * @example
 * ```ts
 * show(
 *   await pictureRow(
 *     [
 *       { image: bicubic, title: 'bicubic', caption: `${psnr(bicubic, original).toFixed(1)} dB` },
 *       { image: srcnn, title: 'SRCNN', caption: `${psnr(srcnn, original).toFixed(1)} dB` },
 *     ],
 *     { crop: { x: 200, y: 96, width: 56, height: 56 } },
 *   ),
 * );
 * ```
 */
export async function pictureRow(
  pictures: readonly RowPicture[],
  options: PictureRowOptions = {},
): Promise<Figure> {
  if (pictures.length === 0)
    throw new ApiUsageError('PICTURES_MISSING', 'Cannot show the pictures', {
      expected: 'at least one',
      actual: 'none',
    });
  for (const { image } of pictures) checkImage(image, 'show the image');
  const { crop, width = 280 } = options;
  const images = pictures.map(({ image }) => image);
  const scale = Math.min(1, width / Math.max(...images.map((image) => image.width)));
  const zoom = options.zoom ?? Math.max(1, Math.floor(width / (crop?.width ?? width)));
  const details = crop === undefined ? [] : detailsOf(images, crop, zoom);
  const columns = await Promise.all(
    pictures.map(async (picture, at): Promise<Column> => {
      const part = details[at];
      return {
        ...picture,
        whole: await encodeWhole(picture.image, scale, part),
        detail:
          part === undefined ? null : { part, shown: await encodeDetail(picture.image, part) },
      };
    }),
  );
  const wordsFor = (language?: Language): Words => WORDS[options.lang ?? language ?? 'en'];
  return {
    toHTML: (language) => rowHtml(columns, scale, wordsFor(language)),
    toText: (language) => rowText(columns, wordsFor(language)),
    toJSON: () =>
      columns.map(({ title, caption, image, detail }) => ({
        title,
        caption: caption ?? null,
        width: image.width,
        height: image.height,
        detail: detail?.part ?? null,
      })),
  };
}

/**
 * Row by row: titles, whole pictures with captions, details. GitHub drops styles; here they only keep Lab from striping the table. Heights
 * follow from the widths, also where the page is too narrow.
 */
function rowHtml(columns: readonly Column[], scale: number, words: Words): string {
  const plain = ' style="background:none"';
  const cell = (content: string, name = 'td'): string =>
    `<${name} align="left" valign="top" style="text-align:left;vertical-align:top">${content}</${name}>`;
  const row = (cells: readonly string[]): string => `<tr${plain}>${cells.join('')}</tr>`;
  const rows = [
    row(columns.map(({ title }) => cell(escapeXml(title), 'th'))),
    row(
      columns.map(({ whole, title, caption, image }) => {
        const below = [caption, words.pixels(image)].filter((line) => line !== undefined);
        const picture = img(whole, [title, ...below].join(', '));
        return cell([picture, ...below.map(escapeXml)].join('<br>'));
      }),
    ),
  ];
  if (columns.some(({ detail }) => detail !== null))
    rows.push(
      row(
        columns.map(({ detail, title }) =>
          cell(detail === null ? '' : img(detail.shown, words.detail(title, detail.part))),
        ),
      ),
    );
  const note = `<p><small>${escapeXml(notes(columns, scale, words))}</small></p>`;
  return `<table aria-label="${words.title}"><tbody>\n${rows.join('\n')}\n</tbody></table>\n${note}`;
}

function img({ uri, width }: Shown, alt: string): string {
  return `<img src="${uri}" width="${width}" alt="${escapeXml(alt)}">`;
}

function notes(columns: readonly Column[], scale: number, words: Words): string {
  const parts = columns.flatMap(({ detail }) => detail?.part ?? []);
  const whole = scale < 1 ? words.reduced(significant(scale * 100)) : words.unchanged;
  const magnified = words.magnified(parts.map(({ magnification }) => magnification));
  return parts.length === 0 ? whole : `${whole} ${magnified}`;
}

function rowText(columns: readonly Column[], words: Words): string {
  const titles = columns.map(({ title }) => title.length);
  const lines = columns.map(({ title, caption = '', image }) =>
    `${title.padEnd(Math.max(...titles))}  ${words.pixels(image)}  ${caption}`.trimEnd(),
  );
  const part = columns.reduce<Detail | null>(
    (found, { detail }) => found ?? detail?.part ?? null,
    null,
  );
  return part === null
    ? lines.join('\n')
    : [...lines, words.detail(columns[0]?.title ?? '', part)].join('\n');
}
