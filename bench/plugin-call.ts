import type {
  NativeDeviceBuffer,
  NativePluginV3Runtime,
  PluginField,
  PluginTensorDesc,
} from '../src/native';
import { native, pluginLibrary } from '../src/native-loader';
import { DeviceBuffer, Stream } from '../src/runtime/context/device';
import { getPluginRegistry } from '../src/runtime/plugin/plugin-registry';

let loaded = false;

/** A V3 plugin of the workbook's library with its enqueue prepared, as a context holds it. */
export function preparedPlugin(
  name: string,
  fields: PluginField[],
  inputs: { desc: PluginTensorDesc; data: ArrayBufferView }[],
  output: { desc: PluginTensorDesc; byteLength: number },
): { run: () => void; output: DeviceBuffer; buffers: NativeDeviceBuffer[]; stream: Stream } {
  const registry = getPluginRegistry();
  if (!loaded) registry.loadLibrary(pluginLibrary);
  loaded = true;
  const plugin = registry.getCreator(name, '2').createPlugin('bench', fields);
  if (plugin.generation !== 'V3') throw new Error(`${name} version 2 is not a V3 plugin`);
  const runtime = plugin.getCapabilityInterface('kRUNTIME') as NativePluginV3Runtime;
  const invocation = new (native().Invocation)(
    inputs.map(({ desc }) => desc),
    [output.desc],
  );
  const buffers = inputs.map(({ data }, i) => {
    const buffer = DeviceBuffer.from(data).native;
    invocation.setInputAddress(i, buffer);
    return buffer;
  });
  const out = new DeviceBuffer(output.byteLength);
  invocation.setOutputAddress(0, out.native);
  const stream = new Stream();
  runtime.onShapeChange(
    inputs.map(({ desc }) => desc),
    [output.desc],
  );
  const run = () => {
    const code = runtime.enqueue(invocation, stream.native);
    if (code !== 0) throw new Error(`enqueue returned ${code}`);
    stream.synchronize();
  };
  return { run, output: out, buffers, stream };
}
