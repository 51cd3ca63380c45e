/** Runs two ways of doing the same turn by turn and compares their medians: only ratios within one run mean something. */
export interface Comparison {
  name: string;
  ours: { what: string; medianMs: number };
  theirs: { what: string; medianMs: number };
  /** theirs / ours: how many times faster ours is. */
  ratio: number;
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
    ours: { what: ours.what, medianMs: oursMs },
    theirs: { what: theirs.what, medianMs: theirsMs },
    ratio,
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
    ours: { what, medianMs },
    theirs: { what: 'the limit', medianMs: limitMs },
    ratio: limitMs / medianMs,
    target: `under ${limitMs < 0.1 ? `${limitMs * 1000} us` : `${limitMs} ms`}`,
    reached: medianMs < limitMs,
  };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
