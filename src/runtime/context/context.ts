import { ApiUsageError } from '../../errors';
import { duringPhase, duringPhaseAsync } from '../../trace/phase';
import { ContextMemory, type HostValues, type OutputAllocator } from './context-memory';
import { ContextShapes } from './context-shapes';
import { DeviceBuffer, type Stream } from './device';
import type { CudaEngine } from '../engine/engine';
import { recordErrors, type IErrorRecorder } from '../error-recorder';
import { Execution, type Profiler } from './execution';
import { inspectable } from '../inspect';
import type { LayerPlugin } from '../plugin/layer-plugin';
import type { PlanPluginLayer, PlanTensor } from '../engine/plan';
import { contextSummary } from '../engine/summaries';
import { checkDims, printDims, volume, type Dims } from '../tensor';

export type { HostValues, OutputAllocator } from './context-memory';
export type { Profiler } from './execution';

/** Whether the context allocates the memory between layers: `nvinfer1::ExecutionContextAllocationStrategy`. */
export type AllocationStrategy = 'kSTATIC' | 'kUSER_MANAGED';

/** `nvinfer1::IExecutionContext`: shapes, addresses and one copy of every plugin. */
export class ExecutionContext {
  private readonly plugins = new Map<PlanPluginLayer, LayerPlugin>();
  private readonly shapes: ContextShapes;
  private readonly memory: ContextMemory;
  /** Inputs and outputs. */
  private readonly io: readonly PlanTensor[];
  private readonly executions = new Map<number, Execution>();
  private profiler: Profiler | null = null;
  private errorRecorder: IErrorRecorder | null = null;
  private profile = 0;
  private shapesChanged = true;
  private running = false;
  private destroyed = false;

  /** @internal Contexts come from createExecutionContext. */
  constructor(
    private readonly engine: CudaEngine,
    strategy: AllocationStrategy,
    private readonly onDestroy: () => void,
  ) {
    this.io = engine.ioTensors();
    this.memory = new ContextMemory(engine.plan, strategy === 'kSTATIC');
    try {
      for (const { plan, plugin } of engine.layers)
        this.plugins.set(plan, plugin.cloneForContext());
    } catch (error) {
      for (const plugin of [...this.plugins.values()].reverse()) plugin.destroy();
      this.memory.free();
      throw error;
    }
    // V2 objects are attached last to first (recordings/grid-014.jsonl, phase createContext).
    for (const plugin of [...this.plugins.values()].reverse()) plugin.attach();
    this.shapes = new ContextShapes(engine.plan);
    this.errorRecorder = engine.getErrorRecorder();
  }

  getEngine(): CudaEngine {
    return this.engine;
  }

  /**
   * Sets the extents of an input.
   * @throws {ApiUsageError} `TENSOR_UNKNOWN`, `DIMS_INVALID`, `SHAPE_MISMATCH`, `SHAPE_OUTSIDE_PROFILE` with the range allowed
   */
  setInputShape(name: string, dims: Dims): void {
    this.idle('setInputShape');
    this.act('setInputShape', true, () => {
      const tensor = this.input(name, 'setInputShape');
      checkDims(dims, 0, `set the shape of "${name}"`);
      this.checkRange(tensor, dims);
      if (this.shapes.setInput(name, dims)) this.shapesChanged = true;
    });
  }

  private input(name: string, method: string): PlanTensor {
    const tensor = this.engine.tensor(name, method);
    if (tensor.mode === 'kINPUT') return tensor;
    throw new ApiUsageError('TENSOR_UNKNOWN', `Cannot set the shape of "${name}": it is no input`, {
      method,
      tensor: name,
    });
  }

  /** In the words of TensorRT 10.6 (recordings/shape-outside.jsonl, shape-wrong-static.jsonl). */
  private checkRange({ name, dims: known }: PlanTensor, dims: Dims): void {
    const details = { method: 'setInputShape', tensor: name, actual: printDims(dims) };
    const fits =
      known.length === dims.length && known.every((extent, i) => extent < 0 || extent === dims[i]);
    if (!fits) {
      throw new ApiUsageError(
        'SHAPE_MISMATCH',
        `Cannot set the shape of "${name}": Static dimension mismatch while setting input shape for ${name}. Set dimensions are ${printDims(dims)}. Expected dimensions are ${printDims(known)}.`,
        { ...details, expected: printDims(known) },
      );
    }
    const range = this.engine.plan.profiles[this.profile]?.shapes[name];
    const inside = dims.every(
      (extent, i) => extent >= (range?.min[i] ?? 0) && extent <= (range?.max[i] ?? 0),
    );
    if (!inside) {
      const valid = `${printDims(range?.min ?? [])}..${printDims(range?.max ?? [])}`;
      throw new ApiUsageError(
        'SHAPE_OUTSIDE_PROFILE',
        `Cannot set the shape of "${name}": Set dimension ${printDims(dims)} for tensor ${name} does not satisfy any optimization profiles. Valid range for profile ${this.profile}: ${valid}.`,
        { ...details, expected: valid },
      );
    }
  }

  /** Extents of a tensor with the shapes set so far; -1 where they depend on an input not set yet. */
  getTensorShape(name: string): Dims {
    this.alive();
    this.engine.tensor(name, 'getTensorShape');
    return this.shapes.dimsOf(name);
  }

  /** Names of the inputs whose shapes or values are not known yet. */
  inferShapes(): string[] {
    this.alive();
    this.readValues();
    return this.io.filter((tensor) => !this.isKnown(tensor)).map(({ name }) => name);
  }

  /** Whether the caller said of an input what an enqueue must know. */
  private isKnown({ name, mode, location }: PlanTensor): boolean {
    if (mode !== 'kINPUT') return true;
    return (
      this.shapes.isSet(name) && (location === 'kDEVICE' || this.memory.valuesOf(name) !== null)
    );
  }

  /**
   * Gives the memory of an input or output; of a shape tensor (kHOST) an array whose values are read at every enqueue.
   * @throws {ApiUsageError} `TENSOR_UNKNOWN`, `ADDRESS_INVALID`
   */
  setTensorAddress(name: string, memory: DeviceBuffer | HostValues): void {
    this.idle('setTensorAddress');
    const tensor = this.engine.tensor(name, 'setTensorAddress');
    const host = tensor.location === 'kHOST';
    const valid = host ? isValues(memory, volume(tensor.dims)) : memory instanceof DeviceBuffer;
    if (!valid || tensor.mode === null) {
      throw new ApiUsageError('ADDRESS_INVALID', `Cannot set the address of "${name}"`, {
        method: 'setTensorAddress',
        tensor: name,
        expected: host
          ? `an array of ${volume(tensor.dims)} whole numbers`
          : 'a DeviceBuffer, and an input or output of the engine',
        actual: tensor.mode === null ? 'a tensor between layers' : describe(memory),
      });
    }
    if (memory instanceof DeviceBuffer) this.memory.setAddress(name, memory);
    else if (this.memory.valuesOf(name) !== memory) {
      this.memory.setValues(name, memory);
      // Every layer hears of its shapes again, even where the values are the same (recordings/values-same-again.jsonl).
      this.shapesChanged = true;
    }
  }

  /** The memory of an input or output, null where it is not set. */
  getTensorAddress(name: string): DeviceBuffer | null {
    this.alive();
    return this.memory.addressOf(this.engine.tensor(name, 'getTensorAddress').name);
  }

  /** Lets an output's memory be allocated when its size is known; null takes the allocator back. */
  setOutputAllocator(name: string, allocator: OutputAllocator | null): void {
    this.idle('setOutputAllocator');
    this.engine.tensor(name, 'setOutputAllocator');
    this.memory.setAllocator(name, allocator);
  }

  /** Memory for what lies between layers, of a context made with kUSER_MANAGED: `getDeviceMemorySize()` bytes. */
  setDeviceMemory(buffer: DeviceBuffer): void {
    this.idle('setDeviceMemory');
    this.memory.setBlock(buffer);
  }

  setProfiler(profiler: Profiler | null): void {
    this.profiler = profiler;
  }
  getProfiler(): Profiler | null {
    return this.profiler;
  }

  setErrorRecorder(recorder: IErrorRecorder | null): void {
    this.errorRecorder = recorder;
  }
  getErrorRecorder(): IErrorRecorder | null {
    return this.errorRecorder;
  }

  /** Switches to another profile; input shapes have to be set again. */
  setOptimizationProfile(index: number): void {
    this.idle('setOptimizationProfileAsync');
    this.act('setProfile', false, () => {
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
      // Its plugins hear of their shapes again (recordings/profiles-back.jsonl).
      this.shapesChanged = true;
    });
  }
  getOptimizationProfile(): number {
    return this.profile;
  }

  /**
   * Runs the engine on a stream. Plugin layers are on the stream when the call returns; where ONNX Runtime runs native layers, wait for
   * the promise.
   * @throws {ApiUsageError} `SHAPE_MISSING`, `ADDRESS_MISSING`, `ADDRESS_TOO_SMALL`, `ADDRESS_MISALIGNED` before anything runs; `CONTEXT_BUSY`
   * @throws {PluginError} `PLUGIN_METHOD_FAILED` when a plugin reports failure, `PLUGIN_OVERRUN` when it wrote past its memory
   */
  async enqueueV3(stream: Stream): Promise<void> {
    this.alive();
    const execution = this.execution();
    const options = { numbered: true };
    if (!execution.waits && !this.profiler) {
      duringPhase('enqueue', () => this.recorded(() => this.runNow(execution, stream)), options);
      return;
    }
    await duringPhaseAsync(
      'enqueue',
      () => this.recorded(() => this.runWaiting(execution, stream)),
      options,
    );
  }

  private execution(): Execution {
    const known = this.executions.get(this.profile);
    if (known) return known;
    const made = new Execution({
      plan: this.engine.plan,
      profile: this.profile,
      pluginOf: (layer) => this.plugins.get(layer) as LayerPlugin,
      segmentOf: (layers) => this.engine.segmentOf(layers),
      shapes: this.shapes,
      memory: this.memory,
    });
    this.executions.set(this.profile, made);
    return made;
  }

  private runNow(execution: Execution, stream: Stream): void {
    const changed = this.prepare();
    execution.run(stream, changed);
    this.finish();
  }

  private async runWaiting(execution: Execution, stream: Stream): Promise<void> {
    this.idle('enqueueV3');
    this.running = true;
    try {
      const changed = this.prepare();
      if (this.profiler) await execution.runProfiled(stream, changed, this.profiler);
      else await execution.runWaiting(stream, changed);
      this.finish();
    } finally {
      this.running = false;
    }
  }

  /** Everything that can be wrong before a layer runs. @returns whether extents may have changed */
  private prepare(): boolean {
    this.readValues();
    this.checkInputs();
    this.memory.prepare(this.shapes, this.shapesChanged);
    return this.shapesChanged;
  }

  private finish(): void {
    this.shapesChanged = false;
    for (const { name, mode } of this.io) {
      if (mode === 'kOUTPUT')
        this.memory.allocatorOf(name)?.notifyShape(name, this.shapes.dimsOf(name));
    }
  }

  /** Shape tensors are read at every enqueue. */
  private readValues(): void {
    for (const { name, location } of this.io) {
      const values = location === 'kHOST' ? this.memory.valuesOf(name) : null;
      if (
        values &&
        this.shapes.setValues(name, Array.from<number | bigint, number>(values, Number))
      )
        this.shapesChanged = true;
    }
  }

  /** In the words of TensorRT 10.6 (recordings/shape-missing.jsonl). */
  private checkInputs(): void {
    const first = this.io.find((tensor) => !this.isKnown(tensor));
    if (!first) return;
    const missing = this.io.filter((tensor) => !this.isKnown(tensor));
    const what = first.location === 'kHOST' ? 'values' : 'shape';
    throw new ApiUsageError(
      'SHAPE_MISSING',
      `Cannot enqueue: Not all shapes are specified. Following input tensors' dimensions are not specified: ${missing.map(({ name }) => name).join(', ')}.`,
      {
        method: 'enqueueV3',
        tensor: first.name,
        expected:
          what === 'values'
            ? `setTensorAddress("${first.name}", …) with its values`
            : `setInputShape("${first.name}", …) with dims that fit ${printDims(first.dims)}`,
      },
    );
  }

  /** Ends the context's plugin objects, last to first. */
  destroy(): void {
    this.idle('destroy');
    this.act('destroyContext', true, () => {
      const newestFirst = [...this.plugins.values()].reverse();
      for (const plugin of newestFirst) plugin.detach();
      // V3 objects go first (recordings/branch-mixed.jsonl, phase destroyContext).
      for (const plugin of newestFirst) if (plugin.generation === 'V3') plugin.destroy();
      for (const plugin of newestFirst) if (plugin.generation === 'V2') plugin.destroy();
    });
    this.memory.free();
    this.destroyed = true;
    this.onDestroy();
  }

  /** @internal For the engine inspector. */
  get inspectedProfile(): number {
    return this.profile;
  }
  /** @internal */
  inspectedDims(name: string): Dims {
    return this.shapes.dimsOf(name);
  }

  private act(phase: string, numbered: boolean, act: () => void): void {
    this.alive();
    duringPhase(phase, () => this.recorded(act), { numbered });
  }

  private recorded<Result>(act: () => Result): Result {
    return recordErrors(this.errorRecorder, act);
  }

  /** @throws {ApiUsageError} `CONTEXT_BUSY` while ONNX Runtime, or the profiler, is in the middle of an enqueue */
  private idle(method: string): void {
    this.alive();
    if (!this.running) return;
    throw new ApiUsageError('CONTEXT_BUSY', `Cannot ${method}: an enqueue of this context runs`, {
      method,
      expected: 'its promise awaited, or another context',
    });
  }

  private alive(): void {
    if (this.destroyed)
      throw new ApiUsageError('OBJECT_DESTROYED', 'Cannot use the context: it is destroyed');
  }

  static {
    inspectable(ExecutionContext, (context) =>
      contextSummary(
        context.engine.plan,
        context.profile,
        (name) => context.inspectedDims(name),
        (name) => context.memory.addressOf(name) !== null || context.memory.valuesOf(name) !== null,
      ),
    );
  }
}

function isValues(memory: unknown, count: number): boolean {
  const list =
    Array.isArray(memory) || memory instanceof Int32Array || memory instanceof BigInt64Array;
  return (
    list &&
    memory.length === count &&
    [...memory].every((value) => Number.isSafeInteger(Number(value)))
  );
}

function describe(value: unknown): string {
  if (value instanceof DeviceBuffer) return 'a DeviceBuffer';
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? `an array of ${(value as ArrayLike<unknown>).length} elements`
    : typeof value;
}
