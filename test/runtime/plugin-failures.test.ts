/** Probe failing in every method: an error that names layer, plugin and method, and no plugin object left behind. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PluginError } from '../../src/errors';
import { Stream } from '../../src/runtime/context/device';
import { createRuntime } from '../../src/runtime/engine/engine';
import { readEngineFile, writeEngineFile } from '../../src/runtime/engine/engine-file';
import { ErrorRecorder } from '../../src/runtime/error-recorder';
import { trace } from '../../src/trace/trace';
import { errorOf } from './add-scalar-engine';
import { build, probeFields, runOnce } from './plugin-network';

type Stage = 'build' | 'deserialize' | 'createContext' | 'enqueue';
type Version = '1' | '2';

/** Where it is found first: of a layer that is timed, and of one that is not. */
const METHODS: [method: string, version: Version, timed: Stage, alone: Stage][] = [
  ['supportsFormatCombination', '1', 'build', 'build'],
  ['initialize', '1', 'build', 'build'],
  ['enqueue', '1', 'build', 'enqueue'],
  ['getOutputDataTypes', '2', 'build', 'build'],
  ['getOutputShapes', '2', 'build', 'build'],
  ['supportsFormatCombination', '2', 'build', 'build'],
  ['configurePlugin', '2', 'build', 'build'],
  ['setTactic', '2', 'build', 'build'],
  ['onShapeChange', '2', 'build', 'enqueue'],
  ['enqueue', '2', 'build', 'enqueue'],
  ['attachToContext', '2', 'build', 'build'],
  ['createPlugin', '2', 'deserialize', 'deserialize'],
];

/** A Probe "good" before the one that fails, "bad", so that there is something to leave behind. */
const buildFailing = (fail: string, version: Version, timed: boolean) =>
  build(({ network, config, layer, profile }) => {
    if (timed) config.setFlag('kFP16');
    const accept = timed ? { accept: 'kFLOAT:kLINEAR;kHALF:kLINEAR' } : {};
    const x = network.addInput('x', 'kFLOAT', [-1, 4]);
    const good = layer('good', 'Probe', [x], probeFields(accept), { version });
    const bad = layer('bad', 'Probe', [good.getOutput(0)], probeFields({ ...accept, fail }), {
      version,
    });
    network.markOutput(bad.getOutput(0).setName('y'));
    profile({
      x: [
        [1, 4],
        [2, 4],
        [4, 4],
      ],
    });
  });

/** Goes as far as it can. @returns where and how it ended */
async function runFailing(
  fail: string,
  version: Version,
  timed: boolean,
): Promise<{ stage: Stage; error: Error }> {
  let bytes: Uint8Array;
  try {
    bytes = await buildFailing(fail, version, timed);
  } catch (error) {
    return { stage: 'build', error: error as Error };
  }
  const runtime = createRuntime();
  const stream = new Stream();
  const ends = [() => runtime.destroy(), () => stream.destroy()];
  let stage: Stage = 'deserialize';
  try {
    const engine = runtime.deserializeCudaEngine(bytes);
    ends.unshift(() => engine.destroy());
    stage = 'createContext';
    const context = engine.createExecutionContext();
    ends.unshift(() => context.destroy());
    stage = 'enqueue';
    const x = { data: new Float32Array(8), dims: [2, 4] };
    return { stage, error: await errorOf(() => runOnce(context, stream, { x })) };
  } catch (error) {
    return { stage, error: error as Error };
  } finally {
    for (const end of ends) end();
  }
}

for (const [method, version, ...stages] of METHODS) {
  for (const [i, expected] of stages.entries()) {
    const timed = i === 0;
    test(`version ${version}, ${method} fails${timed ? ', of a layer that is timed' : ''}: ${expected}`, async () => {
      trace.reset();
      const { stage, error } = await runFailing(method, version, timed);
      assert.is(stage, expected, error.message);
      assert.instance(error, PluginError, error.stack);
      const { details, message } = error as PluginError;
      // While it is being added the layer has no other name yet.
      const name = method === 'getOutputDataTypes' ? '(Unnamed Layer* 1) [PluginV3_V3ONE]' : 'bad';
      assert.is(details.layer, name, message);
      assert.is(details.plugin, `Probe version ${version}`);
      assert.is(details.method, method, message);
      // An implementation that refuses to initialise TensorRT 10.6 leaves alone (recordings/fail-v2-initialize.jsonl).
      const left = method === 'initialize' && !timed ? 1 : 0;
      assert.is(trace.undestroyed().length, left, 'objects left behind');
    });
  }
}

test('a copy for a context that is refused: those made before are ended', async () => {
  trace.reset();
  const plan = readEngineFile(await buildFailing('', '2', false));
  const last = plan.layers.at(-1);
  if (last?.kind !== 'plugin') return assert.unreachable();
  last.plugin.fields = probeFields({ fail: 'attachToContext' });
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(writeEngineFile(plan));
  const error = await errorOf(() => engine.createExecutionContext());
  assert.instance(error, PluginError);
  assert.is((error as PluginError).details.method, 'attachToContext');
  assert.is((error as PluginError).details.layer, 'bad');
  engine.destroy();
  runtime.destroy();
  assert.equal(trace.undestroyed(), []);
});

test('error recorders hear of it: of the builder, the runtime, the engine and the context', async () => {
  const recorder = () => new ErrorRecorder();
  const runtime = createRuntime();
  const stream = new Stream();
  const [ofRuntime, ofEngine, ofContext] = [recorder(), recorder(), recorder()];
  runtime.setErrorRecorder(ofRuntime);
  const broken = await buildFailing('createPlugin', '2', false);
  assert.is((await errorOf(() => runtime.deserializeCudaEngine(broken))).constructor, PluginError);
  assert.is(ofRuntime.getNbErrors(), 1);
  const engine = runtime.deserializeCudaEngine(await buildFailing('enqueue', '2', false));
  assert.is(engine.getErrorRecorder(), ofRuntime, 'the runtime’s, until it gets another');
  engine.setErrorRecorder(ofEngine);
  const context = engine.createExecutionContext();
  assert.is(context.getErrorRecorder(), ofEngine);
  context.setErrorRecorder(ofContext);
  const x = { data: new Float32Array(8), dims: [2, 4] };
  await errorOf(() => runOnce(context, stream, { x }));
  assert.equal(
    [ofRuntime, ofEngine, ofContext].map((each) => each.getNbErrors()),
    [1, 0, 1],
  );
  assert.match(ofContext.getErrorDesc(0), /layer "bad": Probe version 2: enqueue returned 1/);
  context.destroy();
  engine.destroy();
  runtime.destroy();
  stream.destroy();
});
test.run();
