import { ApiUsageError } from '../errors';
import type { ProgressMonitor } from '../runtime/build/progress-monitor';
import type { Dims } from '../runtime/tensor';
import type { InferenceContext, InferenceEngine, InferenceHost } from './inference-host';
import type { LoopLimits } from './inference-loop';
import { checkPercentiles, DEFAULT_PERCENTILES } from './metrics';
import type { MeasurementSettings } from './performance-report';
import type { OutputTensor } from './tensor-memory';

/** How to measure. The defaults are those of trtexec 10.6. */
export interface MeasureOptions {
  /** Extents of inputs, of a shape tensor its values; a name may hold one `*`. What is not given is 1. */
  shapes?: ReadonlyMap<string, Dims> | Readonly<Record<string, Dims>>;
  /** Values of inputs: bytes, or the path of a file with them, linear. Default: the random numbers of trtexec. */
  inputs?: ReadonlyMap<string, Uint8Array | string> | Readonly<Record<string, Uint8Array | string>>;
  /** Seed of the random inputs; 1 gives trtexec's. */
  seed?: number;
  /** At least so many queries; default 10. */
  iterations?: number;
  /** At least so many milliseconds; default 3000. Infinity measures until `signal` aborts. */
  durationMs?: number;
  /** Milliseconds of queries that do not count; default 200. */
  warmUpMs?: number;
  /** Milliseconds of rest after every query; default 0. */
  idleMs?: number;
  /** Queries in one line of the trace's averages; default 10. */
  avgRuns?: number;
  /** Default 90, 95 and 99. */
  percentiles?: readonly number[];
  /** Captures one enqueue and launches the graph. An engine that cannot be captured is enqueued, and a note says why. */
  cudaGraph?: boolean;
  /** Whether inputs and outputs are copied in every query; default true. */
  transfers?: boolean;
  /** Whether a query is enqueued while the one before runs; default true. */
  overlap?: boolean;
  /** Times of layers: `separate` runs everything a second time for them, `during` takes them meanwhile, which makes the metrics wrong. */
  profile?: 'off' | 'during' | 'separate';
  /** Index of the optimization profile; default 0. */
  optimizationProfile?: number;
  /** Ends the measurement; what was measured so far is reported. */
  signal?: AbortSignal;
  /** Hears how far it is: `progressLine()` shows it. */
  monitor?: ProgressMonitor;
  /** Who runs the engine; default the reference host. */
  host?: InferenceHost;
  /** Hears what happens, step by step. */
  onStep?: (message: string) => void;
  /** Hears of the context before the first query: an inspector can look at it. */
  onContext?: (context: InferenceContext) => void;
  /** Hears the outputs of the last query. */
  onOutputs?: (outputs: readonly OutputTensor[]) => void;
}

/** The options with the defaults filled in. @throws {ApiUsageError} `MEASUREMENT_INVALID`, `PERCENTILE_INVALID` */
export function settingsOf(engine: InferenceEngine, options: MeasureOptions): MeasurementSettings {
  const least = (
    name: keyof LoopLimits | 'avgRuns' | 'optimizationProfile',
    initial: number,
    from: number,
  ) => {
    const value = options[name] ?? initial;
    const whole = name === 'iterations' || name === 'avgRuns' || name === 'optimizationProfile';
    if (value >= from && (!whole || Number.isInteger(value))) return value;
    throw new ApiUsageError('MEASUREMENT_INVALID', `Cannot measure: ${name} is not valid`, {
      method: 'measureInference',
      expected: `${whole ? 'a whole number' : 'milliseconds'}, ${from} or more`,
      actual: String(value),
    });
  };
  const percentiles = options.percentiles ?? DEFAULT_PERCENTILES;
  checkPercentiles(percentiles);
  const optimizationProfile = least('optimizationProfile', 0, 0);
  const profiles = engine.getNbOptimizationProfiles();
  if (optimizationProfile > 0 && optimizationProfile >= profiles) {
    throw new ApiUsageError(
      'PROFILE_INVALID',
      `Cannot measure with optimization profile ${optimizationProfile}`,
      {
        method: 'measureInference',
        expected: `0 to ${Math.max(0, profiles - 1)}`,
        actual: optimizationProfile,
      },
    );
  }
  return {
    iterations: least('iterations', 10, 0),
    durationMs: least('durationMs', 3000, 0),
    warmUpMs: least('warmUpMs', 200, 0),
    idleMs: least('idleMs', 0, 0),
    avgRuns: least('avgRuns', 10, 1),
    percentiles,
    transfers: options.transfers ?? true,
    overlap: options.overlap ?? true,
    cudaGraph: 'off',
    profile: options.profile ?? 'off',
    optimizationProfile,
  };
}
