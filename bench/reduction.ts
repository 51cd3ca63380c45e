import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCuda } from '../src/cuda/compile';
import { findCompiler } from '../src/cuda/compiler';
import { buildFolder, projectRoot } from '../src/native-loader';
import { median, withinLimit, type Comparison } from './measure';

const RUNS = 20;
const LIMIT_MS = 110;

/** A shared-memory reduction with __syncthreads of 1 million floats, 256 threads a block; its own program, timed inside. */
export function reduction(): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-bench-'));
  try {
    const object = join(folder, 'reduction.o');
    compileCuda({ source: join(projectRoot, 'bench', 'reduction.cu'), output: object });
    const program = join(folder, 'reduction');
    const [compiler, ...before] = findCompiler(process.env['CXX']).command;
    const link = [
      '-o',
      program,
      object,
      `-L${buildFolder}`,
      '-l:libworkbook_cudart.so',
      `-Wl,-rpath,${buildFolder}`,
    ];
    execFileSync(compiler ?? 'g++', [...before, ...link]);
    const output = execFileSync(program, [String(RUNS)], { encoding: 'utf8' });
    const [sum, ...times] = output.trim().split('\n').map(Number);
    if (sum !== 524288) throw new Error(`the sum is ${sum}`);
    const medianMs = median(times.slice(2));
    const name = 'reduction of 1 million floats with __syncthreads';
    return Promise.resolve(withinLimit(name, 'on the emulator', medianMs, LIMIT_MS));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
