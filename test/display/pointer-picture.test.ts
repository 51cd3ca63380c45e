import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pointerPicture } from '../../src/display/pointer-picture';
import { DeviceBuffer } from '../../src/runtime/context/device';
import { assertTidy, textBoxes } from './svg-boxes';
import { tags } from './svg-tags';

const x = DeviceBuffer.from(Float32Array.of(0.1, 1, 2, 3, 10, 20));
const mask = DeviceBuffer.from(Int32Array.of(1, -2, 123456789));
const half = DeviceBuffer.from(Uint16Array.of(0x3c00, 0xc000));
const empty = new DeviceBuffer(0);

const tensors = {
  inputs: [
    { name: 'x', type: 'kFLOAT', dims: [2, 3], buffer: x },
    { name: 'mask', type: 'kINT32', dims: [3], buffer: mask },
    { name: 'half', type: 'kHALF', dims: [2], buffer: half },
    { name: 'none', type: 'kFLOAT', dims: [0], buffer: empty },
  ],
  outputs: [{ name: 'y', type: 'kFLOAT', dims: [2, 3], buffer: x }],
} as const;
const copied = {
  inputs: tensors.inputs.map((tensor) => ({ ...tensor, dims: [...tensor.dims] })),
  outputs: tensors.outputs.map((tensor) => ({ ...tensor, dims: [...tensor.dims] })),
};

test('an entry every 8 bytes, the elements every sizeof(type), the values of now', () => {
  const figure = pointerPicture(copied);
  const { slots, blocks } = figure.toJSON() as {
    slots: { argument: string; index: number; offset: number; block: number }[];
    blocks: { bytes: number; first: string[]; more: number; elementBytes: number }[];
  };
  assert.equal(
    slots.map(({ argument, offset, block }) => [argument, offset, block]),
    [
      ['inputs', 0, 0],
      ['inputs', 8, 1],
      ['inputs', 16, 2],
      ['inputs', 24, 3],
      ['outputs', 0, 0],
    ],
  );
  assert.equal(blocks[0]?.first, ['0.1', '1', '2', '3']);
  assert.is(blocks[0]?.more, 2);
  assert.equal(blocks[1]?.first, ['1', '-2', '123456789']);
  assert.equal([blocks[2]?.first, blocks[2]?.elementBytes], [['1', '-2'], 2]);
  assert.equal([blocks[3]?.first, blocks[3]?.bytes], [[], 0]);
});

test('drawn in both languages, nothing over anything else, and no address', () => {
  for (const language of ['en', 'zh'] as const) {
    const svg = pointerPicture(copied).toSVG?.(language) ?? '';
    tags(svg);
    assertTidy(svg);
    assert.not.match(svg, '0x');
    const names = textBoxes(svg).map(({ name }) => name);
    for (const name of ['void const* const* inputs', 'void* const* outputs', 'inputs[3]'])
      assert.ok(names.includes(name), name);
  }
  assert.match(pointerPicture(copied).toSVG?.() ?? '', 'host memory');
  assert.match(pointerPicture(copied).toSVG?.('zh') ?? '', '主机内存');
  assert.match(pointerPicture(copied).toText(), 'x, y: kFLOAT [2, 3] (the same memory)');
});

test('addresses are printed for whoever asks', () => {
  const { address } = x.toJSON() as { address: string };
  const figure = pointerPicture(copied, { addresses: true });
  assert.match(figure.toText(), address);
  assertTidy(figure.toSVG?.() ?? '');
  assert.match(JSON.stringify(figure.toJSON()), address);
});

test('a layer without inputs', () => {
  const figure = pointerPicture({ inputs: [], outputs: copied.outputs });
  assertTidy(figure.toSVG?.() ?? '');
  assert.not.match(figure.toText(), /inputs\[0\]/);
});

test.after(() => {
  for (const buffer of [x, mask, half, empty]) buffer.free();
});

test.run();
