import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { LibraryError } from '../errors';
import { projectRoot } from '../native-loader';

/** A CUDA toolkit of this machine. */
export interface CudaToolkit {
  /** Path of nvcc. */
  nvcc: string;
  /** Where `cuda_runtime_api.h` is. */
  includeDir: string;
  /** Where the runtime library is: `lib64` of an installed toolkit, `lib` of the pip packages. */
  libraryDir: string;
  /** The runtime as `-l` takes it: linked statically, as nvcc does by default, where the toolkit has it so. */
  runtimeLibraries: string[];
}

/**
 * The toolkit in the project's Python environment (`npm run setup:cuda` puts it there), else that of CUDA_HOME, else that of the first
 * nvcc in PATH.
 * @throws {LibraryError} `NVCC_MISSING`
 */
export function findCudaToolkit(): CudaToolkit {
  const home = process.env['CUDA_HOME'];
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...inEnvironment(),
    ...(home ? [join(home, 'bin', 'nvcc')] : []),
    ...path.map((folder) => join(folder, 'nvcc')),
  ];
  const found = candidates.find(isExecutable);
  if (found) return toolkitOf(found);
  throw new LibraryError('NVCC_MISSING', 'Cannot compile for a GPU: there is no nvcc', {
    expected: '"npm run setup:cuda" installs it into this folder; or set CUDA_HOME',
  });
}

/** nvcc in PATH may be a link, so the folders around it are those of the real file. */
function toolkitOf(nvcc: string): CudaToolkit {
  const root = dirname(dirname(realpathSync(nvcc)));
  const libraryDir = ['lib64', 'lib'].map((name) => join(root, name)).find(existsSync) ?? root;
  const files = existsSync(libraryDir) ? readdirSync(libraryDir) : [];
  const shared = files.filter((name) => /^libcudart\.so(\.\d+)?$/.test(name)).sort()[0];
  return {
    nvcc,
    includeDir: join(root, 'include'),
    libraryDir,
    runtimeLibraries: files.includes('libcudart_static.a')
      ? ['cudart_static', 'rt', 'pthread', 'dl']
      : [shared ? `:${shared}` : 'cudart'],
  };
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
