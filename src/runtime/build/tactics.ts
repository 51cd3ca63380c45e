import { PluginError } from '../../errors';
import { native } from '../../native-loader';
import type { NativeDeviceBuffer, PluginTensorDesc } from '../../native';
import { inTimingOrder, type TypeAndFormat } from './formats';
import { GUARD_BYTES } from './memory-plan';
import {
  concreteDesc,
  TIMING_FAILED,
  type LayerPlugin,
  type TensorRange,
  type TimingRefusal,
} from '../plugin/layer-plugin';
import { log } from '../logger';
import type { Pausing } from './pausing';
import { byteSize, type Dims } from '../tensor';
import { timingKey, type TimingCache } from './timing-cache';

/** One way to run a layer: formats and a tactic, with the time it took where it was timed. */
export interface Implementation {
  formats: TypeAndFormat[];
  tactic: number;
  /** Median of the timed runs; null where there was nothing to choose from. */
  timeMs: number | null;
}

/** What timing is done under. */
export interface TimingRules {
  /** Bytes of workspace that an implementation may ask for. */
  workspaceLimit: number;
  /** null where the cache is disabled. */
  cache: TimingCache | null;
  /** How many runs are timed. */
  iterations: number;
  /** Called after every combination of formats. */
  step: () => void;
}

/** A layer and its tensors for each choice of formats. */
export interface TimedLayer {
  name: string;
  plugin: LayerPlugin;
  nbInputs: number;
  /** For each output the input whose memory it shares, or -1. */
  aliases: readonly number[];
  ranges: (formats: readonly TypeAndFormat[]) => TensorRange[];
  /** For each output its extents while it is timed, those that depend on data at their upper bounds. */
  outputRoom: readonly Dims[];
}

const WARM_UP_RUNS = 1;
const LEAST_TIMED_RUNS = 5;

/**
 * Finds the ways to run a layer and times them where there is more than one. For each format combination a fresh object is configured
 * and asked for its tactics; each tactic is run at the profile's kOPT shape, unless the timing cache knows it. A plugin that reports
 * failure while it is timed loses the tactic, not the build. Pauses after each combination.
 *
 * @throws {PluginError} `NO_IMPLEMENTATION` when nothing is left
 * @see recordings/v3-fp16.jsonl, v2-chain.jsonl and build-twice-cache-v3.jsonl, phase build
 */
export function* timeImplementations(
  layer: TimedLayer,
  combinations: readonly TypeAndFormat[][],
  rules: TimingRules,
): Pausing<Implementation[]> {
  const { name, plugin, nbInputs } = layer;
  // A layer without an ID is found again all the same (recordings/build-twice-tactics-cache-noid.jsonl); we go by its name.
  const cacheId =
    rules.cache && plugin.hasTactics ? (plugin.getTimingCacheID() ?? `layer ${name}`) : null;
  if (combinations.length === 1 && !plugin.hasTactics) {
    rules.step();
    return [{ formats: combinations[0] as TypeAndFormat[], tactic: 0, timeMs: null }];
  }
  const found: Implementation[] = [];
  const skipped: TimingRefusal[] = [];
  for (const formats of inTimingOrder(combinations)) {
    const all = layer.ranges(formats);
    const [inputs, outputs] = [all.slice(0, nbInputs), all.slice(nbInputs)];
    const object = plugin.configured(inputs, outputs);
    try {
      const tactics = object.getValidTactics();
      const alternatives = combinations.length > 1 || tactics.length > 1;
      for (const tactic of tactics) {
        const key = cacheId === null ? null : keyOf(plugin, cacheId, inputs, outputs, tactic);
        const cached = key === null ? undefined : rules.cache?.lookup(key);
        const timeMs = alternatives
          ? (cached ?? timeTactic(layer, object, tactic, inputs, outputs, rules, skipped))
          : null;
        if (key !== null && timeMs !== null && cached === undefined)
          rules.cache?.record(key, timeMs);
        if (!alternatives || timeMs !== null) found.push({ formats, tactic, timeMs });
      }
    } finally {
      object.destroy();
    }
    rules.step();
    yield;
  }
  if (found.length === 0) {
    throw new PluginError(
      'NO_IMPLEMENTATION',
      `Cannot build the engine: Could not find any implementation for node ${name}.`,
      {
        layer: name,
        plugin: plugin.label,
        method: skipped[0]?.method ?? 'getValidTactics',
        expected: 'at least one tactic that can be timed',
        actual: skipped.map(({ method, why }) =>
          method === 'getWorkspaceSize' ? why : `${method} reported failure`,
        ),
      },
    );
  }
  return found;
}

function keyOf(
  plugin: LayerPlugin,
  timingCacheId: string,
  inputs: TensorRange[],
  outputs: TensorRange[],
  tactic: number,
): string {
  const [name = '', version = ''] = plugin.label.split(' version ');
  return timingKey({
    plugin: { name, version, namespace: '' },
    timingCacheId,
    inputs,
    outputs,
    tactic,
  });
}

/** @returns median milliseconds of one enqueue, or null when the plugin cannot run so */
function timeTactic(
  layer: TimedLayer,
  object: LayerPlugin,
  tactic: number,
  inputs: TensorRange[],
  outputs: TensorRange[],
  rules: TimingRules,
  skipped: TimingRefusal[],
): number | null {
  try {
    const ready = object.prepareTiming(tactic, inputs, outputs, rules.workspaceLimit);
    const timed =
      typeof ready === 'number' ? timedRuns(layer, object, inputs, outputs, ready, rules) : ready;
    if (typeof timed === 'number') return timed;
    skipped.push(timed);
    const hex = tactic.toString(16).padStart(16, '0');
    log(
      'kERROR',
      `${layer.name}: Error Code: 9: Skipping tactic 0x${hex} due to exception ${timed.why}`,
    );
    return null;
  } finally {
    object.finishTiming();
  }
}

function timedRuns(
  layer: TimedLayer,
  object: LayerPlugin,
  inputs: TensorRange[],
  outputs: TensorRange[],
  workspaceBytes: number,
  { iterations }: TimingRules,
): number | TimingRefusal {
  const { Invocation, Stream } = native();
  const memory = new GuardedMemory();
  const stream = new Stream();
  let failed = false;
  try {
    const tuned = (list: TensorRange[]): PluginTensorDesc[] =>
      list.map((range) => concreteDesc(range, 'opt'));
    const inDescs = tuned(inputs);
    const invocation = new Invocation(inDescs, tuned(outputs));
    inDescs.forEach((desc, i) => invocation.setInputAddress(i, memory.allocate(byteSize(desc))));
    // A data-dependent output may turn out larger than its estimate.
    const outputBuffers = outputs.map(({ type, format }, i) =>
      memory.allocate(byteSize({ type, format, dims: layer.outputRoom[i] ?? [] })),
    );
    outputs.forEach((_range, i) => {
      const alias = layer.aliases[i] ?? -1;
      if (alias >= 0) invocation.setInputAddress(alias, outputBuffers[i] ?? null);
      invocation.setOutputAddress(i, outputBuffers[i] ?? null);
    });
    if (workspaceBytes > 0) invocation.setWorkspace(memory.allocate(workspaceBytes));
    const timesMs: number[] = [];
    for (let run = 0; run < WARM_UP_RUNS + Math.max(LEAST_TIMED_RUNS, iterations); run += 1) {
      const start = process.hrtime.bigint();
      if (object.enqueue(invocation, stream) !== 0)
        return { method: 'enqueue', why: TIMING_FAILED };
      stream.synchronize();
      if (run >= WARM_UP_RUNS) timesMs.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
    memory.check(layer.name, object);
    return timesMs.sort((a, b) => a - b)[Math.floor(timesMs.length / 2)] ?? 0;
  } catch (error) {
    failed = true;
    throw timingFailure(layer, object, error);
  } finally {
    // After a fault these fail too, and what they say would hide the reason.
    const end = failed ? quietly : (act: () => void) => act();
    end(() => stream.destroy());
    end(() => memory.free());
  }
}

/** A kernel's fault, with the layer whose it is. */
function timingFailure({ name }: TimedLayer, plugin: LayerPlugin, error: unknown): unknown {
  if (!isCudaError(error)) return error;
  const { cudaError, cudaErrorName } = error;
  return new PluginError(
    'CUDA_ERROR',
    `Cannot time layer "${name}": ${plugin.label}: Cuda Error in findFastestTactic: ${cudaError} (${cudaErrorName})`,
    { layer: name, plugin: plugin.label, method: 'enqueue' },
  );
}

function isCudaError(error: unknown): error is { cudaError: number; cudaErrorName: string } {
  return error instanceof Error && 'cudaError' in error && 'cudaErrorName' in error;
}

function quietly(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!isCudaError(error)) throw error;
  }
}

/** Memory for one timing, with bytes behind each piece that nobody may change. */
class GuardedMemory {
  private readonly pieces: { buffer: NativeDeviceBuffer; bytes: number }[] = [];

  /** Zeros. */
  allocate(bytes: number): NativeDeviceBuffer {
    const buffer = new (native().DeviceBuffer)(bytes + GUARD_BYTES);
    if (bytes > 0) buffer.fill(0, 0, bytes);
    buffer.fillGuard(bytes, GUARD_BYTES);
    this.pieces.push({ buffer, bytes });
    return buffer;
  }

  /** @throws {PluginError} `PLUGIN_OVERRUN` */
  check(layer: string, plugin: LayerPlugin): void {
    for (const { buffer, bytes } of this.pieces) {
      const changed = buffer.guardIntact(bytes, GUARD_BYTES);
      if (changed < 0) continue;
      throw new PluginError(
        'PLUGIN_OVERRUN',
        `Cannot time layer "${layer}": ${plugin.label} wrote past its memory`,
        {
          layer,
          plugin: plugin.label,
          method: 'enqueue',
          expected: `at most ${bytes} bytes written`,
          actual: `byte ${changed} changed`,
        },
      );
    }
  }

  free(): void {
    for (const { buffer } of this.pieces) buffer.free();
  }
}
