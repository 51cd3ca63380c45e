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
 * Of what a process does beside its enqueues (starting, building, reading and writing), this share is taken for sure: it is the same for baseline and learner, but an
 * SMT sibling at work makes processor time up to twice as long.
 */
const SURE = 0.6;
/** A ratio up to here is looked at; beyond it what the process does beside the enqueues hides them. */
const MOST_SEEN = 3;
/** How much less than the ratio the time of the whole process may show. */
const ROOM = 2.5;

/**
 * Compares the enqueues of all cases with those of the baseline.
 *
 * The least of the times is taken, and processor time of all threads, so that what else the machine does changes little. The process tells the times of its
 * enqueues itself, and code in it can tell what it likes. What it cannot tell is the processor time of the process as a whole, and what the baseline took, which ran
 * elsewhere and before. Give enough work: the baseline's enqueues should take longer, together, than a process needs to start (0.3 s).
 *
 * @param result Of a request with a baseline of as many enqueues of the same shapes. Judge every output as well: what was not computed took no time.
 * @example speedOf(result).ratio >= 2
 */
export function speedOf({ cases, cpuMs = NaN, baseline }: PluginRunResult): Speed {
  const [own, before] = [enqueueTimes(cases), enqueueTimes(baseline?.cases ?? [])];
  const [ms, baselineMs] = [Math.min(...own), Math.min(...before)];
  const ratio = baselineMs / ms;
  const beside = (baseline?.cpuMs ?? NaN) - sum(before);
  const seen = sum(before) / (cpuMs - SURE * beside);
  return { ratio, ms, baselineMs, believable: seen >= Math.min(ratio, MOST_SEEN) / ROOM };
}

function enqueueTimes(cases: PluginRunResult['cases']): number[] {
  return cases.flatMap(({ inferences }) => inferences.map(({ cpuMs }) => cpuMs));
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
