import type { InferenceProfiler } from './inference-host';
import { medianOf } from './metrics';

/** What a profiler heard. */
export interface LayerProfile {
  /** Enqueues that it heard of, those of the warm-up included, as in trtexec. */
  iterations: number;
  /** In the order in which they run. */
  layers: readonly { name: string; timesMs: readonly number[] }[];
}

/** One layer over all iterations, in milliseconds: a line of `--dumpProfile`. */
export interface LayerProfileSummary {
  name: string;
  timeMs: number;
  averageMs: number;
  medianMs: number;
  /** Part of the time of all layers, in percent. */
  percentage: number;
}

/** Collects layer times enqueue by enqueue; layers report in the same order every time. */
export class LayerProfiler implements InferenceProfiler {
  private readonly layers: { name: string; timesMs: number[] }[] = [];
  private next = 0;
  private iterations = 0;

  /** A layer that has the first one's name begins the next iteration (sampleReporting.cpp 10.6, `Profiler`). */
  reportLayerTime(name: string, ms: number): void {
    if (this.next === this.layers.length) {
      const again = this.layers[0]?.name === name;
      if (again || this.layers.length === 0) this.iterations += 1;
      if (again) this.next = 0;
      else this.layers.push({ name, timesMs: [] });
    }
    this.layers[this.next]?.timesMs.push(ms);
    this.next += 1;
  }

  profile(): LayerProfile {
    return {
      iterations: this.iterations,
      layers: this.layers.map(({ name, timesMs }) => ({ name, timesMs: [...timesMs] })),
    };
  }
}

/** @returns a summary of every layer, and of all together under the name `Total` */
export function summarizeProfile(profile: LayerProfile): {
  layers: LayerProfileSummary[];
  total: LayerProfileSummary;
} {
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const median = (values: readonly number[]) =>
    values.length === 0 ? 0 : medianOf(Float64Array.from(values).sort());
  const totalMs = sum(profile.layers.map(({ timesMs }) => sum(timesMs)));
  const layers = profile.layers.map(({ name, timesMs }) => ({
    name,
    timeMs: sum(timesMs),
    averageMs: sum(timesMs) / timesMs.length,
    medianMs: median(timesMs),
    percentage: (sum(timesMs) / totalMs) * 100,
  }));
  const runs = profile.layers[0]?.timesMs ?? [];
  const ofRuns = runs.map((_, run) => sum(profile.layers.map(({ timesMs }) => timesMs[run] ?? 0)));
  return {
    layers,
    total: {
      name: 'Total',
      timeMs: totalMs,
      averageMs: totalMs / profile.iterations,
      medianMs: median(ofRuns),
      percentage: 100,
    },
  };
}
