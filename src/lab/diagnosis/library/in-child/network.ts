import { createBuilder } from '../../../../runtime/builder';
import type { BuilderConfig } from '../../../../runtime/build/builder-config';
import type { NetworkDefinition } from '../../../../runtime/network/network';
import type { NativePluginV2, NativePluginV3 } from '../../../../native';
import { getPluginRegistry, type PluginCreator } from '../../../../runtime/plugin/plugin-registry';
import { createRuntime, type CudaEngine, type Runtime } from '../../../../runtime/engine/engine';
import type { Dims } from '../../../../runtime/tensor';
import { fieldsOfPlan } from '../probe-fields';
import type { CreatorPlan, InputPlan, ProbePlan, Way } from '../probe-plan';

export type Plugin = NativePluginV2 | NativePluginV3;

/** Loads the library of a plan. */
export function openLibrary(library: string, way: Way): void {
  if (way === 'loadLibrary') getPluginRegistry().loadLibrary(library);
  else getPluginRegistry().openLibrary(library);
}

export function creatorOf({ name, version, namespace }: CreatorPlan): PluginCreator {
  return getPluginRegistry().getCreator(name, version, namespace);
}

export const labelOf = ({ name, version }: CreatorPlan): string => `${name}@${version}`;

export function createPlugin(plan: ProbePlan): Plugin {
  return creatorOf(plan.creator).createPlugin('probe', fieldsOfPlan(plan.fields));
}

/** Ranges of the inputs: one entry an input. */
export interface Ranges {
  dims: Dims[];
  min: Dims[];
  opt: Dims[];
  max: Dims[];
}

/** A network of the one plugin, with what it needs to be built. */
export interface ProbeNetwork {
  network: NetworkDefinition;
  outputs: number;
  build(): Promise<Uint8Array>;
  destroy(): void;
}

/** Inputs x0, x1, … -> plugin -> y0, y1, …. The plugin stays the caller's. */
export function networkOf(
  plugin: Plugin,
  { type, dims }: InputPlan,
  ranges?: Ranges,
): ProbeNetwork {
  const builder = createBuilder();
  // A plugin for kINT8 gets it as it is, without scales.
  const network = builder.createNetwork({ stronglyTyped: type !== 'kFLOAT' });
  const config = builder.createBuilderConfig();
  // For plugins whose outputs share an input's memory; others do not notice.
  config.setPreviewFeature('kALIASED_PLUGIN_IO_10_03', true);
  const inputs = (ranges?.dims ?? dims).map((each, i) => network.addInput(`x${i}`, type, each));
  const layer =
    plugin.generation === 'V3'
      ? network.addPluginV3(inputs, [], plugin)
      : network.addPluginV2(inputs, plugin);
  layer.setName('probe');
  const outputs = layer.getNbOutputs();
  for (let i = 0; i < outputs; ++i) {
    const output = layer.getOutput(i).setName(`y${i}`);
    output.getDimensions();
    network.markOutput(output);
  }
  if (ranges) addProfile(builder, config, ranges);
  return {
    network,
    outputs,
    build: () => builder.buildSerializedNetwork(network, config),
    destroy: () => {
      network.destroy();
      builder.destroy();
    },
  };
}

function addProfile(
  builder: ReturnType<typeof createBuilder>,
  config: BuilderConfig,
  { min, opt, max }: Ranges,
): void {
  const profile = builder.createOptimizationProfile();
  for (const [select, all] of [
    ['kMIN', min],
    ['kOPT', opt],
    ['kMAX', max],
  ] as const) {
    all.forEach((dims, i) => profile.setDimensions(`x${i}`, select, dims));
  }
  config.addOptimizationProfile(profile);
}

/** Builds, ends network and builder, and makes the engine. */
export async function engineOf(
  plugin: Plugin,
  inputs: InputPlan,
  ranges?: Ranges,
): Promise<{ runtime: Runtime; engine: CudaEngine }> {
  const made = networkOf(plugin, inputs, ranges);
  const bytes = await made.build();
  made.destroy();
  plugin.destroy();
  const runtime = createRuntime();
  return { runtime, engine: runtime.deserializeCudaEngine(bytes) };
}
