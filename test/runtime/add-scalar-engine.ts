/** The network that most runtime tests use: one AddScalar layer, x [-1,4] between [1,4] and [8,4]. */
import { createBuilder } from '../../src/runtime/builder';
import { DeviceBuffer, Stream } from '../../src/runtime/context/device';
import type { ExecutionContext } from '../../src/runtime/context/context';
import { createRuntime, type CudaEngine } from '../../src/runtime/engine/engine';
import { field, float32 } from '../../src/runtime/plugin/plugin-field';
import { getPluginRegistry, type PluginRegistry } from '../../src/runtime/plugin/plugin-registry';
import { pluginLibrary } from '../../src/native-loader';
import type { DataType } from '../../src/runtime/enums';

let loaded = false;

/** The registry with the workbook's plugin library in it. */
export function registryWithPlugins(): PluginRegistry {
  const registry = getPluginRegistry();
  if (!loaded) registry.loadLibrary(pluginLibrary);
  loaded = true;
  return registry;
}

/** Builds y = x + scalar with AddScalar of that version ("1" is V2DynamicExt, "2" is V3). */
export async function buildAddScalar(
  version: '1' | '2',
  scalar: number,
  type: DataType = 'kFLOAT',
): Promise<Uint8Array> {
  const creator = registryWithPlugins().getCreator('AddScalar', version);
  const plugin = creator.createPlugin('add', [field('scalar', float32(scalar), 'kFLOAT32')]);
  const builder = createBuilder();
  const network = builder.createNetwork();
  const config = builder.createBuilderConfig();
  try {
    const x = network.addInput('x', type, [-1, 4]);
    const layer =
      plugin.generation === 'V3'
        ? network.addPluginV3([x], [], plugin)
        : network.addPluginV2([x], plugin);
    layer.setName('add');
    network.markOutput(layer.getOutput(0).setName('y'));
    const profile = builder.createOptimizationProfile();
    profile
      .setDimensions('x', 'kMIN', [1, 4])
      .setDimensions('x', 'kOPT', [2, 4])
      .setDimensions('x', 'kMAX', [8, 4]);
    config.addOptimizationProfile(profile);
    if (type === 'kHALF') config.setFlag('kFP16').setFlag('kSTRONGLY_TYPED');
    return await builder.buildSerializedNetwork(network, config);
  } finally {
    network.destroy();
    builder.destroy();
    plugin.destroy();
  }
}

/** An engine with a context, given to `use`, and ended afterwards whatever happens. */
export async function withContext(
  bytes: Uint8Array,
  use: (context: ExecutionContext, stream: Stream, engine: CudaEngine) => Promise<void>,
): Promise<void> {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(bytes);
  const context = engine.createExecutionContext();
  const stream = new Stream();
  try {
    await use(context, stream, engine);
  } finally {
    stream.destroy();
    context.destroy();
    engine.destroy();
    runtime.destroy();
  }
}

/** Runs the context on these rows of four floats. */
export async function run(
  context: ExecutionContext,
  stream: Stream,
  rows: number[][],
): Promise<number[]> {
  const input = DeviceBuffer.from(Float32Array.from(rows.flat()));
  const output = new DeviceBuffer(input.byteLength);
  try {
    context.setInputShape('x', [rows.length, 4]);
    context.setTensorAddress('x', input);
    context.setTensorAddress('y', output);
    await context.enqueueV3(stream);
    stream.synchronize();
    return [...output.toFloat32Array()];
  } finally {
    input.free();
    output.free();
  }
}

/** The error that `act` throws or rejects with. */
export async function errorOf(act: () => unknown): Promise<Error & { code?: string }> {
  try {
    await act();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
