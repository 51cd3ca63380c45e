/** `npm run fuzz`: parses many damaged ONNX files and says what came of it. Exit code 1 where anything but an OnnxParserError came. */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { fuzz, originals, type FuzzReport } from './model-fuzz';

const { values } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string' } },
});
const count = Number(values.count ?? 100_000);
const seed = Number(values.seed ?? 1_000_000);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('--count and --seed are whole numbers');
  process.exit(1);
}

const BATCH = 1000;
registryWithPlugins();
const models = originals();
const outcomes: Record<string, number> = {};
const failures: FuzzReport['failures'] = [];
let slowestMs = 0;
const began = performance.now();
async function main(): Promise<void> {
  for (let done = 0; done < count; done += BATCH) {
    const report = fuzz(models, seed + done, Math.min(BATCH, count - done));
    for (const [code, times] of Object.entries(report.outcomes))
      outcomes[code] = (outcomes[code] ?? 0) + times;
    failures.push(...report.failures);
    slowestMs = Math.max(slowestMs, report.slowestMs);
    console.log(`${done + report.runs} models, ${failures.length} failures`);
    // Native objects end only when the event loop turns.
    await setImmediate();
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const peakMiB = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `seeds ${seed} to ${seed + count - 1} in ${seconds} s, slowest ${slowestMs.toFixed(0)} ms, at most ${peakMiB} MiB`,
  );
  for (const [code, times] of Object.entries(outcomes))
    console.log(`  ${code.padEnd(18)} ${times}`);
  for (const { seed: at, what } of failures.slice(0, 20)) console.log(`seed ${at}: ${what}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

void main();
