import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCompiler } from '../src/cuda/compiler';
import type { NativePluginV2, NativePluginV3 } from '../src/native';
import { projectRoot } from '../src/native-loader';
import { field, int32 } from '../src/runtime/plugin/plugin-field';
import { getPluginRegistry } from '../src/runtime/plugin/plugin-registry';

/** The options of bench/row-plugins.cpp. */
export interface RowOptions {
  /** enqueue calls the enqueue of so many plugins of its own kind. */
  layers?: number;
  /** `TensorFormat` as a number, the only one that the plugin accepts; -1: kLINEAR and kHWC. */
  format?: number;
  /** 1: the first extent is added to itself; -1: it is halved. */
  grow?: number;
}

let loaded = false;

/** Compiles bench/row-plugins.cpp and registers its creators, once. */
function loadRowPlugins(): void {
  if (loaded) return;
  const folder = mkdtempSync(join(tmpdir(), 'workbook-bench-'));
  try {
    const library = join(folder, 'libbench_row.so');
    const [compiler, ...before] = findCompiler(process.env['CXX']).command;
    const includes = ['native/include', 'native/cuda-emulator/include'].map(
      (path) => `-I${join(projectRoot, path)}`,
    );
    const flags = ['-Wno-deprecated-declarations', '-std=c++17', '-O2', '-shared', '-fPIC'];
    const source = join(projectRoot, 'bench', 'row-plugins.cpp');
    execFileSync(compiler ?? 'g++', [...before, ...flags, ...includes, '-o', library, source]);
    getPluginRegistry().loadLibrary(library);
    loaded = true;
  } finally {
    // What is loaded stays mapped.
    rmSync(folder, { recursive: true });
  }
}

/** A plugin that computes nothing, for a network. */
export function rowPlugin(
  generation: 'V2' | 'V3',
  options: RowOptions = {},
): NativePluginV2 | NativePluginV3 {
  loadRowPlugins();
  const fields = Object.entries(options).map(([name, value]) =>
    field(name, int32(value as number), 'kINT32'),
  );
  const creator = getPluginRegistry().getCreator('BenchRow', generation === 'V3' ? '2' : '1');
  return creator.createPlugin('row', fields);
}
