import { medianOf } from '../metrics';

/** A value measured once a round. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** @param values One a round, at least one. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  return { median: medianOf(sorted), min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}
