/** DynamicTRTResize: fields, shapes, formats, tactics, bytes and copies of both generations. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../src/native-loader';
import type { PluginField } from '../../src/native';
import { collectErrors } from '../../src/runtime/logger';
import { field, float32, int32 } from '../../src/runtime/plugin/plugin-field';
import {
  assertSaid,
  buildOf,
  createV2,
  createV3,
  creatorOf,
  desc,
  dynamic,
  refusesFields,
  runtimeOf,
  shapeText,
} from './direct-call';

const NAME = 'DynamicTRTResize';
const align = (value: number): PluginField[] => [field('align_corners', int32(value), 'kINT32')];

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
  assert.is(shapeText(plugin.getOutputDimensions(0, [x, factor], builder)), '[n, c, height, 512]');
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
    assert.equal(runtimeOf(plugin).getFieldsToSerialize(), align(1));
    const core = plugin.getCapabilityInterface('kCORE');
    assert.equal([core?.getPluginName(), core?.getPluginVersion()], [NAME, '2']);
    plugin.destroy();
  }
});

contract.run();
