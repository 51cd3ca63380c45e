import { ApiUsageError, PluginError } from '../errors';
import type { NativePluginV2, NativePluginV3 } from '../native';
import { duringPhase } from '../trace/phase';
import { ExecutionContext } from './context';
import { readEngineFile } from './engine-file';
import type { DataType } from './enums';
import type { LayerPlugin } from './layer-plugin';
import { collectErrors } from './logger';
import type { OptProfileSelector } from './optimization-profile';
import type { Plan, PlanLayer, PlanTensor } from './plan';
import { getPluginRegistry } from './plugin-registry';
import { LayerPluginV2 } from './plugin-v2';
import { LayerPluginV3 } from './plugin-v3';
import type { Dims } from './tensor';

/** A layer of the engine with its plugin object; contexts clone it. */
export interface EngineLayer {
  plan: PlanLayer;
  plugin: LayerPlugin;
}

/** `nvinfer1::ICudaEngine`. */
export class CudaEngine {
  private readonly contexts = new Set<ExecutionContext>();
  private destroyed = false;

  /** @internal Engines come from deserializeCudaEngine. */
  constructor(
    readonly plan: Plan,
    /** @internal */
    readonly layers: readonly EngineLayer[],
  ) {}

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
    const range = this.plan.profiles[profile]?.[name];
    if (!range) {
      throw new ApiUsageError(
        'PROFILE_INVALID',
        `Cannot get a profile's shape: no input "${name}" in profile ${profile}`,
        {
          method: 'getProfileShape',
          tensor: name,
          expected: Object.keys(this.plan.profiles[0] ?? {}).join(', '),
        },
      );
    }
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

  /** A context of your own: each layer's plugin is copied for it. */
  createExecutionContext(): ExecutionContext {
    this.alive();
    return duringPhase(
      'createContext',
      () => {
        const context: ExecutionContext = new ExecutionContext(this, () => {
          this.contexts.delete(context);
        });
        this.contexts.add(context);
        return context;
      },
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
    this.destroyed = true;
  }

  private alive(): void {
    if (this.destroyed)
      throw new ApiUsageError('OBJECT_DESTROYED', 'Cannot use the engine: it is destroyed');
  }
}

/** `nvinfer1::IRuntime`. */
export class Runtime {
  private destroyed = false;

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
      () => {
        const plan = readEngineFile(bytes);
        const layers: EngineLayer[] = [];
        try {
          for (const layer of plan.layers) layers.push({ plan: layer, plugin: recreate(layer) });
          for (const { plugin } of layers) plugin.initialize();
        } catch (error) {
          for (const { plugin } of layers) plugin.destroy();
          throw error;
        }
        return new CudaEngine(plan, layers);
      },
      { numbered: true },
    );
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

/** Makes a layer's plugin again from what the engine keeps of it. */
function recreate({ name: layer, plugin, tactic }: PlanLayer): LayerPlugin {
  const creator = getPluginRegistry().getCreator(plugin.name, plugin.version, plugin.namespace);
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
