import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LibraryError } from '../errors';
import { projectRoot } from '../native-loader';

/**
 * Path of nvcc: the one of the project's Python environment (`npm run setup:cuda` installs it there), else of CUDA_HOME, else the first
 * in PATH.
 * @throws {LibraryError} `NVCC_MISSING`
 */
export function findNvcc(): string {
  const home = process.env['CUDA_HOME'];
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...inEnvironment(),
    ...(home ? [join(home, 'bin', 'nvcc')] : []),
    ...path.map((folder) => join(folder, 'nvcc')),
  ];
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new LibraryError('NVCC_MISSING', 'Cannot compile for a GPU: there is no nvcc', {
    expected: '"npm run setup:cuda" installs it into this folder; or set CUDA_HOME',
  });
}

/** Where pip puts it: .venv/lib/python3.N/site-packages/nvidia/cuNN/bin/nvcc. */
function inEnvironment(): string[] {
  const lib = join(projectRoot, '.venv', 'lib');
  if (!existsSync(lib)) return [];
  return readdirSync(lib).flatMap((python) => {
    const nvidia = join(lib, python, 'site-packages', 'nvidia');
    return existsSync(nvidia) ? readdirSync(nvidia).map((part) => join(nvidia, part, 'bin', 'nvcc')) : [];
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
