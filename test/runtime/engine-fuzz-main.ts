/** `npm run fuzz`: reads many damaged engine files and says what came of it. Exit code 1 where anything but an EngineFileError came. */
import { parseArgs } from 'node:util';
import { writeEngineFile } from '../../src/runtime/engine/engine-file';
import { fuzz, type FuzzReport } from './engine-fuzz';
import { original } from './engine-mutation';
import { runnablePlan, samplePlan } from './sample-plan';

const { values } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string' } },
});
const count = Number(values.count ?? 1_000_000);
const seed = Number(values.seed ?? 1);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('--count and --seed are whole numbers');
  process.exit(1);
}

const BATCH = 50_000;
const originals = [samplePlan(), runnablePlan()].map((plan) => original(writeEngineFile(plan)));
const outcomes: Record<string, number> = {};
const failures: FuzzReport['failures'] = [];
let slowestMs = 0;
const began = performance.now();
for (let done = 0; done < count; done += BATCH) {
  const report = fuzz(originals, seed + done, Math.min(BATCH, count - done));
  for (const [code, times] of Object.entries(report.outcomes))
    outcomes[code] = (outcomes[code] ?? 0) + times;
  failures.push(...report.failures);
  slowestMs = Math.max(slowestMs, report.slowestMs);
  console.log(`${done + report.runs} files, ${failures.length} failures`);
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `seeds ${seed} to ${seed + count - 1} in ${seconds} s, slowest ${slowestMs.toFixed(0)} ms`,
);
for (const [code, times] of Object.entries(outcomes)) console.log(`  ${code.padEnd(18)} ${times}`);
for (const { seed: at, what } of failures.slice(0, 20)) console.log(`seed ${at}: ${what}`);
process.exitCode = failures.length > 0 ? 1 : 0;
