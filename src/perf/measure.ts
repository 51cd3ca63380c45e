import type { InferenceEngine } from './inference-host';
import type { LayerProfile } from './layer-profile';
import { settingsOf, type MeasureOptions } from './measure-options';
import { MeasurementRun } from './measurement-run';
import type { PerformanceReport } from './performance-report';
import { referenceHost } from './reference-host';

/**
 * Measures an engine as trtexec does: queries of H2D copy, computation and D2H copy, timed by events, after a warm-up.
 *
 * Recording plugin calls (`trace`) rests meanwhile. The engine is left as it was.
 *
 * @throws {ApiUsageError} `MEASUREMENT_INVALID`, `SHAPES_INVALID` with the inputs and their ranges, `INPUT_…`; what an enqueue throws
 * @example
 * ```ts
 * const report = await measureInference(engine, { shapes: { x: [1, 3, 256, 256] }, durationMs: 500 });
 * console.log(report.metrics.throughputQps);
 * ```
 */
export async function measureInference(
  engine: InferenceEngine,
  options: MeasureOptions = {},
): Promise<PerformanceReport> {
  const settings = settingsOf(engine, options);
  const host = options.host ?? referenceHost;
  return host.undisturbed(() => new MeasurementRun(host, engine, options, settings).run());
}

/**
 * Measures the layers of an engine. Every layer is waited for, so that their sum is more than an enqueue takes.
 * @returns the times of every layer, iteration by iteration, those of the warm-up included
 */
export async function profileLayers(
  engine: InferenceEngine,
  options: Omit<MeasureOptions, 'profile' | 'cudaGraph'> = {},
): Promise<LayerProfile> {
  const { profile } = await measureInference(engine, {
    warmUpMs: 0,
    durationMs: 0,
    ...options,
    profile: 'during',
  });
  return profile ?? { iterations: 0, layers: [] };
}

export type { MeasureOptions } from './measure-options';
