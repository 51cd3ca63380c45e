import { ApiUsageError, PluginError } from '../errors';
import type { NativeInvocation, PluginTensorDesc } from '../native';
import { native } from '../native-loader';
import { duringPhase } from '../trace/phase';
import { ContextShapes } from './context-shapes';
import { DeviceBuffer, type Stream } from './device';
import type { CudaEngine } from './engine';
import type { LayerPlugin } from './layer-plugin';
import { collectErrors } from './logger';
import type { PlanLayer, PlanLayerTensor } from './plan';
import { byteSize, bytesPerElement, checkDims, printDims, sameDims, type Dims } from './tensor';

/** `nvinfer1::IOutputAllocator`: gives memory for an output once its size is known, and hears its extents. */
export interface OutputAllocator {
  /** @param current What was used before, or null. @returns memory of at least `byteLength` bytes */
  reallocateOutput(
    tensorName: string,
    current: DeviceBuffer | null,
    byteLength: number,
  ): DeviceBuffer;
  notifyShape(tensorName: string, dims: Dims): void;
}

/** `nvinfer1::IProfiler`: hears each layer's time after an enqueue. */
export interface Profiler {
  reportLayerTime(layerName: string, ms: number): void;
}

/** A layer in this context: its own copy of the plugin, and the call prepared for it. */
interface ContextLayer {
  plan: PlanLayer;
  plugin: LayerPlugin;
  invocation: NativeInvocation | null;
  inputs: PluginTensorDesc[];
  outputs: PluginTensorDesc[];
}

/** `nvinfer1::IExecutionContext`: shapes, addresses and one copy of every plugin. */
export class ExecutionContext {
  private readonly layers: ContextLayer[];
  private readonly shapes: ContextShapes;
  private readonly addresses = new Map<string, DeviceBuffer>();
  private readonly allocators = new Map<string, OutputAllocator>();
  private readonly activations = new Map<string, DeviceBuffer>();
  private workspace: DeviceBuffer | null = null;
  private profiler: Profiler | null = null;
  private profile = 0;
  private destroyed = false;

  /** @internal Contexts come from createExecutionContext. */
  constructor(
    private readonly engine: CudaEngine,
    private readonly onDestroy: () => void,
  ) {
    this.layers = engine.layers.map(({ plan, plugin }) => ({
      plan,
      plugin: plugin.cloneForContext(),
      invocation: null,
      inputs: [],
      outputs: [],
    }));
    // V2 objects are attached last to first (recordings/grid-014.jsonl, phase createContext).
    for (const { plugin } of [...this.layers].reverse()) plugin.attach();
    this.shapes = new ContextShapes(engine.plan);
  }

  /**
   * Sets the extents of an input.
   * @throws {ApiUsageError} `TENSOR_UNKNOWN`, `DIMS_INVALID`, `SHAPE_OUTSIDE_PROFILE` with the range allowed
   */
  setInputShape(name: string, dims: Dims): void {
    this.alive();
    duringPhase(
      'setInputShape',
      () => {
        const tensor = this.engine.tensor(name, 'setInputShape');
        checkDims(dims, 0, `set the shape of "${name}"`);
        const range = this.engine.plan.profiles[this.profile]?.[name];
        if (tensor.mode !== 'kINPUT' || !range) {
          throw new ApiUsageError(
            'TENSOR_UNKNOWN',
            `Cannot set the shape of "${name}": it is no input`,
            {
              method: 'setInputShape',
              tensor: name,
            },
          );
        }
        const inside =
          dims.length === range.min.length &&
          dims.every((extent, i) => extent >= (range.min[i] ?? 0) && extent <= (range.max[i] ?? 0));
        if (!inside) {
          throw new ApiUsageError(
            'SHAPE_OUTSIDE_PROFILE',
            `Cannot set the shape of "${name}": it is outside optimization profile ${this.profile}`,
            {
              method: 'setInputShape',
              tensor: name,
              expected: `from ${printDims(range.min)} to ${printDims(range.max)}`,
              actual: printDims(dims),
            },
          );
        }
        this.shapes.setInput(name, dims);
      },
      { numbered: true },
    );
  }

  /** Extents of a tensor with the shapes set so far; -1 where they depend on an input not set yet. */
  getTensorShape(name: string): Dims {
    this.engine.tensor(name, 'getTensorShape');
    return this.shapes.dimsOf(name);
  }

  /** Gives the memory of an input or output. */
  setTensorAddress(name: string, buffer: DeviceBuffer): void {
    this.alive();
    const tensor = this.engine.tensor(name, 'setTensorAddress');
    if (!(buffer instanceof DeviceBuffer) || tensor.mode === null) {
      throw new ApiUsageError('ADDRESS_INVALID', `Cannot set the address of "${name}"`, {
        method: 'setTensorAddress',
        tensor: name,
        expected: 'a DeviceBuffer, and an input or output of the engine',
        actual: tensor.mode === null ? 'a tensor between layers' : typeof buffer,
      });
    }
    this.addresses.set(name, buffer);
  }

  /** Lets an output's memory be allocated when its size is known. */
  setOutputAllocator(name: string, allocator: OutputAllocator): void {
    this.alive();
    this.engine.tensor(name, 'setOutputAllocator');
    this.allocators.set(name, allocator);
  }

  setProfiler(profiler: Profiler | null): void {
    this.profiler = profiler;
  }

  /** Switches to another profile; input shapes have to be set again. */
  setOptimizationProfile(index: number): void {
    this.alive();
    duringPhase('setProfile', () => {
      if (!this.engine.plan.profiles[index]) {
        throw new ApiUsageError(
          'PROFILE_INVALID',
          `Cannot switch to optimization profile ${index}: there is none`,
          {
            method: 'setOptimizationProfileAsync',
            expected: `0 to ${this.engine.plan.profiles.length - 1}`,
            actual: index,
          },
        );
      }
      this.profile = index;
      this.shapes.forgetInputs();
    });
  }

  /**
   * Runs the engine on a stream.
   * @throws {ApiUsageError} `SHAPE_MISSING`, `ADDRESS_MISSING`, `ADDRESS_TOO_SMALL` before anything runs
   * @throws {PluginError} `PLUGIN_METHOD_FAILED` when a plugin reports failure
   */
  async enqueueV3(stream: Stream): Promise<void> {
    this.enqueueNow(stream);
  }

  /** @internal The same, without a promise. */
  enqueueNow(stream: Stream): void {
    this.alive();
    duringPhase('enqueue', () => this.run(stream), { numbered: true });
  }

  private run(stream: Stream): void {
    const memory = this.checkedMemory();
    for (const layer of this.layers) {
      if (layer.plan.profile !== this.profile) continue;
      this.prepare(layer, memory);
      const start = process.hrtime.bigint();
      const { result, errors } = collectErrors(() =>
        layer.plugin.enqueue(layer.invocation as NativeInvocation, stream.native),
      );
      if (result !== 0) {
        throw this.failure(layer, 'enqueue', `returned ${result}`, errors);
      }
      this.readSizes(layer.plan, memory, stream);
      if (this.profiler) {
        stream.synchronize();
        this.profiler.reportLayerTime(
          layer.plan.name,
          Number(process.hrtime.bigint() - start) / 1e6,
        );
      }
    }
    for (const tensor of this.engine.ioTensors()) {
      if (tensor.mode !== 'kOUTPUT') continue;
      this.allocators.get(tensor.name)?.notifyShape(tensor.name, this.shapes.dimsOf(tensor.name));
    }
  }

  /** Waits for the layer and reads the extents that it found out. */
  private readSizes(
    layer: PlanLayer,
    memory: ReadonlyMap<string, DeviceBuffer>,
    stream: Stream,
  ): void {
    for (const name of this.shapes.sizeTensorsOf(layer)) {
      stream.synchronize();
      const { type } = this.engine.tensor(name, 'enqueueV3');
      const bytes = new DataView(new ArrayBuffer(8));
      memory.get(name)?.native.copyTo(new Uint8Array(bytes.buffer, 0, bytesPerElement(type)));
      const value =
        type === 'kINT64' ? Number(bytes.getBigInt64(0, true)) : bytes.getInt32(0, true);
      this.shapes.setSize(layer, name, value);
    }
  }

  /** Every tensor's memory, checked before any layer runs. */
  private checkedMemory(): Map<string, DeviceBuffer> {
    const memory = new Map<string, DeviceBuffer>();
    for (const tensor of this.engine.plan.tensors) {
      if (tensor.mode === 'kINPUT' && !this.shapes.isSet(tensor.name)) {
        throw new ApiUsageError(
          'SHAPE_MISSING',
          `Cannot enqueue: the shape of input "${tensor.name}" is not set`,
          {
            method: 'enqueueV3',
            tensor: tensor.name,
            expected: `setInputShape("${tensor.name}", …) with dims that fit ${printDims(tensor.dims)}`,
          },
        );
      }
    }
    for (const tensor of this.engine.plan.tensors) {
      const dims = this.shapes.mostDimsOf(tensor.name);
      const bytes = byteSize({ type: tensor.type, format: 'kLINEAR', dims });
      memory.set(tensor.name, this.memoryFor(tensor.name, tensor.mode, dims, bytes));
    }
    return memory;
  }

  private memoryFor(name: string, mode: string | null, dims: Dims, bytes: number): DeviceBuffer {
    if (mode === null) return this.activation(name);
    const allocator = mode === 'kOUTPUT' ? this.allocators.get(name) : undefined;
    const current = this.addresses.get(name) ?? null;
    if (allocator) {
      const given = allocator.reallocateOutput(name, current, bytes);
      this.addresses.set(name, given);
    }
    const buffer = this.addresses.get(name);
    const wanted = `${bytes} bytes for ${printDims(dims)}`;
    if (!buffer) {
      throw new ApiUsageError(
        'ADDRESS_MISSING',
        `Cannot enqueue: the address of "${name}" is not set`,
        {
          method: 'enqueueV3',
          tensor: name,
          expected: `setTensorAddress("${name}", …) with ${wanted}`,
        },
      );
    }
    if (buffer.byteLength < bytes) {
      throw new ApiUsageError(
        'ADDRESS_TOO_SMALL',
        `Cannot enqueue: the memory of "${name}" is too small`,
        {
          method: 'enqueueV3',
          tensor: name,
          expected: wanted,
          actual: `${buffer.byteLength} bytes`,
        },
      );
    }
    return buffer;
  }

  /** Memory of a tensor between layers, as large as any profile may need. */
  private activation(name: string): DeviceBuffer {
    const existing = this.activations.get(name);
    if (existing) return existing;
    const uses = this.layers.flatMap(({ plan }) =>
      [...plan.inputs, ...plan.outputs]
        .filter((use) => use.tensor === name)
        .map((use) => ({ use, profile: plan.profile })),
    );
    const sizes = uses.map(({ use, profile }) => {
      const largest = new ContextShapes(this.engine.plan);
      for (const [input, range] of Object.entries(this.engine.plan.profiles[profile] ?? {})) {
        largest.setInput(input, range.max);
      }
      return byteSize({ type: use.type, format: use.format, dims: largest.mostDimsOf(name) });
    });
    const buffer = new DeviceBuffer(Math.max(1, ...sizes));
    this.activations.set(name, buffer);
    return buffer;
  }

  /** Tells the layer's plugin about new extents and patches its prepared call. */
  private prepare(layer: ContextLayer, memory: ReadonlyMap<string, DeviceBuffer>): void {
    const desc = ({ tensor, type, format }: PlanLayerTensor): PluginTensorDesc => ({
      type,
      format,
      dims: this.shapes.dimsOf(tensor),
    });
    const [inputs, outputs] = [layer.plan.inputs.map(desc), layer.plan.outputs.map(desc)];
    const same = (a: PluginTensorDesc[], b: PluginTensorDesc[]) =>
      a.length === b.length && a.every((one, i) => sameDims(one.dims, b[i]?.dims ?? []));
    layer.invocation ??= new (native().Invocation)(inputs, outputs);
    const invocation = layer.invocation;
    if (!same(inputs, layer.inputs) || !same(outputs, layer.outputs)) {
      const { result, errors } = collectErrors(() => layer.plugin.changeShape(inputs, outputs));
      if (!result) throw this.failure(layer, 'onShapeChange', 'reported failure', errors);
      [layer.inputs, layer.outputs] = [inputs, outputs];
      inputs.forEach((input, i) => invocation.setInputDesc(i, input));
      outputs.forEach((output, i) => invocation.setOutputDesc(i, output));
    }
    layer.plan.inputs.forEach(({ tensor }, i) =>
      invocation.setInputAddress(i, memory.get(tensor)?.native ?? null),
    );
    layer.plan.outputs.forEach(({ tensor }, i) =>
      invocation.setOutputAddress(i, memory.get(tensor)?.native ?? null),
    );
    invocation.setWorkspace(layer.plan.workspaceBytes > 0 ? this.sharedWorkspace().native : null);
  }

  /** Layers run one after the other on the stream, so one workspace serves them all. */
  private sharedWorkspace(): DeviceBuffer {
    this.workspace ??= new DeviceBuffer(
      Math.max(...this.layers.map(({ plan }) => plan.workspaceBytes)),
    );
    return this.workspace;
  }

  private failure(
    layer: ContextLayer,
    method: string,
    state: string,
    logged: readonly string[],
  ): PluginError {
    return new PluginError(
      'PLUGIN_METHOD_FAILED',
      `Cannot run layer "${layer.plan.name}": ${layer.plugin.label}: ${method} ${state}`,
      { layer: layer.plan.name, plugin: layer.plugin.label, method, expected: '0', logged },
    );
  }

  /** Ends the context's plugin objects, last to first. */
  destroy(): void {
    this.alive();
    duringPhase(
      'destroyContext',
      () => {
        const newestFirst = [...this.layers].reverse();
        for (const { plugin } of newestFirst) plugin.detach();
        for (const { plugin } of newestFirst) plugin.destroy();
      },
      { numbered: true },
    );
    for (const buffer of this.activations.values()) buffer.free();
    this.workspace?.free();
    this.destroyed = true;
    this.onDestroy();
  }

  private alive(): void {
    if (this.destroyed)
      throw new ApiUsageError('OBJECT_DESTROYED', 'Cannot use the context: it is destroyed');
  }
}
