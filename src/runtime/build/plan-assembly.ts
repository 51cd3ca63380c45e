import type { ProfilingVerbosity } from './builder-config';
import { printFormat, sameFormat, type TypeAndFormat, type TypeFlags } from './formats';
import { otherReaders } from './in-place-order';
import type { Layer, NativeLayer, PluginLayer, Tensor } from '../network/layer';
import type { LayerPlugin, SerializedPlugin, TensorRange } from '../plugin/layer-plugin';
import { memoryOwners, planMemory, type MemoryNeed } from './memory-plan';
import type { OpenTensor } from './negotiate';
import type { NetworkDefinition } from '../network/network';
import type { Plan, PlanLayer, PlanLayerTensor, PlanLibrary, PlanTensor } from '../engine/plan';
import { bindingType, openTensors, profileName, type ProfileRanges } from './profile-ranges';
import { wildcardDims } from '../network/shapes';
import type { SymbolicShapes } from '../network/symbolic-shapes';
import type { Implementation } from './tactics';
import { byteSize, type Dims } from '../tensor';

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
  flags: TypeFlags;
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
      type: bindingType(network, tensor, type, result.flags),
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
    const open = openTensors(network, layers, shapes, ranges, result.flags);
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
  /** Tensors that lie in the caller's memory. */
  private readonly callers: Set<string>;
  /** Bytes at the profile's most, by tensor. */
  private readonly bytes = new Map<string, number>();

  constructor(
    private readonly result: BuildResult,
    private readonly profile: number,
    private readonly open: ReadonlyMap<Tensor, OpenTensor>,
    private readonly tensors: Map<string, PlanTensor>,
    private readonly plan: Plan,
  ) {
    this.suffix = profileName(profile);
    this.first = plan.layers.length;
    const { inputs, outputs } = result.network;
    this.callers = new Set([...inputs, ...outputs].map(({ name }) => name));
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
    for (const layer of layers) {
      if (layer.kind === 'native') this.addNative(layer);
      else {
        const found = implementations.get(layer);
        if (found) this.addPlugin(found.node, found.plugin);
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
    const onnx = layer.operation.toOnnx(
      layer.name,
      layer.inputs.map(edge),
      layer.outputs.map(edge),
    );
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

  private addPlugin(node: BuiltLayer, plugin: SerializedPlugin): void {
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
      const fixed = this.result.isFixed(tensor) && !sameFormat(this.own(tensor), { type, format });
      if (!fixed) {
        this.settle(tensor, { type, format });
        const aliasOf = this.alias(layer, read, alias, tensor.name);
        return { tensor: tensor.name, type, format, ...aliasOf };
      }
      const made = this.addTensor(`Reformatted Output Tensor ${i} to ${name}`, tensor, {
        type,
        format,
      });
      const aliasOf = this.alias(layer, read, alias, made.tensor);
      this.settle(tensor, this.own(tensor));
      const target = { tensor: tensor.name, ...this.own(tensor) };
      after.push(
        this.reformat(`Reformatting CopyNode for Output Tensor ${i} to ${name}`, made, target),
      );
      return { ...made, ...aliasOf };
    });
    this.plan.layers.push({
      kind: 'plugin',
      name,
      profile: this.profile,
      plugin,
      inputs: withScales(read, inputs),
      outputs: withScales(written, outputs),
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
   * Lets an output share the memory of an input, of which a copy is made where somebody else still needs it. Where both are the caller's
   * they are passed as they are bound: whoever wants to work in place binds one buffer to both (seen on an H200 with TensorRT 10.6).
   */
  private alias(
    layer: PluginLayer,
    read: PlanLayerTensor[],
    input: number,
    output: string,
  ): { aliasOf?: string } {
    if (input < 0) return {};
    const source = read[input] as PlanLayerTensor;
    const tensor = layer.getInput(input);
    const { layers } = this.result;
    const later = otherReaders(layers.slice(layers.indexOf(layer)), layer, tensor);
    const callers = this.callers.has(source.tensor);
    const twice = layer.inputs.filter((one) => one === tensor).length > 1;
    if (callers && this.tensors.get(output)?.mode === 'kOUTPUT') return {};
    const original = source.tensor === tensor.name;
    const shared = callers && otherReaders(layers, layer, tensor).length > 0;
    const marked = original && this.tensors.get(source.tensor)?.mode === 'kOUTPUT';
    if (later.length > 0 || twice || shared || marked) {
      const copy = this.addTensor(this.freeName(`Copy of ${source.tensor}`, this.tensors), tensor, source);
      const what = `CopyNode for aliased plugin input ${source.tensor} at ${input}`;
      const layerNames = new Set(this.plan.layers.map(({ name }) => name));
      this.plan.layers.push(this.reformat(this.freeName(what, layerNames), source, copy));
      read[input] = copy;
    } else if (!original) {
      // The reformatted copy is given away.
      this.forgetCopy(source.tensor);
    } else if (callers) {
      this.callers.add(output);
    }
    return { aliasOf: (read[input] as PlanLayerTensor).tensor };
  }

  /** The name with the profile's suffix, and a number where it is taken, as TensorRT numbers copies. */
  private freeName(name: string, taken: Pick<Set<string>, 'has'>): string {
    let free = name + this.suffix;
    for (let n = 1; taken.has(free); n += 1) free = `${name} (${n})${this.suffix}`;
    return free;
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

  /**
   * What needs memory of the context: everything between layers, and workspaces. Memory that is shared counts once; what only adjacent
   * native layers use is inside ONNX Runtime.
   */
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
    const elsewhere = (need: MemoryNeed) => callers.has(need.name) || this.isInsideNative(need);
    return [...[...needs.values()].filter((need) => !elsewhere(need)), ...workspaces];
  }

  /** Whether a tensor is used by adjacent native layers only, which run as one. */
  private isInsideNative({ firstLayer, lastLayer }: MemoryNeed): boolean {
    const layers = this.plan.layers.slice(firstLayer, lastLayer + 1);
    return layers.every(({ kind }) => kind === 'native');
  }
}

/** What a layer reads or writes, with the scales that its plugin is told. */
function withScales(uses: PlanLayerTensor[], ranges: readonly TensorRange[]): PlanLayerTensor[] {
  return uses.map((use, i) => {
    const scale = ranges[i]?.scale;
    return scale === undefined ? use : { ...use, scale };
  });
}
