import {
  createBuilder,
  createRuntime,
  DeviceBuffer,
  field,
  float32,
  getPluginRegistry,
  pluginLibrary,
  Stream,
  type NativePluginV3,
} from 'tensorrt-plugin-workbook';

/** 1. The plugin "AddScalar", version "2", with its field: the kFLOAT32 "scalar". */
function makePlugin(scalar: number): NativePluginV3 {
  const registry = getPluginRegistry();
  if (registry.getAllCreators().length === 0) registry.loadLibrary(pluginLibrary);
  // SOLUTION
  const creator = registry.getCreator('AddScalar', '2', '');
  const plugin = creator.createPlugin('add', [field('scalar', float32(scalar), 'kFLOAT32')]);
  return plugin as NativePluginV3;
  // STUB
  // // Yours: get the creator from the registry, and have it make the plugin.
  // throw new Error(`1. There is no plugin that adds ${scalar} yet`);
  // END
}

/** 2. An engine file of a network with one input "x", kFLOAT of `count` elements, the plugin, and the output "y". */
async function buildEngine(plugin: NativePluginV3, count: number): Promise<Uint8Array> {
  const builder = createBuilder();
  const network = builder.createNetwork();
  // SOLUTION
  const x = network.addInput('x', 'kFLOAT', [count]);
  const y = network.addPluginV3([x], [], plugin).getOutput(0);
  y.setName('y');
  network.markOutput(y);
  // STUB
  // // Yours: the input, the plugin as a layer, its output named and marked.
  // throw new Error(`2. The network with ${plugin.getPluginName()} for ${count} elements is still empty`);
  // END
  const engineFile = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
  network.destroy();
  builder.destroy();
  return engineFile;
}

/** 3. Runs the engine on the values. @returns what is in "y" */
async function infer(engineFile: Uint8Array, values: Float32Array): Promise<Float32Array> {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(engineFile);
  const stream = new Stream();
  const input = DeviceBuffer.from(values);
  const output = new DeviceBuffer(input.byteLength);
  // SOLUTION
  const context = engine.createExecutionContext();
  context.setTensorAddress('x', input);
  context.setTensorAddress('y', output);
  await context.enqueueV3(stream);
  stream.synchronize();
  context.destroy();
  // STUB
  // // Yours: a context with both addresses, an inference on the stream, and the end of the context.
  // throw new Error('3. The engine has not run yet');
  // END
  const result = output.toFloat32Array();
  input.free();
  output.free();
  stream.destroy();
  engine.destroy();
  runtime.destroy();
  return result;
}

/** values[i] + scalar for each of them, by the plugin. */
export async function addScalar(scalar: number, values: Float32Array): Promise<Float32Array> {
  const plugin = makePlugin(scalar);
  const engineFile = await buildEngine(plugin, values.length);
  const result = await infer(engineFile, values);
  // SOLUTION
  plugin.destroy();
  // STUB
  // // 4. Yours: createPlugin gave you the plugin. What is left to do with it?
  // END
  return result;
}
