/** Sessions of ONNX Runtime for adjacent native layers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../../src/errors';
import type { DataType } from '../../../src/runtime/enums';
import { NativeSegment } from '../../../src/runtime/engine/native-segment';
import type { PlanNativeLayer } from '../../../src/runtime/engine/plan';
import { hostTensor, numbersOf } from '../network/operations/native-network';

const COMPUTED = ['kFLOAT', 'kHALF', 'kBF16', 'kINT8', 'kUINT8', 'kINT32', 'kINT64', 'kBOOL'];

function layer(name: string, opType: string, from: string[], to: string, type: DataType) {
  const edge = (tensor: string) => ({ tensor, type, format: 'kLINEAR' as const });
  return {
    kind: 'native',
    name,
    profile: 0,
    inputs: from.map(edge),
    outputs: [edge(to)],
    timeMs: null,
    layerType: 'kIDENTITY',
    attributes: {},
    nodes: [{ opType, inputs: from, outputs: [to] }],
    constants: [],
  } satisfies PlanNativeLayer;
}

async function refusedWith(code: string, message: RegExp, act: () => Promise<unknown>) {
  const error = await act().then(
    () => null,
    (refusal: unknown) => refusal,
  );
  assert.instance(error, WorkbookError);
  assert.is((error as WorkbookError).code, code);
  assert.match((error as WorkbookError).message, message);
}

for (const type of COMPUTED as DataType[]) {
  test(`${type} passes through unchanged`, async () => {
    const segment = new NativeSegment([layer('copy', 'Identity', ['x'], 'y', type)], {});
    const x = hostTensor(type, [2, 2], type === 'kBOOL' ? [1, 0, 0, 1] : [0, 1, 2, 3]);
    const y = (await segment.run(new Map([['x', x]]))).get('y');
    assert.equal(y, x);
    await segment.dispose();
  });
}

test('several layers are one session; what they hand on stays inside', async () => {
  const layers = [
    layer('double', 'Add', ['x', 'x'], 'h', 'kFLOAT'),
    layer('square', 'Mul', ['h', 'h'], 'y', 'kFLOAT'),
  ];
  const segment = new NativeSegment(layers, {}, [{ name: 'x', dims: [-1] }]);
  assert.equal([segment.inputs, segment.outputs], [['x'], ['y']]);
  for (const numbers of [[1, 2, 3], [4]]) {
    const x = hostTensor('kFLOAT', [numbers.length], numbers);
    const y = (await segment.run(new Map([['x', x]]))).get('y');
    assert.equal(
      y && numbersOf(y),
      numbers.map((value) => 4 * value * value),
    );
  }
  const both = new NativeSegment(layers, {}, [], ['h', 'y']);
  const results = await both.run(new Map([['x', hostTensor('kFLOAT', [1], [3])]]));
  assert.equal([...results.values()].map(numbersOf), [[6], [36]]);
  await segment.dispose();
  await both.dispose();
});

test('outputs go into memory that the caller has', async () => {
  for (const type of ['kFLOAT', 'kBF16'] as const) {
    const segment = new NativeSegment([layer('copy', 'Identity', ['x'], 'y', type)], {});
    const x = hostTensor(type, [3], [1, 2, 4]);
    const y = hostTensor(type, [3], [0, 0, 0]);
    const results = await segment.run(new Map([['x', x]]), new Map([['y', y]]));
    assert.is(results.get('y'), y);
    assert.equal(numbersOf(y), [1, 2, 4]);
    const small = hostTensor(type, [2], [0, 0]);
    await refusedWith('NATIVE_LAYERS_FAILED', /"copy".*|y/, () =>
      segment.run(new Map([['x', x]]), new Map([['y', small]])),
    );
    await segment.dispose();
  }
});

test('an address that is no multiple of the element size', async () => {
  const segment = new NativeSegment([layer('copy', 'Identity', ['x'], 'y', 'kFLOAT')], {});
  const memory = Buffer.alloc(13);
  memory.writeFloatLE(2.5, 1);
  const x = { type: 'kFLOAT' as const, dims: [1], bytes: memory.subarray(1, 5) };
  const y = (await segment.run(new Map([['x', x]]))).get('y');
  assert.equal(y && numbersOf(y), [2.5]);
  await segment.dispose();
});

test('contexts may run at the same time', async () => {
  const segment = new NativeSegment([layer('double', 'Add', ['x', 'x'], 'y', 'kINT32')], {});
  const runs = [1, 2, 3, 4].map((value) =>
    segment.run(new Map([['x', hostTensor('kINT32', [1], [value])]])),
  );
  const results = (await Promise.all(runs)).flatMap((result) => [...result.values()]);
  assert.equal(results.map(numbersOf), [[2], [4], [6], [8]]);
  await segment.dispose();
});

test('where nobody needs an output, nothing is computed', async () => {
  const segment = new NativeSegment([layer('copy', 'Identity', ['x'], 'y', 'kFLOAT')], {}, [], []);
  assert.is((await segment.run(new Map([['x', hostTensor('kFLOAT', [1], [7])]]))).size, 0);
  await segment.dispose();
});

test('errors name the layers', async () => {
  const bad = new NativeSegment([layer('broken', 'NoSuchOperator', ['x'], 'y', 'kFLOAT')], {});
  await refusedWith('NATIVE_LAYERS_REFUSED', /Cannot prepare native layers "broken": /, () =>
    bad.prepare(),
  );
  const segment = new NativeSegment([layer('sum', 'Add', ['x', 'z'], 'y', 'kINT32')], {});
  const [x, z] = [hostTensor('kINT32', [2], [1, 2]), hostTensor('kINT32', [3], [1, 2, 3])];
  const named = /Cannot run native layers "sum": /;
  await refusedWith('NATIVE_LAYERS_FAILED', named, () =>
    segment.run(new Map(Object.entries({ x, z }))),
  );
  await refusedWith('NATIVE_LAYERS_FAILED', /input "z" is missing/, () =>
    segment.run(new Map([['x', x]])),
  );
  const wrong = new Map(Object.entries({ x, z: hostTensor('kFLOAT', [2], [1, 2]) }));
  await refusedWith('NATIVE_LAYERS_FAILED', /input "z" is kFLOAT/, () => segment.run(wrong));
  await segment.dispose();
  await refusedWith('OBJECT_DESTROYED', /disposed/, () => segment.run(new Map([['x', x]])));
});
test.run();
