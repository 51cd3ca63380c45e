import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { field, int32 } from '../../src/runtime/plugin/plugin-field';
import { native } from '../../src/native-loader';
import type { Exprs } from '../../src/native';
import type { DataType } from '../../src/runtime/enums';
import {
  buildOf,
  creatorOf,
  desc,
  dynamic,
  enqueue,
  refusesFields,
  runtimeOf,
} from './direct-call';
import { elementsOf, given, logged, withPluginV3 } from './lifetime';
import { randomFloats, toHalves } from './numbers';

/** Row by row of the result: the coordinates along each axis, in row-major order of the elements. */
function reference(dims: number[], values: ArrayLike<number>): number[][] {
  const rows = dims.map((): number[] => []);
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] === 0) continue; // also -0; NaN is not 0
    let rest = i;
    for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
      given(rows[axis]).push(rest % given(dims[axis]));
      rest = Math.floor(rest / given(dims[axis]));
    }
  }
  return rows;
}

/** Runs it with room for the upper bound. @returns n, the rows, and whether the rest of the output was left alone. */
function run(dims: number[], type: DataType, data: ArrayBufferView) {
  return withPluginV3('NonZero', [], (plugin) => {
    const [rank, count] = [dims.length, elementsOf(dims)];
    const x = desc(dims, type);
    const indices = desc([rank, count], 'kINT64');
    const size = desc([], 'kINT32');
    const workspaceBytes = buildOf(plugin).getWorkspaceSize(
      [dynamic(x)],
      [dynamic(indices), dynamic(size)],
    );
    const runtime = runtimeOf(plugin);
    assert.is(runtime.onShapeChange([x], [indices, size]), 0);
    const { code, outputs } = enqueue(
      runtime,
      [{ desc: x, data }],
      [
        { desc: indices, byteLength: 8 * rank * count },
        { desc: size, byteLength: 4 },
      ],
      workspaceBytes,
    );
    assert.is(code, 0);
    const [n = NaN] = new Int32Array(given(outputs[1]).buffer);
    const all = new BigInt64Array(given(outputs[0]).buffer);
    const rows = dims.map((_, axis) => [...all.slice(axis * n, (axis + 1) * n)].map(Number));
    assert.ok(
      all.slice(rank * n).every((index) => index === BigInt('-6510615555426900571')),
      'nothing is written behind [rank, n]',
    );
    return { n, rows };
  });
}

const shapes = [
  [],
  [0],
  [3, 0, 2],
  [1],
  [7],
  [2, 3, 4],
  [1023],
  [1024],
  [1025],
  [32, 257],
  [5, 7, 11, 13],
  [2, 1, 3, 1, 2, 1, 3, 2],
  [3, 100003],
];

for (const share of [0, 0.1, 0.9, 1]) {
  test(`FP32: exactly the reference where ${100 * share} % are not zero`, () => {
    for (const dims of shapes) {
      const values = Float32Array.from(randomFloats(elementsOf(dims), 3), (value) =>
        (value + 1) / 2 < share ? value - 2 : 0,
      );
      const { n, rows } = run(dims, 'kFLOAT', values);
      const expected = reference(dims, values);
      assert.is(n, values.filter((value) => value !== 0).length, `[${dims.join()}]`);
      assert.ok(
        rows.every((row, axis) => row.every((index, i) => index === given(expected[axis])[i])),
        `[${dims.join()}]`,
      );
      assert.equal(
        rows.map(({ length }) => length),
        expected.map(({ length }) => length),
      );
    }
  });
}

test('FP16, INT8 and INT32; negative zero is zero, NaN and the smallest number are not', () => {
  const floats = Float32Array.of(0, -0, NaN, -1e-45, 1, Infinity, 0);
  assert.equal(run([7], 'kFLOAT', floats), { n: 4, rows: [[2, 3, 4, 5]] });
  const halves = Uint16Array.of(0, 0x8000, 0x7e00, 0x8001, 0x3c00, 0x7c00, 0);
  assert.equal(run([7], 'kHALF', halves), { n: 4, rows: [[2, 3, 4, 5]] });
  assert.equal(run([2, 2], 'kINT8', Int8Array.of(0, -128, 1, 0)), {
    n: 2,
    rows: [
      [0, 1],
      [1, 0],
    ],
  });
  const integers = Int32Array.of(-(2 ** 31), 0, 0, 256, 0, 1);
  assert.equal(run([3, 2], 'kINT32', integers), {
    n: 3,
    rows: [
      [0, 1, 2],
      [0, 1, 1],
    ],
  });
  const values = randomFloats(2000, 9).map((value) => (value > 0 ? value : 0));
  assert.equal(run([40, 50], 'kHALF', toHalves(values)).rows, reference([40, 50], values));
});

test('the shape: [rank, n] with n a size tensor between 0 and the number of elements', () => {
  withPluginV3('NonZero', [], (plugin) => {
    const build = buildOf(plugin);
    assert.is(build.getNbOutputs(), 2);
    assert.equal(build.getOutputDataTypes(2, ['kFLOAT']), ['kINT64', 'kINT32']);
    assert.match(
      logged(() => assert.is(build.getOutputDataTypes(1, ['kFLOAT']), 1)),
      '1 inputs and 1 outputs, must be 1 and 2',
    );
    const builder = new (native().ExprBuilder)();
    const input = [builder.constant(4), builder.constant(5), builder.constant(2)];
    const shapesOut = build.getOutputShapes([input], [], 2, builder);
    const [indices, size] = shapesOut as Exprs[];
    assert.is(given(given(indices)[0]).getConstantValue(), 3);
    assert.ok(given(given(indices)[1]).isSizeTensor());
    assert.equal(given(given(indices)[1]).toJSON(), {
      sizeTensor: 1,
      opt: { constant: 20 },
      upper: { constant: 40 },
    });
    assert.equal(size, []);
    const scalar = build.getOutputShapes([[]], [], 2, builder) as ReturnType<
      typeof builder.constant
    >[][];
    assert.is(given(given(scalar[0])[0]).getConstantValue(), 0);
    const unknown = build.getOutputShapes([[builder.variable('x[0]')]], [], 2, builder);
    assert.not.type(unknown, 'number');
  });
});

test('formats, and what does not fit', () => {
  withPluginV3('NonZero', [], (plugin) => {
    const build = buildOf(plugin);
    const [x, indices, size] = [
      dynamic(desc([4], 'kHALF')),
      dynamic(desc([1, 4], 'kINT64')),
      dynamic(desc([], 'kINT32')),
    ];
    for (const pos of [0, 1, 2])
      assert.ok(build.supportsFormatCombination(pos, [x, indices, size], 1, 2));
    assert.not(build.supportsFormatCombination(1, [x, size], 1, 2));
    assert.not(build.supportsFormatCombination(2, [x, indices, indices], 1, 2));
    assert.not(build.supportsFormatCombination(0, [dynamic(desc([4], 'kBOOL'))], 1, 2));
    const messages = logged(() => {
      const huge = desc([65536, 32768], 'kFLOAT');
      assert.is(runtimeOf(plugin).onShapeChange([huge], [indices.desc, size.desc]), 1);
    });
    assert.match(messages, 'x has 2147483648 elements, must have 0 to 2147483647');
    const withoutWorkspace = enqueue(
      runtimeOf(plugin),
      [{ desc: x.desc, data: new Uint16Array(4) }],
      [
        { desc: indices.desc, byteLength: 32 },
        { desc: size.desc, byteLength: 4 },
      ],
    );
    assert.is(withoutWorkspace.code, 1);
    assert.match(withoutWorkspace.errors.join(), 'Cannot run NonZero: an address is null');
    assert.equal(runtimeOf(plugin).getFieldsToSerialize(), []);
  });
  const creator = creatorOf('NonZero', '2');
  assert.equal(creator.getFieldNames(), []);
  refusesFields('NonZero', '2', [field('axis', int32(1), 'kINT32')], '1 fields, it has none');
});

test.run();
