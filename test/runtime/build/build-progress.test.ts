/** A progress monitor through a whole build. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBuilder } from '../../../src/runtime/builder';
import { createRuntime } from '../../../src/runtime/engine/engine';
import { field, float32 } from '../../../src/runtime/plugin/plugin-field';
import type { ProgressMonitor } from '../../../src/runtime/build/progress-monitor';
import { trace } from '../../../src/trace/trace';
import { undestroyedPlugins } from '../../../src/trace/undestroyed';
import { errorOf, registryWithPlugins } from '../add-scalar-engine';

const LAYERS = 10;

/** Ten AddScalar layers, each in kFLOAT or kHALF: twenty combinations to time. */
async function build(monitor: ProgressMonitor | null): Promise<Uint8Array> {
  const builder = createBuilder();
  const network = builder.createNetwork();
  const config = builder.createBuilderConfig().setFlag('kFP16').setProgressMonitor(monitor);
  try {
    let tensor = network.addInput('x', 'kFLOAT', [4]);
    for (let i = 0; i < LAYERS; i += 1) {
      const creator = registryWithPlugins().getCreator('AddScalar', '2');
      const plugin = creator.createPlugin('add', [field('scalar', float32(1), 'kFLOAT32')]);
      tensor = network.addPluginV3([tensor], [], plugin).getOutput(0);
      plugin.destroy();
    }
    network.markOutput(tensor.setName('y'));
    return await builder.buildSerializedNetwork(network, config);
  } finally {
    network.destroy();
    builder.destroy();
  }
}

/** Counts steps and how often a timer ran meanwhile; ends the build at a step. */
function watcher(endAt = Infinity) {
  const heard = { steps: 0, finished: 0, turns: 0 };
  const monitor: ProgressMonitor = {
    phaseStart: () => undefined,
    stepComplete: () => {
      heard.steps += 1;
      return heard.steps < endAt;
    },
    phaseFinish: () => (heard.finished += 1),
  };
  return { heard, monitor };
}

test('every combination is a step, and other JavaScript has its turn between them', async () => {
  const { heard, monitor } = watcher();
  let building = true;
  const turn = () => {
    heard.turns += 1;
    if (building) setImmediate(turn);
  };
  setImmediate(turn);
  const bytes = await build(monitor);
  building = false;
  assert.is(heard.steps, 2 * LAYERS);
  assert.is(heard.finished, 1);
  assert.ok(heard.turns >= 2 * LAYERS, `${heard.turns} turns`);
  const engine = createRuntime().deserializeCudaEngine(bytes);
  assert.ok(engine.getNbLayers() >= LAYERS);
  engine.destroy();
});

test('without a monitor the build is done when the call returns', async () => {
  let turned = false;
  setImmediate(() => (turned = true));
  await build(null);
  assert.not.ok(turned);
});

test('a monitor that ends the build leaves no plugin behind', async () => {
  trace.reset();
  const { heard, monitor } = watcher(3);
  const error = await errorOf(() => build(monitor));
  assert.is(error.code, 'BUILD_CANCELLED');
  assert.equal([heard.steps, heard.finished], [3, 1]);
  assert.equal(undestroyedPlugins(trace.records()), []);
});
test.run();
