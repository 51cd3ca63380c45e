/** Stream capture, graphs and events. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../../src/native-loader';
import { DeviceBuffer, Stream } from '../../../src/runtime/context/device';
import { Event } from '../../../src/runtime/context/event';
import { addScalarLayer, COUNT, DESC, floatsOf, thrown } from '../layer-chain';

const stream = new Stream();
const buffer = () => DeviceBuffer.from(new Float32Array(COUNT));
const [x, y, z] = [buffer(), buffer(), buffer()];

/** The CUDA error that `run` throws, as `900 cudaErrorStreamCaptureUnsupported`. */
function cudaErrorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.is(Reflect.get(error, 'code'), 'CUDA_ERROR', error.message);
    return `${String(Reflect.get(error, 'cudaError'))} ${String(Reflect.get(error, 'cudaErrorName'))}`;
  }
  return 'nothing was thrown';
}

/** A program: y = x + 1, then z = y as bytes of the same memory. */
function capturable() {
  const { plugin, invocation } = addScalarLayer('2', 1, x.native, y.native);
  const copy = new (native().Reformat)(DESC, DESC);
  copy.setInput(y.native);
  copy.setOutput(z.native);
  const program = new (native().Program)();
  program.addEnqueue(plugin, invocation);
  program.addReformat(copy);
  return program;
}

test('a captured program runs when its graph is launched', () => {
  const program = capturable();
  x.copyFrom(Float32Array.of(1, 2, 3, 4));
  z.native.fill(0);
  assert.is(stream.captureStatus, 'kNONE');
  stream.beginCapture();
  assert.is(stream.captureStatus, 'kACTIVE');
  assert.is(program.run(stream.native), -1);
  const graph = stream.endCapture();
  assert.is(stream.captureStatus, 'kNONE');
  assert.is(graph.nodeCount, 2);
  assert.equal(floatsOf(z.native), [0, 0, 0, 0], 'nothing ran while capturing');
  const executable = graph.instantiate();
  graph.destroy();
  executable.launch(stream);
  stream.synchronize();
  assert.equal(floatsOf(z.native), [2, 3, 4, 5]);
  x.copyFrom(Float32Array.of(10, 20, 30, 40));
  executable.launch(stream);
  executable.launch(stream);
  stream.synchronize();
  assert.equal(floatsOf(z.native), [11, 21, 31, 41]);
  executable.destroy();
  executable.destroy();
  assert.is(thrown(() => executable.launch(stream)).code, 'OBJECT_DESTROYED');
  assert.is(thrown(() => graph.instantiate()).code, 'OBJECT_DESTROYED');
  assert.is(thrown(() => graph.nodeCount).code, 'OBJECT_DESTROYED');
});

test('fills and copies between buffers are captured, a graph in a graph too', () => {
  x.native.fill(0);
  stream.beginCapture('kRELAXED');
  x.native.fill(0x3f, 4, 8, stream.native);
  z.native.copyFromDevice(x.native, 4, 0, 8, stream.native);
  const inner = stream.endCapture().instantiate();
  stream.beginCapture('kTHREAD_LOCAL');
  inner.launch(stream);
  const outer = stream.endCapture().instantiate();
  z.native.fill(0);
  outer.launch(stream);
  stream.synchronize();
  assert.equal([...x.toUint8Array()], [0, 0, 0, 0, ...Array<number>(8).fill(0x3f), 0, 0, 0, 0]);
  assert.equal([...z.toUint8Array()].slice(0, 9), [...Array<number>(8).fill(0x3f), 0]);
});

test('what a capture forbids gives CUDA’s errors', () => {
  stream.beginCapture();
  assert.is(
    cudaErrorOf(() => stream.beginCapture()),
    '401 cudaErrorIllegalState',
  );
  assert.is(
    cudaErrorOf(() => stream.synchronize()),
    '900 cudaErrorStreamCaptureUnsupported',
  );
  assert.is(stream.captureStatus, 'kINVALIDATED');
  assert.is(
    cudaErrorOf(() => stream.endCapture()),
    '901 cudaErrorStreamCaptureInvalidated',
  );
  assert.is(stream.captureStatus, 'kNONE');
  assert.is(
    cudaErrorOf(() => stream.endCapture()),
    '401 cudaErrorIllegalState',
  );

  stream.beginCapture();
  assert.is(
    cudaErrorOf(() => new DeviceBuffer(16)),
    '900 cudaErrorStreamCaptureUnsupported',
  );
  assert.is(
    cudaErrorOf(() => stream.endCapture()),
    '901 cudaErrorStreamCaptureInvalidated',
  );

  const kept = buffer();
  stream.beginCapture();
  assert.is(
    cudaErrorOf(() => kept.free()),
    '900 cudaErrorStreamCaptureUnsupported',
  );
  assert.is(
    cudaErrorOf(() => stream.endCapture()),
    '901 cudaErrorStreamCaptureInvalidated',
  );
  assert.equal(floatsOf(kept.native), [0, 0, 0, 0], 'not freed');
  kept.free();

  const program = capturable();
  stream.beginCapture();
  assert.is(
    cudaErrorOf(() => program.runTimed(stream.native, new Float64Array(2))),
    '900 cudaErrorStreamCaptureUnsupported',
  );
  assert.is(
    cudaErrorOf(() => stream.endCapture()),
    '901 cudaErrorStreamCaptureInvalidated',
  );
});

test('a graph does not keep memory of JavaScript’s', () => {
  stream.beginCapture();
  const array = new Float32Array(COUNT);
  for (const copy of ['copyFrom', 'copyTo'] as const) {
    assert.is(thrown(() => x.native[copy](array, 0, stream.native)).code, 'CAPTURE_HOST_MEMORY');
  }
  assert.is(stream.captureStatus, 'kACTIVE');
  stream.endCapture().destroy();
});

test('a buffer that is collected while a stream is captured does not end the capture', async () => {
  for (let i = 0; i < 16; i += 1) new DeviceBuffer(16 << 20);
  stream.beginCapture();
  const garbage: Uint8Array[] = [];
  for (let i = 0; i < 64; i += 1) {
    garbage[i % 2] = new Uint8Array(16 << 20);
    await new Promise((resolve) => setImmediate(resolve));
  }
  x.native.fill(1, 0, COUNT, stream.native);
  assert.is(stream.captureStatus, 'kACTIVE');
  assert.is(stream.endCapture().nodeCount, 1);
});

test('a graph whose memory was freed gives an error when it is launched', () => {
  const temporary = buffer();
  stream.beginCapture();
  temporary.native.fill(1, 0, 16, stream.native);
  const executable = stream.endCapture().instantiate();
  executable.launch(stream);
  temporary.free();
  assert.is(
    cudaErrorOf(() => executable.launch(stream)),
    '1 cudaErrorInvalidValue',
  );
});

test('a stream that joins a capture by an event', () => {
  const other = new Stream();
  const [fork, join] = [new Event(), new Event()];
  stream.beginCapture();
  fork.record(stream);
  other.waitEvent(fork);
  assert.is(other.captureStatus, 'kACTIVE');
  y.native.fill(7, 0, 4, other.native);
  join.record(other);
  stream.waitEvent(join);
  const graph = stream.endCapture();
  assert.is(other.captureStatus, 'kNONE');
  assert.is(graph.nodeCount, 1);
  stream.beginCapture();
  fork.record(stream);
  other.waitEvent(fork);
  y.native.fill(8, 0, 4, other.native);
  assert.is(
    cudaErrorOf(() => stream.endCapture()),
    '904 cudaErrorStreamCaptureUnjoined',
  );
  other.destroy();
});

test('events measure', () => {
  const [start, end] = [new Event(), new Event()];
  assert.is(
    cudaErrorOf(() => end.elapsedMs(start)),
    '400 cudaErrorInvalidResourceHandle',
  );
  start.record(stream);
  for (let i = 0; i < 50; i += 1) x.native.fill(i);
  end.record(stream);
  end.synchronize();
  assert.ok(end.elapsedMs(start) > 0);
  assert.ok(start.elapsedMs(end) < 0);
  end.destroy();
  end.destroy();
  assert.is(thrown(() => end.record(stream)).code, 'OBJECT_DESTROYED');
  assert.is(thrown(() => start.elapsedMs(end)).code, 'OBJECT_DESTROYED');
  assert.is(thrown(() => stream.waitEvent(end)).code, 'OBJECT_DESTROYED');
});

test('wrong arguments', () => {
  const { Event: NativeEvent } = native();
  const event = new NativeEvent();
  const refused = (run: () => unknown) => assert.is(thrown(run).code, 'ARGUMENT_INVALID');
  for (const wrong of [null, 0, 'x', {}, x.native] as never[]) {
    refused(() => stream.native.beginCapture(wrong));
    refused(() => stream.native.waitEvent(wrong));
    refused(() => event.record(wrong));
    refused(() => event.elapsedMs(wrong));
  }
  stream.beginCapture();
  const graph = stream.endCapture();
  assert.is(graph.nodeCount, 0);
  const executable = graph.instantiate();
  refused(() => executable.launch({ native: null } as never));
  executable.launch(stream);
  const made = Reflect.get(graph, 'native') as { constructor: new () => unknown };
  assert.is(thrown(() => new made.constructor()).code, 'CONSTRUCTOR_INTERNAL');
});

test.run();
