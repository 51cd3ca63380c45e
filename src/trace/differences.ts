/**
 * Where a trace of this host differs from TensorRT's on purpose, and why. The only such list: what stands here is "explained" for
 * `workbook conformance` and for the tests, everything else must be equal. An entry that explains no recording any more fails the tests.
 */
import type { TraceRecord } from './record';
import type { Scenario } from './scenario';

/** Where two traces differ first. */
export interface FirstDifference {
  /** The record that TensorRT made; null where its trace ends. */
  recorded: TraceRecord | null;
  /** The record that this host made; null where its trace ends. */
  here: TraceRecord | null;
  /** What TensorRT did last before, up to ten records. */
  before: readonly TraceRecord[];
}

/** A reason why traces differ. */
export interface Difference {
  /** Short and stable, for reports. */
  id: string;
  /** Whether this is why the traces of the scenario differ. */
  matches: (scenario: Scenario, first: FirstDifference) => boolean;
  /** In words: what TensorRT does, what this host does, and why. */
  reason: string;
  /** Where TensorRT's behaviour is seen: recordings, or its documentation. */
  source: string;
}

export const DIFFERENCES: readonly Difference[] = [];

/** The difference on purpose that explains what differs first, or null. */
export function explain(
  scenario: Scenario,
  first: FirstDifference,
  differences: readonly Difference[] = DIFFERENCES,
): Difference | null {
  return differences.find(({ matches }) => matches(scenario, first)) ?? null;
}
