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

test('fills and copies of ranges', () => {
  const [one, other] = [new DeviceBuffer(8), new DeviceBuffer(8)];
  const bytesOf = (buffer: typeof one) => {
    const bytes = new Uint8Array(buffer.byteLength);
    buffer.copyTo(bytes);
    return [...bytes];
  };
  one.fill(1);
  one.fill(2, 6);
  one.fill(3, 2, 3);
  one.fill(4, 8);
  one.fill(5, 0, 0);
  assert.equal(bytesOf(one), [1, 1, 3, 3, 3, 1, 2, 2]);
  other.fill(0);
  other.copyFromDevice(one, 2, 0, 5);
  assert.equal(bytesOf(other), [3, 3, 3, 1, 2, 0, 0, 0]);
  one.copyFromDevice(one, 6, 0, 2);
  assert.equal(bytesOf(one), [2, 2, 3, 3, 3, 1, 2, 2]);
  const stream = new Stream();
  other.fill(9, 0, 1, stream);
  one.copyFromDevice(other, 0, 7, 1, stream);
  stream.synchronize();
  assert.is(bytesOf(one)[7], 9);
  const refused = (run: () => unknown) => assert.is(codeOf(run), 'ARGUMENT_INVALID');
  refused(() => one.copyFromDevice(one, 0, 1, 2));
  refused(() => one.copyFromDevice(other, 4, 0, 5));
  refused(() => one.copyFromDevice(other, 0, 4, 5));
  refused(() => one.fill(0, 4, 5));
  other.free();
  assert.is(
    codeOf(() => one.copyFromDevice(other, 0, 0, 1)),
    'OBJECT_DESTROYED',
  );
  one.free();
  stream.destroy();
});

test('a view is a part of the memory, and bounded by it', () => {
  const whole = new DeviceBuffer(1024);
  whole.fill(0);
  const view = whole.view(256, 512);
  assert.is(view.byteLength, 512);
  assert.is(view.address, whole.address + 256n);
  view.fill(7);
  const inner = view.view(508, 4);
  inner.copyFrom(new Uint8Array([1, 2, 3, 4]));
  const bytes = new Uint8Array(1024);
  whole.copyTo(bytes);
  assert.equal([...bytes.subarray(254, 258)], [0, 0, 7, 7]);
  assert.equal([...bytes.subarray(762, 770)], [7, 7, 1, 2, 3, 4, 0, 0]);
  const refused = (run: () => unknown) => assert.is(codeOf(run), 'ARGUMENT_INVALID');
  refused(() => view.copyFrom(new Uint8Array(513)));
  refused(() => view.copyTo(new Uint8Array(1), 512));
  refused(() => view.fill(0, 0, 513));
  refused(() => view.view(512, 1));
  refused(() => new Invocation([desc], [desc]).setInputAddress(0, view, 513));
  assert.is(view.view(512, 0).byteLength, 0);
  view.free();
  assert.is(
    codeOf(() => view.fill(0)),
    'OBJECT_DESTROYED',
  );
  inner.fill(8);
  whole.free();
  assert.is(
    codeOf(() => inner.fill(0)),
    'OBJECT_DESTROYED',
  );
  assert.is(
    codeOf(() => inner.view(0, 1)),
    'OBJECT_DESTROYED',
  );
});

test('the memory lives as long as a view of it', () => {
  const view = new DeviceBuffer(64 << 10).view(60_000, 4);
  for (let i = 0; i < 64; ++i) new DeviceBuffer(8 << 20);
  view.copyFrom(new Uint8Array([1, 2, 3, 4]));
  const bytes = new Uint8Array(4);
  view.copyTo(bytes);
  assert.equal([...bytes], [1, 2, 3, 4]);
});

test('guards tell the first byte that was written', () => {
  const buffer = new DeviceBuffer(300_000);
  buffer.fill(0);
  buffer.fillGuard(100, 250_000);
  assert.is(buffer.guardIntact(100, 250_000), -1);
  assert.is(buffer.guardIntact(150, 0), -1);
  buffer.fill(1, 99, 1);
  buffer.fill(1, 250_100, 1);
  assert.is(buffer.guardIntact(100, 250_000), -1, 'what is beside it does not matter');
  for (const value of [0, 255]) {
    for (const at of [100, 101, 65_636, 200_000, 250_099]) {
      buffer.fillGuard(100, 250_000);
      buffer.fill(value, at, 1);
      assert.is(buffer.guardIntact(100, 250_000), at, `${value} at ${at}`);
    }
  }
  buffer.fillGuard(0, 512);
  const view = buffer.view(256, 256);
  assert.is(view.guardIntact(0, 256), -1, 'through a view');
  view.fill(0, 7, 1);
  assert.is(view.guardIntact(0, 256), 7);
  buffer.copyFromDevice(buffer, 0, 256, 256);
  assert.ok(buffer.guardIntact(256, 256) >= 256, 'a copy of a guard is none');
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
