/** Device buffers, streams, invocations. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { binding, codeOf, desc, newV3, present, probeLibrary } from './binding';

binding.setLogger(null);
binding.pluginRegistry.loadLibrary(probeLibrary);
const { DeviceBuffer, Invocation, Stream } = binding;

test('copies keep offsets and views', () => {
  const buffer = new DeviceBuffer(16);
  assert.is(buffer.byteLength, 16);
  assert.ok(buffer.address > 0n);
  buffer.fill(7);
  const source = new Uint8Array([0, 1, 2, 3, 4, 5]).subarray(2, 5);
  buffer.copyFrom(source, 13);
  const target = new Uint8Array(16);
  buffer.copyTo(target);
  assert.equal([...target], [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 2, 3, 4]);
  const view = new DataView(new ArrayBuffer(8), 2, 4);
  buffer.copyTo(view, 12);
  assert.is(view.getUint32(0), 0x07020304);
  buffer.copyFrom(new Uint8Array(0), 16);
  buffer.free();
});

test('a detached array has no bytes', () => {
  const buffer = new DeviceBuffer(4);
  const array = new Uint8Array(4);
  structuredClone(array, { transfer: [array.buffer] });
  buffer.copyFrom(array);
  assert.is(array.byteLength, 0);
  buffer.free();
});

test('free() may be called twice, and nothing else after it', () => {
  const buffer = new DeviceBuffer(4);
  buffer.free();
  buffer.free();
  assert.is(buffer.byteLength, 4);
  assert.is(
    codeOf(() => buffer.copyTo(new Uint8Array(4))),
    'OBJECT_DESTROYED',
  );
  assert.is(
    codeOf(() => buffer.copyFrom(new Uint8Array(4))),
    'OBJECT_DESTROYED',
  );
  assert.is(
    codeOf(() => buffer.fill(0)),
    'OBJECT_DESTROYED',
  );
});

test('a CUDA error carries its number and name', () => {
  try {
    new DeviceBuffer(2 ** 40);
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.is(Reflect.get(error, 'code'), 'CUDA_ERROR');
    assert.is(Reflect.get(error, 'cudaError'), 2);
    assert.is(Reflect.get(error, 'cudaErrorName'), 'cudaErrorMemoryAllocation');
  }
});

test('an empty buffer', () => {
  const buffer = new DeviceBuffer(0);
  assert.is(buffer.byteLength, 0);
  buffer.copyTo(new Uint8Array(0));
  buffer.free();
});

test('copies on a stream', () => {
  const stream = new Stream();
  const buffer = new DeviceBuffer(1024);
  const target = new Uint8Array(1024);
  buffer.copyFrom(new Uint8Array(1024).fill(3), 0, stream);
  buffer.copyTo(target, 0, stream);
  stream.synchronize();
  assert.ok(target.every((byte) => byte === 3));
  assert.ok(stream.handle > 0n);
  stream.destroy();
  stream.destroy();
  assert.is(
    codeOf(() => stream.synchronize()),
    'OBJECT_DESTROYED',
  );
  assert.is(
    codeOf(() => buffer.copyTo(target, 0, stream)),
    'OBJECT_DESTROYED',
  );
  buffer.free();
});

test('an invocation runs the plugin on its buffers, and knows when one was freed', () => {
  const plugin = newV3('Probe');
  const runtime = present(plugin.getCapabilityInterface('kRUNTIME'));
  const [input, output, stream] = [new DeviceBuffer(24), new DeviceBuffer(24), new Stream()];
  const values = new Float32Array([1, 2, 3, 4, 5, 6]);
  input.copyFrom(values);
  const invocation = new Invocation([desc], [desc]);
  invocation.setInputAddress(0, input);
  invocation.setOutputAddress(0, output, 0);
  invocation.setWorkspace(null);
  assert.is(runtime.onShapeChange([desc], [desc]), 0);
  assert.is(runtime.enqueue(invocation, stream), 0);
  stream.synchronize();
  const result = new Float32Array(6);
  output.copyTo(result);
  assert.equal(result, values);
  output.free();
  assert.is(
    codeOf(() => runtime.enqueue(invocation, stream)),
    'OBJECT_DESTROYED',
  );
  assert.is(
    codeOf(() => invocation.setOutputAddress(0, output)),
    'OBJECT_DESTROYED',
  );
  stream.destroy();
  assert.is(
    codeOf(() => runtime.enqueue(invocation, stream)),
    'OBJECT_DESTROYED',
  );
  input.free();
  plugin.destroy();
});

test('forgotten buffers are found by the garbage collector', () => {
  const before = process.memoryUsage().external;
  for (let i = 0; i < 64; ++i) new DeviceBuffer(8 << 20); // 512 MB in all
  const grown = process.memoryUsage().external - before;
  assert.ok(grown < 512 << 20, `${grown >> 20} MB are still held`);
});

test.run();
