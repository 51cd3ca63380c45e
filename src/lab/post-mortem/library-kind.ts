import { basename, dirname, join, normalize } from 'node:path';
import { buildFolder, projectRoot } from '../../native-loader';
import type { Frame, FrameKind } from '../frame';

/** Libraries of this package that are the host's: TensorRT, the CUDA runtime and what is between them and JavaScript. */
const HOST = [
  /^libnvinfer\.so/,
  /^libworkbook_(cudart|trace|crash)\.so/,
  /^workbook\.node$/,
  /^libcudart\.so/,
];
/** The C and C++ libraries, the dynamic linker, the sanitizers' runtimes. */
const SYSTEM =
  /^(lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s|c\+\+|c\+\+abi|asan|ubsan|tsan|lsan|util|resolv)[-.]|libclang_rt\.|ld-|ld\.so|\[vdso\])/;

/** Whose a library is, by its path. */
export function kindOf(library: string): FrameKind {
  const name = basename(library);
  if (library === process.execPath || /^(node|nodejs)$/.test(name)) return 'node';
  if (SYSTEM.test(name)) return 'system';
  if (HOST.some((pattern) => pattern.test(name))) return 'host';
  return dirname(library) === buildFolder && name.endsWith('.node') ? 'host' : 'plugin';
}

/** TensorRT's and CUDA's headers, ours or the real ones, and the sources of our host. */
const HOST_HEADER =
  /\/(NvInfer\w*\.h|native\/include\/|cuda-emulator\/include\/|cuda[^/]*\/(targets\/[^/]+\/)?include\/)/;
const HOST_SOURCES = ['binding', 'cuda-emulator', 'registry', 'reformat', 'trace', 'crash'].map(
  (name) => join(projectRoot, 'native', name, '/'),
);
const SYSTEM_HEADER = /^\/usr\/(include|lib\/gcc|lib\/llvm[^/]*)\//;

/** Whose code a place is that was compiled into a library of somebody else's: a header's; null for all others. */
export function kindOfPlace({
  file,
  function: name,
}: Pick<Frame, 'file' | 'function'>): FrameKind | null {
  if (name?.includes('Napi::details::') || file?.includes('/node-addon-api/')) return 'node';
  if (file === null) return name === '_start' ? 'system' : null;
  const path = normalize(file);
  if (HOST_HEADER.test(path) || HOST_SOURCES.some((folder) => path.startsWith(folder)))
    return 'host';
  return SYSTEM_HEADER.test(path) ? 'system' : null;
}
