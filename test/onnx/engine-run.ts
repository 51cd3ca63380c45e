/** A network of native layers through the real path: built, written, read again, and run in a context. */
import * as assert from 'uvu/assert';
import { createBuilder } from '../../src/runtime/builder';
import type { ExecutionContext, HostValues } from '../../src/runtime/context/context';
import { DeviceBuffer, Stream } from '../../src/runtime/context/device';
import { createRuntime } from '../../src/runtime/engine/engine';
import type { Tensor } from '../../src/runtime/network/layer';
import type { HostTensor } from '../../src/runtime/engine/native-tensor';
import type { NetworkDefinition } from '../../src/runtime/network/network';
import { OptimizationProfile } from '../../src/runtime/build/optimization-profile';
import { byteSize } from '../../src/runtime/tensor';
import { numbersOf } from '../runtime/network/operations/native-network';

/** The inputs of one run, by name. */
export type Feeds = ReadonlyMap<string, HostTensor>;

/**
 * Builds an engine and runs it, all runs in one context. Every unknown extent is tuned for what the first run has.
 *
 * @param define Adds the layers and returns the tensors that become the outputs.
 * @param inputs Called once the network is defined: the inputs of each run.
 * @returns the outputs of each run, in the order of `define`
 */
export async function runNetwork(
  define: (network: NetworkDefinition) => readonly Tensor[],
  inputs: () => readonly Feeds[],
): Promise<HostTensor[][]> {
  const builder = createBuilder();
  // Every tensor keeps its type, int8 too.
  const network = builder.createNetwork({ stronglyTyped: true });
  try {
    const outputs = define(network);
    outputs.forEach((tensor) => network.markOutput(tensor));
    const runs = inputs();
    const config = builder.createBuilderConfig();
    const profile = profileFor(network, runs);
    if (profile) config.addOptimizationProfile(profile);
    const bytes = await builder.buildSerializedNetwork(network, config);
    const names = outputs.map(({ name }) => name);
    return await runEngine(bytes, names, runs);
  } finally {
    network.destroy();
    builder.destroy();
  }
}

/** null where every extent is known and no shape depends on an input's values. */
function profileFor(
  network: NetworkDefinition,
  runs: readonly Feeds[],
): OptimizationProfile | null {
  const profile = new OptimizationProfile();
  let needed = false;
  for (const input of network.inputs) {
    const fed = runs.flatMap((feeds) => feeds.get(input.name) ?? []);
    const [first] = fed;
    if (!first) continue;
    if (network.inputDims(input).includes(-1)) {
      needed = true;
      // What is known has one extent; the others could be larger, so that they stay unknown while the engine is built.
      const most = network
        .inputDims(input)
        .map((extent, i) => (extent < 0 ? 2 * (first.dims[i] ?? 0) + 1 : extent));
      profile.setDimensions(input.name, 'kMIN', first.dims);
      profile.setDimensions(input.name, 'kOPT', first.dims);
      profile.setDimensions(input.name, 'kMAX', most);
    }
    if (network.isShapeTensor(input)) {
      needed = true;
      const all = fed.map(numbersOf);
      const at = (pick: (...values: number[]) => number) =>
        (all[0] ?? []).map((_, i) => pick(...all.map((values) => values[i] ?? 0)));
      profile.setShapeValues(input.name, 'kMIN', at(Math.min));
      profile.setShapeValues(input.name, 'kOPT', all[0] ?? []);
      profile.setShapeValues(input.name, 'kMAX', at(Math.max));
    }
  }
  return needed ? profile : null;
}

async function runEngine(
  bytes: Uint8Array,
  outputs: readonly string[],
  runs: readonly Feeds[],
): Promise<HostTensor[][]> {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(bytes);
  const context = engine.createExecutionContext();
  const stream = new Stream();
  const results: HostTensor[][] = [];
  try {
    for (const feeds of runs) results.push(await runOnce(context, outputs, feeds, stream));
  } finally {
    stream.destroy();
    context.destroy();
    engine.destroy();
    runtime.destroy();
  }
  return results;
}

async function runOnce(
  context: ExecutionContext,
  outputs: readonly string[],
  feeds: Feeds,
  stream: Stream,
): Promise<HostTensor[]> {
  const engine = context.getEngine();
  const buffers = new Map<string, DeviceBuffer>();
  const bind = (name: string, buffer: DeviceBuffer) => {
    buffers.set(name, buffer);
    context.setTensorAddress(name, buffer);
  };
  const descOf = (name: string) => ({
    type: engine.getTensorDataType(name),
    dims: context.getTensorShape(name),
    format: 'kLINEAR' as const,
  });
  try {
    for (const { name, mode, location } of engine.ioTensors()) {
      if (mode !== 'kINPUT') continue;
      const fed = feeds.get(name);
      assert.ok(fed, `nothing is fed to "${name}"`);
      context.setInputShape(name, fed.dims);
      if (location === 'kHOST') context.setTensorAddress(name, valuesOf(fed));
      else bind(name, DeviceBuffer.from(fed.bytes));
    }
    assert.equal(context.inferShapes(), []);
    // Exactly as large as said: what is wrong about the extents does not fit.
    for (const name of outputs) bind(name, new DeviceBuffer(byteSize(descOf(name))));
    await context.enqueueV3(stream);
    stream.synchronize();
    return outputs.map((name) => ({ ...descOf(name), bytes: bytesOf(buffers.get(name)) }));
  } finally {
    for (const buffer of buffers.values()) buffer.free();
  }
}

function bytesOf(buffer: DeviceBuffer | undefined): Uint8Array {
  assert.ok(buffer);
  return buffer.toUint8Array();
}

/** A shape tensor's memory on the host. */
function valuesOf(tensor: HostTensor): HostValues {
  const numbers = numbersOf(tensor);
  return tensor.type === 'kINT64' ? BigInt64Array.from(numbers, BigInt) : Int32Array.from(numbers);
}
