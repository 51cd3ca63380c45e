/** A process of its own that builds, or runs, SRCNN and says what that took. Modules are loaded when they are needed: that counts too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const QUERIES = 10;
const [FROM, TO] = [256, 512];
const root = join(__dirname, '..', '..');

/** Resident memory of this process in MiB: `VmRSS` now, `VmHWM` the most so far. */
function residentMiB(which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

/** Values that neither network nor processor can shorten. */
const picture = () =>
  Float32Array.from({ length: 3 * FROM * FROM }, (_, i) => 0.5 + Math.sin(i) / 2);

async function build() {
  const start = performance.now();
  const { createBuilder } = await import('../src/runtime/builder');
  const { createParser } = await import('../src/onnx/parser');
  const { createRuntime } = await import('../src/runtime/engine/engine');
  const { getPluginRegistry } = await import('../src/runtime/plugin/plugin-registry');
  const { pluginLibrary } = await import('../src/native-loader');
  getPluginRegistry().loadLibrary(pluginLibrary);
  const loaded = performance.now();
  const builder = createBuilder();
  const network = builder.createNetwork();
  createParser(network).parseFromFile(join(root, 'models', 'srcnn-dynamic-trt-resize.onnx'));
  const parsed = performance.now();
  const profile = builder.createOptimizationProfile();
  for (const select of ['kMIN', 'kOPT', 'kMAX'] as const) {
    profile.setDimensions('input', select, [1, 3, FROM, FROM]);
    profile.setDimensions('factor', select, [1, 1, TO, TO]);
  }
  const config = builder.createBuilderConfig();
  config.addOptimizationProfile(profile);
  const bytes = await builder.buildSerializedNetwork(network, config);
  const built = performance.now();
  const engine = createRuntime().deserializeCudaEngine(bytes);
  const ready = performance.now();
  network.destroy();
  builder.destroy();
  const times = { loadMs: loaded - start, parseMs: parsed - loaded, buildMs: built - parsed };
  return { engine, times: { ...times, deserializeMs: ready - built } };
}

async function runEngine(): Promise<void> {
  const { engine } = await build();
  const { DeviceBuffer, Stream } = await import('../src/runtime/context/device');
  const context = engine.createExecutionContext();
  const [stream, output] = [new Stream(), new Float32Array(3 * TO * TO)];
  context.setInputShape('input', [1, 3, FROM, FROM]);
  context.setInputShape('factor', [1, 1, TO, TO]);
  const [input, factor] = [picture(), new Float32Array(TO * TO)];
  const device = {
    input: DeviceBuffer.from(input),
    factor: DeviceBuffer.from(factor),
    output: new DeviceBuffer(output.byteLength),
  };
  for (const [name, buffer] of Object.entries(device)) context.setTensorAddress(name, buffer);
  for (let query = 0; query < QUERIES; query += 1) {
    device.input.copyFrom(input);
    device.factor.copyFrom(factor);
    await context.enqueueV3(stream);
    stream.synchronize();
    device.output.copyTo(output);
  }
}

async function runOnnxRuntime(): Promise<void> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const model = join(root, 'models', 'srcnn-native-resize.onnx');
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const feeds = {
    input: new Tensor('float32', picture(), [1, 3, FROM, FROM]),
    factor: new Tensor('float32', new Float32Array(TO * TO), [1, 1, TO, TO]),
  };
  for (let query = 0; query < QUERIES; query += 1) await session.run(feeds);
}

async function main(): Promise<object> {
  const before = residentMiB('VmRSS');
  const [, , what] = process.argv;
  if (what === 'build') return (await build()).times;
  await (what === 'engine' ? runEngine() : runOnnxRuntime());
  return { growthMiB: residentMiB('VmHWM') - before };
}

void main().then((answer) => {
  console.log(JSON.stringify(answer));
});
