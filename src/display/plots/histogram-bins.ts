/** Values counted in bins of equal, round width. */
import { roundUp } from './ms-axis';

export interface Bin {
  from: number;
  to: number;
  count: number;
}

export interface Histogram {
  /** One after the other without a gap; empty where there is no value. */
  bins: Bin[];
  /** Values beyond the last bin, and the largest of them: a few stragglers must not squeeze all others into one bin. */
  beyond: number;
  largest: number;
}

const MOST_BINS = 48;
/** So many bins where the values do not call for more. */
const LEAST_BINS = 12;

/**
 * Bins as wide as Freedman and Diaconis advise, 2 IQR / n^(1/3), rounded to 1, 2 or 5 times a power of ten. Values farther above the
 * 99th percentile than this is above the smallest value are counted in `beyond`.
 *
 * @param sorted Ascending.
 */
export function histogram(sorted: Float64Array, p99: number): Histogram {
  const [smallest = 0, largest = 0] = [sorted[0], sorted[sorted.length - 1]];
  if (sorted.length === 0) return { bins: [], beyond: 0, largest };
  const end = Math.min(largest, p99 + (p99 - smallest || largest));
  const width = roundUp(idealWidth(sorted, smallest, end));
  const first = Math.floor(smallest / width + 1e-9);
  const count = Math.max(1, Math.ceil(end / width - 1e-9) - first);
  const bins = Array.from({ length: count }, (_, at): Bin => {
    return { from: (first + at) * width, to: (first + at + 1) * width, count: 0 };
  });
  let beyond = 0;
  for (const value of sorted) {
    const bin = bins[Math.min(count - 1, Math.floor(value / width + 1e-9) - first)];
    if (value > end || bin === undefined) beyond++;
    else bin.count++;
  }
  return { bins, beyond, largest };
}

function idealWidth(sorted: Float64Array, smallest: number, end: number): number {
  const quartile = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const advised = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(sorted.length);
  const range = end - smallest;
  if (range === 0) return end === 0 ? 1 : end / 100;
  return Math.min(Math.max(advised, range / MOST_BINS), range / LEAST_BINS);
}
