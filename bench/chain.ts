import { createBuilder } from '../src/runtime/builder';
import type { ExecutionContext } from '../src/runtime/context/context';
import { DeviceBuffer, Stream } from '../src/runtime/context/device';
import { createRuntime } from '../src/runtime/engine/engine';
import type { ProgressMonitor } from '../src/runtime/build/progress-monitor';
import { rowPlugin, type RowOptions } from './row-library';

/** One plugin layer of a chain. */
export interface Link extends RowOptions {
  generation: 'V2' | 'V3';
}

const DIMS = [-1, 8, 4, 4];
const at = (extent: number) => [extent, ...DIMS.slice(1)];
/** The first extent of what enqueues get. */
const EXTENT = 2;

/** Adds the layers and builds: x [-1,8,4,4] through one after the other to y. @returns the engine file and how long the build took */
export async function buildChain(
  links: readonly Link[],
  monitor: ProgressMonitor | null = null,
): Promise<{ bytes: Uint8Array; networkMs: number; buildMs: number }> {
  const [builder, start] = [createBuilder(), performance.now()];
  const network = builder.createNetwork();
  const config = builder.createBuilderConfig();
  try {
    let tensor = network.addInput('x', 'kFLOAT', DIMS);
    for (const { generation, ...options } of links) {
      const plugin = rowPlugin(generation, options);
      const layer =
        generation === 'V3'
          ? network.addPluginV3([tensor], [], plugin)
          : network.addPluginV2([tensor], plugin);
      plugin.destroy();
      tensor = layer.getOutput(0);
    }
    network.markOutput(tensor.setName('y'));
    const profile = builder.createOptimizationProfile();
    profile.setDimensions('x', 'kMIN', at(1)).setDimensions('x', 'kOPT', at(EXTENT));
    config.addOptimizationProfile(profile.setDimensions('x', 'kMAX', at(8)));
    config.setProgressMonitor(monitor);
    const built = performance.now();
    const bytes = await builder.buildSerializedNetwork(network, config);
    return { bytes, networkMs: built - start, buildMs: performance.now() - built };
  } finally {
    network.destroy();
    builder.destroy();
  }
}

/** A context with memory and shapes set, and what ends it. */
export interface RunningChain {
  context: ExecutionContext;
  stream: Stream;
  deserializeMs: number;
  contextMs: number;
  destroy(): void;
}

export function startChain(bytes: Uint8Array): RunningChain {
  const runtime = createRuntime();
  const start = performance.now();
  const engine = runtime.deserializeCudaEngine(bytes);
  const deserialized = performance.now();
  const context = engine.createExecutionContext();
  const contextMs = performance.now() - deserialized;
  const stream = new Stream();
  context.setInputShape('x', at(EXTENT));
  const buffers = ['x', 'y'].map((name) => {
    const buffer = new DeviceBuffer(4 * at(8).reduce((product, extent) => product * extent));
    context.setTensorAddress(name, buffer);
    return buffer;
  });
  return {
    context,
    stream,
    deserializeMs: deserialized - start,
    contextMs,
    destroy() {
      stream.destroy();
      context.destroy();
      engine.destroy();
      runtime.destroy();
      for (const buffer of buffers) buffer.free();
    },
  };
}
