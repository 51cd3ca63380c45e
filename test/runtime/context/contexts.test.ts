/** Several contexts, profiles, graphs and allocators on one engine. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DeviceBuffer, Stream } from '../../../src/runtime/context/device';
import { randomFloats } from '../../plugins/numbers';
import { errorOf, withContext } from '../add-scalar-engine';
import { build, floatsOf, probeFields, runOnce, scalarField } from '../plugin-network';

/** x [-1,4] -> AddScalar 1 (1) -> AddScalar 2 (2) -> y, with profiles for 1 to 4, 5 to 8 and 1 to 16 rows. */
const buildThree = () =>
  build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [-1, 4]);
    const a = layer('v2', 'AddScalar', [x], scalarField(1), { version: '1' }).getOutput(0);
    const b = layer('v3', 'AddScalar', [a], scalarField(2)).getOutput(0);
    network.markOutput(b.setName('y'));
    profile({
      x: [
        [1, 4],
        [2, 4],
        [4, 4],
      ],
    });
    profile({
      x: [
        [5, 4],
        [6, 4],
        [8, 4],
      ],
    });
    profile({
      x: [
        [1, 4],
        [8, 4],
        [16, 4],
      ],
    });
  });

const rows = (count: number, seed = 1) => ({
  data: randomFloats(4 * count, seed),
  dims: [count, 4],
});
const plus3 = (data: Float32Array) =>
  Array.from(data, (value) => Math.fround(Math.fround(value + 1) + 2));

test('two contexts on two streams, interleaved, each with its shapes and profile', async () => {
  await withContext(await buildThree(), async (first, stream, engine) => {
    const [second, other] = [engine.createExecutionContext(), new Stream()];
    second.setOptimizationProfile(1);
    const memory = [first, second].map((context, i) => ({
      context,
      stream: i === 0 ? stream : other,
      x: new DeviceBuffer(16 * 16),
      y: new DeviceBuffer(16 * 16),
    }));
    for (let round = 0; round < 6; round += 1) {
      const given = memory.map((_, i) =>
        rows(i === 0 ? 1 + (round % 4) : 5 + (round % 3), round * 2 + i + 1),
      );
      for (const [i, { context, x, y, stream: on }] of memory.entries()) {
        const { data, dims } = given[i] as ReturnType<typeof rows>;
        x.copyFrom(data);
        context.setInputShape('x', dims);
        context.setTensorAddress('x', x);
        context.setTensorAddress('y', y);
        await context.enqueueV3(on);
      }
      for (const [i, { context, y, stream: on }] of memory.entries()) {
        on.synchronize();
        const { data, dims } = given[i] as ReturnType<typeof rows>;
        assert.equal(context.getTensorShape('y'), dims);
        assert.equal([...y.toFloat32Array()].slice(0, data.length), plus3(data), `round ${round}`);
      }
    }
    for (const { x, y } of memory) [x, y].forEach((buffer) => buffer.free());
    second.destroy();
    other.destroy();
  });
});

test('three profiles: each takes its own shapes, switched back and forth', async () => {
  await withContext(await buildThree(), async (context, stream, engine) => {
    assert.is(engine.getNbOptimizationProfiles(), 3);
    assert.equal(engine.getProfileShape('x', 1, 'kOPT'), [6, 4]);
    for (const [profile, fits, not] of [
      [0, 4, 5],
      [2, 16, 17],
      [1, 5, 4],
      [2, 1, 0],
      [0, 1, 16],
    ] as const) {
      context.setOptimizationProfile(profile);
      assert.is(context.getOptimizationProfile(), profile);
      assert.equal(context.inferShapes(), ['x'], 'shapes have to be set again');
      const error = await errorOf(() => context.setInputShape('x', [not, 4]));
      assert.is(error.code, 'SHAPE_OUTSIDE_PROFILE');
      const x = rows(fits, profile + 1);
      assert.equal(floatsOf((await runOnce(context, stream, { x }))['y']), plus3(x.data));
    }
    for (const wrong of [3, -1, 0.5, NaN])
      assert.is(
        (await errorOf(() => context.setOptimizationProfile(wrong))).code,
        'PROFILE_INVALID',
      );
  });
});

test('a captured enqueue, launched with new contents', async () => {
  await withContext(await buildThree(), async (context, stream) => {
    const [x, y] = [new DeviceBuffer(64), new DeviceBuffer(64)];
    context.setInputShape('x', [4, 4]);
    context.setTensorAddress('x', x);
    context.setTensorAddress('y', y);
    for (const before of ['without an enqueue before', 'after one']) {
      stream.beginCapture();
      await context.enqueueV3(stream);
      const graph = stream.endCapture();
      assert.ok(graph.nodeCount >= 2, before);
      const executable = graph.instantiate();
      graph.destroy();
      for (let launch = 1; launch <= 5; launch += 1) {
        const { data } = rows(4, launch);
        x.copyFrom(data);
        y.native.fill(0);
        executable.launch(stream);
        stream.synchronize();
        assert.equal([...y.toFloat32Array()], plus3(data), `${before}, launch ${launch}`);
      }
      executable.destroy();
      await context.enqueueV3(stream);
      stream.synchronize();
    }
    x.free();
    y.free();
  });
});

test('an output allocator is asked at every enqueue and hears the extents', async () => {
  await withContext(await buildThree(), async (context, stream) => {
    context.setOptimizationProfile(2);
    const calls: string[] = [];
    const made: DeviceBuffer[] = [];
    context.setOutputAllocator('y', {
      reallocateOutput: (name, current, byteLength) => {
        calls.push(`${name} ${byteLength}`);
        if (current && current.byteLength >= byteLength) return current;
        made.push(new DeviceBuffer(byteLength));
        return made.at(-1) as DeviceBuffer;
      },
      notifyShape: (name, dims) => calls.push(`${name} [${dims.join()}]`),
    });
    const x = new DeviceBuffer(256);
    context.setTensorAddress('x', x);
    for (const count of [2, 16, 3]) {
      const { data, dims } = rows(count, count);
      x.copyFrom(data);
      context.setInputShape('x', dims);
      await context.enqueueV3(stream);
      stream.synchronize();
      const y = made.at(-1)?.toFloat32Array() ?? [];
      assert.equal([...y].slice(0, data.length), plus3(data));
    }
    assert.equal(calls, ['y 32', 'y [2,4]', 'y 256', 'y [16,4]', 'y 48', 'y [3,4]']);
    assert.is(made.length, 2);
    context.setOutputAllocator('y', {
      reallocateOutput: () => new DeviceBuffer(1),
      notifyShape: () => assert.unreachable(),
    });
    assert.is((await errorOf(() => context.enqueueV3(stream))).code, 'ADDRESS_TOO_SMALL');
    for (const buffer of [x, ...made]) buffer.free();
  });
});

test('the profiler hears of each layer of the profile in use, and only while it is set', async () => {
  await withContext(await buildThree(), async (context, stream) => {
    const heard: string[] = [];
    const x = rows(6);
    context.setOptimizationProfile(1);
    context.setProfiler({ reportLayerTime: (name, ms) => heard.push(ms >= 0 ? name : 'negative') });
    assert.equal(floatsOf((await runOnce(context, stream, { x }))['y']), plus3(x.data));
    context.setProfiler(null);
    await runOnce(context, stream, { x });
    assert.equal(heard, ['v2 [profile 1]', 'v3 [profile 1]']);
  });
});

test('what the limits of memory pools refuse, in TensorRT’s words', async () => {
  const limited = (bytes: number) =>
    build(({ network, config, layer }) => {
      config.setMemoryPoolLimit('kWORKSPACE', bytes);
      const fields = probeFields({ workspace: 4096 });
      const p = layer('hungry', 'Probe', [network.addInput('x', 'kFLOAT', [4])], fields);
      network.markOutput(p.getOutput(0));
    });
  assert.ok((await limited(4096)).length > 0);
  const error = await errorOf(() => limited(4095));
  assert.is(error.code, 'WORKSPACE_TOO_LARGE');
  assert.match(
    error.message,
    'plugin node hungry requires 4096 bytes of scratch space, but only 4095 is available. Try increasing the workspace size with IBuilderConfig::setMemoryPoolLimit().',
  );
});
test.run();
