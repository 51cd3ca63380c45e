import { join } from 'node:path';
import { type CxxCompiler, findCompiler } from '../cuda/compiler';
import { EMULATOR_INCLUDE } from '../cuda/compile';
import { buildFolder, projectRoot } from '../native-loader';
import { type CudaToolkit, findCudaToolkit } from './nvcc';

/** `emulator` runs on this machine; `nvcc` needs a GPU to run. */
export type BuildTool = 'emulator' | 'nvcc';

/**
 * What a build system of one's own (setuptools, make, …) needs to make a plugin library, as `workbook build` makes it. Optimisation is
 * the caller's choice.
 */
export interface PluginFlags {
  tool: BuildTool;
  /** For .cpp files. */
  cxxFlags: string[];
  /** The command for one .cu file; then `cudaFlags`, `-I…`, `-D…`, `-c SOURCE -o OBJECT`. */
  cudaCompiler: string[];
  cudaFlags: string[];
  /** For .cpp files as `-I`; .cu files find what they need by `cudaFlags`. */
  includeDirs: string[];
  /** As `-L` and `-l` take them. */
  libraryDirs: string[];
  libraries: string[];
  /** More for the C++ compiler when it links. */
  ldFlags: string[];
}

const HEADERS = join(projectRoot, 'native', 'include');
const CUDA_DRIVER = join(projectRoot, 'dist', 'cuda', 'compile.js');

/** For which GPUs nvcc compiles: real code for each, and PTX of the last for what comes later. */
export const ARCHITECTURES = ['75', '80', '86', '89', '90'] as const;

/** The TensorRT library that plugins link; a file name, since a machine with the real one has its own of that name. */
const NVINFER = ':libnvinfer.so.10';

/** V2 plugins are deprecated, not wrong. */
const QUIET = '-Wno-deprecated-declarations';

/**
 * The flags for a tool.
 *
 * @param compiler the C++ compiler; `$CXX`, else g++ or clang++ by default
 * @throws {LibraryError} `NVCC_MISSING` where nvcc is asked for and there is none
 * @throws {CompilerNotFoundError} `COMPILER_NOT_FOUND`
 */
export function pluginFlags(
  tool: BuildTool = 'emulator',
  compiler: CxxCompiler = findCompiler(process.env['CXX']),
): PluginFlags {
  return tool === 'nvcc' ? nvccFlags(findCudaToolkit(), compiler) : emulatorFlags(compiler);
}

function emulatorFlags(compiler: CxxCompiler): PluginFlags {
  return {
    tool: 'emulator',
    cxxFlags: cxxFlags(compiler),
    cudaCompiler: [process.execPath, CUDA_DRIVER],
    cudaFlags: [`-I${HEADERS}`, QUIET],
    includeDirs: [HEADERS, EMULATOR_INCLUDE],
    libraryDirs: [buildFolder],
    libraries: [NVINFER, 'workbook_cudart'],
    ldFlags: [`-Wl,-rpath,${buildFolder}`],
  };
}

/** The emulator's headers are not for nvcc, which has CUDA's own. */
function nvccFlags(toolkit: CudaToolkit, compiler: CxxCompiler): PluginFlags {
  const newest = ARCHITECTURES[ARCHITECTURES.length - 1];
  return {
    tool: 'nvcc',
    cxxFlags: cxxFlags(compiler),
    cudaCompiler: [toolkit.nvcc, '-ccbin', compiler.command[0] ?? 'g++'],
    cudaFlags: [
      '-std=c++17',
      '-Xcompiler=-fPIC',
      ...ARCHITECTURES.flatMap((sm) => ['-gencode', `arch=compute_${sm},code=sm_${sm}`]),
      ...['-gencode', `arch=compute_${newest},code=compute_${newest}`],
      `-I${HEADERS}`,
      QUIET,
    ],
    includeDirs: [HEADERS, toolkit.includeDir],
    libraryDirs: [buildFolder, toolkit.libraryDir],
    libraries: [NVINFER, ...toolkit.runtimeLibraries],
    ldFlags: [],
  };
}

/** Unique symbols would keep a library in memory and merge two loaded copies of it. */
function cxxFlags({ family }: CxxCompiler): string[] {
  return ['-std=c++17', '-fPIC', ...(family === 'gcc' ? ['-fno-gnu-unique'] : []), QUIET];
}
