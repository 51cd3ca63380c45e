/** Runs two ways of doing the same turn by turn and compares their medians: only ratios within one run mean something. */
export interface Comparison {
  name: string;
  unit: 'ms' | 'MiB';
  ours: { what: string; median: number };
  theirs: { what: string; median: number };
  /** theirs / ours: how many times less ours takes. */
  ratio: number;
  /** How far the ratios of single rounds lay apart; where there were rounds. */
  spread?: { low: number; high: number };
  target: string;
  reached: boolean;
}

const WARM_UP = 3;

/**
 * Times `ours` and `theirs` alternately.
 * @param runs Runs of each that count.
 */
export async function compare(
  name: string,
  ours: { what: string; run: () => unknown },
  theirs: { what: string; run: () => unknown },
  target: { ratio: number },
  runs = 25,
): Promise<Comparison> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_UP + runs; round += 1) {
    for (const [i, side] of [ours, theirs].entries()) {
      const start = performance.now();
      await side.run();
      if (round >= WARM_UP) times[i as 0 | 1].push(performance.now() - start);
    }
  }
  const [oursMs, theirsMs] = [median(times[0]), median(times[1])];
  const ratio = theirsMs / oursMs;
  return {
    name,
    unit: 'ms',
    ours: { what: ours.what, median: oursMs },
    theirs: { what: theirs.what, median: theirsMs },
    ratio,
    spread: spread(times[0].map((ms, round) => (times[1][round] ?? NaN) / ms)),
    target: `at least ${target.ratio}x`,
    reached: ratio >= target.ratio,
  };
}

/** A time against a limit. */
export function withinLimit(
  name: string,
  what: string,
  medianMs: number,
  limitMs: number,
): Comparison {
  return {
    name,
    unit: 'ms',
    ours: { what, median: medianMs },
    theirs: { what: 'the limit', median: limitMs },
    ratio: limitMs / medianMs,
    target: `under ${limitMs < 0.1 ? `${limitMs * 1000} us` : `${limitMs} ms`}`,
    reached: medianMs < limitMs,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The first and the last tenth of the values left out. */
export function spread(values: readonly number[]): { low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const left = Math.floor(sorted.length / 10);
  return { low: sorted[left] ?? NaN, high: sorted[sorted.length - 1 - left] ?? NaN };
}
