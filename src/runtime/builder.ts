/**
 * The builder. Read `buildPlan` from top to bottom: it is what TensorRT 10.6 was recorded doing with plugins, in its order
 * (recordings/, phase build). The plugin calls that each step makes stand in `plugin-v3.ts` and `plugin-v2.ts`.
 */
import { ApiUsageError } from '../errors';
import { duringPhase, duringPhaseAsync } from '../trace/phase';
import { aliasesOf } from './build/aliases';
import { BuilderConfig } from './build/builder-config';
import { chooseImplementations } from './build/choose';
import { writeEngineFile } from './engine/engine-file';
import { serializeLibraries } from './engine/engine-libraries';
import { recordErrors, type IErrorRecorder } from './error-recorder';
import type { TypeAndFormat, TypeFlags } from './build/formats';
import { inPlaceOrder } from './build/in-place-order';
import type { Layer, PluginLayer, Tensor } from './network/layer';
import type { LayerPlugin, SerializedPlugin } from './plugin/layer-plugin';
import { workspaceRefusal } from './plugin/layer-plugin';
import { log } from './logger';
import { negotiate, withChoice, type OpenTensor } from './build/negotiate';
import { NetworkDefinition, type NetworkOptions } from './network/network';
import { checkNetwork, checkTypes, computedLayers, liveLayers } from './network/network-check';
import { OptimizationProfile } from './build/optimization-profile';
import { atOnce, inTurns, type Pausing } from './build/pausing';
import type { Plan } from './engine/plan';
import { assemblePlan, type BuiltLayer } from './build/plan-assembly';
import { BuildProgress } from './build/progress-monitor';
import { fixedInputDims, openTensors, profileName, profileRanges } from './build/profile-ranges';
import { ReformatCosts } from './build/reformat-cost';
import { SymbolicShapes } from './network/symbolic-shapes';
import { timeImplementations, type Implementation } from './build/tactics';
import { createTimingCache } from './build/timing-cache';

/** How often TensorRT 10.6 asks every implementation for its workspace again once all are made. */
const WORKSPACE_QUESTIONS = 3;
/** How often it serialises every plugin: once to size the file, once to write it. */
const SERIALIZE_PASSES = 2;

/** A plugin layer while it is built: the builder's own clone of the plugin. */
interface GraphNode {
  layer: PluginLayer;
  plugin: LayerPlugin;
}

/** Yields where a caller who watches the build may let others run; nothing depends on it. */
function* buildPlan(network: NetworkDefinition, config: BuilderConfig): Pausing<Plan> {
  const flags = typeFlags(network, config);
  checkNetwork(network, flags);
  const profiles = profileRanges(network, config);
  const rules = {
    workspaceLimit: config.getMemoryPoolLimit('kWORKSPACE'),
    cache: config.getFlag('kDISABLE_TIMING_CACHE')
      ? null
      : (config.getTimingCache() ?? createTimingCache()),
    iterations: config.getAvgTimingIterations(),
  };
  const progress = new BuildProgress(config.getProgressMonitor());
  const costs = new ReformatCosts();

  // What a failed build leaves: the newest copies die first, the clones of the network last.
  const [graph, nodes, built]: [GraphNode[], GraphNode[], BuiltLayer[]] = [[], [], []];
  try {
    // 1. The graph. The builder works on clones: the network stays as it was. What no output needs is dropped.
    const live = liveLayers(network);
    for (const layer of network.layers) {
      if (layer.kind === 'plugin') graph.push({ layer, plugin: layer.plugin.clone() });
    }
    for (const node of graph.filter(({ layer }) => !live.has(layer))) {
      graph.splice(graph.indexOf(node), 1);
      node.plugin.destroy();
    }
    let layers = network.layers.filter((layer) => live.has(layer));
    const cloneOf = new Map(graph.map(({ layer, plugin }) => [layer, plugin]));

    // 2. Shapes, layer by layer: symbolic, with what all profiles fix as constants. Then who works in place.
    const fixed = fixedInputDims(network, profiles);
    const shapes = new SymbolicShapes(
      {
        inputType: (tensor) => network.typeOf(tensor),
        input: (tensor) => network.symbolicInput(tensor, fixed.get(tensor) ?? []),
        pluginOf: (layer) => cloneOf.get(layer) ?? layer.plugin,
      },
      network.exprBuilder,
    ).adoptTypes(network.knownTypes);
    const aliases = new Map<PluginLayer, number[]>();
    for (const layer of layers) {
      for (const output of layer.outputs) shapes.symbolOf(output);
      if (layer.kind === 'plugin') aliases.set(layer, aliasesOf(layer, cloneOf, config));
    }
    checkTypes(network, layers, shapes, flags);
    for (const { layer, plugin } of graph) {
      // Why TensorRT 10.6 does not ask where kBF16 takes part is not known (recordings/type-v2-kBF16.jsonl).
      const types = [...layer.inputs, ...layer.outputs].map((tensor) => shapes.typeOf(tensor));
      if (!types.includes('kBF16')) plugin.enterGraph();
    }
    // What works in place comes after the other readers of its input.
    layers = computedLayers(inPlaceOrder(layers, aliases), network.outputs);
    graph.sort((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer));

    const isFixed = fixedTensors(network, layers);
    for (const [profile, ranges] of profiles.entries()) {
      // 3. For each profile: which formats do the plugins accept? It is tuned with clones of its own.
      for (const { layer, plugin } of graph) nodes.push({ layer, plugin: plugin.clone() });
      const open = openTensors(network, layers, shapes, ranges, flags);
      const openOf = (tensor: Tensor) => open.get(tensor) as OpenTensor;
      const ranged = (layer: PluginLayer, formats: readonly TypeAndFormat[]) =>
        [...layer.inputs, ...layer.outputs].map((tensor, i) =>
          withChoice(openOf(tensor), formats[i] as TypeAndFormat),
        );
      const accepted = nodes.map(({ layer, plugin }) =>
        negotiate(
          {
            name: layer.name,
            plugin,
            inputs: layer.inputs.map(openOf),
            outputs: layer.outputs.map(openOf),
          },
          flags,
        ),
      );

      // 4. How long does each way take? What is the best of all together?
      const combinations = accepted.reduce((sum, list) => sum + list.length, 0);
      const tuning = `Tuning${profileName(profile)}`;
      const offered = yield* progress.phase(tuning, combinations, function* (step) {
        const implementations: Implementation[][] = [];
        for (const [i, { layer, plugin }] of nodes.entries()) {
          const timed = {
            name: layer.name,
            plugin,
            nbInputs: layer.inputs.length,
            aliases: aliases.get(layer) ?? [],
            ranges: (formats: readonly TypeAndFormat[]) => ranged(layer, formats),
            outputRoom: layer.outputs.map((output) => openOf(output).mostAtOpt),
          };
          const formats = accepted[i] as TypeAndFormat[][];
          implementations.push(yield* timeImplementations(timed, formats, { ...rules, step }));
        }
        return implementations;
      });
      const chosen = chooseImplementations(
        nodes.map(({ layer, plugin }, i) => ({
          name: layer.name + profileName(profile),
          plugin: plugin.label,
          inputs: layer.inputs,
          outputs: layer.outputs,
          offered: offered[i] as Implementation[],
        })),
        config.choices,
        { open, isFixed, costs },
      );

      // 5. Every layer gets its implementation: a configured object that lives until the engine is written.
      const implemented: BuiltLayer[] = [];
      for (const [i, { layer, plugin }] of nodes.entries()) {
        const implementation = chosen[i] as Implementation;
        const all = ranged(layer, implementation.formats);
        const [inputs, outputs] = [
          all.slice(0, layer.inputs.length),
          all.slice(layer.inputs.length),
        ];
        const object = plugin.configured(inputs, outputs);
        const node: BuiltLayer = {
          layer,
          plugin: object,
          profile,
          implementation,
          alternatives: offered[i]?.length ?? 1,
          inputs,
          outputs,
          workspaceBytes: 0,
        };
        node.workspaceBytes = orDestroyed(object, () => {
          const bytes = object.implement(implementation.tactic, inputs, outputs);
          checkWorkspace(layer, object, bytes, rules.workspaceLimit);
          return bytes;
        });
        implemented.push(node);
        built.push(node);
        yield;
      }
      for (let question = 0; question < WORKSPACE_QUESTIONS; question += 1) {
        for (const node of implemented) {
          const bytes = node.plugin.getWorkspaceSize(node.inputs, node.outputs);
          checkWorkspace(node.layer, node.plugin, bytes, rules.workspaceLimit);
          node.workspaceBytes = Math.max(node.workspaceBytes, bytes);
        }
      }
      for (const { plugin } of implemented) plugin.describe();
      for (const { plugin } of nodes.splice(0)) plugin.destroy();
    }

    // 6. The engine: plugins are initialised, serialised and let go.
    initializeAll(built);
    for (const { plugin } of graph.splice(0)) plugin.destroy();
    let serialized: SerializedPlugin[] = [];
    for (let pass = 0; pass < SERIALIZE_PASSES; pass += 1) {
      serialized = built.map(({ plugin }) => plugin.serialize());
    }
    const plan = assemblePlan({
      network,
      layers,
      shapes,
      profiles,
      aliases,
      isFixed,
      serialized,
      // The plan keeps what was built, not the objects.
      built: [...built],
      libraries: serializeLibraries(config.getPluginsToSerialize()),
      verbosity: config.getProfilingVerbosity(),
      flags,
    });
    for (const { plugin } of built.splice(0)) plugin.release();
    return plan;
  } finally {
    for (const { plugin } of [...built, ...nodes, ...graph]) plugin.destroy();
  }
}

function typeFlags(network: NetworkDefinition, config: BuilderConfig): TypeFlags {
  return {
    stronglyTyped: network.stronglyTyped || config.getFlag('kSTRONGLY_TYPED'),
    fp16: config.getFlag('kFP16'),
    bf16: config.getFlag('kBF16'),
    int8: config.getFlag('kINT8'),
  };
}

/** Which tensors are linear and of the network's type whatever plugins want: those of the caller and of native layers. */
function fixedTensors(
  network: NetworkDefinition,
  layers: readonly Layer[],
): (tensor: Tensor) => boolean {
  const fixed = new Set<Tensor>([...network.inputs, ...network.outputs]);
  for (const layer of layers) {
    if (layer.kind !== 'native') continue;
    for (const tensor of [...layer.inputs, ...layer.outputs]) fixed.add(tensor);
  }
  return (tensor) => fixed.has(tensor);
}

function orDestroyed<Result>(plugin: LayerPlugin, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    plugin.destroy();
    throw error;
  }
}

/** @throws {ApiUsageError} `WORKSPACE_TOO_LARGE` in the words of TensorRT 10.6 */
function checkWorkspace(
  layer: PluginLayer,
  plugin: LayerPlugin,
  bytes: number,
  limit: number,
): void {
  const refusal = workspaceRefusal(layer.name, bytes, limit);
  if (refusal === null) return;
  throw new ApiUsageError('WORKSPACE_TOO_LARGE', `Cannot build the engine: ${refusal}`, {
    layer: layer.name,
    plugin: plugin.label,
    method: 'getWorkspaceSize',
    expected: `at most ${limit} bytes`,
    actual: `${bytes} bytes`,
  });
}

/**
 * V2 plugins are initialised. When one refuses, TensorRT 10.6 terminates and destroys those before it; in the recording,
 * which ends with the failed build, this one and those after it are alive (fail-v2-chain-second-initialize.jsonl).
 */
function initializeAll(built: BuiltLayer[]): void {
  for (const [i, { plugin, layer }] of built.entries()) {
    try {
      plugin.initialize();
    } catch (error) {
      const before = built.splice(0).slice(0, i);
      for (const node of before) node.plugin.release();
      log('kWARNING', `${layer.name}: ${plugin.id} is not destroyed, as TensorRT 10.6 leaves it`);
      throw error;
    }
  }
}

/** `nvinfer1::IBuilder`. */
export class Builder {
  private destroyed = false;
  private errorRecorder: IErrorRecorder | null = null;

  createNetwork(options: NetworkOptions = {}): NetworkDefinition {
    this.alive();
    return new NetworkDefinition(options);
  }

  createBuilderConfig(): BuilderConfig {
    this.alive();
    return new BuilderConfig();
  }

  createOptimizationProfile(): OptimizationProfile {
    this.alive();
    return new OptimizationProfile();
  }

  setErrorRecorder(recorder: IErrorRecorder | null): void {
    this.errorRecorder = recorder;
  }
  getErrorRecorder(): IErrorRecorder | null {
    return this.errorRecorder;
  }

  /**
   * Builds the engine; with a progress monitor other JavaScript has its turn between the steps. @returns the engine file's bytes
   * @throws {ApiUsageError | PluginError} with the layer, plugin and method where it stopped; no plugin object is left behind but where
   *   TensorRT leaves it
   */
  async buildSerializedNetwork(
    network: NetworkDefinition,
    config: BuilderConfig,
  ): Promise<Uint8Array> {
    this.alive();
    const recorded = <Result>(act: () => Result) => recordErrors(this.errorRecorder, act);
    const options = { numbered: true };
    if (!config.getProgressMonitor()) {
      const build = () => writeEngineFile(atOnce(buildPlan(network, config)));
      return duringPhase('build', () => recorded(build), options);
    }
    const build = async () => writeEngineFile(await inTurns(buildPlan(network, config)));
    return duringPhaseAsync('build', () => recorded(build), options);
  }

  destroy(): void {
    this.alive();
    this.destroyed = true;
  }

  private alive(): void {
    if (this.destroyed)
      throw new ApiUsageError('OBJECT_DESTROYED', 'Cannot use the builder: it is destroyed');
  }
}

/** `nvinfer1::createInferBuilder`. */
export function createBuilder(): Builder {
  return new Builder();
}
