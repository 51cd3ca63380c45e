import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../src/errors';
import { cropImage, magnifyImage, type Image } from '../../src/image/image';
import { imageToTensor, tensorToImage } from '../../src/image/image-tensor';

/** 2 x 2: red, green, blue, grey. */
const image: Image = {
  width: 2,
  height: 2,
  channels: 3,
  data: Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 51, 51, 51]),
};

function refused(code: string, call: () => unknown): void {
  assert.throws(call, (error: Error) => error instanceof WorkbookError && error.code === code);
}

test('NCHW, each byte divided by 255', () => {
  const fifth = Math.fround(0.2);
  assert.equal([...imageToTensor(image)], [1, 0, 0, fifth, 0, 1, 0, fifth, 0, 0, 1, fifth]);
});

test('every byte survives the way to a tensor and back', () => {
  const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 7) % 256);
  const all: Image = { width: 16, height: 16, channels: 3, data };
  assert.equal(tensorToImage(imageToTensor(all), [1, 3, 16, 16]), all);
  assert.equal(tensorToImage(imageToTensor(all), [3, 16, 16]), all);
});

test('values are clamped and rounded, halves up', () => {
  const values = [-0.5, Infinity, 0.5, 2, -Infinity, 1.5 / 255];
  assert.equal([...tensorToImage(values, [1, 3, 1, 2]).data], [0, 128, 0, 255, 255, 2]);
});

test('tensors that are no picture', () => {
  const values = new Float32Array(12);
  for (const dims of [[1, 1, 2, 6], [2, 3, 1, 2], [3, 4], [3, 0, 4], [1, 3, -2, -2], [12], []])
    refused('IMAGE_DIMS_INVALID', () => tensorToImage(values, dims));
  refused('IMAGE_DIMS_INVALID', () => tensorToImage(values, [1, 3, 2, 3]));
  values[9] = NaN;
  refused('IMAGE_VALUE_NOT_A_NUMBER', () => tensorToImage(values, [1, 3, 2, 2]));
  assert.throws(
    () => tensorToImage(values, [1, 3, 2, 2]),
    /1 of 12 values are NaN, the first at \[0,2,0,1\]/,
  );
  refused('IMAGE_SIZE_MISMATCH', () => imageToTensor({ ...image, width: 3 }));
});

test('a part, and pixels as blocks', () => {
  const right = cropImage(image, { x: 1, y: 0, width: 1, height: 2 });
  assert.equal([...right.data], [0, 255, 0, 51, 51, 51]);
  const large = magnifyImage(right, 2);
  assert.is(large.width, 2);
  const [green, grey] = [
    [0, 255, 0],
    [51, 51, 51],
  ] as const;
  assert.equal([...large.data], [green, green, green, green, grey, grey, grey, grey].flat());
  refused('IMAGE_REGION_INVALID', () => cropImage(image, { x: 1, y: 1, width: 2, height: 1 }));
  refused('IMAGE_REGION_INVALID', () => cropImage(image, { x: 0, y: 0, width: 0, height: 1 }));
  refused('IMAGE_REGION_INVALID', () => cropImage(image, { x: 0.5, y: 0, width: 1, height: 1 }));
  refused('IMAGE_FACTOR_INVALID', () => magnifyImage(image, 1.5));
});

test.run();
