/**
 * `npm run bench`: ratios measured side by side in one run. Prints a table; `--json` prints the data instead. `--report` also writes
 * reports/bench-<date>.json and reports/bench.md.
 */
import { addScalar } from './add-scalar';
import { buildGrowing, buildLong, buildMixed, buildV2, buildV3 } from './build';
import { enqueueGrowingTrace, enqueueV2Layers, enqueueV3Layers } from './enqueue';
import { exercisesCpp, exercisesTypeScript } from './exercises';
import { nativeLayer } from './native-layer';
import { perfOverheadSrcnn, perfOverheadTiny } from './perf-overhead';
import { reduction } from './reduction';
import { reformatBoth, reformatLayout, reformatType } from './reformat';
import { printMedian, printRatio, startReport, writeReport } from './report';
import { resize } from './resize';
import { srcnnBuild, srcnnMemory, srcnnThroughput, srcnnThroughputTwoThreads } from './srcnn';
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
  srcnnThroughput,
  srcnnThroughputTwoThreads,
  srcnnBuild,
  srcnnMemory,
  perfOverheadTiny,
  perfOverheadSrcnn,
  exercisesCpp,
  exercisesTypeScript,
];

async function main(): Promise<void> {
  const [json, written] = ['--json', '--report'].map((option) => process.argv.includes(option));
  const report = startReport();
  for (const benchmark of BENCHMARKS) {
    const result = await benchmark();
    report.results.push(result);
    if (json) continue;
    const { name, unit, ours, theirs, target, reached } = result;
    console.log(`${reached ? '✓' : '✗'} ${name}: ${printRatio(result)} (target ${target})`);
    console.log(`    ${ours.what}: ${printMedian(ours.median, unit)}`);
    console.log(`    ${theirs.what}: ${printMedian(theirs.median, unit)}`);
  }
  if (json) console.log(JSON.stringify(report, null, 2));
  else console.log(report.machine);
  if (!written) return;
  for (const path of writeReport(report)) console.error(`Wrote ${path}`);
}

void main();
