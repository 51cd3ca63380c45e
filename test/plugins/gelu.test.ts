/** Gelu against its definition in plain TypeScript: both generations, both formulas, FP32, FP16, INT8. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../src/native-loader';
import type { PluginTensorDesc } from '../../src/native';
import { collectErrors } from '../../src/runtime/logger';
import { chars, field, float32, int32 } from '../../src/runtime/plugin/plugin-field';
import {
  assertSaid,
  buildOf,
  createV2,
  createV3,
  creatorOf,
  desc,
  dynamic,
  enqueue,
  type InputTensor,
  type OutputTensor,
  refusesFields,
  runtimeOf,
  shapeText,
} from './direct-call';
import { erfc, geluErf, geluTanh } from './gelu-reference';
import {
  assertClose,
  fromFloats,
  fromHalves,
  halfRounding,
  randomFloats,
  roundToEven,
  toHalves,
} from './numbers';

const NAME = 'Gelu';
const approximate = (text: string) => [field('approximate', chars(text), 'kCHAR')];
const forms = [
  ['none', geluErf],
  ['tanh', geluTanh],
] as const;
const versions = ['1', '2'] as const;

function gelu(version: '1' | '2', form: string, x: InputTensor, y: OutputTensor) {
  const plugin =
    version === '1'
      ? createV2(NAME, approximate(form))
      : createV3(NAME, approximate(form), 'kRUNTIME');
  try {
    return enqueue(plugin.generation === 'V2' ? plugin : runtimeOf(plugin), [x], [y]);
  } finally {
    plugin.destroy();
  }
}

/** One, odd, a block's 1024 elements and its neighbours, large. */
const shapes = [[], [1], [7], [1023], [1024], [1025], [3, 5, 11, 13], [100_003]];
const countOf = (dims: number[]) => dims.reduce((product, extent) => product * extent, 1);

const numbers = suite('Gelu: numbers');

numbers('the reference itself: values of erfc from tables', () => {
  const known = [
    [0, 1],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [3, 2.209049699858544e-5],
    [5, 1.5374597944280349e-12],
    [-1, 1.8427007929497148],
  ] as const;
  for (const [x, value] of known) assert.ok(Math.abs(erfc(x) / value - 1) < 1e-12, `erfc(${x})`);
});

for (const version of versions) {
  for (const [form, reference] of forms) {
    numbers(`version ${version}, ${form}: FP32 within 1e-6 (1 + |y|)`, () => {
      for (const dims of shapes) {
        const x = randomFloats(countOf(dims), 3).map((value) => value * 9);
        const one = { desc: desc(dims), byteLength: x.byteLength };
        const run = gelu(version, form, { desc: one.desc, data: x }, one);
        assert.is(run.code, 0, run.errors.join());
        const y = fromFloats(run.outputs[0] as Uint8Array);
        const tolerance = (value: number) => 1e-6 * (1 + Math.abs(value));
        assertClose(y, Array.from(x, reference), tolerance, `[${dims.join()}]`);
      }
    });

    numbers(`version ${version}, ${form}: FP16 within the rounding of the result`, () => {
      for (const dims of shapes) {
        const x = toHalves(randomFloats(countOf(dims), 4).map((value) => value * 9));
        const one = { desc: desc(dims, 'kHALF'), byteLength: x.byteLength };
        const run = gelu(version, form, { desc: one.desc, data: x }, one);
        assert.is(run.code, 0, run.errors.join());
        const y = fromHalves(run.outputs[0] as Uint8Array);
        const expected = fromHalves(new Uint8Array(x.buffer)).map(reference);
        assertClose(y, expected, (value) => halfRounding(value) * 1.001 + 1e-6, `[${dims.join()}]`);
      }
    });

    numbers(`version ${version}, ${form}: INT8, every value, several scales`, () => {
      const x = Int8Array.from({ length: 256 }, (_, i) => i - 128);
      for (const [xScale, yScale] of [
        [0.05, 0.05],
        [0.03125, 0.01],
        [1, 0.5],
        [0.001, 7],
      ] as const) {
        const y = { desc: desc([256], 'kINT8', 'kLINEAR', yScale), byteLength: 256 };
        const input = { desc: desc([256], 'kINT8', 'kLINEAR', xScale), data: x };
        const run = gelu(version, form, input, y);
        assert.is(run.code, 0, run.errors.join());
        const bytes = new Int8Array((run.outputs[0] as Uint8Array).buffer);
        x.forEach((value, i) => {
          const exact = reference(value * xScale) / yScale;
          const clamp = (rounded: number) => Math.min(127, Math.max(-128, rounded));
          // The neighbour is right too where float64 is within 1e-4 of the middle between two.
          const allowed = [-1e-4, 1e-4].map((off) => clamp(roundToEven(exact + off)));
          const actual = bytes[i] ?? NaN;
          assert.ok(
            allowed.includes(actual),
            `${value} * ${xScale}: ${actual}, expected ${exact} rounded`,
          );
        });
      }
    });
  }
}

numbers('far from 0 it is x or 0, and what is left of 0 keeps its digits', () => {
  const x = float32(100, 1e30, -100, -5, -6);
  const one = { desc: desc([5]), byteLength: 20 };
  const run = gelu('2', 'none', { desc: one.desc, data: x }, one);
  const y = fromFloats(run.outputs[0] as Uint8Array);
  assert.is(y[0], 100);
  assert.is(y[1], Math.fround(1e30));
  assert.is(Math.abs(y[2] ?? NaN), 0);
  for (const i of [3, 4]) {
    const expected = geluErf(x[i] ?? NaN);
    assert.ok(Math.abs((y[i] ?? NaN) / expected - 1) < 1e-5, `${y[i]}, expected ${expected}`);
  }
});

numbers('an empty tensor launches nothing; null pointers, scales and types are refused', () => {
  const x = randomFloats(4);
  const y = { desc: desc([4]), byteLength: 16 };
  const int8 = (scale?: number) => desc([4], 'kINT8', 'kLINEAR', scale);
  const bytes = new Int8Array(4);
  const refused: [InputTensor, PluginTensorDesc, string][] = [
    [{ desc: desc([4]), data: new Float32Array(0) }, y.desc, 'null pointer'],
    [{ desc: desc([4]), data: x }, desc([5]), '[5]'],
    [{ desc: desc([-1]), data: x }, desc([-1]), '[-1]'],
    [{ desc: desc([4], 'kINT32'), data: x }, desc([4], 'kINT32'), 'types or formats'],
    [{ desc: desc([4]), data: x }, desc([4], 'kHALF'), 'types or formats'],
    [{ desc: int8(0), data: bytes }, int8(1), 'scales are 0 and 1'],
    [{ desc: int8(1), data: bytes }, int8(-1), 'scales are 1 and -1'],
    [{ desc: int8(NaN), data: bytes }, int8(1), 'scales'],
  ];
  for (const version of versions) {
    const none = { desc: desc([0, 4]), byteLength: 0 };
    const empty = gelu(version, 'none', { desc: none.desc, data: new Float32Array(0) }, none);
    assert.is(empty.code, 0);
    assert.equal(empty.errors, []);
    for (const [input, output, says] of refused) {
      const run = gelu(version, 'none', input, { desc: output, byteLength: 16 });
      assert.is(run.code, 1, says);
      assertSaid(run.errors, ['Cannot run Gelu', says]);
    }
  }
});

numbers.run();

const contract = suite('Gelu: contract');

contract('the field is text, with or without its NUL', () => {
  for (const version of versions) {
    const [declared] = creatorOf(NAME, version).getFieldNames();
    assert.is(declared?.name, 'approximate');
    assert.is(declared?.type, 'kCHAR');
    refusesFields(NAME, version, approximate('sigmoid'), '"sigmoid"', '"none" or "tanh"');
    refusesFields(NAME, version, approximate('tan'), '"tan"');
    refusesFields(NAME, version, approximate('tanh\0\0'), '"tanh\\0", must be');
    refusesFields(NAME, version, [field('approximate', int32(1), 'kINT32')], 'kINT32 x 1', 'kCHAR');
    refusesFields(NAME, version, [field('approximate', float32(), 'kFLOAT32')], 'kFLOAT32 x 0');
  }
  for (const [fields, form] of [
    [[], 0],
    [approximate('none'), 0],
    [approximate('none\0'), 0],
    [approximate('tanh'), 1],
    [approximate('tanh\0'), 1],
  ] as const) {
    const v2 = createV2(NAME, [...fields]);
    assert.equal([...v2.serialize(v2.getSerializationSize())], [form, 0, 0, 0]);
    v2.destroy();
    const v3 = createV3(NAME, [...fields]);
    assert.equal(
      runtimeOf(v3).getFieldsToSerialize(),
      approximate(form === 1 ? 'tanh\0' : 'none\0'),
    );
    v3.destroy();
  }
});

contract('shapes, types, formats', () => {
  const builder = new (native().ExprBuilder)();
  const x = [builder.variable('n'), builder.constant(3)];
  const v2 = createV2(NAME, []);
  const v3 = createV3(NAME, []);
  const build = buildOf(v3);
  assert.is(shapeText(v2.getOutputDimensions(0, [x], builder)), '[n, 3]');
  const shape = build.getOutputShapes([x], [], 1, builder);
  assert.ok(Array.isArray(shape));
  if (Array.isArray(shape)) assert.is(shapeText(shape[0]), '[n, 3]');
  const two = collectErrors(() => build.getOutputShapes([x, x], [], 1, builder));
  assert.is(two.result, 1);
  assertSaid(two.errors, ['2 inputs']);
  assert.is(v2.getOutputDataType(0, ['kINT8']), 'kINT8');
  assert.equal(build.getOutputDataTypes(1, ['kINT8']), ['kINT8']);

  const supported = [desc([]), desc([], 'kHALF'), desc([], 'kINT8')];
  const others = [
    desc([], 'kINT32'),
    desc([], 'kHALF', 'kHWC8'),
    desc([], 'kINT8', 'kCHW32'),
    desc([], 'kBF16'),
  ];
  for (const first of [...supported, ...others]) {
    const accepted = supported.includes(first);
    assert.is(v2.supportsFormatCombination(0, [first, first], 1, 1), accepted);
    assert.is(build.supportsFormatCombination(0, [first, first].map(dynamic), 1, 1), accepted);
  }
  for (const first of supported) {
    for (const second of [...supported, ...others]) {
      const pair = [first, second];
      assert.is(v2.supportsFormatCombination(1, pair, 1, 1), first === second);
      assert.is(build.supportsFormatCombination(1, pair.map(dynamic), 1, 1), first === second);
    }
  }
  v2.destroy();
  v3.destroy();
});

contract('serialised and read back; bad bytes are refused', () => {
  for (const [form] of forms) {
    const v2 = createV2(NAME, approximate(form));
    const bytes = v2.serialize(v2.getSerializationSize());
    const again = creatorOf(NAME, '1').deserializePlugin('layer', bytes);
    assert.equal(again?.serialize(4), bytes);
    again?.destroy();
    v2.destroy();
    const v3 = createV3(NAME, approximate(form));
    const fields = runtimeOf(v3).getFieldsToSerialize();
    const restored = createV3(NAME, fields, 'kRUNTIME');
    assert.equal(runtimeOf(restored).getFieldsToSerialize(), fields);
    restored.destroy();
    v3.destroy();
  }
  for (const bytes of [[], [0, 0, 0], [0, 0, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 128]]) {
    const { result, errors } = collectErrors(() =>
      creatorOf(NAME, '1').deserializePlugin('layer', Uint8Array.from(bytes)),
    );
    assert.is(result, null);
    assertSaid(errors, ['Cannot deserialize Gelu']);
  }
});

contract('clones outlive what they were cloned from', () => {
  const v2 = createV2(NAME, approximate('tanh'));
  v2.setPluginNamespace('mine');
  const copy = v2.clone();
  v2.destroy();
  assert.is(copy?.getPluginNamespace(), 'mine');
  assert.equal([...(copy?.serialize(4) ?? [])], [1, 0, 0, 0]);
  copy?.destroy();
  const v3 = createV3(NAME, approximate('tanh'));
  const copies = [v3.clone(), runtimeOf(v3).attachToContext()];
  v3.destroy();
  for (const one of copies) {
    assert.ok(one);
    assert.equal(runtimeOf(one).getFieldsToSerialize(), approximate('tanh\0'));
    one.destroy();
  }
});

contract.run();
