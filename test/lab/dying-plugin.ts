/** The plugin of fixtures/dying-plugin.cpp, built and run. */
import { join } from 'node:path';
import { buildPluginLibrary } from '../../src/build/plugin-library';
import type { Workbook } from '../../src/lab/child';

const FIXTURES = join(process.cwd(), 'test', 'lab', 'fixtures');
const BUILT = join(process.cwd(), '.workbook', 'test-lab');

/** The defects, by the value of the field `way`. */
export const WAYS = {
  well: 0,
  factorPastItsEnd: 1,
  nullWorkspace: 2,
  throws: 3,
  readsDeviceMemory: 4,
  freesTwice: 5,
  hangs: 6,
  heapOverflow: 7,
  useAfterFree: 8,
  kernelOutOfBounds: 9,
  kernelRace: 10,
} as const;

/** Builds the library. @returns its path */
export async function dyingLibrary(
  name: string,
  how: { sanitize?: string; check?: boolean } = {},
): Promise<string> {
  const output = join(BUILT, name, 'libdying.so');
  const sources = ['dying-plugin.cpp', 'dying-kernels.cu'].map((file) => join(FIXTURES, file));
  await buildPluginLibrary({ sources, output, options: ['-g', '-O0'], ...how });
  return output;
}

/** What a child is given. */
export interface Dying {
  library: string;
  way: number;
}

/** Self-contained, for runInChild: from the library to the end of an inference. */
export async function runDying(workbook: Workbook, { library, way }: Dying): Promise<number[]> {
  const { DeviceBuffer, Stream, createBuilder, createRuntime, field, float32, int32 } = workbook;
  const registry = workbook.getPluginRegistry();
  registry.loadLibrary(library);
  const plugin = registry
    .getCreator('Dying', '1')
    .createPlugin('dying', [field('way', int32(way), 'kINT32')]);
  if (plugin.generation !== 'V3') throw new Error('not a V3 plugin');
  const builder = createBuilder();
  const network = builder.createNetwork();
  const x = network.addInput('x', 'kFLOAT', [4]);
  const factor = network.addInput('factor', 'kFLOAT', [4]);
  const layer = network.addPluginV3([x, factor], [], plugin);
  network.markOutput(layer.getOutput(0).setName('y'));
  const plan = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
  const engine = createRuntime().deserializeCudaEngine(plan);
  const context = engine.createExecutionContext();
  const input = DeviceBuffer.from(float32(1, 2, 3, 4));
  const output = new DeviceBuffer(16);
  context.setTensorAddress('x', input);
  context.setTensorAddress('factor', input);
  context.setTensorAddress('y', output);
  const stream = new Stream();
  await context.enqueueV3(stream);
  stream.synchronize();
  plugin.destroy();
  return [...output.toFloat32Array()];
}
