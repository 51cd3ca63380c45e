import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBuilder } from '../../src/runtime/builder';
import { DeviceBuffer } from '../../src/runtime/device';
import { registryWithPlugins, withContext } from './add-scalar-engine';

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
test.run();
