/** QkvToContext's parameters: from fields, through serialisation and clones, and what follows from them at build. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Exprs, NativePluginV2, PluginField } from '../../src/native';
import { native } from '../../src/native-loader';
import { field, float32, int32, int64, int8 } from '../../src/runtime/plugin/plugin-field';
import {
  buildOf,
  creatorOf,
  desc,
  dynamic,
  refusesFields,
  runtimeOf,
  shapeText,
} from './direct-call';
import { given, logged, withPluginV2, withPluginV3 } from './lifetime';

const integer = (name: string, value: number) => field(name, int32(value), 'kINT32');
const heads = (numHeads = 2, headSize = 4) => [
  integer('numHeads', numHeads),
  integer('headSize', headSize),
];

/** numHeads, headSize, hiddenSize, SM, S, B as int32, dqProbs as float32, useInt8ScaleMax as one byte: little endian, no padding. */
function bytesOf(integers: number[], dqProbs: number, useInt8ScaleMax: number): Uint8Array {
  const bytes = new Uint8Array(29);
  const view = new DataView(bytes.buffer);
  integers.forEach((value, i) => view.setInt32(4 * i, value, true));
  view.setFloat32(24, dqProbs, true);
  view.setUint8(28, useInt8ScaleMax);
  return bytes;
}

const names = 'numHeads headSize hiddenSize SM S B dqProbs useInt8ScaleMax'.split(' ');
const serialize = (plugin: NativePluginV2) => plugin.serialize(plugin.getSerializationSize());
const maxDims = (dims: number[]) => [dynamic(desc(dims, 'kFLOAT'))];

test('both creators declare the eight fields', () => {
  for (const version of ['1', '2'] as const) {
    const fields = creatorOf('QkvToContext', version).getFieldNames();
    assert.equal(
      fields.map(({ name }) => name),
      names,
    );
    assert.equal(
      fields.map(({ type, length }) => `${type} ${length}`),
      [...Array<string>(6).fill('kINT32 1'), 'kFLOAT32 1', 'kINT8 1'],
    );
  }
});

for (const version of ['1', '2'] as const) {
  test(`version ${version} refuses bad fields`, () => {
    const refuses = (fields: PluginField[], ...says: string[]) =>
      refusesFields('QkvToContext', version, fields, ...says);
    refuses([], 'field "numHeads" is missing, must be kINT32 x 1');
    refuses([integer('numHeads', 2)], 'field "headSize" is missing');
    refuses(
      [field('numHeads', int64(2), 'kINT64'), integer('headSize', 4)],
      'field "numHeads" is kINT64 x 1, must be kINT32 x 1',
    );
    refuses(
      [field('numHeads', int32(2, 2), 'kINT32'), integer('headSize', 4)],
      'field "numHeads" is kINT32 x 2, must be kINT32 x 1',
    );
    refuses(heads(0, 4), 'numHeads is 0 and headSize is 4, must be at least 1');
    refuses(heads(2, -4), 'must be at least 1');
    refuses(heads(65536, 65536), 'numHeads * headSize = 4294967296');
    refuses(
      [...heads(), integer('hiddenSize', 9)],
      'hiddenSize is 9, must be numHeads * headSize = 8',
    );
    refuses([...heads(), integer('S', -1)], 'SM, S, B are', 'must be at least 0');
    for (const dqProbs of [0, -1, NaN, Infinity]) {
      refuses([...heads(), field('dqProbs', float32(dqProbs), 'kFLOAT32')], 'dqProbs is');
    }
    refuses([...heads(), integer('useInt8ScaleMax', 2)], 'is 2, must be 0 or 1');
    refuses(
      [...heads(), field('useInt8ScaleMax', float32(1), 'kFLOAT32')],
      'is kFLOAT32 x 1, must be kINT8 x 1',
    );
  });
}

test('version 1 serialises exactly 29 bytes, and reads exactly those', () => {
  const creator = creatorOf('QkvToContext', '1');
  const written = bytesOf([3, 5, 15, 0, 17, 2], 0.0125, 0);
  const plugin = given(creator.deserializePlugin('layer', written));
  assert.is(plugin.getSerializationSize(), 29);
  assert.equal(serialize(plugin), written);
  plugin.destroy();
  const refuses = (bytes: Uint8Array, reason: string) => {
    const messages = logged(() => assert.is(creator.deserializePlugin('layer', bytes), null));
    assert.match(messages, `kERROR: Cannot deserialize QkvToContext: ${reason}`);
  };
  refuses(written.slice(0, 28), '28 bytes, must be 29');
  refuses(new Uint8Array(0), '0 bytes, must be 29');
  // With the bool written as an int32, or as part of a padded struct.
  refuses(new Uint8Array([...written, 0, 0, 0]), '32 bytes, must be 29');
  refuses(
    bytesOf([3, 5, 15, 0, 17, 2], 0.0125, 2),
    'the last byte, useInt8ScaleMax, must be 0 or 1',
  );
  refuses(
    bytesOf([3, 5, 16, 0, 17, 2], 0.0125, 1),
    'hiddenSize is 16, must be numHeads * headSize = 15',
  );
  refuses(bytesOf([3, 5, 15, 0, 17, 2], -1, 1), 'dqProbs is -1');
});

test('version 1 keeps what configurePlugin said, its clones and its namespace', () => {
  const fields = [...heads(3, 5), field('dqProbs', float32(0.5), 'kFLOAT32'), integer('SM', 75)];
  withPluginV2('QkvToContext', fields, (plugin) => {
    assert.equal(serialize(plugin), bytesOf([3, 5, 15, 75, 0, 0], 0.5, 1));
    plugin.setPluginNamespace('mine');
    plugin.configurePlugin(maxDims([17, 2, 45]), maxDims([17, 2, 15]));
    const clone = given(plugin.clone());
    plugin.configurePlugin(maxDims([99, 9, 45]), maxDims([99, 9, 15]));
    assert.equal(serialize(clone), bytesOf([3, 5, 15, 75, 17, 2], 0.5, 1));
    assert.equal(serialize(plugin), bytesOf([3, 5, 15, 75, 99, 9], 0.5, 1));
    assert.is(clone.getPluginNamespace(), 'mine');
    clone.destroy();
    const input = [desc([17, 2, 45], 'kFLOAT')];
    assert.is(plugin.getWorkspaceSize(input, input), 4 * 2 * 3 * 17 * 17);
    assert.is(plugin.initialize(), 0);
    plugin.terminate();
  });
});

test('version 2 serialises the eight fields, the bool as one byte, and is made of them again', () => {
  withPluginV3('QkvToContext', heads(3, 5), (plugin) => {
    assert.is(buildOf(plugin).configurePlugin(maxDims([17, 2, 45]), maxDims([17, 2, 15])), 0);
    const fields = runtimeOf(plugin).getFieldsToSerialize();
    assert.equal(
      fields.map(({ name }) => name),
      names,
    );
    const [sm = 0] = new Int32Array(given(fields[3]?.data).slice().buffer);
    assert.ok(sm >= 50, 'SM was asked of the device');
    const expected = [
      integer('numHeads', 3),
      integer('headSize', 5),
      integer('hiddenSize', 15),
      integer('SM', sm),
      integer('S', 17),
      integer('B', 2),
      field('dqProbs', float32(1 / 127), 'kFLOAT32'),
      field('useInt8ScaleMax', int8(1), 'kINT8'),
    ];
    assert.equal(fields, expected);
    withPluginV3(
      'QkvToContext',
      fields,
      (again) => {
        assert.equal(runtimeOf(again).getFieldsToSerialize(), fields);
        const clone = given(again.clone());
        runtimeOf(again).onShapeChange([desc([4, 1, 45])], [desc([4, 1, 15])]);
        assert.equal(runtimeOf(clone).getFieldsToSerialize(), fields);
        assert.equal(runtimeOf(again).getFieldsToSerialize()[4], integer('S', 4));
        clone.destroy();
      },
      'kRUNTIME',
    );
    // At run time nothing is made up.
    for (const name of names) {
      const left = fields.filter((one) => one.name !== name);
      const creator = creatorOf('QkvToContext', '2');
      const messages = logged(() =>
        assert.is(creator.createPlugin('layer', left, 'kRUNTIME'), null),
      );
      assert.match(messages, `field "${name}" is missing`);
    }
  });
});

test('an engine from another kind of device is a warning', () => {
  const bytes = bytesOf([1, 1, 1, 1, 0, 0], 1, 1);
  const messages = logged(() => {
    given(creatorOf('QkvToContext', '1').deserializePlugin('layer', bytes)).destroy();
  });
  assert.match(messages, /kWARNING: QkvToContext was built on SM 1 and runs on SM \d+/);
});

test('tactics: the fused one is offered while scores and query fit into shared memory', () => {
  withPluginV3('QkvToContext', heads(2, 64), (plugin) => {
    const [build, runtime] = [buildOf(plugin), runtimeOf(plugin)];
    const tacticsFor = (sequence: number) => {
      const [input, output] = [maxDims([sequence, 1, 384]), maxDims([sequence, 1, 128])];
      build.configurePlugin(input, output);
      const tactics = build.getValidTactics(build.getNbTactics());
      runtime.setTactic(1);
      const first = build.getWorkspaceSize(input, output);
      runtime.setTactic(2);
      return [tactics, first, build.getWorkspaceSize(input, output)];
    };
    assert.equal(tacticsFor(128), [[1, 2], 4 * 2 * 128 * 128, 0]);
    const most = (48 * 1024 - 2048) / 4 - 64;
    assert.equal(tacticsFor(most)[0], [1, 2]);
    assert.equal(tacticsFor(most + 1)[0], [1]);
    assert.match(build.getTimingCacheID() ?? '', 'numHeads=2 headSize=64 useInt8ScaleMax=1');
    const unknown = logged(() => assert.is(runtime.setTactic(3), 1));
    assert.match(unknown, '3 is none, must be 0, 1 or 2');
    assert.is(runtime.setTactic(0), 0);
  });
});

test('output shape, types and formats', () => {
  const builder = new (native().ExprBuilder)();
  const [s, b] = [builder.variable('s'), builder.variable('b')];
  const one = builder.constant(1);
  const [c24, c25] = [builder.constant(24), builder.constant(25)];
  withPluginV2('QkvToContext', heads(), (plugin) => {
    assert.is(
      shapeText(plugin.getOutputDimensions(0, [[s, b, c24, one, one]], builder)),
      '[s, b, 8, 1, 1]',
    );
    assert.is(plugin.getOutputDataType(0, ['kHALF']), 'kHALF');
    assert.ok(
      plugin.supportsFormatCombination(
        1,
        [desc([2, 2, 24], 'kINT8'), desc([2, 2, 8], 'kINT8')],
        1,
        1,
      ),
    );
  });
  withPluginV3('QkvToContext', heads(), (plugin) => {
    const build = buildOf(plugin);
    const shapes = build.getOutputShapes([[s, b, c24]], [], 1, builder) as Exprs[];
    assert.is(shapeText(shapes[0]), '[s, b, 8]');
    const refused = logged(() => {
      assert.is(build.getOutputShapes([[s, b, c25]], [], 1, builder), 1);
      assert.is(build.getOutputShapes([[s, b]], [], 1, builder), 1);
    });
    assert.match(refused, "the input's dimension 2 is 25, must be 3 * hiddenSize = 24");
    assert.match(refused, 'the input has 2 dimensions');
    for (const type of ['kFLOAT', 'kHALF', 'kINT8'] as const) {
      const at = dynamic(desc([2, 2, 24], type));
      assert.ok(build.supportsFormatCombination(0, [at], 1, 1));
      assert.ok(build.supportsFormatCombination(1, [at, at], 1, 1));
      assert.not(
        build.supportsFormatCombination(1, [at, dynamic(desc([2, 2, 8], 'kINT32'))], 1, 1),
      );
      assert.not(
        build.supportsFormatCombination(0, [dynamic(desc([2, 2, 24], type, 'kCHW4'))], 1, 1),
      );
    }
  });
});

test.run();
