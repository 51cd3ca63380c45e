/** QkvToContext's numbers: both versions and both tactics against attention by its definition. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginTensorDesc } from '../../src/native';
import { field, float32, int32 } from '../../src/runtime/plugin/plugin-field';
import type { DataType } from '../../src/runtime/enums';
import { attention, type AttentionSizes } from './attention-reference';
import { buildOf, desc, dynamic, enqueue, runtimeOf } from './direct-call';
import { given, withPluginV2, withPluginV3 } from './lifetime';
import {
  assertClose,
  fromFloats,
  fromHalves,
  halfRounding,
  halfValue,
  randomFloats,
  toHalves,
} from './numbers';

type Way = 'version 1' | 'tactic 1' | 'tactic 2';
const ways: Way[] = ['version 1', 'tactic 1', 'tactic 2'];

/** [S, B, N, headSize]; threads come 128 a block. */
const sizes: AttentionSizes[] = [
  [1, 1, 1, 1],
  [2, 1, 1, 3],
  [7, 3, 2, 5],
  [127, 1, 2, 8],
  [128, 2, 1, 16],
  [129, 1, 1, 33],
  [33, 1, 12, 64],
  [5, 2, 1, 200],
  [300, 1, 2, 64],
].map(([sequence, batch, heads, headSize]) => ({
  sequence: given(sequence),
  batch: given(batch),
  heads: given(heads),
  headSize: given(headSize),
}));
const countOf = ({ sequence, batch, heads, headSize }: AttentionSizes) =>
  sequence * batch * heads * headSize;
const textOf = ({ sequence, batch, heads, headSize }: AttentionSizes) =>
  `[${[sequence, batch, heads, headSize].join()}]`;

interface Options {
  way: Way;
  type: DataType;
  scales?: [input: number, output: number];
  dqProbs?: number;
  useInt8ScaleMax?: 0 | 1;
  /** Dimensions of 1 behind the others, as in BERT's plugins. */
  tail?: number[];
}

function run(shape: AttentionSizes, data: ArrayBufferView, options: Options): Uint8Array {
  const { way, type, scales = [1, 1], dqProbs = 1 / 127, useInt8ScaleMax = 1, tail = [] } = options;
  const hidden = shape.heads * shape.headSize;
  const dims = (last: number) => [shape.sequence, shape.batch, last, ...tail];
  const input = desc(dims(3 * hidden), type, 'kLINEAR', scales[0]);
  const output = desc(dims(hidden), type, 'kLINEAR', scales[1]);
  const byteLength = data.byteLength / 3;
  const fields = [
    field('numHeads', int32(shape.heads), 'kINT32'),
    field('headSize', int32(shape.headSize), 'kINT32'),
    field('dqProbs', float32(dqProbs), 'kFLOAT32'),
    field('useInt8ScaleMax', int32(useInt8ScaleMax), 'kINT32'),
  ];
  const call = [[{ desc: input, data }], [{ desc: output, byteLength }]] as const;
  const check = ({ code, errors, outputs }: ReturnType<typeof enqueue>) => {
    assert.equal(errors, []);
    assert.is(code, 0);
    return given(outputs[0]);
  };
  if (way === 'version 1') {
    return withPluginV2('QkvToContext', fields, (plugin) => {
      plugin.configurePlugin([dynamic(input)], [dynamic(output)]);
      const workspaceBytes = plugin.getWorkspaceSize([input], [output]);
      return check(enqueue(plugin, [...call[0]], [...call[1]], workspaceBytes));
    });
  }
  return withPluginV3('QkvToContext', fields, (plugin) => {
    const [build, runtime] = [buildOf(plugin), runtimeOf(plugin)];
    assert.is(build.configurePlugin([dynamic(input)], [dynamic(output)]), 0);
    assert.is(runtime.setTactic(way === 'tactic 1' ? 1 : 2), 0);
    const workspaceBytes = build.getWorkspaceSize([dynamic(input)], [dynamic(output)]);
    assert.is(workspaceBytes > 0, way === 'tactic 1' && byteLength > 0);
    assert.is(runtime.onShapeChange([input], [output]), 0);
    return check(enqueue(runtime, [...call[0]], [...call[1]], workspaceBytes));
  });
}

/** Calls `check` for each way and each size; what is expected is computed once for a size. */
function overSizes<Expected>(
  prepare: (shape: AttentionSizes) => Expected,
  check: (prepared: Expected, shape: AttentionSizes, way: Way, what: string) => void,
): void {
  for (const shape of sizes) {
    const prepared = prepare(shape);
    for (const way of ways) check(prepared, shape, way, `${way}, ${textOf(shape)}`);
  }
}

test('FP32: within 1e-5 of float64', () => {
  overSizes(
    (shape) => {
      const qkv = randomFloats(3 * countOf(shape), 11).map((value) => 2 * value);
      return { qkv, expected: attention(qkv, shape) };
    },
    ({ qkv, expected }, shape, way, what) => {
      const y = fromFloats(run(shape, qkv, { way, type: 'kFLOAT' }));
      assertClose(y, expected, () => 1e-5, what);
    },
  );
});

test('FP16: within half an FP16 step of float64, and 1e-5', () => {
  overSizes(
    (shape) => {
      const halves = toHalves(randomFloats(3 * countOf(shape), 12).map((value) => 2 * value));
      return { halves, expected: attention(Float64Array.from(halves, halfValue), shape) };
    },
    ({ halves, expected }, shape, way, what) => {
      const y = fromHalves(run(shape, halves, { way, type: 'kHALF' }));
      assertClose(y, expected, (should) => halfRounding(should) + 1e-5, what);
    },
  );
});

test('INT8: within one step, and 99 % exact, wherever the maximum is taken', () => {
  const scales = {
    input: Math.fround(0.02),
    output: Math.fround(0.015),
    dqProbs: Math.fround(1 / 127),
  };
  overSizes(
    (shape) => {
      const qkv = Int8Array.from(randomFloats(3 * countOf(shape), 13), (value) => value * 127);
      return { qkv, expected: attention(qkv, shape, scales) };
    },
    ({ qkv, expected }, shape, way, what) => {
      for (const useInt8ScaleMax of [0, 1] as const) {
        const bytes = run(shape, qkv, {
          way,
          type: 'kINT8',
          scales: [scales.input, scales.output],
          dqProbs: scales.dqProbs,
          useInt8ScaleMax,
        });
        const y = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
        assertClose(y, expected, () => 1, what);
        const inexact = y.filter((value, i) => value !== expected[i]).length;
        assert.ok(inexact <= 0.01 * y.length, `${what}: ${inexact} of ${y.length} are not exact`);
      }
    },
  );
});

for (const way of ways) {
  test(`${way}: large scores do not overflow, equal ones share equally`, () => {
    const shape = { sequence: 3, batch: 1, heads: 1, headSize: 2 };
    // A row is q, k, v of one position. Scores 1e30 apart: all weight goes to the largest.
    const large = Float32Array.from(
      [
        [1e15, 0, 1e15, 0, 1, 2],
        [1e15, 0, -1e15, 0, 3, 4],
        [0, 0, 0, 0, 5, 6],
      ].flat(),
    );
    const y = fromFloats(run(shape, large, { way, type: 'kFLOAT' }));
    assertClose(y, [1, 2, 1, 2, 3, 4], () => 1e-6, 'large scores');
  });

  test(`${way}: INT8 saturates at -128 and 127`, () => {
    const shape = { sequence: 1, batch: 1, heads: 1, headSize: 2 };
    const qkv = Int8Array.of(1, 1, 1, 1, 127, -128);
    const bytes = run(shape, qkv, { way, type: 'kINT8', scales: [1, 0.25] });
    assert.equal([...new Int8Array(bytes.buffer, bytes.byteOffset, 2)], [127, -128]);
  });

  test(`${way}: nothing to do for empty tensors; [S,B,3E,1,1] is [S,B,3E]`, () => {
    for (const [sequence, batch] of [
      [0, 2],
      [3, 0],
      [0, 0],
    ] as const) {
      const empty = { sequence, batch, heads: 2, headSize: 4 };
      assert.is(run(empty, new Float32Array(0), { way, type: 'kFLOAT' }).length, 0);
    }
    const shape = { sequence: 5, batch: 2, heads: 3, headSize: 4 };
    const qkv = randomFloats(3 * countOf(shape), 14);
    const flat = run(shape, qkv, { way, type: 'kFLOAT' });
    assert.equal(run(shape, qkv, { way, type: 'kFLOAT', tail: [1, 1] }), flat);
  });
}

test('both tactics and both versions give the same bits', () => {
  for (const shape of sizes) {
    const data: [DataType, ArrayBufferView][] = [
      ['kFLOAT', randomFloats(3 * countOf(shape), 15)],
      ['kHALF', toHalves(randomFloats(3 * countOf(shape), 16))],
      ['kINT8', Int8Array.from(randomFloats(3 * countOf(shape), 17), (value) => value * 127)],
    ];
    for (const [type, qkv] of data) {
      const scales: [number, number] = [0.03, 0.03];
      const [first, second, third] = ways.map((way) => run(shape, qkv, { way, type, scales }));
      assert.equal(second, first, `${type} ${textOf(shape)}`);
      assert.equal(third, first, `${type} ${textOf(shape)}`);
    }
  }
});

test('an input of a size or type it was not made for is refused with the reason', () => {
  const fields = [field('numHeads', int32(2), 'kINT32'), field('headSize', int32(4), 'kINT32')];
  const because = (input: PluginTensorDesc, output: PluginTensorDesc, tactic: number) =>
    withPluginV3('QkvToContext', fields, (plugin) => {
      const runtime = runtimeOf(plugin);
      runtime.setTactic(tactic);
      const { code, errors } = enqueue(
        runtime,
        [{ desc: input, data: new Uint8Array(96) }],
        [{ desc: output, byteLength: 32 }],
      );
      assert.is(code, 1);
      return errors.join();
    });
  const one = (last: number, type: DataType = 'kFLOAT', scale = 1) =>
    desc([1, 1, last], type, 'kLINEAR', scale);
  assert.match(because(one(24), one(8), 1), 'the workspace is null, must be 8 bytes');
  assert.match(
    because(one(25), one(8), 2),
    'the input is [1,1,25], must be [S,B,24] or [S,B,24,1,1]',
  );
  assert.match(
    because(one(24, 'kINT8', 0), one(8, 'kINT8'), 2),
    'scales of input and output are 0 and 1',
  );
  assert.match(because(one(24, 'kINT32'), one(8, 'kINT32'), 2), 'must be kFLOAT, kHALF or kINT8');
  const long = desc([20_000, 1, 24], 'kFLOAT');
  assert.match(
    because(long, desc([20_000, 1, 8], 'kFLOAT'), 2),
    'tactic 2 needs 80016 bytes of shared memory',
  );
  const veryLong = desc([200_000, 1, 24], 'kINT8');
  assert.match(
    because(veryLong, veryLong, 1),
    'S is 200000 and headSize is 4, must be at most 131071 in INT8',
  );
});

test.run();
