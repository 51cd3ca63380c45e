/** DynamicTRTResize against the definition of bicubic resizing in plain TypeScript, both generations, types, formats and tactics. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginField, PluginTensorDesc } from '../../src/native';
import { field, int32 } from '../../src/runtime/plugin/plugin-field';
import { bicubicReference } from './bicubic-reference';
import { assertSaid, createV2, createV3, desc, enqueue, runtimeOf } from './direct-call';
import {
  assertClose,
  fromFloats,
  fromHalves,
  halfRounding,
  randomFloats,
  toHalves,
} from './numbers';

const NAME = 'DynamicTRTResize';
type Shape = [number, number, number, number];
const align = (value: number): PluginField[] => [field('align_corners', int32(value), 'kINT32')];
const sizeOf = (dims: readonly number[]) => dims.reduce((product, extent) => product * extent, 1);

/** Ways to run it: the V2 plugin, and the V3 plugin with each tactic (0 is the default one). */
const ways = ['version 1', 'tactic 0', 'tactic 1', 'tactic 2'] as const;

function resize(
  way: (typeof ways)[number],
  alignCorners: number,
  x: { desc: PluginTensorDesc; data: ArrayBufferView },
  y: { desc: PluginTensorDesc; byteLength: number },
) {
  if (way === 'version 1') {
    const plugin = createV2(NAME, align(alignCorners));
    const [, , height, width] = y.desc.dims;
    const factor = { desc: desc([1, 1, height ?? 0, width ?? 0]), data: new Float32Array(0) };
    try {
      return enqueue(plugin, [x, factor], [y]);
    } finally {
      plugin.destroy();
    }
  }
  const plugin = createV3(NAME, align(alignCorners), 'kRUNTIME');
  try {
    assert.is(runtimeOf(plugin).setTactic(Number(way.slice(-1))), 0);
    return enqueue(runtimeOf(plugin), [x], [y]);
  } finally {
    plugin.destroy();
  }
}

/** What is resized to what: [N,C,H,W] and [N,C,height,width]. */
interface Case {
  text: string;
  planes: number;
  x: Shape;
  y: Shape;
  from: [number, number];
  to: [number, number];
}

/** @param text For example `1x3x256x256 to 512x512` */
function parseCase(text: string): Case {
  const [n = 0, c = 0, h = 0, w = 0, height = 0, width = 0] = text.split(/x| to /).map(Number);
  return {
    text,
    planes: n * c,
    x: [n, c, h, w],
    y: [n, c, height, width],
    from: [h, w],
    to: [height, width],
  };
}

/** Single elements, odd extents, borders only, up, down, not a multiple of a block or a strip. */
const cases = [
  '1x1x1x1 to 1x1',
  '1x1x1x1 to 5x7',
  '1x4x2x2 to 3x33',
  '2x3x5x7 to 11x13',
  '1x3x33x65 to 8x5',
  '1x5x31x130 to 1x1',
  '3x2x3x200 to 300x2',
  '1x8x16x16 to 16x16',
  '2x13x9x9 to 40x31',
].map(parseCase);

const numbers = suite('DynamicTRTResize: numbers');

for (const way of ways) {
  numbers(`FP32 linear, ${way}, within 2e-6 of float64`, () => {
    for (const { text, planes, x, y, from, to } of cases) {
      for (const alignCorners of [0, 1]) {
        const data = randomFloats(sizeOf(x), from[0]);
        const run = resize(
          way,
          alignCorners,
          { desc: desc(x), data },
          { desc: desc(y), byteLength: 4 * sizeOf(y) },
        );
        assert.is(run.code, 0, run.errors.join());
        const expected = bicubicReference(data, planes, from, to, alignCorners === 1);
        const what = `${text}, align_corners ${alignCorners}`;
        assertClose(fromFloats(run.outputs[0] as Uint8Array), expected, () => 2e-6, what);
      }
    }
  });

  numbers(`FP16 linear and kHWC8, ${way}, within the rounding of the result`, () => {
    for (const { text, planes, x, y, from, to } of cases) {
      const data = toHalves(randomFloats(sizeOf(x), from[1]));
      const values = fromHalves(new Uint8Array(data.buffer));
      const linear = resize(
        way,
        0,
        { desc: desc(x, 'kHALF'), data },
        { desc: desc(y, 'kHALF'), byteLength: 2 * sizeOf(y) },
      );
      assert.is(linear.code, 0, linear.errors.join());
      const bytes = linear.outputs[0] as Uint8Array;
      const expected = bicubicReference(values, planes, from, to, false);
      const tolerance = (value: number) => halfRounding(value) * 1.001 + 2e-6;
      assertClose(fromHalves(bytes), expected, tolerance, `${text}, linear`);

      const hwc8 = resize(
        way,
        0,
        { desc: desc(x, 'kHALF', 'kHWC8'), data: toHwc8(data, x, 0x7c00) },
        { desc: desc(y, 'kHALF', 'kHWC8'), byteLength: 2 * hwc8Length(y) },
      );
      assert.is(hwc8.code, 0, hwc8.errors.join());
      const { values: planar, padding } = fromHwc8(fromHalves(hwc8.outputs[0] as Uint8Array), y);
      assertClose(planar, expected, tolerance, `${text}, kHWC8`);
      // The channels that only fill up: infinite in the input, 0 in the output.
      assert.ok(
        padding.every((value) => value === 0),
        `${text}, padding`,
      );
    }
  });
}

/** Elements of a tensor in kHWC8: [N, H, W, C rounded up to a multiple of 8]. */
function hwc8Length([batch, channels, height, width]: Shape): number {
  return batch * height * width * Math.ceil(channels / 8) * 8;
}

/** Where the elements of a linear tensor are in kHWC8, in their order. */
function hwc8Offsets([batch, channels, height, width]: Shape): number[] {
  const padded = Math.ceil(channels / 8) * 8;
  const offsets: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++)
      for (let h = 0; h < height; h++)
        for (let w = 0; w < width; w++) offsets.push(((n * height + h) * width + w) * padded + c);
  return offsets;
}

/** Linear to kHWC8. @param padding the bits of the channels that only fill up */
function toHwc8(linear: Uint16Array, shape: Shape, padding: number): Uint16Array {
  const vectors = new Uint16Array(hwc8Length(shape)).fill(padding);
  hwc8Offsets(shape).forEach((offset, i) => (vectors[offset] = linear[i] ?? 0));
  return vectors;
}

/** kHWC8 to linear, and what is in the channels that only fill up. */
function fromHwc8(vectors: Float64Array, shape: Shape): { values: number[]; padding: number[] } {
  const offsets = hwc8Offsets(shape);
  const real = new Set(offsets);
  return {
    values: offsets.map((offset) => vectors[offset] ?? NaN),
    padding: [...vectors].filter((_, offset) => !real.has(offset)),
  };
}

numbers('the same size gives the same bits', () => {
  const x = randomFloats(2 * 3 * 17 * 19);
  for (const way of ways) {
    for (const alignCorners of [0, 1]) {
      const same = { desc: desc([2, 3, 17, 19]), byteLength: x.byteLength };
      const run = resize(way, alignCorners, { desc: same.desc, data: x }, same);
      assert.equal(run.outputs[0], new Uint8Array(x.buffer), way);
    }
  }
});

numbers('1x3x256x256 to 512x512, and more planes and rows than a grid has blocks', () => {
  for (const text of ['1x3x256x256 to 512x512', '70001x1x1x1 to 2x1', '1x1x3x1 to 2200000x1']) {
    const { planes, x, y, from, to } = parseCase(text);
    const data = randomFloats(sizeOf(x));
    const expected = bicubicReference(data, planes, from, to, false);
    for (const way of ['tactic 1', 'tactic 2'] as const) {
      const output = { desc: desc(y), byteLength: 4 * sizeOf(y) };
      const run = resize(way, 0, { desc: desc(x), data }, output);
      assert.is(run.code, 0, run.errors.join());
      const actual = fromFloats(run.outputs[0] as Uint8Array);
      assertClose(actual, expected, () => 2e-6, `${text}, ${way}`);
    }
  }
});

numbers('empty outputs launch nothing, empty images cannot be sampled', () => {
  for (const way of ways) {
    const none = new Float32Array(0);
    for (const text of ['0x3x4x4 to 8x8', '1x0x4x4 to 8x8', '1x3x4x4 to 0x8']) {
      const { x, y } = parseCase(text);
      const data = randomFloats(sizeOf(x));
      const run = resize(way, 0, { desc: desc(x), data }, { desc: desc(y), byteLength: 0 });
      assert.is(run.code, 0);
      assert.equal(run.errors, []);
    }
    const y = { desc: desc([1, 3, 8, 8]), byteLength: 4 * 3 * 64 };
    const run = resize(way, 0, { desc: desc([1, 3, 0, 4]), data: none }, y);
    assert.is(run.code, 1);
    assertSaid(run.errors, ['Cannot run DynamicTRTResize', '[1,3,0,4]', 'nothing to sample']);
  }
});

numbers('what cannot be run is refused, not run', () => {
  const x = randomFloats(48);
  const y = { desc: desc([1, 3, 8, 8]), byteLength: 4 * 3 * 64 };
  const refused: [PluginTensorDesc, PluginTensorDesc, string][] = [
    [desc([3, 4, 4]), y.desc, '[3,4,4]'],
    [desc([1, 3, 4, 4]), desc([1, 3, -1, 8]), '[1,3,-1,8]'],
    [desc([1, 3, 4, 4]), desc([1, 2, 8, 8]), '[1,2,8,8]'],
    [desc([1, 3, 4, 4], 'kINT8'), desc([1, 3, 8, 8], 'kINT8'), 'types or formats'],
    [desc([1, 3, 4, 4]), desc([1, 3, 8, 8], 'kHALF'), 'types or formats'],
    [desc([1, 3, 4, 4], 'kFLOAT', 'kHWC8'), desc([1, 3, 8, 8], 'kFLOAT', 'kHWC8'), 'formats'],
  ];
  for (const way of ways) {
    for (const [from, to, says] of refused) {
      const run = resize(way, 0, { desc: from, data: x }, { desc: to, byteLength: y.byteLength });
      assert.is(run.code, 1);
      assertSaid(run.errors, ['Cannot run DynamicTRTResize', says]);
    }
    const none = { desc: desc([1, 3, 4, 4]), data: new Float32Array(0) };
    const run = resize(way, 0, none, y);
    assert.is(run.code, 1);
    assertSaid(run.errors, ['x is a null pointer']);
  }
});

numbers.run();
