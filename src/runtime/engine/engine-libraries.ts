import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EngineFileError, LibraryError } from '../../errors';
import type { PlanLibrary } from './plan';
import { getPluginRegistry } from '../plugin/plugin-registry';

/** A plugin that an engine needs, as its creator is registered. */
export interface NeededPlugin {
  name: string;
  version: string;
  namespace: string;
}

const ELF = Buffer.from('\x7fELF', 'latin1');

/**
 * Reads plugin libraries, for `Plan.libraries`.
 * @throws {LibraryError} `LIBRARY_NOT_READ` where a file cannot be read or is no library
 */
export function serializeLibraries(paths: readonly string[]): PlanLibrary[] {
  return paths.map((path) => {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      return notRead(path, error instanceof Error ? error.message : String(error));
    }
    if (!bytes.subarray(0, ELF.length).equals(ELF)) notRead(path, 'it is no shared library');
    return { name: basename(path), bytes };
  });
}

function notRead(path: string, reason: string): never {
  throw new LibraryError(
    'LIBRARY_NOT_READ',
    `Cannot put plugin library ${path} into the engine: ${reason}`,
    { method: 'setPluginsToSerialize' },
  );
}

/**
 * Code that travels in a file runs only where the caller has said so (NvInferRuntime.h 10.16, `IRuntime::setEngineHostCodeAllowed`).
 * @throws {EngineFileError} `ENGINE_HOST_CODE`
 */
export function requireHostCodeAllowed(libraries: readonly PlanLibrary[], allowed: boolean): void {
  if (allowed || libraries.length === 0) return;
  throw new EngineFileError(
    'ENGINE_HOST_CODE',
    'Cannot deserialize the engine: it holds plugin libraries, code that would run in this process',
    {
      method: 'deserializeCudaEngine',
      expected:
        'setEngineHostCodeAllowed(true) on the runtime, if you trust where the engine is from',
      actual: libraries.map(({ name }) => name).join(', '),
    },
  );
}

/** Libraries that engines of this process have loaded, by the SHA-256 of their bytes. */
const loaded = new Map<string, { handle: number; uses: number }>();

/**
 * Loads the libraries of an engine into the plugin registry. A library that another engine has loaded is shared; none is loaded while
 * every plugin that the engine needs is registered. The files exist only while they are loaded, in a folder that only this user can read.
 *
 * @param needed The plugins of the engine's layers.
 * @returns what to call when the engine is destroyed: takes the creators out of the registry after the last engine
 * @throws {LibraryError} `LIBRARY_NOT_LOADED` with the reason; nothing stays loaded
 */
export function loadLibraries(
  libraries: readonly PlanLibrary[],
  needed: readonly NeededPlugin[] = [],
): () => void {
  const used: string[] = [];
  const release = () => {
    for (const key of used.splice(0)) releaseLibrary(key);
  };
  try {
    for (const library of libraries) {
      const key = createHash('sha256').update(library.bytes).digest('hex');
      const shared = loaded.get(key);
      if (shared) shared.uses += 1;
      else if (needed.length > 0 && needed.every(isRegistered)) continue;
      else {
        const handle = load(library, needed);
        if (handle === null) continue;
        loaded.set(key, { handle, uses: 1 });
      }
      used.push(key);
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function releaseLibrary(key: string): void {
  const library = loaded.get(key);
  if (!library) return;
  library.uses -= 1;
  if (library.uses > 0) return;
  loaded.delete(key);
  getPluginRegistry().deregisterLibrary(library.handle);
}

/** @returns the registry's handle, or null where somebody else has registered the library's plugins */
function load({ name, bytes }: PlanLibrary, needed: readonly NeededPlugin[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-engine-'));
  const path = join(folder, name);
  try {
    writeFileSync(path, bytes, { mode: 0o600 });
    return getPluginRegistry().loadLibrary(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(path, name) : String(error);
    // The registry's and TensorRT's own words for a creator that is there.
    if (reason.includes('exists already') && needed.every(isRegistered)) return null;
    throw new LibraryError('LIBRARY_NOT_LOADED', `Cannot load the engine's libraries: ${reason}`, {
      method: 'deserializeCudaEngine',
      logged: error instanceof LibraryError ? (error.details.logged ?? []) : [],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isRegistered({ name, version, namespace }: NeededPlugin): boolean {
  return getPluginRegistry()
    .getAllCreators()
    .some(
      (creator) =>
        creator.getPluginName() === name &&
        creator.getPluginVersion() === version &&
        creator.getPluginNamespace() === namespace,
    );
}
