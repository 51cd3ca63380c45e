/** Runs a plugin library as a user does, in a process of its own. */
import { runInChild } from '../../src/lab/child';
import type { ChildReport } from '../../src/lab/child-report';

export interface PluginRun {
  library: string;
  /** Name of the one plugin that the library is to hold. */
  plugin: string;
  /** float32 fields. */
  fields: Record<string, number>;
  x: number[];
}

/** Builds x -> plugin -> y and runs it. @returns `result`: y, when everything went well */
export function runPlugin(run: PluginRun): Promise<ChildReport<number[]>> {
  return runInChild(async (workbook, { library, plugin, fields, x }: PluginRun) => {
    const creator = workbook
      .getPluginRegistry()
      .openLibrary(library)
      .find((each) => each.getPluginName() === plugin);
    if (!creator) throw new Error(`${plugin} was not registered`);
    const values = Object.entries(fields).map(([name, value]) =>
      workbook.field(name, workbook.float32(value), 'kFLOAT32'),
    );
    const builder = workbook.createBuilder();
    const network = builder.createNetwork();
    const input = network.addInput('x', 'kFLOAT', [x.length]);
    const made = creator.createPlugin('p', values);
    const layer =
      made.generation === 'V2'
        ? network.addPluginV2([input], made)
        : network.addPluginV3([input], [], made);
    network.markOutput(layer.getOutput(0).setName('y'));
    const bytes = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
    const context = workbook.createRuntime().deserializeCudaEngine(bytes).createExecutionContext();
    const [from, to] = [
      workbook.DeviceBuffer.from(workbook.float32(...x)),
      new workbook.DeviceBuffer(4 * x.length),
    ];
    context.setTensorAddress('x', from);
    context.setTensorAddress('y', to);
    const stream = new workbook.Stream();
    await context.enqueueV3(stream);
    stream.synchronize();
    return [...to.toFloat32Array()];
  }, run);
}
