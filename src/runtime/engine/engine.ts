import { ApiUsageError, PluginError } from '../../errors';
import type { NativePluginV2, NativePluginV3 } from '../../native';
import { duringPhase } from '../../trace/phase';
import { ExecutionContext, type AllocationStrategy } from '../context/context';
import { ContextMemory } from '../context/context-memory';
import { readEngineFile } from './engine-file';
import { EngineInspector } from './engine-inspector';
import { loadLibraries, requireHostCodeAllowed } from './engine-libraries';
import type { DataType } from '../enums';
import { recordErrors, type IErrorRecorder } from '../error-recorder';
import { inspectable } from '../inspect';
import type { LayerPlugin } from '../plugin/layer-plugin';
import { collectErrors } from '../logger';
import { NativeSegment } from './native-segment';
import type { OptProfileSelector } from '../build/optimization-profile';
import type { Plan, PlanLayer, PlanNativeLayer, PlanPluginLayer, PlanTensor } from './plan';
import { getPluginRegistry, type PluginCreator } from '../plugin/plugin-registry';
import { LayerPluginV2 } from '../plugin/plugin-v2';
import { LayerPluginV3 } from '../plugin/plugin-v3';
import { engineSummary } from './summaries';
import type { Dims } from '../tensor';

/** A plugin layer of the engine with its object; contexts clone it. */
export interface EngineLayer {
  plan: PlanPluginLayer;
  plugin: LayerPlugin;
}

/** `nvinfer1::ICudaEngine`. */
export class CudaEngine {
  private readonly contexts = new Set<ExecutionContext>();
  /** ONNX Runtime's sessions, by the native layers that they run. */
  private readonly segments = new Map<string, NativeSegment>();
  private errorRecorder: IErrorRecorder | null = null;
  private destroyed = false;

  /** @internal Engines come from deserializeCudaEngine. */
  constructor(
    readonly plan: Plan,
    /** @internal */
    readonly layers: readonly EngineLayer[],
    private readonly releaseLibraries: () => void = () => undefined,
  ) {}

  /** The network's name. */
  get name(): string {
    return this.plan.name;
  }
  /** Layers in all profiles together, reformats included. */
  getNbLayers(): number {
    return this.plan.layers.length;
  }
  /** Where a tensor's memory must be: kHOST for an input whose values decide shapes. */
  getTensorLocation(name: string): 'kDEVICE' | 'kHOST' {
    return this.tensor(name, 'getTensorLocation').location;
  }
  isShapeInferenceIO(name: string): boolean {
    return this.tensor(name, 'isShapeInferenceIO').location === 'kHOST';
  }
  /** Bytes that a context needs beside the memory of inputs and outputs, the most of all profiles. */
  getDeviceMemorySize(): number {
    return ContextMemory.bytesOf(this.plan);
  }
  /** The same for one profile. */
  getDeviceMemorySizeForProfile(profile: number): number {
    return this.plan.memory[profile]?.bytes ?? 0;
  }
  /** The range of a shape tensor's values. */
  getProfileTensorValues(name: string, profile: number, select: OptProfileSelector): number[] {
    const range = this.plan.profiles[profile]?.values[name];
    if (!range) throw noRange(name, profile, 'getProfileTensorValues', this.plan);
    return [...range[select === 'kMIN' ? 'min' : select === 'kOPT' ? 'opt' : 'max']];
  }
  createEngineInspector(): EngineInspector {
    this.alive();
    return new EngineInspector(this.plan, this.plan.verbosity);
  }

  setErrorRecorder(recorder: IErrorRecorder | null): void {
    this.errorRecorder = recorder;
  }
  getErrorRecorder(): IErrorRecorder | null {
    return this.errorRecorder;
  }

  /** @internal The session of adjacent native layers. */
  segmentOf(layers: readonly PlanNativeLayer[]): NativeSegment {
    this.alive();
    const key = layers.map(({ name }) => name).join('\n');
    const known = this.segments.get(key);
    if (known) return known;
    const names = new Set(layers.map(({ name }) => name));
    // What other layers of the profile or the caller read has to leave the session.
    const readElsewhere = new Set([
      ...this.plan.layers
        .filter(({ name, profile }) => profile === layers[0]?.profile && !names.has(name))
        .flatMap(({ inputs }) => inputs.map(({ tensor }) => tensor)),
      ...this.plan.tensors.filter(({ mode }) => mode === 'kOUTPUT').map(({ name }) => name),
    ]);
    const made = layers.flatMap(({ outputs }) => outputs.map(({ tensor }) => tensor));
    const outputs = made.filter((tensor) => readElsewhere.has(tensor));
    const segment = new NativeSegment(layers, this.plan.constants, this.plan.tensors, outputs);
    this.segments.set(key, segment);
    return segment;
  }

  getNbIOTensors(): number {
    return this.ioTensors().length;
  }
  getIOTensorName(index: number): string {
    return this.ioTensors()[index]?.name ?? '';
  }
  getTensorIOMode(name: string): 'kINPUT' | 'kOUTPUT' | 'kNONE' {
    return this.tensor(name, 'getTensorIOMode').mode ?? 'kNONE';
  }
  /** Extents, -1 where they depend on the shapes that a context is given. */
  getTensorShape(name: string): Dims {
    return [...this.tensor(name, 'getTensorShape').dims];
  }
  getTensorDataType(name: string): DataType {
    return this.tensor(name, 'getTensorDataType').type;
  }
  getNbOptimizationProfiles(): number {
    return this.plan.profiles.length;
  }
  getProfileShape(name: string, profile: number, select: OptProfileSelector): Dims {
    const range = this.plan.profiles[profile]?.shapes[name];
    if (!range) throw noRange(name, profile, 'getProfileShape', this.plan);
    return [...range[select === 'kMIN' ? 'min' : select === 'kOPT' ? 'opt' : 'max']];
  }

  /** Inputs and outputs of the engine, in the order of the network. */
  ioTensors(): PlanTensor[] {
    return this.plan.tensors.filter(({ mode }) => mode !== null);
  }

  /** @internal @throws {ApiUsageError} `TENSOR_UNKNOWN` with the names there are */
  tensor(name: string, method: string): PlanTensor {
    const found = this.plan.tensors.find((tensor) => tensor.name === name);
    if (found) return found;
    throw new ApiUsageError(
      'TENSOR_UNKNOWN',
      `Cannot use tensor "${name}": the engine has none of this name`,
      {
        method,
        tensor: name,
        expected: this.ioTensors()
          .map((tensor) => tensor.name)
          .join(', '),
      },
    );
  }

  /**
   * A context of your own: each layer's plugin is copied for it.
   * @param strategy kUSER_MANAGED: the memory between layers is given with setDeviceMemory.
   */
  createExecutionContext(strategy: AllocationStrategy = 'kSTATIC'): ExecutionContext {
    this.alive();
    return duringPhase(
      'createContext',
      () =>
        recordErrors(this.errorRecorder, () => {
          const context: ExecutionContext = new ExecutionContext(this, strategy, () => {
            this.contexts.delete(context);
          });
          this.contexts.add(context);
          return context;
        }),
      { numbered: true },
    );
  }

  /** Ends the engine's plugin objects. @throws {ApiUsageError} `CONTEXTS_ALIVE` while a context is not destroyed */
  destroy(): void {
    this.alive();
    if (this.contexts.size > 0) {
      throw new ApiUsageError('CONTEXTS_ALIVE', 'Cannot destroy the engine: it has contexts', {
        method: 'destroy',
        expected: 'every context destroyed first',
        actual: `${this.contexts.size} alive`,
      });
    }
    duringPhase('destroyEngine', () => {
      for (const { plugin } of this.layers) plugin.release();
    });
    // Freeing a session waits for nothing that the caller could miss.
    for (const segment of this.segments.values()) void segment.dispose();
    this.releaseLibraries();
    this.destroyed = true;
  }

  private alive(): void {
    if (this.destroyed)
      throw new ApiUsageError('OBJECT_DESTROYED', 'Cannot use the engine: it is destroyed');
  }

  static {
    inspectable(CudaEngine, (engine) => engineSummary(engine.plan));
  }
}

function noRange(name: string, profile: number, method: string, plan: Plan): ApiUsageError {
  return new ApiUsageError(
    'PROFILE_INVALID',
    `Cannot get a profile's range: no input "${name}" in profile ${profile}`,
    { method, tensor: name, expected: Object.keys(plan.profiles[0]?.shapes ?? {}).join(', ') },
  );
}

/** `nvinfer1::IRuntime`. */
export class Runtime {
  private hostCodeAllowed = false;
  private errorRecorder: IErrorRecorder | null = null;
  private destroyed = false;

  /** Whether plugin libraries inside an engine may be loaded; not before this is set. */
  setEngineHostCodeAllowed(allowed: boolean): void {
    this.hostCodeAllowed = allowed;
  }
  getEngineHostCodeAllowed(): boolean {
    return this.hostCodeAllowed;
  }

  setErrorRecorder(recorder: IErrorRecorder | null): void {
    this.errorRecorder = recorder;
  }
  getErrorRecorder(): IErrorRecorder | null {
    return this.errorRecorder;
  }

  /**
   * Makes an engine of an engine file: every layer's plugin is created anew, from its fields (V3) or bytes (V2).
   * @throws {EngineFileError} when the bytes cannot be used @throws {ApiUsageError} `PLUGIN_NOT_FOUND` when a creator is not registered
   * @throws {PluginError} when a creator returns null or a plugin refuses to start
   */
  deserializeCudaEngine(bytes: Uint8Array): CudaEngine {
    if (this.destroyed)
      throw new ApiUsageError('OBJECT_DESTROYED', 'Cannot use the runtime: it is destroyed');
    return duringPhase(
      'deserialize',
      () => recordErrors(this.errorRecorder, () => this.deserialize(bytes)),
      { numbered: true },
    );
  }

  private deserialize(bytes: Uint8Array): CudaEngine {
    const plan = readEngineFile(bytes);
    requireHostCodeAllowed(plan.libraries, this.hostCodeAllowed);
    const pluginLayers = plan.layers.filter(isPluginLayer);
    const release = loadLibraries(
      plan.libraries,
      pluginLayers.map(({ plugin }) => plugin),
    );
    const layers: EngineLayer[] = [];
    try {
      for (const layer of pluginLayers) layers.push({ plan: layer, plugin: recreate(layer) });
      for (const { plugin } of layers) plugin.initialize();
    } catch (error) {
      for (const { plugin } of layers) plugin.destroy();
      release();
      throw error;
    }
    const engine = new CudaEngine(plan, layers, release);
    engine.setErrorRecorder(this.errorRecorder);
    return engine;
  }

  destroy(): void {
    if (this.destroyed)
      throw new ApiUsageError('OBJECT_DESTROYED', 'Cannot use the runtime: it is destroyed');
    duringPhase('destroyRuntime', () => undefined);
    this.destroyed = true;
  }
}

/** `nvinfer1::createInferRuntime`. */
export function createRuntime(): Runtime {
  return new Runtime();
}

function isPluginLayer(layer: PlanLayer): layer is PlanPluginLayer {
  return layer.kind === 'plugin';
}

/** Makes a layer's plugin again from what the engine keeps of it. */
function recreate({ name: layer, plugin, tactic }: PlanPluginLayer): LayerPlugin {
  const creator = creatorOf(layer, plugin);
  const v3 = plugin.generation === 'V3';
  const { result, errors } = collectErrors(() =>
    v3
      ? creator.native.createPlugin(layer, plugin.fields, 'kRUNTIME')
      : creator.native.deserializePlugin(layer, plugin.bytes),
  );
  if (!result) {
    const method = v3 ? 'createPlugin' : 'deserializePlugin';
    throw new PluginError(
      'PLUGIN_NOT_CREATED',
      `Cannot deserialize layer "${layer}": ${method} of ${plugin.name} version ${plugin.version} returned null`,
      {
        layer,
        plugin: `${plugin.name} version ${plugin.version}`,
        method,
        expected: v3
          ? 'a plugin from the fields that getFieldsToSerialize gave'
          : 'a plugin from the bytes that serialize wrote',
        logged: errors,
      },
    );
  }
  if (!v3) return new LayerPluginV2({ name: layer }, result as NativePluginV2);
  const object = new LayerPluginV3({ name: layer }, result as NativePluginV3);
  object.setTactic(tactic);
  return object;
}

/** In the words of TensorRT 8.2 to 8.6, by which the mistake is known. */
function creatorOf(layer: string, plugin: PlanPluginLayer['plugin']): PluginCreator {
  try {
    return getPluginRegistry().getCreator(plugin.name, plugin.version, plugin.namespace);
  } catch (error) {
    if (!(error instanceof ApiUsageError)) throw error;
    throw new ApiUsageError(
      error.code,
      `Cannot deserialize layer "${layer}": Cannot deserialize plugin since corresponding IPluginCreator not found in Plugin Registry: ${plugin.name}, version: ${plugin.version}, namespace: ${plugin.namespace}`,
      { ...error.details, layer, method: 'deserializeCudaEngine' },
    );
  }
}
