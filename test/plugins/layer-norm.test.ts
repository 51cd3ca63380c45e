import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Exprs, PluginField } from '../../src/native';
import { field, float32, float64, int32 } from '../../src/runtime/plugin/plugin-field';
import { native } from '../../src/native-loader';
import {
  buildOf,
  creatorOf,
  desc,
  dynamic,
  enqueue,
  refusesFields,
  runtimeOf,
  shapeText,
} from './direct-call';
import { elementsOf, given, logged, withPluginV3 } from './lifetime';
import {
  assertClose,
  fromHalves,
  halfRounding,
  halfValue,
  randomFloats,
  toHalves,
} from './numbers';

const epsilonField = (value: number) => field('epsilon', float32(value), 'kFLOAT32');

/** By the definition, in float64. */
function reference(
  x: ArrayLike<number>,
  gamma: ArrayLike<number>,
  beta: ArrayLike<number>,
  epsilon: number,
): Float64Array {
  const hidden = gamma.length;
  const y = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += hidden) {
    const values = Array.from({ length: hidden }, (_, i) => x[row + i] ?? NaN);
    const mean = values.reduce((a, b) => a + b, 0) / hidden;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / hidden;
    values.forEach((value, i) => {
      y[row + i] =
        ((value - mean) / Math.sqrt(variance + epsilon)) * (gamma[i] ?? NaN) + (beta[i] ?? NaN);
    });
  }
  return y;
}

const shapes = [
  [0, 8],
  [3, 0],
  [1],
  [7],
  [2, 3],
  [5, 31],
  [4, 32],
  [4, 33],
  [3, 255],
  [3, 256],
  [2, 257],
  [2, 3, 5, 12],
  [700, 5],
  [1, 4097],
  [300, 768],
];

function run(
  dims: number[],
  type: 'kFLOAT' | 'kHALF',
  data: [ArrayBufferView, ArrayBufferView, ArrayBufferView],
  epsilon: number,
) {
  const hidden = given(dims[dims.length - 1]);
  const descs = [desc(dims, type), desc([hidden], type), desc([hidden], type)];
  return withPluginV3('LayerNorm', [epsilonField(epsilon)], (plugin) => {
    const runtime = runtimeOf(plugin);
    assert.is(runtime.onShapeChange(descs, [given(descs[0])]), 0);
    const { code, outputs } = enqueue(
      runtime,
      descs.map((one, i) => ({ desc: one, data: given(data[i]) })),
      [{ desc: given(descs[0]), byteLength: data[0].byteLength }],
    );
    assert.is(code, 0);
    return given(outputs[0]);
  });
}

test('FP32: within 1e-5 of float64, relative and absolute', () => {
  for (const dims of shapes) {
    const hidden = given(dims[dims.length - 1]);
    const x = Float32Array.from(randomFloats(elementsOf(dims), 1), (value) => 3 * value + 0.5);
    const [gamma, beta] = [
      Float32Array.from(randomFloats(hidden, 2)),
      Float32Array.from(randomFloats(hidden, 3)),
    ];
    const bytes = run(dims, 'kFLOAT', [x, gamma, beta], 1e-5);
    const y = new Float32Array(bytes.buffer);
    const expected = reference(x, gamma, beta, Math.fround(1e-5));
    assertClose(y, expected, (should) => 1e-5 * (1 + Math.abs(should)), `[${dims.join()}]`);
  }
});

test('FP16: within half an FP16 step of float64, and 1e-5', () => {
  for (const dims of shapes) {
    const hidden = given(dims[dims.length - 1]);
    const halves = [
      randomFloats(elementsOf(dims), 4),
      randomFloats(hidden, 5),
      randomFloats(hidden, 6),
    ].map(toHalves);
    const [x, gamma, beta] = halves.map((bits) => Float64Array.from(bits, halfValue));
    const bytes = run(dims, 'kHALF', [given(halves[0]), given(halves[1]), given(halves[2])], 1e-3);
    const expected = reference(given(x), given(gamma), given(beta), Math.fround(1e-3));
    const tolerance = (should: number) => halfRounding(should) + 1e-5;
    assertClose(fromHalves(bytes), expected, tolerance, `[${dims.join()}]`);
  }
});

test('a mean that is large beside the deviations does not eat their digits', () => {
  const x = Float32Array.from(randomFloats(600, 7), (value) => 4096 + value);
  const ones = new Float32Array(300).fill(1);
  const bytes = run([2, 300], 'kFLOAT', [x, ones, new Float32Array(300)], 1e-5);
  const expected = reference(x, ones, new Float32Array(300), Math.fround(1e-5));
  // 4096 in FP32 has steps of 2^-11; the mean may be off by about one of them, in units of the deviation, 0.58.
  assertClose(new Float32Array(bytes.buffer), expected, () => 1e-3, 'mean 4096');
});

test('shapes, types and formats', () => {
  withPluginV3('LayerNorm', [], (plugin) => {
    const build = buildOf(plugin);
    assert.is(build.getNbOutputs(), 1);
    assert.equal(build.getOutputDataTypes(1, ['kHALF', 'kHALF', 'kHALF']), ['kHALF']);
    const builder = new (native().ExprBuilder)();
    const [batch, c8] = [builder.variable('n'), builder.constant(8)];
    const shapesOut = build.getOutputShapes([[batch, c8], [c8], [c8]], [], 1, builder);
    assert.is(shapeText((shapesOut as Exprs[])[0]), '[n, 8]');
    assert.match(
      logged(() => assert.type(build.getOutputShapes([[], [c8], [c8]], [], 1, builder), 'number')),
      'have 0, 1 and 1 dimensions',
    );
    const f32 = dynamic(desc([2, 9], 'kFLOAT'));
    const f16 = dynamic(desc([2, 9], 'kHALF'));
    const i8 = dynamic(desc([2, 9], 'kINT8'));
    assert.ok(build.supportsFormatCombination(0, [f32], 3, 1));
    assert.ok(build.supportsFormatCombination(0, [f16], 3, 1));
    assert.not(build.supportsFormatCombination(0, [i8], 3, 1));
    assert.ok(build.supportsFormatCombination(3, [f16, f16, f16, f16], 3, 1));
    assert.not(build.supportsFormatCombination(2, [f16, f16, f32], 3, 1));
    const chw4 = dynamic({ ...desc([2, 9], 'kFLOAT'), format: 'kCHW4' });
    assert.not(build.supportsFormatCombination(0, [chw4], 3, 1));
    const messages = logged(() => {
      const descs = [desc([2, 8], 'kFLOAT'), desc([8], 'kFLOAT'), desc([9], 'kFLOAT')];
      assert.is(runtimeOf(plugin).onShapeChange(descs, [given(descs[0])]), 1);
    });
    assert.match(messages, 'beta is [9], must be [8], as long as the last dimension of x [2,8]');
  });
});

test('fields: refused with a reason, defaulted at build, kept through serialisation', () => {
  const creator = creatorOf('LayerNorm', '2');
  assert.equal(
    creator.getFieldNames().map(({ name, type, length }) => [name, type, length]),
    [['epsilon', 'kFLOAT32', 1]],
  );
  const refuses = (epsilon: PluginField, reason: string) =>
    refusesFields('LayerNorm', '2', [epsilon], reason);
  refuses(
    field('epsilon', float64(1e-5), 'kFLOAT64'),
    'field "epsilon" is kFLOAT64 x 1, must be kFLOAT32 x 1',
  );
  refuses(field('epsilon', float32(1, 2), 'kFLOAT32'), 'is kFLOAT32 x 2, must be');
  refuses(field('epsilon', int32(1), 'kINT32'), 'is kINT32 x 1, must be');
  refuses(epsilonField(-1), 'is -1, must be finite and at least 0');
  refuses(epsilonField(NaN), 'must be finite');
  const atRuntime = logged(() => assert.is(creator.createPlugin('layer', [], 'kRUNTIME'), null));
  assert.match(atRuntime, 'field "epsilon" is missing');
  withPluginV3('LayerNorm', [], (plugin) => {
    const [epsilon] = runtimeOf(plugin).getFieldsToSerialize();
    assert.equal(epsilon, epsilonField(1e-5));
  });
  withPluginV3('LayerNorm', [epsilonField(0.25)], (plugin) => {
    const fields = runtimeOf(plugin).getFieldsToSerialize();
    const clone = given(plugin.clone());
    assert.equal(runtimeOf(clone).getFieldsToSerialize(), fields);
    clone.destroy();
    withPluginV3(
      'LayerNorm',
      fields,
      (again) => assert.equal(runtimeOf(again).getFieldsToSerialize(), fields),
      'kRUNTIME',
    );
  });
});

test.run();
