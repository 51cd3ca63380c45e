/** What a plugin between a quantize and a dequantize layer is told, and what comes out. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  chars,
  createBuilder,
  createRuntime,
  DeviceBuffer,
  field,
  getPluginRegistry,
  probeLibrary,
  Stream,
} from '../../../src/index';

const scales = suite('quantization scales');
const SCALE = 0.5;

async function run(accept: string): Promise<{ plan: unknown[]; values: number[] }> {
  const registry = getPluginRegistry();
  const builder = createBuilder();
  const network = builder.createNetwork({ stronglyTyped: true });
  const x = network.addInput('x', 'kFLOAT', [1, 4, 2, 2]);
  const scale = network.addConstant([], new Float32Array([SCALE])).getOutput(0);
  const quantized = network.addQuantize(x, scale).getOutput(0);
  const plugin = registry
    .getCreator('Probe', '2', '')
    .createPlugin('probe', [field('accept', chars(accept), 'kCHAR')], 'kBUILD');
  assert.ok(plugin);
  const layer = network.addPluginV3([quantized], [], plugin as never).setName('probe');
  const y = network.addDequantize(layer.getOutput(0), scale).getOutput(0).setName('y');
  network.markOutput(y);
  const file = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
  network.destroy();
  plugin.destroy();
  const engine = createRuntime().deserializeCudaEngine(file);
  const context = engine.createExecutionContext();
  const input = DeviceBuffer.from(Float32Array.from({ length: 16 }, (_, i) => (i - 8) * 0.3));
  const output = new DeviceBuffer(64);
  context.setTensorAddress('x', input);
  context.setTensorAddress('y', output);
  const stream = new Stream();
  await context.enqueueV3(stream);
  stream.synchronize();
  const values = [...output.toFloat32Array()];
  const plan = engine.plan.layers.flatMap((one) =>
    one.kind === 'plugin'
      ? [...one.inputs, ...one.outputs].map(({ type, format, scale: told }) => [type, format, told])
      : [],
  );
  context.destroy();
  engine.destroy();
  stream.destroy();
  input.free();
  output.free();
  return { plan, values };
}

const expected = Array.from({ length: 16 }, (_, i) => {
  const scaled = ((i - 8) * Math.fround(0.3)) / SCALE;
  const even = Math.round(scaled) - (Math.abs(scaled % 1) === 0.5 && Math.round(scaled) % 2 ? 1 : 0);
  return even * SCALE;
});

scales.before(() => {
  getPluginRegistry().loadLibrary(probeLibrary);
});

for (const format of ['kLINEAR', 'kCHW4', 'kCHW32'] as const) {
  scales(`a plugin that takes kINT8 ${format} is told the scale of its neighbours`, async () => {
    const { plan, values } = await run(`kINT8:${format}`);
    assert.equal(plan, [
      ['kINT8', format, SCALE],
      ['kINT8', format, SCALE],
    ]);
    // Probe copies as many bytes as a linear tensor has: of a padded format that is a part.
    if (format !== 'kCHW32') assert.equal(values, expected);
  });
}
scales.run();
