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
  type PluginField,
} from 'tensorrt-plugin-workbook';

/** Adds `number` to each of the values. The plugin AddScalar, version 2, does the adding; TensorRT calls it. */
export async function addNumber(number: number, values: Float32Array): Promise<Float32Array> {
  // A library brings creators; the registry finds one of them by its name and version.
  const registry = getPluginRegistry();
  if (registry.getAllCreators().length === 0) registry.loadLibrary(pluginLibrary);
  const creator = registry.getCreator('AddScalar', '2', '');

  // The creator makes the plugin of its fields. This one wants one field: its name is 'scalar', its type kFLOAT32.
  const fields: PluginField[] = [];
  // SOLUTION
  fields.push(field('scalar', float32(number), 'kFLOAT32'));
  // STUB
  // // Yours, one line: put the field that the creator wants into the list.
  // // field(name, data, type) makes one; float32(number) makes its data, four bytes.
  //
  // END
  const plugin = creator.createPlugin('add', fields) as NativePluginV3;

  // The network: the input x, the plugin as a layer, its output y. The builder makes an engine file of it.
  const builder = createBuilder();
  const network = builder.createNetwork();
  const x = network.addInput('x', 'kFLOAT', [values.length]);
  const y = network.addPluginV3([x], [], plugin).getOutput(0);
  y.setName('y');
  network.markOutput(y);
  const engineFile = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());

  // The engine runs once: x and y are memory of the device.
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(engineFile);
  const context = engine.createExecutionContext();
  const stream = new Stream();
  const input = DeviceBuffer.from(values);
  const output = new DeviceBuffer(input.byteLength);
  context.setTensorAddress('x', input);
  context.setTensorAddress('y', output);
  await context.enqueueV3(stream);
  stream.synchronize();
  const result = output.toFloat32Array();

  // Whoever makes an object ends it.
  for (const object of [context, engine, runtime, stream, network, builder, plugin])
    object.destroy();
  input.free();
  output.free();
  return result;
}
