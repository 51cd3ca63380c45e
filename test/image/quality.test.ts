import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../src/errors';
import type { Image } from '../../src/image/image';
import { psnr, ssim } from '../../src/image/quality';

const WIDTH = 31;
const HEIGHT = 24;

function imageOf(value: (x: number, y: number, channel: number) => number): Image {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % WIDTH, Math.floor(pixel / WIDTH), at % 3);
  });
  return { width: WIDTH, height: HEIGHT, channels: 3, data };
}

const pattern = (x: number, y: number, channel: number): number =>
  (x * 7 + y * 13 + channel * 29 + ((x * y) % 17)) % 256;
const original = imageOf(pattern);
const noisy = imageOf((x, y, channel) =>
  Math.min(255, Math.max(0, pattern(x, y, channel) + ((x * 5 + y * 3 + channel) % 11) - 5)),
);

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);

/*
 * The numbers are scikit-image 0.26.0's (numpy 2.4.6), computed for the same two pictures:
 *   peak_signal_noise_ratio(a, b, data_range=255)
 *   structural_similarity(a, b, channel_axis=2, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255)
 * on luma: 16 + p.astype(float64) @ [65.481, 128.553, 24.966] / 255, without channel_axis;
 * with a border of 4: of p[4:-4, 4:-4].
 */
test('psnr is scikit-image’s', () => {
  near(psnr(original, noisy), 38.18385653671098);
  near(psnr(original, noisy, { border: 4 }), 38.17310086156341);
  near(psnr(original, noisy, { on: 'luma' }), 41.084652853241785);
  near(psnr(original, noisy, { on: 'luma', border: 4 }), 41.06564120679907);
});

test('ssim is scikit-image’s', () => {
  near(ssim(original, noisy), 0.9945928156069721);
  near(ssim(original, noisy, { border: 4 }), 0.9959895924849117);
  near(ssim(original, noisy, { on: 'luma' }), 0.9955180166931121);
  near(ssim(original, noisy, { on: 'luma', border: 4 }), 0.9968488017285078);
});

test('equal pictures, and the order of two does not matter', () => {
  assert.is(psnr(original, original), Infinity);
  near(ssim(original, original), 1);
  assert.is(psnr(original, noisy), psnr(noisy, original));
  near(ssim(original, noisy), ssim(noisy, original));
});

test('pictures that cannot be compared', () => {
  const other: Image = { width: 2, height: 1, channels: 3, data: new Uint8Array(6) };
  const refused = (call: () => unknown): void =>
    assert.throws(
      call,
      (error: Error) => error instanceof WorkbookError && error.code === 'IMAGE_SIZE_MISMATCH',
    );
  refused(() => psnr(original, other));
  refused(() => ssim(other, other));
  refused(() => ssim(original, noisy, { border: 7 }));
  refused(() => psnr(original, noisy, { border: -1 }));
  refused(() => psnr(original, noisy, { border: 12 }));
  refused(() => psnr(original, { ...noisy, data: noisy.data.subarray(1) }));
  // One pixel is enough for PSNR.
  near(psnr(other, { ...other, data: new Uint8Array(6).fill(255) }), 0);
});

test.run();
