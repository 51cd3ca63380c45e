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
  // Yours: get the creator from the registry, and have it make the plugin.
  throw new Error(`1. There is no plugin that adds ${scalar} yet`);
}

/** 2. An engine file of a network with one input "x", kFLOAT of `count` elements, the plugin, and the output "y". */
async function buildEngine(plugin: NativePluginV3, count: number): Promise<Uint8Array> {
  const builder = createBuilder();
  const network = builder.createNetwork();
  // Yours: the input, the plugin as a layer, its output named and marked.
  throw new Error(`2. The network with ${plugin.getPluginName()} for ${count} elements is still empty`);
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
  // Yours: a context with both addresses, an inference on the stream, and the end of the context.
  throw new Error('3. The engine has not run yet');
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
  // 4. Yours: createPlugin gave you the plugin. What is left to do with it?
  return result;
}
