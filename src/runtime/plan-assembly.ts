import type { ProfilingVerbosity } from './builder-config';
import { printFormat, sameFormat, type TypeAndFormat } from './formats';
import type { Layer, NativeLayer, PluginLayer, Tensor } from './layer';
import type { LayerPlugin, SerializedPlugin, TensorRange } from './layer-plugin';
import { memoryOwners, planMemory, type MemoryNeed } from './memory-plan';
import type { OpenTensor } from './negotiate';
import type { NetworkDefinition } from './network';
import type { Plan, PlanLayer, PlanLayerTensor, PlanLibrary, PlanTensor } from './plan';
import { openTensors, type ProfileRanges } from './profile-ranges';
import { wildcardDims } from './shapes';
import type { SymbolicShapes } from './symbolic-shapes';
import type { Implementation } from './tactics';
import { byteSize, type Dims } from './tensor';

/** A plugin layer with its implementation for one profile. */
export interface BuiltLayer {
  layer: PluginLayer;
  plugin: LayerPlugin;
  profile: number;
  implementation: Implementation;
  alternatives: number;
  inputs: TensorRange[];
  outputs: TensorRange[];
  workspaceBytes: number;
}

/** Everything that the builder found out. */
export interface BuildResult {
  network: NetworkDefinition;
  /** What is live, in order. */
  layers: readonly Layer[];
  shapes: SymbolicShapes;
  profiles: readonly ProfileRanges[];
  /** By layer, for each output the input whose memory it shares, or -1. */
  aliases: ReadonlyMap<PluginLayer, readonly number[]>;
  isFixed: (tensor: Tensor) => boolean;
  built: readonly BuiltLayer[];
  serialized: readonly SerializedPlugin[];
  libraries: PlanLibrary[];
  verbosity: ProfilingVerbosity;
}

/**
 * Makes the plan: the layers of every profile in execution order, reformats between layers that do not agree on a format, copies where
 * a plugin works in place on what others still need, and a place in memory for everything.
 */
export function assemblePlan(result: BuildResult): Plan {
  const { network, shapes, profiles, layers } = result;
  const mode = (tensor: Tensor) =>
    network.inputs.includes(tensor)
      ? 'kINPUT'
      : network.outputs.includes(tensor)
        ? 'kOUTPUT'
        : null;
  const tensors = new Map<string, PlanTensor>();
  for (const tensor of [
    ...network.inputs,
    ...network.outputs,
    ...layers.flatMap(({ outputs }) => outputs),
  ]) {
    const { shape, type } = shapes.symbolOf(tensor);
    tensors.set(tensor.name, {
      name: tensor.name,
      type,
      mode: mode(tensor),
      location: mode(tensor) === 'kINPUT' && network.isShapeTensor(tensor) ? 'kHOST' : 'kDEVICE',
      dims: wildcardDims(shape),
      shape: shape.map((expr) => expr.toJSON()),
    });
  }
  const plan: Plan = {
    name: network.name,
    tensors: [],
    profiles: profiles.map(({ shapes: ranges, values }) => ({
      shapes: Object.fromEntries([...ranges].map(([{ name }, range]) => [name, range])),
      values: Object.fromEntries([...values].map(([{ name }, range]) => [name, range])),
    })),
    layers: [],
    constants: {},
    memory: [],
    libraries: result.libraries,
    verbosity: result.verbosity,
  };
  for (const [profile, ranges] of profiles.entries()) {
    const open = openTensors(network, layers, shapes, ranges);
    const assembly = new ProfileAssembly(result, profile, open, tensors, plan);
    assembly.run();
    plan.memory.push(planMemory(assembly.memoryNeeds()));
  }
  plan.tensors = [...tensors.values()];
  return plan;
}

/** Lays out the layers of one profile. */
class ProfileAssembly {
  private readonly suffix: string;
  private readonly first: number;
  /** How each tensor lies in memory once its layer ran. */
  private readonly lies = new Map<string, TypeAndFormat>();
  /** Reformatted copies that exist already. */
  private readonly copies = new Map<string, PlanLayerTensor>();
  /** Bytes at the profile's most, by tensor. */
  private readonly bytes = new Map<string, number>();

  constructor(
    private readonly result: BuildResult,
    private readonly profile: number,
    private readonly open: ReadonlyMap<Tensor, OpenTensor>,
    private readonly tensors: Map<string, PlanTensor>,
    private readonly plan: Plan,
  ) {
    this.suffix = profile === 0 ? '' : ` [profile ${profile}]`;
    this.first = plan.layers.length;
    for (const input of result.network.inputs) this.lies.set(input.name, this.own(input));
  }

  run(): void {
    const { built, layers, serialized } = this.result;
    const implementations = new Map(
      built.flatMap((node, i) =>
        node.profile === this.profile
          ? [[node.layer, { node, plugin: serialized[i] as SerializedPlugin }] as const]
          : [],
      ),
    );
    for (const [position, layer] of layers.entries()) {
      if (layer.kind === 'native') this.addNative(layer);
      else {
        const found = implementations.get(layer);
        if (found) this.addPlugin(found.node, found.plugin, position);
      }
    }
  }

  private own(tensor: Tensor): TypeAndFormat {
    return { type: (this.open.get(tensor) as OpenTensor).ownType, format: 'kLINEAR' };
  }

  private addNative(layer: NativeLayer): void {
    const { shapes } = this.result;
    const edge = (tensor: Tensor) => {
      const { type, shape } = shapes.symbolOf(tensor);
      return { name: tensor.name, type, rank: shape.length };
    };
    const name = layer.name + this.suffix;
    const onnx = layer.operation.toOnnx(layer.name, layer.inputs.map(edge), layer.outputs.map(edge));
    Object.assign(this.plan.constants, onnx.constants);
    const uses = (tensors: readonly Tensor[]) =>
      tensors.map((tensor): PlanLayerTensor => ({ tensor: tensor.name, ...this.own(tensor) }));
    for (const output of layer.outputs) this.settle(output, this.own(output));
    this.plan.layers.push({
      kind: 'native',
      name,
      profile: this.profile,
      layerType: layer.operation.type,
      attributes: { ...layer.operation.attributes },
      inputs: uses(layer.inputs),
      outputs: uses(layer.outputs),
      nodes: onnx.nodes,
      constants: Object.keys(onnx.constants),
      timeMs: null,
    });
  }

  private addPlugin(node: BuiltLayer, plugin: SerializedPlugin, position: number): void {
    const { layer, implementation, inputs, outputs } = node;
    const name = layer.name + this.suffix;
    const read = layer.inputs.map((tensor, i) =>
      this.inFormat(tensor, inputs[i] as TensorRange, `Input Tensor ${i} to ${name}`),
    );
    const after: PlanLayer[] = [];
    const aliases = this.result.aliases.get(layer) ?? [];
    const written = layer.outputs.map((tensor, i): PlanLayerTensor => {
      const { type, format } = outputs[i] as TensorRange;
      const alias = aliases[i] ?? -1;
      if (alias >= 0) this.shareMemory(node, read, alias, position);
      const aliasOf = alias >= 0 ? { aliasOf: (read[alias] as PlanLayerTensor).tensor } : {};
      const fixed = this.result.isFixed(tensor) && !sameFormat(this.own(tensor), { type, format });
      if (!fixed) {
        this.settle(tensor, { type, format });
        return { tensor: tensor.name, type, format, ...aliasOf };
      }
      const made = this.addTensor(`Reformatted Output Tensor ${i} to ${name}`, tensor, { type, format });
      this.settle(tensor, this.own(tensor));
      const target = { tensor: tensor.name, ...this.own(tensor) };
      after.push(this.reformat(`Reformatting CopyNode for Output Tensor ${i} to ${name}`, made, target));
      return { ...made, ...aliasOf };
    });
    this.plan.layers.push({
      kind: 'plugin',
      name,
      profile: this.profile,
      plugin,
      inputs: read,
      outputs: written,
      tactic: implementation.tactic,
      workspaceBytes: node.workspaceBytes,
      timeMs: implementation.timeMs,
      alternatives: node.alternatives,
    });
    this.plan.layers.push(...after);
  }

  /** The tensor in a type and format, by a reformat layer where it lies otherwise. */
  private inFormat(tensor: Tensor, { type, format }: TypeAndFormat, what: string): PlanLayerTensor {
    const lies = this.lies.get(tensor.name) ?? this.own(tensor);
    const source = { tensor: tensor.name, ...lies };
    if (sameFormat(lies, { type, format })) return source;
    const key = `${tensor.name} ${printFormat({ type, format })}`;
    const known = this.copies.get(key);
    if (known) return known;
    const copy = this.addTensor(`Reformatted ${what}`, tensor, { type, format });
    this.plan.layers.push(this.reformat(`Reformatting CopyNode for ${what}`, source, copy));
    this.copies.set(key, copy);
    return copy;
  }

  /**
   * A plugin that works in place gets memory that it may change: the input's own where nobody needs it any more, else a copy.
   */
  private shareMemory(
    { layer }: BuiltLayer,
    read: PlanLayerTensor[],
    alias: number,
    position: number,
  ): void {
    const source = read[alias] as PlanLayerTensor;
    const tensor = layer.getInput(alias);
    const readers = this.result.layers.slice(position + 1).flatMap(({ inputs }) => inputs);
    const own = layer.inputs.filter((input) => input === tensor).length;
    const reformatted = source.tensor !== tensor.name;
    const needed =
      readers.includes(tensor) || own > 1 || this.tensors.get(source.tensor)?.mode !== null;
    if (!needed) {
      // The copy that was made for this layer, or the tensor itself, is given away.
      if (reformatted) this.forgetCopy(source.tensor);
      return;
    }
    const name = `Aliased Input Tensor ${alias} to ${layer.name}${this.suffix}`;
    const copy = this.addTensor(name, tensor, source);
    this.plan.layers.push(this.reformat(`Copying ${name}`, source, copy));
    read[alias] = copy;
  }

  private forgetCopy(name: string): void {
    for (const [key, copy] of this.copies) if (copy.tensor === name) this.copies.delete(key);
  }

  private reformat(name: string, from: PlanLayerTensor, to: PlanLayerTensor): PlanLayer {
    return {
      kind: 'reformat',
      name,
      profile: this.profile,
      inputs: [from],
      outputs: [to],
      timeMs: null,
    };
  }

  /** A tensor of the engine alone, with the extents of one of the network. */
  private addTensor(name: string, like: Tensor, lies: TypeAndFormat): PlanLayerTensor {
    const original = this.tensors.get(like.name) as PlanTensor;
    this.tensors.set(name, {
      ...original,
      name,
      type: lies.type,
      mode: null,
      location: 'kDEVICE',
    });
    this.bytes.set(name, this.sizeOf(like, lies));
    return { tensor: name, type: lies.type, format: lies.format };
  }

  private settle(tensor: Tensor, lies: TypeAndFormat): void {
    this.lies.set(tensor.name, lies);
    this.bytes.set(tensor.name, this.sizeOf(tensor, lies));
  }

  private sizeOf(tensor: Tensor, lies: TypeAndFormat): number {
    const { max } = this.open.get(tensor) as OpenTensor;
    const dims: Dims = max.map((extent) => Math.max(extent, 0));
    return byteSize({ ...lies, dims });
  }

  /** What needs memory of the context: everything between layers, and workspaces. Memory that is shared counts once. */
  memoryNeeds(): MemoryNeed[] {
    const owners = memoryOwners(this.plan.layers.slice(this.first));
    const owner = (name: string): string => owners.get(name) ?? name;
    const needs = new Map<string, MemoryNeed>();
    const callers = new Set<string>();
    const workspaces: MemoryNeed[] = [];
    for (let index = this.first; index < this.plan.layers.length; index += 1) {
      const layer = this.plan.layers[index] as PlanLayer;
      for (const { tensor } of [...layer.inputs, ...layer.outputs]) {
        const name = owner(tensor);
        if (this.tensors.get(tensor)?.mode !== null) callers.add(name);
        const need = needs.get(name) ?? {
          name,
          kind: 'tensor',
          bytes: 0,
          firstLayer: index,
          lastLayer: index,
        };
        need.bytes = Math.max(need.bytes, this.bytes.get(tensor) ?? 0);
        need.lastLayer = index;
        needs.set(name, need);
      }
      if (layer.kind === 'plugin' && layer.workspaceBytes > 0) {
        const { name, workspaceBytes: bytes } = layer;
        workspaces.push({ name, kind: 'workspace', bytes, firstLayer: index, lastLayer: index });
      }
    }
    return [...[...needs.values()].filter(({ name }) => !callers.has(name)), ...workspaces];
  }
}
