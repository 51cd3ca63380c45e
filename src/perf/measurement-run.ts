import type { InferenceContext, InferenceEngine, InferenceHost } from './inference-host';
import { inferenceLoop } from './inference-loop';
import { InferenceQueries } from './inference-queries';
import { shapeValuesFrom } from './input-values';
import { ioNames, resolveInputs, type ResolvedInput } from './input-shapes';
import { LayerProfiler } from './layer-profile';
import type { MeasureOptions } from './measure-options';
import {
  PerformanceReport,
  type MeasuredEngine,
  type MeasurementSettings,
} from './performance-report';
import { printShape } from './shapes-text';
import { InferenceMemory } from './tensor-memory';
import { TraceRows } from './trace-rows';

/** Steps of the progress monitor. */
const STEPS = 100;

/** One measurement of one engine, with everything that has to be ended afterwards. */
export class MeasurementRun {
  private readonly notes: string[] = [];
  private aborted = false;

  constructor(
    private readonly host: InferenceHost,
    private readonly engine: InferenceEngine,
    private readonly options: MeasureOptions,
    private readonly settings: MeasurementSettings,
  ) {}

  async run(): Promise<PerformanceReport> {
    const inputs = this.resolve();
    const context = this.engine.createExecutionContext();
    try {
      this.specify(context, inputs);
      const memory = new InferenceMemory(
        this.host,
        this.engine,
        context,
        inputs,
        asMap(this.deviceValues(inputs)),
        this.options.seed ?? 1,
      );
      try {
        return await this.measure(context, inputs, memory);
      } finally {
        memory.free();
      }
    } finally {
      context.destroy();
    }
  }

  private resolve(): ResolvedInput[] {
    const shapes = new Map(asMap(this.options.shapes ?? {}));
    const values = asMap(this.options.inputs ?? {});
    for (const name of ioNames(this.engine)) {
      const given = values.get(name);
      if (given === undefined || !this.engine.isShapeInferenceIO(name)) continue;
      shapes.set(name, shapeValuesFrom(given, name, this.engine.getTensorShape(name)));
    }
    return resolveInputs(this.engine, shapes, this.settings.optimizationProfile);
  }

  /** Values of the inputs that are no shape tensors. */
  private deviceValues(inputs: readonly ResolvedInput[]): [string, Uint8Array | string][] {
    const shapeTensors = new Set(inputs.filter(({ values }) => values).map(({ name }) => name));
    return [...asMap(this.options.inputs ?? {})].filter(([name]) => !shapeTensors.has(name));
  }

  private specify(context: InferenceContext, inputs: readonly ResolvedInput[]): void {
    if (this.settings.optimizationProfile !== 0)
      context.setOptimizationProfile(this.settings.optimizationProfile);
    for (const { name, dims, values, byDefault } of inputs) {
      if (byDefault)
        this.note(`nothing is given for input "${name}": ${printShape(values ?? dims)} is taken`);
      if (values === null) context.setInputShape(name, dims);
      else context.setTensorAddress(name, valuesOf(this.engine, name, values));
      this.step(
        values
          ? `Input "${name}" is a shape tensor with the values ${printShape(values)}`
          : `Input "${name}" has the shape ${printShape(dims)}`,
      );
    }
    context.inferShapes();
    this.options.onContext?.(context);
  }

  private async measure(
    context: InferenceContext,
    inputs: readonly ResolvedInput[],
    memory: InferenceMemory,
  ): Promise<PerformanceReport> {
    for (const { name, from } of memory.filled)
      if (from !== 'values')
        this.step(`Input "${name}" holds ${from === 'random' ? 'random values' : from}`);
    const { profile: profileMode, warmUpMs } = this.settings;
    const profiler = profileMode === 'off' ? null : new LayerProfiler();
    const rows = await this.queries(context, memory, profileMode === 'during' ? profiler : null);
    const all = rows.toTraces();
    // The warm-up ends with the first query whose computation begins after it.
    const first = all.findIndex(({ startComputeMs }) => startComputeMs >= warmUpMs);
    const traces = first < 0 ? [] : all.slice(first);
    const outputs = memory.readOutputs();
    this.options.onOutputs?.(outputs);
    if (profileMode === 'separate' && !this.aborted) await this.queries(context, memory, profiler);
    const engine: MeasuredEngine = {
      name: this.engine.name,
      layers: this.engine.getNbLayers(),
      deviceMemoryBytes: this.engine.getDeviceMemorySize(),
      transferredBytes: memory.transferredBytes,
      inputs: inputs.map(({ name, dims, values }) => ({
        name,
        type: this.engine.getTensorDataType(name),
        dims,
        from: values ?? memory.filled.find((one) => one.name === name)?.from ?? 'random',
      })),
      outputs: outputs.map(({ name, type, dims }) => ({ name, type, dims })),
    };
    return new PerformanceReport({
      host: this.host.describe(),
      engine,
      settings: this.settings,
      traces,
      warmUpQueries: all.length - traces.length,
      profile: profiler?.profile() ?? null,
      aborted: this.aborted,
      notes: this.notes,
    });
  }

  /** Runs queries until there are enough, with a profiler or without. */
  private async queries(
    context: InferenceContext,
    memory: InferenceMemory,
    profiler: LayerProfiler | null,
  ): Promise<TraceRows> {
    const rows = new TraceRows();
    const queries = new InferenceQueries(
      this.host,
      profiler ? reporting(context) : context,
      memory,
      this.settings,
    );
    context.setProfiler(profiler);
    try {
      if (this.options.cudaGraph) await this.capture(queries, profiler !== null);
      const phase = profiler ? 'Profiling' : 'Measuring';
      const { aborted } = await inferenceLoop(queries, this.settings, rows, this.watch(phase));
      this.aborted ||= aborted;
      if (!this.settings.transfers) queries.fetchOutputs();
      return rows;
    } finally {
      this.options.monitor?.phaseFinish(profiler ? 'Profiling' : 'Measuring');
      queries.destroy();
      context.setProfiler(null);
    }
  }

  private async capture(queries: InferenceQueries, profiled: boolean): Promise<void> {
    if (profiled) {
      this.note(
        'layers are profiled without the CUDA graph: a launched graph tells no layer times',
      );
      return;
    }
    try {
      await queries.captureGraph();
      this.settings.cudaGraph = 'captured';
      this.step('An enqueue is captured: queries launch the CUDA graph');
    } catch (error) {
      this.settings.cudaGraph = 'refused';
      const reason = error instanceof Error ? error.message : String(error);
      this.note(
        `the engine is enqueued without a CUDA graph, because it cannot be captured: ${reason}`,
      );
    }
  }

  /** Tells the monitor how far it is. @returns what the loop asks whether to go on */
  private watch(phase: string): (elapsedMs: number) => boolean {
    const { monitor, signal } = this.options;
    const { durationMs, warmUpMs } = this.settings;
    const endMs = durationMs + warmUpMs;
    monitor?.phaseStart(phase, null, STEPS);
    return (elapsedMs) => {
      const done = Number.isFinite(endMs) ? Math.min(1, elapsedMs / endMs) : 0;
      const goesOn = monitor?.stepComplete(phase, Math.floor(done * STEPS) - 1) ?? true;
      return goesOn && !(signal?.aborted ?? false);
    };
  }

  private note(text: string): void {
    this.notes.push(text);
  }

  private step(message: string): void {
    this.options.onStep?.(message);
  }
}

/** A context whose enqueues report to the profiler at once, also on a host that reports afterwards. */
function reporting(context: InferenceContext): InferenceContext {
  if (!context.reportToProfiler) return context;
  context.setEnqueueEmitsProfile?.(false);
  const reported = Object.create(context) as InferenceContext;
  reported.enqueueV3 = async (stream) => {
    await context.enqueueV3(stream);
    context.reportToProfiler?.();
  };
  return reported;
}

function valuesOf(
  engine: InferenceEngine,
  name: string,
  values: readonly number[],
): Int32Array | BigInt64Array {
  return engine.getTensorDataType(name) === 'kINT64'
    ? BigInt64Array.from(values, BigInt)
    : Int32Array.from(values);
}

function asMap<Value>(
  given: ReadonlyMap<string, Value> | Readonly<Record<string, Value>> | [string, Value][],
): ReadonlyMap<string, Value> {
  if (given instanceof Map) return given as ReadonlyMap<string, Value>;
  return new Map(Array.isArray(given) ? given : Object.entries(given));
}
