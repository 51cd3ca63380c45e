/**
 * The builder. Read `buildPlan` from top to bottom: it is what TensorRT 10.6 was recorded doing with plugins, in its order
 * (recordings/, phase build). The plugin calls that each step makes stand in `plugin-v3.ts` and `plugin-v2.ts`.
 */
import type { Exprs } from '../native';
import { ApiUsageError } from '../errors';
import { duringPhase } from '../trace/phase';
import { BuilderConfig } from './builder-config';
import { writeEngineFile } from './engine-file';
import { chooseImplementations } from './choose';
import type { LayerPlugin, SerializedPlugin, TensorRange } from './layer-plugin';
import { NetworkDefinition, type PluginLayer, type Tensor } from './network';
import { negotiate, withChoice, type OpenTensor, type TypeAndFormat } from './negotiate';
import { OptimizationProfile, type ShapeRange } from './optimization-profile';
import type { Plan, PlanLayer } from './plan';
import { evaluateDims, extentName, leastSize, optSize, upperSize, wildcardDims } from './shapes';
import { timeImplementations, type Implementation } from './tactics';

/** A network layer while it is built: the builder's own clone of the plugin, and the shapes it gave. */
interface GraphNode {
  layer: PluginLayer;
  plugin: LayerPlugin;
}

/** A layer with its implementation for one profile. */
interface BuiltLayer extends GraphNode {
  profile: number;
  implementation: Implementation;
  inputs: TensorRange[];
  outputs: TensorRange[];
  workspaceBytes: number;
}

/** How often TensorRT 10.6 asks every implementation for its workspace again once all are made. */
const WORKSPACE_QUESTIONS = 3;
/** How often it serialises every plugin: once to size the file, once to write it. */
const SERIALIZE_PASSES = 2;

function buildPlan(network: NetworkDefinition, config: BuilderConfig): Plan {
  const profiles = profileRanges(network, config);
  const alive = new Set<LayerPlugin>();
  const own = (plugin: LayerPlugin): LayerPlugin => {
    alive.add(plugin);
    return plugin;
  };
  const end = (plugin: LayerPlugin, how: 'destroy' | 'release' = 'destroy'): void => {
    alive.delete(plugin);
    plugin[how]();
  };
  try {
    // The builder works on clones: the network stays as it was.
    const graph = network.layers.map((layer) => ({ layer, plugin: own(layer.plugin.clone()) }));
    const shapes = inferShapes(network, graph);
    for (const { plugin } of graph) plugin.enterGraph();

    const built: BuiltLayer[] = [];
    for (const [profile, ranges] of profiles.entries()) {
      // Each profile is tuned with clones of its own.
      const nodes = graph.map(({ layer, plugin }) => ({ layer, plugin: own(plugin.clone()) }));
      const open = openTensors(network, shapes, ranges);
      const tensorsOf = (layer: PluginLayer) =>
        [...layer.inputs, ...layer.outputs].map((tensor) => open.get(tensor) as OpenTensor);
      const accepted = nodes.map(({ layer, plugin }) =>
        negotiate(layer.name, plugin, tensorsOf(layer), layer.inputs.length, typeFlags(config)),
      );
      const offered = nodes.map(({ layer, plugin }, i) => {
        if (!config.getFlag('kDISABLE_TIMING_CACHE') && plugin.generation === 'V3')
          plugin.getTimingCacheID();
        const withFormats = (formats: TypeAndFormat[]) => chosenRanges(tensorsOf(layer), formats);
        return timeImplementations(
          layer.name,
          plugin,
          accepted[i] as TypeAndFormat[][],
          withFormats,
          layer.inputs.length,
        );
      });
      const chosen = chooseImplementations(network, profileName(profile), offered, config.choices);

      // Every layer gets its implementation: a configured object that lives until the engine is written.
      const implemented = nodes.map(({ layer, plugin }, i): BuiltLayer => {
        const implementation = chosen[i] as Implementation;
        const all = chosenRanges(tensorsOf(layer), implementation.formats);
        const [inputs, outputs] = [
          all.slice(0, layer.inputs.length),
          all.slice(layer.inputs.length),
        ];
        const object = own(plugin.configured(inputs, outputs));
        const workspaceBytes = object.implement(implementation.tactic, inputs, outputs);
        return { layer, plugin: object, profile, implementation, inputs, outputs, workspaceBytes };
      });
      for (let question = 0; question < WORKSPACE_QUESTIONS; question += 1) {
        for (const node of implemented) {
          const bytes = node.plugin.getWorkspaceSize(node.inputs, node.outputs);
          node.workspaceBytes = Math.max(node.workspaceBytes, bytes);
        }
      }
      for (const { plugin } of implemented) plugin.describe();
      for (const { plugin } of nodes) end(plugin);
      built.push(...implemented);
    }

    for (const { plugin } of built) plugin.initialize();
    for (const { plugin } of graph) end(plugin);
    let serialized: SerializedPlugin[] = [];
    for (let pass = 0; pass < SERIALIZE_PASSES; pass += 1) {
      serialized = built.map(({ plugin }) => plugin.serialize());
    }
    for (const { plugin } of built) end(plugin, 'release');
    return plan(network, shapes, profiles, built, serialized);
  } finally {
    // Only a failed build leaves objects: the newest copies die first, the clones of the network last.
    const [graphClones, later] = [
      [...alive].slice(0, network.layers.length),
      [...alive].slice(network.layers.length),
    ];
    for (const plugin of [...later, ...graphClones]) plugin.destroy();
  }
}

function typeFlags(config: BuilderConfig): { stronglyTyped: boolean; fp16: boolean } {
  return { stronglyTyped: config.getFlag('kSTRONGLY_TYPED'), fp16: config.getFlag('kFP16') };
}

/** The suffix of a layer's name in further profiles, as TensorRT names them. */
function profileName(profile: number): string {
  return profile === 0 ? '' : ` [profile ${profile}]`;
}

/** Checks the network and the profiles against each other. @throws {ApiUsageError} `NETWORK_INVALID`, `PROFILE_…` */
function profileRanges(
  network: NetworkDefinition,
  config: BuilderConfig,
): Map<Tensor, ShapeRange>[] {
  if (network.outputs.length === 0 || network.layers.length === 0) {
    throw new ApiUsageError(
      'NETWORK_INVALID',
      'Cannot build the engine: the network has no output',
      {
        method: 'buildSerializedNetwork',
        expected: 'at least one layer, and markOutput on a tensor',
      },
    );
  }
  const unknown = network.inputs.filter((input) => network.inputDims(input).includes(-1));
  if (unknown.length > 0 && config.profiles.length === 0) {
    throw new ApiUsageError(
      'PROFILE_MISSING',
      `Cannot build the engine: input "${unknown[0]?.name}" has unknown extents and no optimization profile has been defined`,
      {
        method: 'buildSerializedNetwork',
        expected: 'addOptimizationProfile',
        actual: 'no profile',
      },
    );
  }
  const known = new Set(network.inputs.map((input) => input.name));
  for (const name of config.profiles.flatMap((profile) => profile.inputNames)) {
    if (!known.has(name)) {
      throw new ApiUsageError(
        'PROFILE_INVALID',
        `Cannot build the engine: no input is called "${name}"`,
        {
          tensor: name,
          method: 'setDimensions',
          expected: [...known].join(', '),
        },
      );
    }
  }
  const profiles = config.profiles.length ? config.profiles : [new OptimizationProfile()];
  return profiles.map(
    (profile) =>
      new Map(
        network.inputs.map((input) => [
          input,
          profile.rangeOf(input.name, network.inputDims(input)),
        ]),
      ),
  );
}

/** Asks the builder's clones for the shapes of the whole graph, layer by layer. */
function inferShapes(network: NetworkDefinition, graph: readonly GraphNode[]): Map<Tensor, Exprs> {
  const shapes = new Map<Tensor, Exprs>(
    network.inputs.map((input) => [input, network.exprsOf(input)]),
  );
  for (const { layer, plugin } of graph) {
    const inputs = layer.inputs.map((tensor) =>
      network.seenByConsumer(tensor, shapes.get(tensor) as Exprs),
    );
    const outputs = network.inferShapes(layer, plugin, inputs);
    layer.outputs.forEach((tensor, i) => shapes.set(tensor, outputs[i] as Exprs));
  }
  return shapes;
}

/** Every tensor with its extents in this profile: at its least, at what it is tuned for, and at its most. */
function openTensors(
  network: NetworkDefinition,
  shapes: ReadonlyMap<Tensor, Exprs>,
  ranges: ReadonlyMap<Tensor, ShapeRange>,
): Map<Tensor, OpenTensor> {
  const open = new Map<Tensor, OpenTensor>();
  for (const [tensor, exprs] of shapes) {
    open.set(tensor, {
      ownType: network.typeOf(tensor),
      dims: wildcardDims(exprs),
      min: [],
      opt: [],
      max: [],
    });
  }
  for (const [end, sizeTensor] of [
    ['min', leastSize],
    ['opt', optSize],
    ['max', upperSize],
  ] as const) {
    const variables = new Map<string, number>();
    for (const [tensor, exprs] of shapes) {
      const nodes = exprs.map((expr) => expr.toJSON());
      const dims = ranges.get(tensor)?.[end] ?? evaluateDims(nodes, { variables, sizeTensor });
      dims.forEach((extent, axis) => variables.set(extentName(tensor.name, axis), extent));
      (open.get(tensor) as OpenTensor)[end] = dims;
    }
  }
  return open;
}

function chosenRanges(
  open: readonly OpenTensor[],
  formats: readonly TypeAndFormat[],
): TensorRange[] {
  return open.map((tensor, i) => withChoice(tensor, formats[i] as TypeAndFormat));
}

/** Everything the engine needs, without the network. */
function plan(
  network: NetworkDefinition,
  shapes: ReadonlyMap<Tensor, Exprs>,
  profiles: readonly ReadonlyMap<Tensor, ShapeRange>[],
  built: readonly BuiltLayer[],
  serialized: readonly SerializedPlugin[],
): Plan {
  const mode = (tensor: Tensor) =>
    network.inputs.includes(tensor)
      ? 'kINPUT'
      : network.outputs.includes(tensor)
        ? 'kOUTPUT'
        : null;
  return {
    tensors: [...shapes].map(([tensor, exprs]) => ({
      name: tensor.name,
      type: network.typeOf(tensor),
      mode: mode(tensor),
      dims: wildcardDims(exprs),
      shape: exprs.map((expr) => expr.toJSON()),
    })),
    profiles: profiles.map((ranges) =>
      Object.fromEntries([...ranges].map(([input, range]) => [input.name, range])),
    ),
    layers: built.map((node, i): PlanLayer => {
      const named = (tensors: readonly Tensor[], chosen: readonly TensorRange[]) =>
        tensors.map((tensor, t) => {
          const { type, format } = chosen[t] as TensorRange;
          return { tensor: tensor.name, type, format };
        });
      return {
        name: node.layer.name + profileName(node.profile),
        profile: node.profile,
        plugin: serialized[i] as SerializedPlugin,
        inputs: named(node.layer.inputs, node.inputs),
        outputs: named(node.layer.outputs, node.outputs),
        tactic: node.implementation.tactic,
        workspaceBytes: node.workspaceBytes,
        timeMs: node.implementation.timeMs,
      };
    }),
  };
}

/** `nvinfer1::IBuilder`. */
export class Builder {
  private destroyed = false;

  createNetwork(): NetworkDefinition {
    this.alive();
    return new NetworkDefinition();
  }

  createBuilderConfig(): BuilderConfig {
    this.alive();
    return new BuilderConfig();
  }

  createOptimizationProfile(): OptimizationProfile {
    this.alive();
    return new OptimizationProfile();
  }

  /**
   * Builds the engine. @returns the engine file's bytes
   * @throws {ApiUsageError | PluginError} with the layer, plugin and method where it stopped; no plugin object is left behind
   */
  async buildSerializedNetwork(
    network: NetworkDefinition,
    config: BuilderConfig,
  ): Promise<Uint8Array> {
    return this.buildNow(network, config);
  }

  /** @internal The same, without a promise. */
  buildNow(network: NetworkDefinition, config: BuilderConfig): Uint8Array {
    this.alive();
    return duringPhase('build', () => writeEngineFile(buildPlan(network, config)), {
      numbered: true,
    });
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
