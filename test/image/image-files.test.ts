import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../src/errors';
import { encodeJpeg, encodePng, writeImage } from '../../src/image/encode-image';
import type { Image } from '../../src/image/image';
import { psnr } from '../../src/image/quality';
import { decodeImage, readImage } from '../../src/image/read-image';

const test = suite<{ folder: string }>('image files');
test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'workbook-image-'));
});
test.after(({ folder }) => rmSync(folder, { recursive: true, force: true }));

/** Smooth, so that JPEG keeps it well. */
const photograph: Image = {
  width: 48,
  height: 32,
  channels: 3,
  data: Uint8Array.from({ length: 48 * 32 * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % 48, Math.floor(at / 144)];
    return Math.round(128 + 60 * Math.sin(x / 9 + (at % 3)) + 50 * Math.cos(y / 7));
  }),
};

async function refused(code: string, work: Promise<unknown>): Promise<WorkbookError> {
  try {
    await work;
  } catch (error) {
    assert.instance(error, WorkbookError);
    assert.is((error as WorkbookError).code, code, String(error));
    return error as WorkbookError;
  }
  throw new Error(`no ${code}`);
}

test('PNG keeps every byte, JPEG nearly, and the content decides, not the name', async ({
  folder,
}) => {
  const png = join(folder, 'a.png');
  await writeImage(png, photograph);
  assert.equal(await readImage(png), photograph);
  const jpeg = join(folder, 'a.JPEG');
  await writeImage(jpeg, photograph);
  assert.ok(psnr(await readImage(jpeg), photograph) > 38);
  const misnamed = join(folder, 'jpeg.png');
  writeFileSync(misnamed, await encodeJpeg(photograph));
  assert.is((await readImage(misnamed)).width, 48);
  await refused('IMAGE_FORMAT_UNKNOWN', writeImage(join(folder, 'a.gif'), photograph));
  await refused('IMAGE_SIZE_MISMATCH', encodePng({ ...photograph, height: 33 }));
});

test('grey, alpha, 16 bits and palettes become 8-bit RGB', async () => {
  const raw = (values: number[], channels: 1 | 2 | 4) =>
    sharp(Uint8Array.from(values), { raw: { width: 2, height: 1, channels } });
  const dataOf = async (bytes: Uint8Array): Promise<number[]> => [
    ...(await decodeImage(bytes)).data,
  ];
  const grey = await raw([10, 200], 1).toColourspace('b-w').png().toBuffer();
  assert.equal(await dataOf(grey), [10, 10, 10, 200, 200, 200]);
  // Transparent pixels lie on white.
  const alpha = await raw([10, 20, 30, 255, 10, 20, 30, 0], 4).png().toBuffer();
  assert.equal(await dataOf(alpha), [10, 20, 30, 255, 255, 255]);
  const greyAlpha = await raw([10, 255, 10, 0], 2).toColourspace('b-w').png().toBuffer();
  assert.equal(await dataOf(greyAlpha), [10, 10, 10, 255, 255, 255]);
  const deep = await raw([0, 51, 255, 255, 255, 51, 0, 255], 4)
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  assert.is((await sharp(deep).metadata()).depth, 'ushort');
  assert.equal(await dataOf(deep), [0, 51, 255, 255, 51, 0]);
  const palette = await raw([255, 0, 0, 255, 0, 0, 255, 255], 4).png({ palette: true }).toBuffer();
  assert.equal(await dataOf(palette), [255, 0, 0, 0, 0, 255]);
});

test('a photograph stands upright as its Exif orientation says', async () => {
  const turned = await sharp(photograph.data, { raw: { width: 48, height: 32, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const image = await decodeImage(turned);
  assert.equal([image.width, image.height], [32, 48]);
});

test('what cannot be read', async ({ folder }) => {
  const missing = await refused('IMAGE_NOT_FOUND', readImage(join(folder, 'none.png')));
  assert.match(missing.message, 'none.png: there is no such file');
  await refused('IMAGE_UNREADABLE', readImage(folder));
  await refused('IMAGE_UNREADABLE', readImage('/dev/zero'));
});

test('what is no picture, or a broken one', async ({ folder }) => {
  const png = await encodePng(photograph);
  const jpeg = await encodeJpeg(photograph);
  const wrong: Record<string, Uint8Array> = {
    empty: new Uint8Array(),
    text: Buffer.from('not a picture'),
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    signature: png.subarray(0, 8),
    'half a PNG': png.subarray(0, png.length / 2),
    'half a JPEG': jpeg.subarray(0, jpeg.length / 2),
    'changed PNG': png.map((byte, at) => (at > 60 && at < 80 ? byte ^ 0xff : byte)),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const error = await refused('IMAGE_INVALID', readImage(path));
    assert.ok(error.message.startsWith(`Cannot decode the image ${path}: `), error.message);
  }
});

test('a picture that is too large is refused by its header', async () => {
  await refused(
    'IMAGE_TOO_LARGE',
    decodeImage(await encodePng(photograph), { maxPixels: 48 * 32 - 1 }),
  );
  // 100,000 x 100,000 pixels are claimed: 28 GiB.
  await refused('IMAGE_TOO_LARGE', decodeImage(pngThatClaims(100_000, 100_000)));
});

/** A PNG whose header claims these extents, with hardly any data behind it. */
function pngThatClaims(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** CRC-32 as PNG's specification defines it; Node 20 has none of its own before 20.15. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

test.run();
