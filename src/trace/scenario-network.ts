/** The network and the configuration of a scenario, with the calls that the recorder made, in its order. */
import type { NativePluginV2, NativePluginV3 } from '../native';
import type { Builder } from '../runtime/builder';
import type { BuilderConfig } from '../runtime/build/builder-config';
import type { Layer, PluginLayer, Tensor } from '../runtime/network/layer';
import { log } from '../runtime/logger';
import type { NetworkDefinition } from '../runtime/network/network';
import type { OptimizationProfile } from '../runtime/build/optimization-profile';
import { getPluginRegistry } from '../runtime/plugin/plugin-registry';
import type { Scenario } from './scenario';
import { pluginFieldsOf } from './scenario-fields';
import type { ScenarioNativeLayer, ScenarioPluginLayer } from './scenario-layer';

/** Every weight of a scenario's convolution. */
const WEIGHT = 0.01;

/** A scenario's tensors by name, and the plugins that the caller owns. */
export class ScenarioNetwork {
  /** The caller's own objects, in the order they were made. */
  private readonly plugins: (NativePluginV2 | NativePluginV3)[] = [];
  private readonly tensors = new Map<string, Tensor>();

  constructor(
    private readonly scenario: Scenario,
    private readonly network: NetworkDefinition,
  ) {}

  addLayers(): void {
    for (const { name, type, dims } of this.scenario.inputs) {
      this.tensors.set(name, this.network.addInput(name, type, dims));
    }
    for (const layer of this.scenario.layers) {
      const native =
        layer.kind === 'activation' || layer.kind === 'convolution' || layer.kind === 'cast';
      const added = native ? this.addNative(layer) : this.addPlugin(layer);
      added.setName(layer.name);
      layer.outputs.forEach((name, i) => this.tensors.set(name, added.getOutput(i).setName(name)));
    }
  }

  private addPlugin(layer: ScenarioPluginLayer): PluginLayer {
    const creator = getPluginRegistry().getCreator(layer.plugin, layer.version, layer.namespace);
    const plugin = creator.createPlugin(layer.name, pluginFieldsOf(layer), 'kBUILD');
    this.plugins.push(plugin);
    const inputs = layer.inputs.map((name) => this.tensor(name));
    if (layer.kind === 'pluginV2') return this.network.addPluginV2(inputs, plugin);
    const shapeInputs = layer.shapeInputs.map((name) => this.tensor(name));
    return this.network.addPluginV3(inputs, shapeInputs, plugin);
  }

  private addNative(layer: ScenarioNativeLayer): Layer {
    const input = this.tensor(layer.inputs[0] ?? '');
    if (layer.kind === 'activation') return this.network.addActivation(input, 'kRELU');
    if (layer.kind === 'cast') return this.network.addCast(input, layer.type);
    const { outMaps, kernel } = layer;
    // The recorder asks the tensor too: a plugin before it is asked for its shapes here, while layers are added.
    const channels = Math.max(0, input.getDimensions()[1] ?? 0);
    const weights = new Float32Array(outMaps * channels * kernel * kernel).fill(WEIGHT);
    const padding = Math.floor(kernel / 2);
    return this.network.addConvolutionNd(input, outMaps, [kernel, kernel], weights, null, {
      padding: [padding, padding],
    });
  }

  /** Ends the caller's plugins, V3 before V2 as the recorder does. */
  destroyPlugins(): void {
    for (const generation of ['V3', 'V2'])
      for (const plugin of this.plugins) if (plugin.generation === generation) plugin.destroy();
  }

  /** A tensor by its name in the scenario, which the parser has checked. */
  tensor(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new RangeError(`Cannot find tensor "${name}" of the scenario`);
    return tensor;
  }

  /** The recorder does not look at what these calls return: what is refused is logged, and shows in the build. */
  configure(builder: Builder, config: BuilderConfig): void {
    const { outputs, profiles, flags, config: settings, chosen } = this.scenario;
    for (const flag of flags) {
      if (flag === 'kALIASED_PLUGIN_IO_10_03') config.setPreviewFeature(flag, true);
      else if (flag !== 'kSTRONGLY_TYPED') config.setFlag(flag);
    }
    for (const name of outputs) orLog(() => this.network.markOutput(this.tensor(name)));
    for (const ranges of profiles) {
      const profile = builder.createOptimizationProfile();
      for (const [name, range] of Object.entries(ranges)) setRange(profile, name, range);
      orLog(() => config.addOptimizationProfile(profile));
    }
    if (settings.timingCache === 'none') config.setFlag('kDISABLE_TIMING_CACHE');
    else config.setTimingCache(config.createTimingCache(new Uint8Array()));
    if (settings.workspaceBytes !== undefined)
      config.setMemoryPoolLimit('kWORKSPACE', settings.workspaceBytes);
    config.choices = chosen;
  }
}

const ENDS = [
  ['kMIN', 'min'],
  ['kOPT', 'opt'],
  ['kMAX', 'max'],
] as const;

function setRange(
  profile: OptimizationProfile,
  name: string,
  range: Scenario['profiles'][number][string],
): void {
  for (const [selector, end] of ENDS) {
    orLog(() =>
      'values' in range
        ? profile.setShapeValues(name, selector, range.values[end])
        : profile.setDimensions(name, selector, range[end]),
    );
  }
}

function orLog(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    log('kERROR', error instanceof Error ? error.message : String(error));
  }
}
