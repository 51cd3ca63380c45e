import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pictureRow } from '../../src/display/picture-row';
import { WorkbookError } from '../../src/errors';
import type { Image } from '../../src/image/image';
import { decodeImage } from '../../src/image/read-image';

function picture(width: number, height: number): Image {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 37) % 251);
  return { width, height, channels: 3, data };
}

/** The pictures of the figure, in the order in which they stand, decoded. */
async function shownIn(html: string): Promise<{ image: Image; width: number; alt: string }[]> {
  const found = [
    ...html.matchAll(/<img src="data:image\/\w+;base64,([^"]*)" width="(\d+)" alt="([^"]*)">/g),
  ];
  return Promise.all(
    found.map(async ([, base64 = '', width, alt = '']) => ({
      image: await decodeImage(Buffer.from(base64, 'base64')),
      width: Number(width),
      alt,
    })),
  );
}

const large = picture(64, 48);
const small = picture(32, 24);
const crop = { x: 16, y: 8, width: 8, height: 4 };

test('every pixel of the detail is a block of pixels', async () => {
  const figure = await pictureRow(
    [
      { image: small, title: 'small' },
      { image: large, title: 'large' },
    ],
    { crop, zoom: 3 },
  );
  const shown = await shownIn(figure.toHTML());
  assert.is(shown.length, 4);
  for (const [at, source, factor, left, top] of [
    [2, small, 6, 8, 4],
    [3, large, 3, 16, 8],
  ] as const) {
    const detail = shown[at];
    if (detail === undefined) throw new Error(`no picture ${at}`);
    const { image, width, alt } = detail;
    assert.equal([image.width, image.height, width], [24, 12, 24]);
    assert.match(alt, `at (${left}, ${top}), magnified ${factor} times`);
    for (let y = 0; y < image.height; y++)
      for (let x = 0; x < image.width; x++) {
        const from =
          3 * ((top + Math.floor(y / factor)) * source.width + left + Math.floor(x / factor));
        const pixel = 3 * (y * image.width + x);
        assert.equal(image.data.subarray(pixel, pixel + 3), source.data.subarray(from, from + 3));
      }
  }
});

test('pictures that fit keep their own pixels, wider ones are reduced to one scale', async () => {
  const pictures = [
    { image: small, title: 'small' },
    { image: large, title: 'large' },
  ];
  const fits = await shownIn((await pictureRow(pictures)).toHTML());
  assert.equal(
    fits.map(({ image }) => image),
    [small, large],
  );
  const figure = await pictureRow(pictures, { width: 16 });
  const reduced = await shownIn(figure.toHTML());
  assert.equal(
    reduced.map(({ image: { width, height } }) => [width, height]),
    [
      [8, 6],
      [16, 12],
    ],
  );
  assert.match(figure.toHTML(), 'reduced to 25 %');
});

test('the frame stands around the detail and not in it', async () => {
  const figure = await pictureRow([{ image: large, title: 'a' }], { crop, zoom: 1 });
  const [whole, detail] = await shownIn(figure.toHTML());
  const at = (x: number, y: number): number[] => [
    ...(whole?.image.data.subarray(3 * (y * 64 + x), 3 * (y * 64 + x) + 3) ?? []),
  ];
  assert.equal(at(15, 8), [255, 255, 255]);
  assert.equal(at(24, 12), [255, 255, 255]);
  assert.equal(at(14, 6), [0, 0, 0]);
  assert.equal(at(16, 8), [...(detail?.image.data.subarray(0, 3) ?? [])]);
  // The picture itself is not drawn on.
  assert.equal(large, picture(64, 48));
});

test('titles, captions and the words of both languages', async () => {
  const figure = await pictureRow([{ image: large, title: 'a < "b"', caption: '27.1 dB' }], {
    crop,
  });
  assert.match(figure.toHTML(), '<th align="left"');
  assert.match(figure.toHTML(), 'a &lt; &quot;b&quot;');
  assert.match(figure.toHTML(), 'alt="a &lt; &quot;b&quot;, 27.1 dB, 64 × 48 pixels"');
  assert.match(figure.toHTML('zh'), '64 × 48 像素');
  assert.match(
    figure.toText(),
    'a < "b"  64 × 48 pixels  27.1 dB\nDetail of a < "b": 8 × 4 pixels at (16, 8)',
  );
  assert.not.ok('toSVG' in figure);
  assert.equal(figure.toJSON(), [
    {
      title: 'a < "b"',
      caption: '27.1 dB',
      width: 64,
      height: 48,
      detail: { ...crop, magnification: 35 },
    },
  ]);
});

test('what cannot be shown', async () => {
  const refused = async (code: string, work: Promise<unknown>): Promise<void> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.instance(error, WorkbookError, code);
    assert.is((error as WorkbookError).code, code);
  };
  const both = [
    { image: small, title: 'small' },
    { image: large, title: 'large' },
  ];
  await refused('PICTURES_MISSING', pictureRow([]));
  await refused('IMAGE_SIZE_MISMATCH', pictureRow([{ image: { ...large, width: 5 }, title: '' }]));
  // Half a pixel of the smaller picture; outside; not magnified at all.
  await refused('IMAGE_REGION_INVALID', pictureRow(both, { crop: { ...crop, x: 17 } }));
  await refused('IMAGE_REGION_INVALID', pictureRow(both, { crop: { ...crop, x: 60 } }));
  await refused('IMAGE_REGION_INVALID', pictureRow(both, { crop, zoom: 0 }));
  await refused('IMAGE_REGION_INVALID', pictureRow(both, { crop: { ...crop, width: NaN } }));
});

test.run();
