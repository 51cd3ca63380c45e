import { inspectable } from '../inspect';
import type {
  NativePluginCreator,
  NativePluginV2,
  NativePluginV3,
  PluginField,
  TensorRTPhase,
} from '../../native';
import { ApiUsageError, LibraryError, PluginError, WorkbookError } from '../../errors';
import { native } from '../../native-loader';
import { duringPhase } from '../../trace/phase';
import { collectErrors } from '../logger';

/** `nvinfer1::IPluginCreator` or `nvinfer1::IPluginCreatorV3One`: makes plugins from fields. */
export class PluginCreator {
  /** @internal Creators come from the registry. */
  constructor(readonly native: NativePluginCreator) {}

  /** `creator#1`, …: the object's name in the trace. */
  get id(): string {
    return this.native.id;
  }

  /** Which of the two interfaces this creator has, and so which generation of plugins it makes. */
  get generation(): 'V2' | 'V3' {
    return this.native.getInterfaceInfo().kind === 'PLUGIN CREATOR_V1' ? 'V2' : 'V3';
  }

  getPluginName(): string {
    return this.native.getPluginName();
  }
  getPluginVersion(): string {
    return this.native.getPluginVersion();
  }
  getPluginNamespace(): string {
    return this.native.getPluginNamespace();
  }

  /** The names and declared types of the fields that the creator reads; `data` is null. */
  getFieldNames(): PluginField[] {
    return this.native.getFieldNames();
  }

  /**
   * Makes a plugin. You own it: call `destroy()` on it when the network no longer needs it (the network keeps a clone).
   *
   * @param name The layer's name; TensorRT passes it for messages.
   * @param phase kBUILD when you or a parser create it. V2 creators have no phase.
   * @throws {PluginError} `PLUGIN_NOT_CREATED` when the creator returns nullptr, with what it logged
   */
  createPlugin(
    name: string,
    fields: PluginField[],
    phase: TensorRTPhase = 'kBUILD',
  ): NativePluginV2 | NativePluginV3 {
    const { result, errors } = collectErrors(() =>
      duringPhase('addLayers', () => this.native.createPlugin(name, fields, phase), {
        method: null,
      }),
    );
    if (result) return result;
    throw new PluginError(
      'PLUGIN_NOT_CREATED',
      `Cannot create plugin "${name}": createPlugin returned null`,
      {
        layer: name,
        plugin: `${this.getPluginName()} version ${this.getPluginVersion()}`,
        method: 'createPlugin',
        logged: errors,
      },
    );
  }

  toJSON(): object {
    return {
      name: this.getPluginName(),
      version: this.getPluginVersion(),
      namespace: this.getPluginNamespace(),
      generation: this.generation,
      fields: this.getFieldNames().map(({ name, type, length }) => ({ name, type, length })),
    };
  }

  static {
    inspectable(PluginCreator, (creator) => ({
      id: creator.native.id,
      class: creator.native.className,
    }));
  }
}

/** `nvinfer1::IPluginRegistry`, the one of this process. */
export class PluginRegistry {
  private readonly creators = new Map<string, PluginCreator>();

  /** Every registered creator, in the order of registration. */
  getAllCreators(): PluginCreator[] {
    return native()
      .pluginRegistry.getAllCreators()
      .map((creator) => this.wrap(creator));
  }

  /**
   * The creator of that name, version and namespace.
   * @throws {ApiUsageError} `PLUGIN_NOT_FOUND`, with what is registered
   */
  getCreator(name: string, version: string, namespace = ''): PluginCreator {
    const { result, errors } = collectErrors(() =>
      native().pluginRegistry.getCreator(name, version, namespace),
    );
    if (result) return this.wrap(result);
    const registered = this.getAllCreators().map(
      (creator) => `${creator.getPluginName()} version ${creator.getPluginVersion()}`,
    );
    throw new ApiUsageError(
      'PLUGIN_NOT_FOUND',
      `Cannot find plugin: ${name}, version: ${version}, namespace: ${namespace}`,
      {
        plugin: `${name} version ${version}`,
        method: 'getCreator',
        expected: registered.length ? `one of ${registered.join(', ')}` : 'a loaded plugin library',
        logged: errors,
      },
    );
  }

  /**
   * Loads a plugin library that exports getCreators (or getPluginCreators), as `trtexec --dynamicPlugins` does.
   * @returns a handle for deregisterLibrary @throws {LibraryError} `LIBRARY_NOT_LOADED`
   */
  loadLibrary(path: string): number {
    return loading(path, () => native().pluginRegistry.loadLibrary(path));
  }

  /** Takes the creators of a loaded library out of the registry. */
  deregisterLibrary(handle: number): void {
    native().pluginRegistry.deregisterLibrary(handle);
  }

  /**
   * Opens a library with plain dlopen, as `trtexec --staticPlugins` and Python's `ctypes.CDLL` do; REGISTER_TENSORRT_PLUGIN registers
   * meanwhile.
   * @returns the creators that registered @throws {LibraryError} `LIBRARY_NOT_LOADED`
   */
  openLibrary(path: string): PluginCreator[] {
    return loading(path, () => native().pluginRegistry.openLibrary(path)).map((creator) =>
      this.wrap(creator),
    );
  }

  private wrap(creator: NativePluginCreator): PluginCreator {
    const known = this.creators.get(creator.id);
    if (known?.native === creator) return known;
    const wrapped = new PluginCreator(creator);
    this.creators.set(creator.id, wrapped);
    return wrapped;
  }
}

function loading<Result>(path: string, load: () => Result): Result {
  const { result, errors } = collectErrors((): { value: Result } | { error: unknown } => {
    try {
      return { value: load() };
    } catch (error) {
      return { error };
    }
  });
  if ('value' in result) return result.value;
  if (result.error instanceof WorkbookError) throw result.error;
  const reason = result.error instanceof Error ? result.error.message : String(result.error);
  throw new LibraryError('LIBRARY_NOT_LOADED', `Cannot load plugin library ${path}: ${reason}`, {
    logged: errors.filter((message) => !reason.includes(message)),
  });
}

const registry = new PluginRegistry();

/** The plugin registry of this process. */
export function getPluginRegistry(): PluginRegistry {
  return registry;
}
