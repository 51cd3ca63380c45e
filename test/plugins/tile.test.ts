/** Tile against nested loops in plain TypeScript, and what it makes of the values of a shape input. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../src/native-loader';
import { collectErrors } from '../../src/runtime/logger';
import { field, int32 } from '../../src/runtime/plugin/plugin-field';
import type { DataType } from '../../src/runtime/enums';
import {
  assertSaid,
  buildOf,
  createV3,
  creatorOf,
  desc,
  dynamic,
  enqueue,
  refusesToRun,
  runtimeOf,
  shapeText,
} from './direct-call';

const NAME = 'Tile';
const bytesOf = { kFLOAT: 4, kHALF: 2, kBF16: 2, kINT32: 4, kINT64: 8, kINT8: 1 } as const;
type Supported = keyof typeof bytesOf;
const types = Object.keys(bytesOf) as Supported[];
const countOf = (dims: readonly number[]) => dims.reduce((product, extent) => product * extent, 1);

/** Which input element each output element is: the index along each axis modulo the input's extent. */
function tiledIndexes(dims: number[], repeats: number[]): number[] {
  const out = dims.map((extent, i) => extent * (repeats[i] ?? 1));
  return Array.from({ length: countOf(out) }, (_, index) => {
    let from = 0;
    let rest = index;
    let stride = 1;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const [extent = 1, outExtent = 1] = [dims[axis], out[axis]];
      from += ((rest % outExtent) % extent) * stride;
      rest = Math.floor(rest / outExtent);
      stride *= extent;
    }
    return from;
  });
}

function tile(type: Supported, dims: number[], repeats: number[], seed: number) {
  const size = bytesOf[type];
  const data = Uint8Array.from({ length: countOf(dims) * size }, (_, i) => (i * 31 + seed) & 255);
  const out = dims.map((extent, i) => extent * (repeats[i] ?? 1));
  const plugin = createV3(NAME, [], 'kRUNTIME');
  try {
    const x = { desc: desc(dims, type), data };
    const y = { desc: desc(out, type), byteLength: countOf(out) * size };
    const { code, errors, outputs } = enqueue(runtimeOf(plugin), [x], [y]);
    assert.is(code, 0, errors.join());
    assert.equal(errors, []);
    const expected = new Uint8Array(y.byteLength);
    tiledIndexes(dims, repeats).forEach((from, to) =>
      expected.set(data.subarray(from * size, (from + 1) * size), to * size),
    );
    assert.ok(
      Buffer.compare(outputs[0] as Uint8Array, expected) === 0,
      `${type} [${dims.join()}] x [${repeats.join()}]`,
    );
  } finally {
    plugin.destroy();
  }
}

const numbers = suite('Tile: numbers');

/** Scalar, single, odd, a block's 256 and its neighbours, axes that merge and that do not, eight axes, large. */
const cases: [number[], number[]][] = [
  [[], []],
  [[1], [1]],
  [[1], [257]],
  [[5], [3]],
  [[255], [1]],
  [[256], [1]],
  [[257], [1]],
  [
    [3, 4],
    [1, 1],
  ],
  [
    [3, 4],
    [2, 1],
  ],
  [
    [3, 4],
    [1, 2],
  ],
  [
    [3, 4],
    [2, 5],
  ],
  [
    [1, 4],
    [7, 2],
  ],
  [
    [4, 1],
    [7, 2],
  ],
  [
    [2, 1, 3],
    [2, 3, 2],
  ],
  [
    [2, 3, 5, 7],
    [3, 1, 2, 1],
  ],
  [
    [1, 1, 1, 1],
    [2, 3, 4, 5],
  ],
  [
    [2, 1, 2, 1, 2, 1, 2, 3],
    [1, 2, 2, 1, 3, 2, 1, 2],
  ],
  [
    [2, 3, 2, 3, 2, 3, 2, 3],
    [2, 2, 1, 1, 2, 2, 1, 2],
  ],
];

numbers('every type, bit for bit', () => {
  cases.forEach(([dims, repeats], i) => {
    for (const type of types) tile(type, dims, repeats, i);
  });
});

numbers('2 million elements', () => tile('kFLOAT', [3, 1000], [700, 1], 1));

numbers('empty tensors launch nothing', () => {
  for (const [dims, repeats] of [
    [[0], [5]],
    [
      [3, 4],
      [2, 0],
    ],
    [
      [0, 4],
      [1, 3],
    ],
  ] as const) {
    tile('kFLOAT', [...dims], [...repeats], 0);
  }
});

numbers('what is no tiling is refused', () => {
  const plugin = createV3(NAME, [], 'kRUNTIME');
  const runtime = runtimeOf(plugin);
  const x = { desc: desc([2, 3]), data: new Float32Array(6) };
  const y = (dims: number[], type: DataType = 'kFLOAT') => ({
    desc: desc(dims, type),
    byteLength: 64,
  });
  refusesToRun(runtime, [x], [y([2, 4])], '[2,3] does not tile [2,4]');
  refusesToRun(runtime, [x], [y([2, -3])], '[2,3] does not tile [2,-3]');
  refusesToRun(runtime, [x], [y([2, 3, 1])], '[2,3] does not tile [2,3,1]');
  refusesToRun(runtime, [{ desc: desc([0]), data: new Float32Array(0) }], [y([1])], '[0]');
  refusesToRun(runtime, [x], [y([2, 3], 'kINT32')], 'types or formats');
  refusesToRun(runtime, [{ ...x, data: new Float32Array(0) }], [y([2, 3])], 'null pointer');
  const bools = { desc: desc([2, 3], 'kBOOL'), data: new Uint8Array(6) };
  refusesToRun(runtime, [bools], [y([2, 3], 'kBOOL')], 'types or formats');
  const scaled = (scale: number) => desc([2, 3], 'kINT8', 'kLINEAR', scale);
  const int8 = { desc: scaled(0.5), data: new Int8Array(6) };
  refusesToRun(runtime, [int8], [{ desc: scaled(0.25), byteLength: 6 }], 'scales are 0.5 and 0.25');
  plugin.destroy();
});

numbers.run();

const contract = suite('Tile: contract');

contract('each extent is multiplied by the value of the shape input', () => {
  const plugin = createV3(NAME, []);
  const build = buildOf(plugin);
  const builder = new (native().ExprBuilder)();
  const [n, r] = [builder.variable('n'), builder.variable('r')];
  const two = builder.constant(2);
  const three = builder.constant(3);
  const shape = build.getOutputShapes([[n, three, three]], [[two, two, r]], 1, builder);
  assert.ok(Array.isArray(shape));
  if (!Array.isArray(shape)) return;
  const [y = []] = shape;
  assert.is(y.length, 3);
  assert.is(y[1]?.getConstantValue(), 6);
  assert.not(y[0]?.isConstant());
  assert.equal(y[0]?.toJSON(), {
    operation: 'kPROD',
    first: { variable: 'n' },
    second: { constant: 2 },
  });
  assert.equal(y[2]?.toJSON(), {
    operation: 'kPROD',
    first: { constant: 3 },
    second: { variable: 'r' },
  });

  const scalar = build.getOutputShapes([[]], [[]], 1, builder);
  assert.ok(Array.isArray(scalar));
  if (Array.isArray(scalar)) assert.is(shapeText(scalar[0]), '[]');

  const refused = [
    [[[n]], [], '0 shape inputs'],
    [[[n], [n]], [[two]], '2 inputs'],
    [[[n]], [[two, two]], '2 repeats for 1 dims'],
    [[[n, n]], [[two, builder.constant(-1)]], 'repeats[1] is -1'],
  ] as const;
  for (const [inputs, values, says] of refused) {
    const { result, errors } = collectErrors(() =>
      build.getOutputShapes(
        inputs.map((one) => [...one]),
        values.map((one) => [...one]),
        1,
        builder,
      ),
    );
    assert.is(result, 1);
    assertSaid(errors, ['Cannot infer the shape of Tile', says]);
  }
  plugin.destroy();
});

contract('types and formats: linear, the output has the type of the input', () => {
  const plugin = createV3(NAME, []);
  const build = buildOf(plugin);
  const all = [...types, 'kBOOL', 'kUINT8', 'kFP8', 'kINT4'] as const;
  for (const first of all) {
    assert.equal(build.getOutputDataTypes(1, [first]), [first]);
    const accepted = types.includes(first as Supported);
    const one = dynamic(desc([], first));
    assert.is(build.supportsFormatCombination(0, [one, one], 1, 1), accepted);
    const vectors = dynamic(desc([], first, 'kHWC8'));
    assert.not(build.supportsFormatCombination(0, [vectors, vectors], 1, 1));
    for (const second of all) {
      const pair = [one, dynamic(desc([], second))];
      if (accepted) assert.is(build.supportsFormatCombination(1, pair, 1, 1), first === second);
    }
  }
  assert.is(build.getNbOutputs(), 1);
  plugin.destroy();
});

contract('no fields: none declared, none serialised, others ignored; copies stand alone', () => {
  assert.equal(creatorOf(NAME, '2').getFieldNames(), []);
  const plugin = createV3(NAME, [field('repeats', int32(2), 'kINT32')]);
  assert.equal(runtimeOf(plugin).getFieldsToSerialize(), []);
  const copies = [plugin.clone(), runtimeOf(plugin).attachToContext()];
  plugin.destroy();
  for (const one of copies) {
    assert.is(one?.getCapabilityInterface('kCORE')?.getPluginName(), NAME);
    one?.destroy();
  }
});

contract.run();
