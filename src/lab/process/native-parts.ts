import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LibraryError } from '../../errors';
import { buildFolder, projectRoot } from '../../native-loader';

/** The native parts of the lab: see native/crash. */
export interface NativeParts {
  /** Loaded into a process, it writes crashes down. */
  crashReporter: string;
  /** Runs a command within limits and ends everything that it started. */
  supervisor: string;
}

/** @throws {LibraryError} `NATIVE_MISSING` when they are not built */
export function nativeParts(): NativeParts {
  const parts = {
    crashReporter: join(buildFolder, 'libworkbook_crash.so'),
    supervisor: join(buildFolder, 'workbook_supervisor'),
  };
  if (!existsSync(parts.supervisor)) return builtHere();
  const missing = Object.values(parts).find((path) => !existsSync(path));
  if (missing === undefined) return parts;
  throw new LibraryError(
    'NATIVE_MISSING',
    `Cannot run a process of its own: ${missing} does not exist`,
    {
      expected: 'it is built by "npm start" and "npm test"',
    },
  );
}

/** Until native/crash is part of the build. */
function builtHere(): NativeParts {
  const folder = join(projectRoot, '.workbook', 'lab');
  const flags = ['-std=c++17', '-O2', '-g1', '-fPIC', '-fvisibility=hidden'];
  const shared = ['-fno-exceptions', '-fno-rtti', '-shared', '-Wl,--as-needed', '-Wl,-z,nodelete'];
  mkdirSync(folder, { recursive: true });
  const build = (name: string, part: string, options: string[]): string => {
    const sources = join(projectRoot, 'native', 'crash', part);
    const files = readdirSync(sources).map((file) => join(sources, file));
    const output = join(folder, name);
    const newest = Math.max(...files.map((file) => statSync(file).mtimeMs));
    if ((statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0) < newest) {
      const made = `${output}.${process.pid}`;
      const cpp = files.filter((file) => file.endsWith('.cpp'));
      execFileSync('g++', [...flags, ...options, '-o', made, ...cpp, '-ldl']);
      renameSync(made, output);
    }
    return output;
  };
  return {
    crashReporter: build('libworkbook_crash.so', 'reporter', shared),
    supervisor: build('workbook_supervisor', 'supervisor', []),
  };
}
