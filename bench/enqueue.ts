import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCompiler } from '../src/cuda/compiler';
import type { NativeProgram, PluginTensorDesc } from '../src/native';
import { native, projectRoot } from '../src/native-loader';
import { field, int32 } from '../src/runtime/plugin-field';
import { median, type Comparison } from './measure';

const LAYERS = 100;
/** Runs of a program in one sample: one takes microseconds. */
const RUNS = 100;
const SAMPLES = 60;
const LIMIT_US = 0.5;
const DESC: PluginTensorDesc = { dims: [1, 3, 224, 224], type: 'kFLOAT', format: 'kLINEAR' };

/** 100 plugins that do nothing, run by a program with the trace on, against a C++ loop that calls their enqueue straight. */
export function enqueue(): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-bench-'));
  try {
    loadRowPlugin(folder);
    const stream = new (native().Stream)();
    const programs = {
      ours: programOf(Array<number>(LAYERS).fill(0)),
      // One recorded call that makes 100 which are not; and what that one costs by itself.
      straight: programOf([LAYERS]),
      one: programOf([0]),
    };
    const samples = { ours: [] as number[], straight: [] as number[], one: [] as number[] };
    for (let i = 0; i < SAMPLES; i += 1) {
      native().trace.reset();
      for (const name of ['ours', 'straight', 'one'] as const) {
        const start = performance.now();
        for (let n = 0; n < RUNS; n += 1) programs[name].run(stream);
        samples[name].push((performance.now() - start) / RUNS);
      }
    }
    const [ours, straight, one] = [samples.ours, samples.straight, samples.one].map(median);
    const theirs = (straight ?? NaN) - (one ?? NaN);
    const extraUs = (((ours ?? NaN) - theirs) / LAYERS) * 1000;
    return Promise.resolve({
      name: `enqueue overhead: ${extraUs.toFixed(2)} us a plugin layer`,
      ours: { what: `a program of ${LAYERS} plugin layers, traced`, medianMs: ours ?? NaN },
      theirs: { what: `${LAYERS} calls of enqueue straight from C++`, medianMs: theirs },
      ratio: theirs / (ours ?? NaN),
      target: `at most ${LIMIT_US} us more a layer`,
      reached: extraUs <= LIMIT_US,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiles bench/enqueue.cpp and registers its plugin. */
function loadRowPlugin(folder: string): void {
  const library = join(folder, 'libenqueue_row.so');
  const [compiler, ...before] = findCompiler(process.env['CXX']).command;
  const includes = ['native/include', 'native/cuda-emulator/include'].map(
    (path) => `-I${join(projectRoot, path)}`,
  );
  const flags = ['-std=c++17', '-O2', '-shared', '-fPIC'];
  const source = join(projectRoot, 'bench', 'enqueue.cpp');
  execFileSync(compiler ?? 'g++', [...before, ...flags, ...includes, '-o', library, source]);
  native().pluginRegistry.loadLibrary(library);
}

/** A program with one layer for each number: a plugin that calls so many others. */
function programOf(rows: number[]): NativeProgram {
  const { DeviceBuffer, Invocation, Program, pluginRegistry } = native();
  const program = new Program();
  const [x, y] = [new DeviceBuffer(64), new DeviceBuffer(64)];
  for (const row of rows) {
    const fields = [field('layers', int32(row), 'kINT32')];
    const plugin = pluginRegistry
      .getCreator('EnqueueRow', '1', '')
      ?.createPlugin('row', fields, 'kRUNTIME');
    const runtime = plugin?.generation === 'V3' ? plugin.getCapabilityInterface('kRUNTIME') : null;
    if (!runtime) throw new Error('EnqueueRow has no runtime capability');
    runtime.onShapeChange([DESC], [DESC]);
    const invocation = new Invocation([DESC], [DESC]);
    invocation.setInputAddress(0, x);
    invocation.setOutputAddress(0, y);
    program.addEnqueue(runtime, invocation);
  }
  return program;
}
