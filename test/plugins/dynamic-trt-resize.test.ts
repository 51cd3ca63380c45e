/** DynamicTRTResize against the definition of bicubic resizing in plain TypeScript, both generations, types, formats and tactics. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../src/native-loader';
import type { PluginField, PluginTensorDesc } from '../../src/native';
import { collectErrors } from '../../src/runtime/logger';
import { field, float32, int32 } from '../../src/runtime/plugin-field';
import { bicubicReference } from './bicubic-reference';
import {
  assertSaid,
  buildOf,
  createV2,
  createV3,
  creatorOf,
  desc,
  dynamic,
  enqueue,
  refusesFields,
  runtimeOf,
  shapeText,
} from './direct-call';
import { assertClose, fromFloats, fromHalves, halfRounding, randomFloats, toHalves } from './numbers';

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

/** [N,C,H,W] and the size to resize to: single elements, odd extents, borders only, up, down, not a multiple of a block or a strip. */
const cases: [Shape, [number, number]][] = [
  [[1, 1, 1, 1], [1, 1]],
  [[1, 1, 1, 1], [5, 7]],
  [[1, 4, 2, 2], [3, 33]],
  [[2, 3, 5, 7], [11, 13]],
  [[1, 3, 33, 65], [8, 5]],
  [[1, 5, 31, 130], [1, 1]],
  [[3, 2, 3, 200], [300, 2]],
  [[1, 8, 16, 16], [16, 16]],
  [[2, 13, 9, 9], [40, 31]],
];

const numbers = suite('DynamicTRTResize: numbers');

for (const way of ways) {
  numbers(`FP32 linear, ${way}, within 2e-6 of float64`, () => {
    for (const [shape, size] of cases) {
      for (const alignCorners of [0, 1]) {
        const [batch, channels, height, width] = shape;
        const x = randomFloats(sizeOf(shape), height);
        const out: Shape = [batch, channels, ...size];
        const run = resize(
          way,
          alignCorners,
          { desc: desc(shape), data: x },
          { desc: desc(out), byteLength: 4 * sizeOf(out) },
        );
        assert.is(run.code, 0, run.errors.join());
        const expected = bicubicReference(
          x,
          batch * channels,
          [height, width],
          size,
          alignCorners === 1,
        );
        const what = `${shape} -> ${size} align_corners ${alignCorners}`;
        assertClose(fromFloats(run.outputs[0] as Uint8Array), expected, () => 2e-6, what);
      }
    }
  });

  numbers(`FP16 linear and kHWC8, ${way}, within the rounding of the result`, () => {
    for (const [shape, size] of cases) {
      const [batch, channels, height, width] = shape;
      const x = toHalves(randomFloats(sizeOf(shape), width));
      const values = fromHalves(new Uint8Array(x.buffer));
      const out: Shape = [batch, channels, ...size];
      const expected = bicubicReference(values, batch * channels, [height, width], size, false);
      const tolerance = (value: number) => halfRounding(value) * 1.001 + 2e-6;
      const what = `${shape} -> ${size}`;

      const linear = resize(
        way,
        0,
        { desc: desc(shape, 'kHALF'), data: x },
        { desc: desc(out, 'kHALF'), byteLength: 2 * sizeOf(out) },
      );
      assert.is(linear.code, 0, linear.errors.join());
      const [planar = new Uint8Array()] = linear.outputs;
      assertClose(fromHalves(planar), expected, tolerance, `${what} linear`);

      const hwc8 = resize(
        way,
        0,
        { desc: desc(shape, 'kHALF', 'kHWC8'), data: toHwc8(x, shape, 0x7c00) },
        { desc: desc(out, 'kHALF', 'kHWC8'), byteLength: 2 * hwc8Length(out) },
      );
      assert.is(hwc8.code, 0, hwc8.errors.join());
      const [vectors = new Uint8Array()] = hwc8.outputs;
      // Bit for bit what the linear format gives, with zeros in the channels that only fill up (the input has infinity there).
      const repacked = toHwc8(
        new Uint16Array(planar.buffer, planar.byteOffset, planar.length / 2),
        out,
        0,
      );
      assert.equal(
        new Uint16Array(vectors.buffer, vectors.byteOffset, vectors.length / 2),
        repacked,
        `${what} kHWC8`,
      );
    }
  });
}

/** Elements of a tensor in kHWC8: [N, H, W, C rounded up to a multiple of 8]. */
function hwc8Length([batch, channels, height, width]: Shape): number {
  return batch * height * width * Math.ceil(channels / 8) * 8;
}

/** Linear to kHWC8. */
function toHwc8(linear: Uint16Array, shape: Shape, padding: number): Uint16Array {
  const [batch, channels, height, width] = shape;
  const padded = Math.ceil(channels / 8) * 8;
  const result = new Uint16Array(hwc8Length(shape)).fill(padding);
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++)
      for (let h = 0; h < height; h++)
        for (let w = 0; w < width; w++)
          result[((n * height + h) * width + w) * padded + c] =
            linear[((n * channels + c) * height + h) * width + w] ?? 0;
  return result;
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
  const large: [Shape, [number, number]][] = [
    [[1, 3, 256, 256], [512, 512]],
    [[70001, 1, 1, 1], [2, 1]],
    [[1, 1, 3, 1], [2_200_000, 1]],
  ];
  for (const [shape, size] of large) {
    const [batch, channels, height, width] = shape;
    const x = randomFloats(sizeOf(shape));
    const expected = bicubicReference(x, batch * channels, [height, width], size, false);
    const out: Shape = [batch, channels, ...size];
    for (const way of ['tactic 1', 'tactic 2'] as const) {
      const y = { desc: desc(out), byteLength: 4 * sizeOf(out) };
      const run = resize(way, 0, { desc: desc(shape), data: x }, y);
      assert.is(run.code, 0, run.errors.join());
      const what = `${shape} -> ${size} ${way}`;
      assertClose(fromFloats(run.outputs[0] as Uint8Array), expected, () => 2e-6, what);
    }
  }
});

numbers('empty outputs launch nothing, empty images cannot be sampled', () => {
  for (const way of ways) {
    const none = new Float32Array(0);
    const empty: [number[], number[]][] = [
      [[0, 3, 4, 4], [0, 3, 8, 8]],
      [[1, 0, 4, 4], [1, 0, 8, 8]],
      [[1, 3, 4, 4], [1, 3, 0, 8]],
    ];
    for (const [from, to] of empty) {
      const data = from.includes(0) ? none : randomFloats(sizeOf(from));
      const run = resize(way, 0, { desc: desc(from), data }, { desc: desc(to), byteLength: 0 });
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

const contract = suite('DynamicTRTResize: contract');

contract('fields', () => {
  for (const version of ['1', '2'] as const) {
    const [declared] = creatorOf(NAME, version).getFieldNames();
    assert.equal(declared, { name: 'align_corners', type: 'kINT32', length: 1, data: null });
    refusesFields(NAME, version, [field('align_corners', float32(1), 'kFLOAT32')], 'kFLOAT32 x 1');
    refusesFields(NAME, version, [field('align_corners', int32(1, 0), 'kINT32')], 'kINT32 x 2');
    refusesFields(NAME, version, [field('align_corners', int32(), 'kINT32')], 'kINT32 x 0');
    refusesFields(NAME, version, align(2), '"align_corners" is 2', '0 or 1');
  }
});

contract('without the field corners are not aligned', () => {
  const v2 = createV2(NAME, []);
  const v3 = createV3(NAME, []);
  assert.equal([...v2.serialize(4)], [0, 0, 0, 0]);
  assert.equal(runtimeOf(v3).getFieldsToSerialize(), align(0));
  v2.destroy();
  v3.destroy();
});

contract('version 1: the output has the size of factor, by its shape', () => {
  const plugin = createV2(NAME, align(0));
  const builder = new (native().ExprBuilder)();
  const x = ['n', 'c', 'h', 'w'].map((name) => builder.variable(name));
  const factor = [1, 1].map((value) => builder.constant(value));
  factor.push(builder.variable('height'), builder.constant(512));
  assert.is(plugin.getNbOutputs(), 1);
  assert.is(plugin.getOutputDataType(0, ['kHALF', 'kFLOAT']), 'kHALF');
  assert.is(
    shapeText(plugin.getOutputDimensions(0, [x, factor], builder)),
    '[n, c, height, 512]',
  );
  // The crash of the source tutorial: a 1-D factor has no d[2].
  const { result, errors } = collectErrors(() => {
    try {
      plugin.getOutputDimensions(0, [x, factor.slice(0, 1)], builder);
      return 'no error';
    } catch (error) {
      return String(error);
    }
  });
  assert.match(result, 'nbDims is -1');
  assert.ok(errors[0]?.includes('factor 1, both must have 4'), errors.join());
  plugin.destroy();
});

contract('version 2: the output has the size that the values of the shape input say', () => {
  const plugin = createV3(NAME, align(0));
  const build = buildOf(plugin);
  const builder = new (native().ExprBuilder)();
  const x = ['n', 'c', 'h', 'w'].map((name) => builder.variable(name));
  const size = [builder.variable('height'), builder.constant(512)];
  const shapes = (inputs: (typeof x)[], values: (typeof x)[]) =>
    collectErrors(() => build.getOutputShapes(inputs, values, 1, builder));
  for (const values of [size, [builder.constant(9), builder.constant(9), ...size]]) {
    const { result } = shapes([x], [values]);
    assert.ok(Array.isArray(result));
    if (Array.isArray(result)) assert.is(shapeText(result[0]), '[n, c, height, 512]');
  }
  const refused: [(typeof x)[], (typeof x)[], string][] = [
    [[x], [], '0 shape inputs'],
    [[x], [size.slice(0, 1)], 'the size has 1 values'],
    [[x.slice(1)], [size], 'x has 3 dims'],
    [[x, x], [size], '2 inputs'],
  ];
  for (const [inputs, values, says] of refused) {
    const { result, errors } = shapes(inputs, values);
    assert.is(result, 1);
    assertSaid(errors, ['Cannot infer the shape of DynamicTRTResize', says]);
  }
  assert.equal(build.getOutputDataTypes(1, ['kHALF']), ['kHALF']);
  plugin.destroy();
});

contract('formats: FP32 linear, FP16 linear, FP16 kHWC8, the same on both sides', () => {
  const images = [desc([]), desc([], 'kHALF'), desc([], 'kHALF', 'kHWC8')];
  const others = [
    desc([], 'kFLOAT', 'kHWC8'),
    desc([], 'kHALF', 'kCHW32'),
    desc([], 'kINT8'),
    desc([], 'kINT32'),
    desc([], 'kBF16'),
  ];
  const v2 = createV2(NAME, align(0));
  const v3 = createV3(NAME, align(0));
  const build = buildOf(v3);
  for (const x of [...images, ...others]) {
    const accepted = images.includes(x);
    assert.is(v2.supportsFormatCombination(0, [x, x, x], 2, 1), accepted);
    assert.is(build.supportsFormatCombination(0, [x, x].map(dynamic), 1, 1), accepted);
  }
  for (const x of images) {
    for (const y of [...images, ...others]) {
      assert.is(v2.supportsFormatCombination(2, [x, desc([]), y], 2, 1), x === y);
      assert.is(build.supportsFormatCombination(1, [x, y].map(dynamic), 1, 1), x === y);
    }
    for (const type of ['kFLOAT', 'kHALF', 'kINT32', 'kINT8'] as const) {
      const factor = [x, desc([], type), x];
      assert.is(v2.supportsFormatCombination(1, factor, 2, 1), type !== 'kINT8');
    }
    assert.not(v2.supportsFormatCombination(1, [x, desc([], 'kHALF', 'kHWC8'), x], 2, 1));
    assert.not(v2.supportsFormatCombination(0, [x, x], 1, 1));
  }
  v2.destroy();
  v3.destroy();
});

contract('tactics: two, and the default; others are refused', () => {
  const plugin = createV3(NAME, align(0));
  assert.is(buildOf(plugin).getNbTactics(), 2);
  assert.equal(buildOf(plugin).getValidTactics(2), [1, 2]);
  const runtime = runtimeOf(plugin);
  const { result, errors } = collectErrors(() => runtime.setTactic(3));
  assert.is(result, 1);
  assertSaid(errors, ['tactic', '3']);
  plugin.destroy();
});

contract('version 1: bytes there and back, and bad bytes', () => {
  for (const value of [0, 1]) {
    const plugin = createV2(NAME, align(value));
    assert.is(plugin.getSerializationSize(), 4);
    const bytes = plugin.serialize(4);
    assert.equal([...bytes], [value, 0, 0, 0]);
    const again = creatorOf(NAME, '1').deserializePlugin('layer', bytes);
    assert.equal(again?.serialize(4), bytes);
    again?.destroy();
    plugin.destroy();
  }
  for (const bytes of [[], [1, 0, 0], [1, 0, 0, 0, 0], [2, 0, 0, 0], [255, 255, 255, 255]]) {
    const { result, errors } = collectErrors(() =>
      creatorOf(NAME, '1').deserializePlugin('layer', Uint8Array.from(bytes)),
    );
    assert.is(result, null);
    assertSaid(errors, ['Cannot deserialize DynamicTRTResize']);
  }
});

contract('version 2: fields there and back', () => {
  for (const value of [0, 1]) {
    const plugin = createV3(NAME, align(value));
    const fields = runtimeOf(plugin).getFieldsToSerialize();
    assert.equal(fields, align(value));
    const again = createV3(NAME, fields, 'kRUNTIME');
    assert.equal(runtimeOf(again).getFieldsToSerialize(), fields);
    again.destroy();
    plugin.destroy();
  }
});

contract('clones outlive what they were cloned from', () => {
  const v2 = createV2(NAME, align(1));
  v2.setPluginNamespace('mine');
  const copy = v2.clone();
  v2.setPluginNamespace('other');
  v2.destroy();
  assert.is(copy?.getPluginNamespace(), 'mine');
  assert.equal([...(copy?.serialize(4) ?? [])], [1, 0, 0, 0]);
  copy?.destroy();

  const v3 = createV3(NAME, align(1));
  const attached = runtimeOf(v3).attachToContext();
  const cloned = v3.clone();
  v3.destroy();
  for (const plugin of [attached, cloned]) {
    assert.ok(plugin);
    if (plugin) {
      assert.equal(runtimeOf(plugin).getFieldsToSerialize(), align(1));
      const core = plugin.getCapabilityInterface('kCORE');
      assert.is(`${core?.getPluginName()} ${core?.getPluginVersion()}`, `${NAME} 2`);
      plugin.destroy();
    }
  }
});

contract.run();
