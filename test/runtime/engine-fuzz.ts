import { EngineFileError } from '../../src/errors';
import { readEngineFile } from '../../src/runtime/engine/engine-file';
import { mutated, type Original } from './engine-mutation';

export interface FuzzReport {
  runs: number;
  /** How often each code came, and `accepted`. */
  outcomes: Record<string, number>;
  /** Seeds of damaged files that are plans all the same. */
  accepted: number[];
  /** Where anything else than an EngineFileError came, or it took long. */
  failures: { seed: number; what: string }[];
  slowestMs: number;
}

/** A file of this size is read in well under this time. */
const MOST_MS = 2000;

/** Reads `count` damaged files, made from the seeds `from`, `from + 1`, … */
export function fuzz(originals: readonly Original[], from: number, count: number): FuzzReport {
  const report: FuzzReport = { runs: 0, outcomes: {}, accepted: [], failures: [], slowestMs: 0 };
  for (let seed = from; seed < from + count; seed += 1) {
    const file = mutated(seed, originals);
    const start = performance.now();
    let outcome = 'accepted';
    try {
      readEngineFile(file);
      report.accepted.push(seed);
    } catch (error) {
      if (error instanceof EngineFileError) outcome = error.code;
      else {
        outcome = 'failed';
        report.failures.push({
          seed,
          what: error instanceof Error ? String(error.stack) : String(error),
        });
      }
    }
    const ms = performance.now() - start;
    if (ms > MOST_MS) report.failures.push({ seed, what: `took ${ms.toFixed(0)} ms` });
    report.slowestMs = Math.max(report.slowestMs, ms);
    report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
    report.runs += 1;
  }
  return report;
}
