/** The inspector beside what the inspector of TensorRT 10.6 printed for the same scenarios. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { probeLibrary, projectRoot } from '../../../src/native-loader';
import { createBuilder } from '../../../src/runtime/builder';
import { createRuntime } from '../../../src/runtime/engine/engine';
import type { EngineInspector } from '../../../src/runtime/engine/engine-inspector';
import { getPluginRegistry } from '../../../src/runtime/plugin/plugin-registry';
import { parseScenario } from '../../../src/trace/scenario';
import { ScenarioNetwork } from '../../../src/trace/scenario-network';

const folder = join(projectRoot, 'recordings', 'inspector');

/** One file: what was printed while the scenario's engine was built with kDETAILED, without a context. */
interface Recorded {
  scenario: string;
  kONELINE: string;
  kJSON: string;
}
interface Engine {
  Layers: { Name: string; LayerType: string }[];
  Bindings: string[];
}

/** Layers that both hosts have; the others are explained in the inspector's docstring. */
const COMMON = ['PluginV2', 'PluginV3', 'Reformat'];

/** TensorRT's second way to copy, which it took where it was faster. */
const withoutCopyTactic = (text: string) =>
  text.replaceAll('0x00000000000003e8', '0x0000000000000000');

/** Calls with the inspector of the scenario's engine. */
async function inspect(name: string, look: (inspector: EngineInspector) => void): Promise<void> {
  const scenario = parseScenario(
    readFileSync(join(projectRoot, 'recordings', `${name}.json`), 'utf8'),
  );
  const builder = createBuilder();
  const stronglyTyped = scenario.flags.includes('kSTRONGLY_TYPED');
  const network = builder.createNetwork({ stronglyTyped });
  const layers = new ScenarioNetwork(scenario, network);
  layers.addLayers();
  const config = builder.createBuilderConfig();
  layers.configure(builder, config);
  config.setProfilingVerbosity('kDETAILED');
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(
    await builder.buildSerializedNetwork(network, config),
  );
  try {
    look(engine.createEngineInspector());
  } finally {
    engine.destroy();
    layers.destroyPlugins();
    network.destroy();
  }
}

getPluginRegistry().loadLibrary(probeLibrary);
for (const file of readdirSync(folder)) {
  const recorded = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded;
  const theirs = JSON.parse(withoutCopyTactic(recorded.kJSON)) as Engine;
  const all = theirs.Layers.every(({ LayerType }) => COMMON.includes(LayerType));
  const what = all ? 'every character' : 'its plugin and reformat layers';
  test(`${recorded.scenario}: ${what} as TensorRT 10.6 prints it`, async () => {
    await inspect(recorded.scenario, (inspector) => {
      const [json, oneLine] = [
        inspector.getEngineInformation('kJSON'),
        inspector.getEngineInformation('kONELINE'),
      ];
      const ours = JSON.parse(json) as Engine;
      const common = ({ Layers }: Engine) =>
        Layers.filter(({ LayerType }) => COMMON.includes(LayerType)).map((layer) =>
          JSON.stringify(layer),
        );
      assert.ok(common(theirs).length > 0);
      assert.equal(common(ours), common(theirs));
      assert.equal(ours.Bindings, theirs.Bindings);
      if (!all) return;
      assert.is(json, withoutCopyTactic(recorded.kJSON));
      assert.is(oneLine, `Layers:\n${withoutCopyTactic(recorded.kONELINE)}`);
    });
  });
}

test('there are recordings of every kind of layer', () => {
  const text = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  for (const type of COMMON) assert.match(text.join(), `"LayerType\\": \\"${type}\\"`);
});

test.run();
