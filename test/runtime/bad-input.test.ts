/** Bad input gives an error that names the place, what was expected and what came; the process and the objects survive. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBuilder } from '../../src/runtime/builder';
import { DeviceBuffer } from '../../src/runtime/context/device';
import type { DataType } from '../../src/runtime/enums';
import { createRuntime } from '../../src/runtime/engine/engine';
import { field, float32, float64, int32 } from '../../src/runtime/plugin/plugin-field';
import {
  buildAddScalar,
  errorOf,
  registryWithPlugins,
  run,
  withContext,
} from './add-scalar-engine';

/** The error has this code, and its message holds each of these. */
async function refuses(act: () => unknown, code: string, ...says: string[]): Promise<void> {
  const error = await errorOf(act);
  assert.is(error.code, code, error.message);
  for (const part of says)
    assert.ok(error.message.includes(part), `"${part}" is not in: ${error.message}`);
}

const creator = () => registryWithPlugins().getCreator('AddScalar', '2');
const scalar = () => [field('scalar', float32(1), 'kFLOAT32')];

test('a field of the wrong type', async () => {
  await refuses(
    () => creator().createPlugin('add', [field('scalar', float64(1.5), 'kFLOAT64')]),
    'PLUGIN_NOT_CREATED',
    '"add"',
    'AddScalar',
    'field "scalar" is kFLOAT64 x 1, must be kFLOAT32 x 1',
  );
});

test('a field of the wrong length, without data, and missing', async () => {
  const wrong = [
    field('scalar', float32(1, 2), 'kFLOAT32'),
    field('scalar', float32(), 'kFLOAT32'),
    field('scalar', int32(1), 'kINT32'),
  ];
  for (const one of wrong) {
    await refuses(() => creator().createPlugin('add', [one]), 'PLUGIN_NOT_CREATED', 'scalar');
  }
  await refuses(() => creator().createPlugin('add', []), 'PLUGIN_NOT_CREATED', 'missing');
  // What getFieldNames() gives has no data: passed on by mistake it would make many a plugin read null.
  const names = creator().getFieldNames();
  await refuses(() => creator().createPlugin('add', names), 'FIELD_DATA_MISSING', '"scalar"');
});

test('a field whose label promises more bytes than there are reads zeros, not other memory', () => {
  const short = { name: 'scalar', type: 'kFLOAT32' as const, length: 1, data: Uint8Array.of(0xff) };
  const plugin = creator().createPlugin('add', [short]);
  assert.is(plugin.generation, 'V3');
  if (plugin.generation === 'V3') {
    const bytes = plugin.getCapabilityInterface('kRUNTIME')?.getFieldsToSerialize()[0]?.data;
    assert.equal([...(bytes ?? [])], [0xff, 0, 0, 0]);
  }
  plugin.destroy();
});

test('an unknown plugin, version and namespace', async () => {
  const registry = registryWithPlugins();
  await refuses(
    () => registry.getCreator('Nope', '1'),
    'PLUGIN_NOT_FOUND',
    'Nope',
    'version: 1',
    'AddScalar version 2',
  );
  await refuses(() => registry.getCreator('AddScalar', '9'), 'PLUGIN_NOT_FOUND', 'version: 9');
  await refuses(
    () => registry.getCreator('AddScalar', '2', 'mine'),
    'PLUGIN_NOT_FOUND',
    'namespace: mine',
  );
});

test('a library that is missing, no library, or no plugin library', async () => {
  const registry = registryWithPlugins();
  await refuses(
    () => registry.loadLibrary('/nowhere/libx.so'),
    'LIBRARY_NOT_LOADED',
    '/nowhere/libx.so',
  );
  await refuses(() => registry.loadLibrary(__filename), 'LIBRARY_NOT_LOADED', __filename);
});

test('plugins of the wrong generation, destroyed, or none', async () => {
  const builder = createBuilder();
  const network = builder.createNetwork();
  const x = network.addInput('x', 'kFLOAT', [4]);
  const v2 = registryWithPlugins().getCreator('AddScalar', '1').createPlugin('add', scalar());
  await refuses(
    () => network.addPluginV3([x], [], v2 as never),
    'PLUGIN_INVALID',
    'addPluginV3',
    'V2 plugin',
  );
  await refuses(() => network.addPluginV2([x], null as never), 'PLUGIN_INVALID', 'addPluginV2');
  v2.destroy();
  await refuses(() => network.addPluginV2([x], v2 as never), 'OBJECT_DESTROYED');
  await refuses(() => v2.destroy(), 'OBJECT_DESTROYED');
  const v3 = creator().createPlugin('add', scalar());
  await refuses(() => network.addPluginV3([{} as never], [], v3 as never), 'TENSOR_FOREIGN');
  v3.destroy();
  network.destroy();
});

test('inputs of a network: names, types, dims', async () => {
  const network = createBuilder().createNetwork();
  network.addInput('x', 'kFLOAT', [-1, 3]);
  await refuses(() => network.addInput('x', 'kFLOAT', [3]), 'NAME_TAKEN', 'x');
  await refuses(
    () => network.addInput('z', 'float32' as DataType, [3]),
    'DATA_TYPE_UNKNOWN',
    'kFLOAT',
    'float32',
  );
  await refuses(() => network.addInput('z', 'kFLOAT', [-2]), 'DIMS_INVALID', '[-2]');
  await refuses(() => network.addInput('z', 'kFLOAT', [1.5]), 'DIMS_INVALID');
  await refuses(() => network.addInput('z', 'kFLOAT', [1, 1, 1, 1, 1, 1, 1, 1, 1]), 'DIMS_INVALID');
  network.destroy();
});

test('profiles: missing, incomplete, out of order, of other dims, for an unknown input', async () => {
  const cases: [
    string,
    (p: ReturnType<ReturnType<typeof createBuilder>['createOptimizationProfile']>) => unknown,
  ][] = [
    ['PROFILE_INCOMPLETE', (p) => p.setDimensions('x', 'kMIN', [1, 4])],
    [
      'PROFILE_INVALID',
      (p) =>
        p
          .setDimensions('x', 'kMIN', [3, 4])
          .setDimensions('x', 'kOPT', [2, 4])
          .setDimensions('x', 'kMAX', [4, 4]),
    ],
    [
      'PROFILE_INVALID',
      (p) =>
        p
          .setDimensions('x', 'kMIN', [1, 5])
          .setDimensions('x', 'kOPT', [2, 5])
          .setDimensions('x', 'kMAX', [4, 5]),
    ],
    // An input that the network has not is no error: TensorRT 10.6 says nothing (recordings/profile-unknown-input.jsonl).
    ['PROFILE_INCOMPLETE', (p) => p.setDimensions('nope', 'kMIN', [1])],
  ];
  for (const [code, fill] of [['PROFILE_MISSING', null] as const, ...cases]) {
    const builder = createBuilder();
    const network = builder.createNetwork();
    const config = builder.createBuilderConfig();
    const plugin = creator().createPlugin('add', scalar());
    const layer = network.addPluginV3([network.addInput('x', 'kFLOAT', [-1, 4])], [], plugin);
    network.markOutput(layer.getOutput(0));
    if (fill) {
      const profile = builder.createOptimizationProfile();
      fill(profile);
      config.addOptimizationProfile(profile);
    }
    await refuses(() => builder.buildSerializedNetwork(network, config), code);
    network.destroy();
    plugin.destroy();
  }
});

test('shapes and addresses of a context', async () => {
  await withContext(await buildAddScalar('2', 1), async (context, stream) => {
    await refuses(() => context.enqueueV3(stream), 'SHAPE_MISSING', '"x"', 'setInputShape');
    await refuses(
      () => context.setInputShape('x', [9, 4]),
      'SHAPE_OUTSIDE_PROFILE',
      '"x"',
      '[1,4]',
      '[8,4]',
      '[9,4]',
    );
    await refuses(() => context.setInputShape('x', [2, 4, 1]), 'SHAPE_MISMATCH', '[-1,4]');
    await refuses(() => context.setInputShape('x', [2.5, 4]), 'DIMS_INVALID');
    await refuses(() => context.setInputShape('nope', [1, 4]), 'TENSOR_UNKNOWN', '"nope"', 'x, y');
    context.setInputShape('x', [2, 4]);
    await refuses(() => context.enqueueV3(stream), 'ADDRESS_MISSING', '"x"', '32 bytes');
    const [input, small] = [new DeviceBuffer(32), new DeviceBuffer(31)];
    context.setTensorAddress('x', input);
    context.setTensorAddress('y', small);
    await refuses(
      () => context.enqueueV3(stream),
      'ADDRESS_TOO_SMALL',
      '"y"',
      '32 bytes',
      '31 bytes',
    );
    await refuses(() => context.setTensorAddress('x', {} as never), 'ADDRESS_INVALID', '"x"');
    // After all that the context still works.
    assert.equal(await run(context, stream, [[1, 2, 3, 4]]), [2, 3, 4, 5]);
    input.free();
    small.free();
  });
});

test('engines: objects end in order, and only once', async () => {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(await buildAddScalar('2', 1));
  const context = engine.createExecutionContext();
  await refuses(() => engine.destroy(), 'CONTEXTS_ALIVE');
  context.destroy();
  await refuses(() => context.destroy(), 'OBJECT_DESTROYED');
  await refuses(() => context.setInputShape('x', [1, 4]), 'OBJECT_DESTROYED');
  engine.destroy();
  await refuses(() => engine.createExecutionContext(), 'OBJECT_DESTROYED');
  runtime.destroy();
});

test('device memory: sizes and use after free', async () => {
  await refuses(() => new DeviceBuffer(-1), 'SIZE_INVALID');
  await refuses(() => new DeviceBuffer(1.5), 'SIZE_INVALID');
  const buffer = new DeviceBuffer(4);
  assert.throws(() => buffer.copyFrom(float32(1, 2)));
  buffer.free();
  assert.throws(() => buffer.toUint8Array());
});
test.run();
