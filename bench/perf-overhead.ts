import { join } from 'node:path';
import { InferenceQueries } from '../src/perf/inference-queries';
import { inferenceLoop } from '../src/perf/inference-loop';
import { resolveInputs } from '../src/perf/input-shapes';
import { referenceHost as host } from '../src/perf/reference-host';
import { InferenceMemory } from '../src/perf/tensor-memory';
import { TraceRows } from '../src/perf/trace-rows';
import { createParser } from '../src/onnx/parser';
import { pluginLibrary, projectRoot } from '../src/native-loader';
import { createBuilder } from '../src/runtime/builder';
import { createRuntime } from '../src/runtime/engine/engine';
import { getPluginRegistry } from '../src/runtime/plugin/plugin-registry';
import type { Dims } from '../src/runtime/tensor';
import { buildChain } from './chain';
import { median, withinLimit, type Comparison } from './measure';

/** How much of a query's time the measuring may take. */
const LIMIT_PART = 0.02;
/** What a query of an engine that does next to nothing may cost beside its copies and its enqueue, in microseconds. */
const LIMIT_US = 20;

interface Sampling {
  /** Queries of one sample: long enough for the clock. */
  queries: number;
  /** Samples of either way, turn by turn. */
  samples: number;
}

/**
 * The same queries – copies in, enqueueV3, copies out – with the code that measures them and in a plain loop.
 * @returns medians of the milliseconds of one query, and the median of how much more the measured one took than the plain one beside it
 */
async function sideBySide(
  bytes: Uint8Array,
  shapes: Record<string, Dims>,
  { queries: count, samples }: Sampling,
): Promise<{ measuredMs: number; plainMs: number; part: number }> {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(bytes);
  const context = engine.createExecutionContext();
  const inputs = resolveInputs(engine, new Map(Object.entries(shapes)));
  for (const { name, dims } of inputs) context.setInputShape(name, dims);
  const memory = new InferenceMemory(host, engine, context, inputs, new Map(), 1);
  const stream = host.createStream();
  const plain = async (): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      memory.copyInputs(stream);
      await context.enqueueV3(stream as never);
      memory.copyOutputs(stream);
    }
    stream.synchronize();
  };
  const measured = async (): Promise<void> => {
    const queries = new InferenceQueries(host, context, memory, { transfers: true, overlap: true });
    const limits = { iterations: count, durationMs: 0, warmUpMs: 0, idleMs: 0 };
    await inferenceLoop(queries, limits, new TraceRows(), () => true);
    queries.destroy();
  };
  const times = { plain: [] as number[], measured: [] as number[] };
  await host.undisturbed(async () => {
    for (let round = -1; round < samples; round += 1) {
      // Neither is always the first: what the other leaves behind in the caches is shared alike.
      const turn =
        round % 2 === 0 ? (['plain', 'measured'] as const) : (['measured', 'plain'] as const);
      for (const name of turn) {
        const start = performance.now();
        await { plain, measured }[name]();
        if (round >= 0) times[name].push((performance.now() - start) / count);
      }
    }
  });
  stream.destroy();
  memory.free();
  context.destroy();
  engine.destroy();
  runtime.destroy();
  const parts = times.measured.map((ms, i) => ms / (times.plain[i] ?? NaN) - 1);
  return {
    measuredMs: median(times.measured),
    plainMs: median(times.plain),
    part: median(parts),
  };
}

/** SRCNN with its plugin, 256x256 to 512x512: what measuring adds to a query. */
export async function perfOverheadSrcnn(): Promise<Comparison> {
  const shapes = { input: [1, 3, 256, 256], factor: [1, 1, 512, 512] };
  const bytes = await buildSrcnn(shapes);
  const { measuredMs, plainMs, part } = await sideBySide(bytes, shapes, {
    queries: 3,
    samples: 40,
  });
  return {
    name: `workbook perf of SRCNN 256 to 512: ${(part * 100).toFixed(2)} % more a query`,
    unit: 'ms',
    ours: { what: 'a query, measured', median: measuredMs },
    theirs: { what: 'the same query in a plain loop', median: plainMs },
    ratio: 1 / (1 + part),
    target: `under ${LIMIT_PART * 100} % more`,
    reached: part < LIMIT_PART,
  };
}

/** One plugin layer that does nothing on 1 KiB: what measuring costs, in microseconds. */
export async function perfOverheadTiny(): Promise<Comparison> {
  const { bytes } = await buildChain([{ generation: 'V3' }]);
  const { measuredMs, plainMs } = await sideBySide(
    bytes,
    { x: [2, 8, 4, 4] },
    { queries: 500, samples: 40 },
  );
  const extraMs = Math.max(0, measuredMs - plainMs);
  return withinLimit(
    `workbook perf of an engine that does nothing: ${(extraMs * 1000).toFixed(1)} us more a query`,
    `events, waits and notes of one query (${(plainMs * 1000).toFixed(1)} us without them)`,
    extraMs,
    LIMIT_US / 1000,
  );
}

async function buildSrcnn(shapes: Record<string, Dims>): Promise<Uint8Array> {
  const registry = getPluginRegistry();
  if (registry.getAllCreators().length === 0) registry.loadLibrary(pluginLibrary);
  const builder = createBuilder();
  const network = builder.createNetwork();
  try {
    createParser(network).parseFromFile(
      join(projectRoot, 'models', 'srcnn-dynamic-trt-resize.onnx'),
    );
    const config = builder.createBuilderConfig();
    const profile = builder.createOptimizationProfile();
    for (const [name, dims] of Object.entries(shapes))
      for (const select of ['kMIN', 'kOPT', 'kMAX'] as const)
        profile.setDimensions(name, select, dims);
    config.addOptimizationProfile(profile);
    return await builder.buildSerializedNetwork(network, config);
  } finally {
    network.destroy();
    builder.destroy();
  }
}
