/** AddInPlace: the aliased output, its arithmetic, and what it refuses. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../src/native-loader';
import type { PluginTensorDesc } from '../../src/native';
import { DeviceBuffer, Stream } from '../../src/runtime/context/device';
import { collectErrors } from '../../src/runtime/logger';
import { field, float32, float64 } from '../../src/runtime/plugin/plugin-field';
import {
  buildOf,
  createV3,
  creatorOf,
  desc,
  dynamic,
  refusesFields,
  refusesToRun,
  runtimeOf,
  shapeText,
} from './direct-call';
import { assertClose, fromHalves, halfRounding, randomFloats, toHalves } from './numbers';

const NAME = 'AddInPlace';
const scalar = (value: number) => [field('scalar', float32(value), 'kFLOAT32')];

/** One enqueue with one buffer for input and output, as a host does that knows of aliases. @returns the buffer afterwards */
function addInPlace(value: number, one: PluginTensorDesc, data: ArrayBufferView): Uint8Array {
  const plugin = createV3(NAME, scalar(value), 'kRUNTIME');
  const stream = new Stream();
  const buffer = DeviceBuffer.from(data);
  try {
    const invocation = new (native().Invocation)([one], [one]);
    const address = data.byteLength > 0 ? buffer.native : null;
    invocation.setInputAddress(0, address);
    invocation.setOutputAddress(0, address);
    const { result, errors } = collectErrors(() =>
      runtimeOf(plugin).enqueue(invocation, stream.native),
    );
    stream.synchronize();
    assert.is(result, 0, errors.join());
    return buffer.toUint8Array();
  } finally {
    buffer.free();
    stream.destroy();
    plugin.destroy();
  }
}

const numbers = suite('AddInPlace: numbers');

numbers('FP32: the sum rounded once, in the same memory', () => {
  for (const count of [0, 1, 7, 255, 256, 257, 100_003]) {
    const x = randomFloats(count, count + 1);
    const y = addInPlace(0.75, desc([count]), x);
    assert.equal(
      new Float32Array(y.buffer),
      x.map((value) => Math.fround(value + 0.75)),
    );
  }
  const shaped = addInPlace(1, desc([2, 3, 1, 5]), randomFloats(30));
  assert.equal(
    new Float32Array(shaped.buffer),
    randomFloats(30).map((value) => Math.fround(value + 1)),
  );
});

numbers('FP16: within the rounding of the result', () => {
  for (const count of [1, 255, 257]) {
    const x = toHalves(randomFloats(count));
    const y = fromHalves(addInPlace(0.75, desc([count], 'kHALF'), x));
    const expected = fromHalves(new Uint8Array(x.buffer)).map((value) => value + 0.75);
    assertClose(y, expected, (value) => halfRounding(value) * 1.001, `${count} elements`);
  }
});

numbers('a host that gives the output memory of its own is told so', () => {
  const plugin = createV3(NAME, scalar(1), 'kRUNTIME');
  const runtime = runtimeOf(plugin);
  const x = { desc: desc([4]), data: randomFloats(4) };
  const y = { desc: desc([4]), byteLength: 16 };
  refusesToRun(runtime, [x], [y], 'must be the same memory');
  refusesToRun(runtime, [{ ...x, data: new Float32Array(0) }], [y], 'must be the same memory');
  refusesToRun(runtime, [{ ...x, desc: desc([-1]) }], [y], 'the input is [-1]');
  refusesToRun(runtime, [{ ...x, desc: desc([4], 'kINT32') }], [y], 'type or format');
  plugin.destroy();
});

numbers.run();

const contract = suite('AddInPlace: contract');

contract('output 0 is input 0: BuildV2 says so', () => {
  const plugin = createV3(NAME, scalar(1));
  const build = buildOf(plugin);
  assert.equal(build.getInterfaceInfo(), { kind: 'PLUGIN_V3ONE_BUILD', major: 2, minor: 0 });
  assert.is(build.getAliasedInput(0), 0);
  assert.is(build.getAliasedInput(1), -1);
  const builder = new (native().ExprBuilder)();
  const x = [builder.variable('n'), builder.constant(3)];
  const shape = build.getOutputShapes([x], [], 1, builder);
  assert.ok(Array.isArray(shape));
  if (Array.isArray(shape)) assert.is(shapeText(shape[0]), '[n, 3]');
  assert.is(collectErrors(() => build.getOutputShapes([x, x], [], 1, builder)).result, 1);
  assert.equal(build.getOutputDataTypes(1, ['kHALF']), ['kHALF']);
  plugin.destroy();
});

contract('formats: FP32 or FP16, linear, the same on both sides', () => {
  const plugin = createV3(NAME, scalar(1));
  const build = buildOf(plugin);
  const supported = [desc([]), desc([], 'kHALF')];
  const others = [desc([], 'kINT8'), desc([], 'kHALF', 'kHWC8'), desc([], 'kINT32')];
  for (const first of [...supported, ...others]) {
    for (const second of [...supported, ...others]) {
      const pair = [first, second].map(dynamic);
      assert.is(build.supportsFormatCombination(0, pair, 1, 1), supported.includes(first));
      if (supported.includes(first)) {
        assert.is(build.supportsFormatCombination(1, pair, 1, 1), first === second);
      }
    }
  }
  plugin.destroy();
});

contract('fields: required, checked, serialised; copies stand alone', () => {
  assert.equal(creatorOf(NAME, '2').getFieldNames(), [
    { name: 'scalar', type: 'kFLOAT32', length: 1, data: null },
  ]);
  refusesFields(NAME, '2', [], '"scalar" is missing');
  refusesFields(NAME, '2', [field('scalar', float64(1), 'kFLOAT64')], 'kFLOAT64 x 1');
  refusesFields(NAME, '2', [field('scalar', float32(1, 2), 'kFLOAT32')], 'kFLOAT32 x 2');
  const plugin = createV3(NAME, scalar(1.5));
  const fields = runtimeOf(plugin).getFieldsToSerialize();
  assert.equal(fields, scalar(1.5));
  const copies = [plugin.clone(), runtimeOf(plugin).attachToContext()];
  plugin.destroy();
  for (const one of [...copies, createV3(NAME, fields, 'kRUNTIME')]) {
    assert.ok(one);
    assert.equal(runtimeOf(one).getFieldsToSerialize(), fields);
    one.destroy();
  }
});

contract.run();
