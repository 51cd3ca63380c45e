/** Native layers and plugins in one engine, against ONNX Runtime running the whole model. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DeviceBuffer, Stream } from '../../src/runtime/context/device';
import { createRuntime } from '../../src/runtime/engine/engine';
import { volume, type Dims } from '../../src/runtime/tensor';
import { assertClose, fromFloats, randomFloats } from '../plugins/numbers';
import { errorOf, withContext } from './add-scalar-engine';
import { buildNetwork, reference, SHAPES } from './convolution-and-gelu';
import { build, runOnce } from './plugin-network';

test('like ONNX Runtime at every shape of the profile', async () => {
  await withContext(await buildNetwork(), async (context, stream) => {
    for (const dims of SHAPES) {
      const x = randomFloats(volume(dims), dims[3]);
      const { y } = await runOnce(context, stream, { x: { data: x, dims } });
      const expected = await reference(x, dims);
      assert.equal(context.getTensorShape('y'), [...expected.dims]);
      assertClose(
        fromFloats(y as Uint8Array),
        expected.data as Float32Array,
        () => 2e-6,
        String(dims),
      );
    }
  });
});

test('contexts of one engine at the same time, each with its own shapes and stream', async () => {
  await withContext(await buildNetwork(), async (_context, _stream, engine) => {
    const runs = SHAPES.slice(0, 3).map(async (dims, i) => {
      const [context, stream] = [engine.createExecutionContext(), new Stream()];
      for (let round = 0; round < 3; round += 1) {
        const x = randomFloats(volume(dims), 100 * i + round + 1);
        const { y } = await runOnce(context, stream, { x: { data: x, dims } });
        const { data } = await reference(x, dims);
        assertClose(fromFloats(y as Uint8Array), data as Float32Array, () => 2e-6, `${i} ${round}`);
      }
      context.destroy();
      stream.destroy();
    });
    await Promise.all(runs);
  });
});

test('a context that runs is busy; the profiler hears of every layer', async () => {
  await withContext(await buildNetwork(), async (context, stream) => {
    const dims = SHAPES[0] as Dims;
    const [x, y] = [
      DeviceBuffer.from(randomFloats(volume(dims))),
      new DeviceBuffer(2 * 4 * 120 * 4),
    ];
    context.setInputShape('x', dims);
    context.setTensorAddress('x', x);
    context.setTensorAddress('y', y);
    const first = context.enqueueV3(stream);
    assert.is((await errorOf(() => context.enqueueV3(stream))).code, 'CONTEXT_BUSY');
    await first;
    const heard: [string, number][] = [];
    const layers = ['conv', 'gelu', 'relu', 'resize', 'add'];
    context.setProfiler({ reportLayerTime: (name, ms) => heard.push([name, ms]) });
    const without = [...y.toFloat32Array()];
    for (let run = 1; run <= 2; run += 1) {
      y.native.fill(0);
      await context.enqueueV3(stream);
      stream.synchronize();
      assert.equal([...y.toFloat32Array()], without, 'layer by layer the same numbers');
      assert.is(heard.length, layers.length * run);
    }
    assert.equal(
      heard.slice(0, 5).map(([name]) => name),
      layers,
    );
    assert.ok(heard.every(([, ms]) => ms > 0 && ms < 60_000));
    x.free();
    y.free();
  });
});

test('while a context runs it cannot be changed or ended', async () => {
  const runtime = createRuntime();
  const stream = new Stream();
  for (const profiled of [false, true]) {
    const engine = runtime.deserializeCudaEngine(await buildNetwork());
    const context = engine.createExecutionContext();
    const dims = SHAPES[1] as Dims;
    const [x, y] = [
      DeviceBuffer.from(randomFloats(volume(dims))),
      new DeviceBuffer(4 * 32 * 32 * 4),
    ];
    context.setInputShape('x', dims);
    context.setTensorAddress('x', x);
    context.setTensorAddress('y', y);
    if (profiled) context.setProfiler({ reportLayerTime: () => undefined });
    const run = context.enqueueV3(stream);
    for (const change of [
      () => context.destroy(),
      () => context.setInputShape('x', dims),
      () => context.setTensorAddress('x', y),
      () => context.setOutputAllocator('y', null),
      () => context.setDeviceMemory(y),
      () => context.setOptimizationProfile(0),
    ])
      assert.is((await errorOf(change)).code, 'CONTEXT_BUSY');
    await run;
    context.destroy();
    engine.destroy();
    x.free();
    y.free();
  }
  stream.destroy();
  runtime.destroy();
});

test('native layers cannot be captured, and the error says which', async () => {
  await withContext(await buildNetwork(), async (context, stream) => {
    const dims = SHAPES[0] as Dims;
    const x = { data: randomFloats(volume(dims)), dims };
    await runOnce(context, stream, { x });
    const [input, output] = [DeviceBuffer.from(x.data), new DeviceBuffer(2 * 4 * 120 * 4)];
    context.setTensorAddress('x', input);
    context.setTensorAddress('y', output);
    stream.beginCapture();
    const error = await errorOf(() => context.enqueueV3(stream));
    assert.is(error.code, 'NATIVE_LAYERS_IN_CAPTURE');
    assert.match(error.message, /"conv"/);
    stream.endCapture().destroy();
    await runOnce(context, stream, { x });
    input.free();
    output.free();
  });
});

test('native layers alone; an output that is an input of the next; nothing to compute', async () => {
  const bytes = await build(({ network, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [-1, 4]);
    const doubled = network.addElementWise(x, x, 'kSUM').getOutput(0).setName('doubled');
    const softmax = network.addSoftMax(doubled, { axes: 2 }).getOutput(0).setName('softmax');
    for (const tensor of [doubled, softmax]) network.markOutput(tensor);
    profile({
      x: [
        [0, 4],
        [2, 4],
        [4, 4],
      ],
    });
  });
  await withContext(bytes, async (context, stream) => {
    const one = { data: Float32Array.of(0, 0, 0, Math.log(3) / 2), dims: [1, 4] };
    const outputs = await runOnce(context, stream, { x: one });
    assertClose(
      fromFloats(outputs['doubled'] as Uint8Array),
      [0, 0, 0, Math.log(3)],
      () => 1e-6,
      'doubled',
    );
    assertClose(
      fromFloats(outputs['softmax'] as Uint8Array),
      [1, 1, 1, 3].map((v) => v / 6),
      () => 1e-6,
      'softmax',
    );
    const none = await runOnce(context, stream, { x: { data: new Float32Array(0), dims: [0, 4] } });
    assert.is(none['softmax']?.length, 0);
  });
});
test.run();
