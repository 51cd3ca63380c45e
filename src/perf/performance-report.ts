import { inspectable } from '../runtime/inspect';
import type { DataType } from '../runtime/enums';
import type { Dims } from '../runtime/tensor';
import type { HostDescription } from './inference-host';
import type { InferenceTrace } from './inference-trace';
import type { LayerProfile } from './layer-profile';
import { performanceMetrics, type PerformanceMetrics, type PerformanceResult } from './metrics';
import { ostreamNumber } from './ostream-number';
import { printShape } from './shapes-text';

/** An input or output as it was measured. */
export interface MeasuredTensor {
  name: string;
  type: DataType;
  dims: Dims;
  /** Of an input: `random`, `values`, or the file that was loaded. Of a shape tensor the values themselves. */
  from?: string | readonly number[];
}

/** What was measured and how. */
export interface MeasuredEngine {
  name: string;
  layers: number;
  /** Memory that a context needs beside inputs and outputs. */
  deviceMemoryBytes: number;
  /** Bytes that one query copies to the device and back. */
  transferredBytes: { h2d: number; d2h: number };
  inputs: readonly MeasuredTensor[];
  outputs: readonly MeasuredTensor[];
}

/** The settings of a measurement, with trtexec's defaults filled in. */
export interface MeasurementSettings {
  iterations: number;
  durationMs: number;
  warmUpMs: number;
  idleMs: number;
  avgRuns: number;
  percentiles: readonly number[];
  transfers: boolean;
  overlap: boolean;
  /** Whether a graph was asked for, and whether the engine could be captured. */
  cudaGraph: 'off' | 'captured' | 'refused';
  profile: 'off' | 'during' | 'separate';
  optimizationProfile: number;
}

/** Everything that a measurement found out. */
export interface Measurement {
  host: HostDescription;
  engine: MeasuredEngine;
  settings: MeasurementSettings;
  /** After the warm-up, in the order in which they ran. */
  traces: readonly InferenceTrace[];
  warmUpQueries: number;
  profile: LayerProfile | null;
  /** Whether it was stopped before its time. */
  aborted: boolean;
  /** What the caller should know: shapes that were taken by default, a graph that was refused. */
  notes: readonly string[];
}

/** What measureInference found out: traces, metrics and the layer profile. */
export class PerformanceReport implements Measurement {
  /** ISO 8601. */
  readonly date = new Date().toISOString();
  readonly host: HostDescription;
  readonly engine: MeasuredEngine;
  readonly settings: MeasurementSettings;
  readonly traces: readonly InferenceTrace[];
  readonly warmUpQueries: number;
  readonly metrics: PerformanceMetrics;
  readonly profile: LayerProfile | null;
  readonly aborted: boolean;
  readonly notes: readonly string[];

  /** @internal Reports come from measureInference. */
  constructor(measured: Measurement) {
    this.host = measured.host;
    this.engine = measured.engine;
    this.settings = measured.settings;
    this.traces = measured.traces;
    this.warmUpQueries = measured.warmUpQueries;
    this.profile = measured.profile;
    this.aborted = measured.aborted;
    this.notes = measured.notes;
    this.metrics = performanceMetrics(measured.traces, measured.settings.percentiles);
  }

  /**
   * Whether the metrics tell the engine's speed: not where a profiler waited after every layer meanwhile, and not where nothing was
   * measured.
   */
  get isAccurate(): boolean {
    return this.settings.profile !== 'during' && this.metrics.queries > 0;
  }

  /** Everything; of the traces one array of milliseconds for each time. */
  toJSON(): object {
    const column = (of: keyof InferenceTrace) => this.traces.map((trace) => trace[of]);
    return {
      date: this.date,
      host: this.host,
      engine: this.engine,
      settings: { ...this.settings, durationMs: finiteOrText(this.settings.durationMs) },
      aborted: this.aborted,
      warmUpQueries: this.warmUpQueries,
      isAccurate: this.isAccurate,
      metrics: this.metrics,
      profile: this.profile,
      notes: this.notes,
      traces: {
        startEnqMs: column('startEnqMs'),
        endEnqMs: column('endEnqMs'),
        startH2dMs: column('startH2dMs'),
        endH2dMs: column('endH2dMs'),
        startComputeMs: column('startComputeMs'),
        endComputeMs: column('endComputeMs'),
        startD2hMs: column('startD2hMs'),
        endD2hMs: column('endD2hMs'),
      },
    };
  }

  static {
    inspectable(PerformanceReport, ({ engine, metrics, host, profile, warmUpQueries }) => {
      const line = ({ minMs, medianMs, maxMs }: PerformanceResult) =>
        `median ${ostreamNumber(medianMs)} ms, ${ostreamNumber(minMs)} to ${ostreamNumber(maxMs)} ms`;
      return {
        host: host.name,
        inputs: engine.inputs.map(({ name, dims }) => `${name} ${printShape(dims)}`).join(', '),
        queries: `${metrics.queries} (+ ${warmUpQueries} to warm up)`,
        throughput: `${ostreamNumber(metrics.throughputQps)} qps`,
        latency: line(metrics.latency),
        enqueue: line(metrics.enqueue),
        compute: line(metrics.compute),
        profile: profile ? `${profile.layers.length} layers` : 'none',
      };
    });
  }
}

/** JSON has no Infinity. */
function finiteOrText(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
