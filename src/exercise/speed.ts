/** How many times as fast as its baseline a plugin is, by processor time; and whether that can be so. */
import type { PluginRunResult } from './run/request';

export interface Speed {
  /** Times as fast: the baseline's fastest enqueue by the fastest of what it is compared with; 1 is as fast. */
  ratio: number;
  /** Processor milliseconds of the fastest enqueue. */
  ms: number;
  baselineMs: number;
  /** Whether the processor time of the whole process leaves room for the ratio. Where not, the times that the process told are not those it took. */
  believable: boolean;
}

/**
 * What the whole process took tells the ratio too, but with what it does beside its enqueues in it (starting, building, reading and writing: 0.3 s), and that is between
 * 0.7 and 2 times what it is for the baseline, as others use the processor. So much of the ratio has to show.
 */
const SHOWN = 0.55;
/** A ratio up to here is looked at; beyond it the enqueues hide behind the rest. */
const MOST_SHOWN = 3;

/**
 * Compares the enqueues of all cases with those of the baseline.
 *
 * The least of the times is taken, and processor time of all threads, so that what else the machine does changes little. The process tells the times of its
 * enqueues itself, and code in it can tell what it likes. What it cannot tell is the processor time of the process as a whole, and what the baseline took, which ran
 * elsewhere: first before it, and again after it, where being slower is no use. Give enough work: some 0.7 s of the baseline's enqueues together.
 *
 * @param result Of a request with a baseline of as many enqueues of the same shapes. Judge every output as well: what was not computed took no time.
 * @example speedOf(result).ratio >= 2
 */
export function speedOf({ cases, cpuMs = NaN, baselines = NOTHING }: PluginRunResult): Speed {
  const [before, after] = baselines;
  const beforeMs = enqueueTimes(before.cases);
  const ms = least(enqueueTimes(cases));
  const baselineMs = least([...beforeMs, ...enqueueTimes(after.cases)]);
  const ratio = baselineMs / ms;
  const beside = (before.cpuMs ?? NaN) - sum(beforeMs);
  const seen = sum(beforeMs) / Math.max(1, cpuMs - beside);
  return { ratio, ms, baselineMs, believable: seen >= SHOWN * Math.min(ratio, MOST_SHOWN) };
}

/** Of a request without a baseline: every number is NaN. */
const NOTHING: NonNullable<PluginRunResult['baselines']> = [{ cases: [] }, { cases: [] }];

function enqueueTimes(cases: PluginRunResult['cases']): number[] {
  return cases.flatMap(({ inferences }) => inferences.map(({ cpuMs }) => cpuMs));
}

const least = (values: readonly number[]): number =>
  values.length > 0 ? Math.min(...values) : NaN;
const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
