import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBuilder } from '../../src/runtime/builder';
import { DeviceBuffer } from '../../src/runtime/context/device';
import { registryWithPlugins, withContext } from './add-scalar-engine';
import { build, scalarField } from './plugin-network';

/** x [-1,3] -> NonZero -> indices [2,n], kINT64. */
async function buildNonZero(): Promise<Uint8Array> {
  const plugin = registryWithPlugins().getCreator('NonZero', '2').createPlugin('nonzero', []);
  const builder = createBuilder();
  const network = builder.createNetwork();
  const config = builder.createBuilderConfig();
  try {
    const layer = network.addPluginV3([network.addInput('x', 'kFLOAT', [-1, 3])], [], plugin);
    network.markOutput(layer.getOutput(0).setName('indices'));
    assert.equal(layer.getOutput(0).getDimensions(), [2, -1]);
    const profile = builder.createOptimizationProfile();
    profile.setDimensions('x', 'kMIN', [1, 3]).setDimensions('x', 'kOPT', [2, 3]);
    config.addOptimizationProfile(profile.setDimensions('x', 'kMAX', [4, 3]));
    return await builder.buildSerializedNetwork(network, config);
  } finally {
    network.destroy();
    builder.destroy();
    plugin.destroy();
  }
}

test('an extent that the plugin finds out: announced, and read by its size tensor', async () => {
  await withContext(await buildNonZero(), async (context, stream) => {
    const announced: number[][] = [];
    const output = new DeviceBuffer(2 * 12 * 8);
    context.setOutputAllocator('indices', {
      reallocateOutput: (_name, _current, byteLength) => {
        assert.is(byteLength, 2 * 6 * 8, 'the upper bound for 2x3 elements');
        return output;
      },
      notifyShape: (_name, dims) => announced.push(dims),
    });
    context.setInputShape('x', [2, 3]);
    assert.equal(context.getTensorShape('indices'), [2, -1]);
    for (const [values, expected] of [
      [
        [0, 5, 0, 1, 0, 2],
        [0, 1, 1, 1, 0, 2],
      ],
      [[0, 0, 0, 0, 0, 0], []],
      [
        [1, 1, 1, 1, 1, 1],
        [0, 0, 0, 1, 1, 1, 0, 1, 2, 0, 1, 2],
      ],
    ] as const) {
      const input = DeviceBuffer.from(Float32Array.from(values));
      context.setTensorAddress('x', input);
      await context.enqueueV3(stream);
      stream.synchronize();
      const count = expected.length / 2;
      assert.equal(announced.at(-1), [2, count]);
      assert.equal(context.getTensorShape('indices'), [2, count]);
      const indices = new BigInt64Array(output.toUint8Array().buffer, 0, expected.length);
      assert.equal([...indices].map(Number), expected);
      input.free();
    }
    output.free();
  });
});

test('layers behind a data-dependent extent: native ones, plugins, reformats', async () => {
  const bytes = await build(({ network, config, layer, profile }) => {
    config.setFlag('kFP16');
    const half = { in: ['kHALF:kLINEAR'], out: ['kHALF:kLINEAR'] };
    config.choices['half'] = half;
    const x = network.addInput('x', 'kFLOAT', [-1, 3]);
    const indices = layer('nonzero', 'NonZero', [x]).getOutput(0);
    const floats = network.addCast(indices, 'kFLOAT').getOutput(0);
    const doubled = network.addElementWise(floats, floats, 'kSUM').getOutput(0);
    const added = layer('half', 'AddScalar', [doubled], scalarField(0.5)).getOutput(0);
    const relu = network.addActivation(added, 'kRELU').getOutput(0);
    for (const [name, tensor] of Object.entries({ indices, y: relu }))
      network.markOutput(tensor.setName(name));
    profile({
      x: [
        [1, 3],
        [2, 3],
        [4, 3],
      ],
    });
  });
  await withContext(bytes, async (context, stream) => {
    const outputs = { indices: new DeviceBuffer(2 * 12 * 8), y: new DeviceBuffer(2 * 12 * 4) };
    for (const [name, buffer] of Object.entries(outputs)) context.setTensorAddress(name, buffer);
    for (const values of [
      [0, 5, 0, 1, 0, 2],
      [0, 0, 0, 0, 0, 0],
      [1, 1, 1, 1, 1, 1],
    ]) {
      const input = DeviceBuffer.from(Float32Array.from(values));
      context.setInputShape('x', [2, 3]);
      context.setTensorAddress('x', input);
      await context.enqueueV3(stream);
      stream.synchronize();
      const found = values.flatMap((value, i) => (value === 0 ? [] : [i]));
      const rows = [found.map((i) => Math.floor(i / 3)), found.map((i) => i % 3)].flat();
      assert.equal(context.getTensorShape('y'), [2, found.length]);
      assert.equal(
        [...outputs.y.toFloat32Array()].slice(0, rows.length),
        rows.map((index) => 2 * index + 0.5),
      );
      input.free();
    }
    for (const buffer of Object.values(outputs)) buffer.free();
  });
});

test('memory that does not hold the upper bound is refused', async () => {
  await withContext(await buildNonZero(), async (context, stream) => {
    const [input, output] = [new DeviceBuffer(24), new DeviceBuffer(2 * 6 * 8 - 1)];
    context.setInputShape('x', [2, 3]);
    context.setTensorAddress('x', input);
    context.setTensorAddress('indices', output);
    try {
      await context.enqueueV3(stream);
      assert.unreachable();
    } catch (error) {
      assert.is((error as { code?: string }).code, 'ADDRESS_TOO_SMALL');
    }
    input.free();
    output.free();
  });
});

test('memory of an output allocator begins at a multiple of 512 bytes', async () => {
  await withContext(await buildNonZero(), async (context, stream) => {
    const [input, output] = [new DeviceBuffer(24), new DeviceBuffer(256 + 2 * 6 * 8)];
    context.setInputShape('x', [2, 3]);
    context.setTensorAddress('x', input);
    context.setOutputAllocator('indices', {
      reallocateOutput: () => output.view(256),
      notifyShape: () => undefined,
    });
    try {
      await context.enqueueV3(stream);
      assert.unreachable();
    } catch (error) {
      assert.is((error as { code?: string }).code, 'ADDRESS_MISALIGNED');
      assert.match((error as Error).message, /multiple of 512 bytes.*0x[0-9a-f]+00/);
    }
    input.free();
    output.free();
  });
});
test.run();
