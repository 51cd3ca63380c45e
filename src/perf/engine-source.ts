import { readFileSync, writeFileSync } from 'node:fs';
import { LibraryError, WorkbookError } from '../errors';
import { createRuntime, type CudaEngine } from '../runtime/engine/engine';
import { getPluginRegistry } from '../runtime/plugin/plugin-registry';
import { buildFromOnnx, type BuildListener } from './build-from-onnx';
import type { PerfOptions } from './options';
import { ostreamNumber as number } from './ostream-number';

/** An engine to measure, and what ends it. */
export interface LoadedEngine {
  engine: CudaEngine;
  destroy(): void;
}

/**
 * Loads the plugin libraries that the options name: --staticPlugins by dlopen, --dynamicPlugins through the registry. One that registers
 * nothing while it is opened is loaded through the registry too, with a warning: trtexec would leave it at that.
 * @throws {LibraryError} `LIBRARY_NOT_LOADED`
 */
export function loadPlugins(
  options: PerfOptions,
  { onStep, onWarning }: Pick<BuildListener, 'onStep' | 'onWarning'>,
): void {
  const registry = getPluginRegistry();
  for (const path of new Set(options.staticPlugins)) {
    const creators = registry.openLibrary(path).length;
    onStep(`Plugin library ${path} is opened: ${creators} creators registered`);
    if (creators > 0 || options.dynamicPlugins.includes(path)) continue;
    try {
      registry.loadLibrary(path);
      onWarning(
        `${path} registered no creator when it was opened (it has no REGISTER_TENSORRT_PLUGIN) and is loaded through the registry instead; give trtexec --dynamicPlugins=${path}`,
      );
    } catch (error) {
      if (!(error instanceof LibraryError)) throw error;
      onWarning(`${path} registered no creator: ${error.message}`);
    }
  }
  for (const path of new Set(options.dynamicPlugins)) {
    registry.loadLibrary(path);
    onStep(`Plugin library ${path} is loaded through the registry`);
  }
}

/**
 * The bytes of the engine that the options ask for: built of an ONNX model, or read; saved where that is asked for.
 * @throws {WorkbookError} `FILE_UNREADABLE`, `FILE_UNWRITABLE`; what parser and builder throw
 */
export async function engineBytes(
  options: PerfOptions,
  listener: BuildListener,
): Promise<Uint8Array> {
  const { onnx, loadEngine, saveEngine } = options;
  if (loadEngine !== null) {
    const bytes = readEngine(loadEngine);
    listener.onStep(`Engine ${loadEngine} is read: ${mebibytes(bytes)} MiB`);
    return bytes;
  }
  const { bytes, parseMs, buildMs } = await buildFromOnnx(onnx ?? '', options, listener);
  listener.onStep(`Model ${onnx ?? ''} is parsed in ${number(parseMs / 1000)} s`);
  listener.onStep(`Engine is built in ${number(buildMs / 1000)} s: ${mebibytes(bytes)} MiB`);
  if (saveEngine !== null) {
    writeFile(saveEngine, bytes);
    listener.onStep(`Engine is saved as ${saveEngine}`);
  }
  return bytes;
}

/** Deserializes an engine. Libraries inside it are loaded where this command put them there, or --versionCompatible says so. */
export function loadEngine(
  bytes: Uint8Array,
  options: PerfOptions,
  onStep: (message: string) => void,
): LoadedEngine {
  const runtime = createRuntime();
  const ours = options.onnx !== null && options.setPluginsToSerialize.length > 0;
  runtime.setEngineHostCodeAllowed(
    ours || options.flags.has('versionCompatible') || options.flags.has('vc'),
  );
  const begin = performance.now();
  try {
    const engine = runtime.deserializeCudaEngine(bytes);
    onStep(`Engine is deserialized in ${number((performance.now() - begin) / 1000)} s`);
    return {
      engine,
      destroy() {
        engine.destroy();
        runtime.destroy();
      },
    };
  } catch (error) {
    runtime.destroy();
    throw error;
  }
}

/** @throws {WorkbookError} `FILE_UNWRITABLE` */
export function writeFile(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new WorkbookError('FILE_UNWRITABLE', `Cannot write ${path}: ${reasonOf(error)}`);
  }
}

function readEngine(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new WorkbookError('FILE_UNREADABLE', `Cannot read engine ${path}: ${reasonOf(error)}`);
  }
}

/** What the system says, without the name of its call. */
function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'there is no such file or folder';
    case 'EACCES':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function mebibytes(bytes: Uint8Array): string {
  return number(bytes.length / 2 ** 20);
}
