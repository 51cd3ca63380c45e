import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { LibraryError } from './errors';
import { reportCrashes } from './lab/process/crash-reporter';
import type { NativeBinding } from './native';
import { log } from './runtime/logger';

/** The folder of the clone. */
export const projectRoot = dirname(__dirname);
/** Where the native libraries are built to. */
export const buildFolder = join(projectRoot, 'build', 'Release');
const addonPath = join(buildFolder, 'workbook.node');

/** The plugin library of this workbook: AddScalar, … */
export const pluginLibrary = join(buildFolder, 'libworkbook_plugins.so');
/** The Probe plugin, which does what its fields say; scenarios use it. */
export const probeLibrary = join(buildFolder, 'libworkbook_probe.so');

let binding: NativeBinding | null = null;

/**
 * The native library, loaded at the first call. A binary that has not been loaded before is tried in a child process first, so that one
 * that crashes does not take a notebook with it.
 *
 * @throws {LibraryError} `NATIVE_MISSING` when it is not built, `NATIVE_BROKEN` when it does not load
 */
export function native(): NativeBinding {
  if (binding) return binding;
  if (!existsSync(addonPath)) {
    throw new LibraryError(
      'NATIVE_MISSING',
      `Cannot load the native library: ${addonPath} does not exist`,
      {
        expected: 'it is built by "npm start" and "npm test"',
      },
    );
  }
  tryInChild();
  reportCrashes();
  binding = require(addonPath) as NativeBinding;
  traceForLab(binding);
  binding.setLogger(log);
  // The notebook kernel calls this before it looks at what native code printed.
  Reflect.set(globalThis, Symbol.for('workbook.flushOutput'), () => binding?.flushOutput());
  return binding;
}

/** In a command that the lab runs (src/lab/command.ts), calls are recorded in a file of this process's, also after a reset. */
function traceForLab({ trace }: NativeBinding): void {
  const folder = process.env['WORKBOOK_TRACE_FOLDER'];
  if (!folder || !isMainThread) return;
  const ours = join(folder, `trace.${process.pid}`);
  const reset = trace.reset.bind(trace);
  trace.reset = (path = ours) => reset(path);
  trace.reset();
}

/** Loads the binary in a child process, once a build: the stamp beside it says which build has been tried. */
function tryInChild(): void {
  const stampPath = join(buildFolder, '.loaded');
  const { mtimeMs, size } = statSync(addonPath);
  const stamp = `${process.version} ${mtimeMs} ${size}`;
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return;
  const child = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(addonPath)})`], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (child.status !== 0) {
    const how = child.signal ? `the process died of ${child.signal}` : `exit code ${child.status}`;
    throw new LibraryError('NATIVE_BROKEN', `Cannot load the native library: ${how}`, {
      expected: 'a build for this machine; "npm run doctor" says more',
      logged: child.stderr.trim().split('\n').slice(-8),
    });
  }
  try {
    writeFileSync(stampPath, stamp);
  } catch (error) {
    // A read-only clone only costs the trial again next time.
    if (
      (error as NodeJS.ErrnoException).code !== 'EROFS' &&
      (error as NodeJS.ErrnoException).code !== 'EACCES'
    ) {
      throw error;
    }
  }
}
