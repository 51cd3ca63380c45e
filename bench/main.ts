/** `npm run bench`: ratios measured side by side in one run. Prints a table; `--json` prints the data instead. */
import { cpus } from 'node:os';
import { addScalar } from './add-scalar';
import { buildGrowing, buildLong, buildMixed, buildV2, buildV3 } from './build';
import { enqueueGrowingTrace, enqueueV2Layers, enqueueV3Layers } from './enqueue';

import type { Comparison } from './measure';
import { nativeLayer } from './native-layer';
import { reduction } from './reduction';
import { reformatBoth, reformatLayout, reformatType } from './reformat';
import { resize } from './resize';
import { fixedCost } from './steady-memory';

const BENCHMARKS = [
  resize,
  addScalar,
  reduction,
  enqueueV3Layers,
  enqueueGrowingTrace,
  enqueueV2Layers,
  fixedCost,
  buildV3,
  buildV2,
  buildMixed,
  buildGrowing,
  buildLong,
  nativeLayer,
  reformatType,
  reformatLayout,
  reformatBoth,
];

async function main(): Promise<void> {
  const json = process.argv.includes('--json');
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`;
  const results: Comparison[] = [];
  for (const benchmark of BENCHMARKS) {
    const result = await benchmark();
    results.push(result);
    if (json) continue;
    const { name, ours, theirs, ratio, target, reached } = result;
    console.log(`${reached ? '✓' : '✗'} ${name}: ${ratio.toFixed(2)}x (target ${target})`);
    console.log(`    ${ours.what}: ${printTime(ours.medianMs)}`);
    console.log(`    ${theirs.what}: ${printTime(theirs.medianMs)}`);
  }
  const report = { date: new Date().toISOString(), machine, node: process.version, results };
  if (json) console.log(JSON.stringify(report, null, 2));
  else console.log(machine);
}

function printTime(ms: number): string {
  return ms < 0.1 ? `${(ms * 1000).toFixed(2)} us` : `${ms.toFixed(2)} ms`;
}

void main();
