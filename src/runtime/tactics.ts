import { PluginError } from '../errors';
import { native } from '../native-loader';
import type { NativeDeviceBuffer } from '../native';
import { concreteDesc, type LayerPlugin, type TensorRange } from './layer-plugin';
import { log } from './logger';
import { byteSize } from './tensor';
import type { TypeAndFormat } from './negotiate';

/** One way to run a layer: formats and a tactic, with the time it took where it was timed. */
export interface Implementation {
  formats: TypeAndFormat[];
  tactic: number;
  /** Median of the timed runs; null where there was nothing to choose from. */
  timeMs: number | null;
}

const WARM_UP_RUNS = 1;
const TIMED_RUNS = 5;

/**
 * Finds the ways to run a layer and times them where there is more than one. For each format combination a fresh object is configured
 * and asked for its tactics; each tactic is run at the profile's kOPT shape. A plugin that reports failure while it is timed loses the
 * tactic, not the build.
 *
 * @param ranges The layer's tensors for each format combination, inputs first.
 * @throws {PluginError} `NO_IMPLEMENTATION` when nothing is left
 * @see recordings/v3-fp16.jsonl and v2-chain.jsonl, phase build
 */
export function timeImplementations(
  layer: string,
  plugin: LayerPlugin,
  combinations: readonly TypeAndFormat[][],
  ranges: (formats: TypeAndFormat[]) => TensorRange[],
  nbInputs: number,
): Implementation[] {
  const found: Implementation[] = [];
  if (combinations.length === 1 && !plugin.hasTactics) {
    return [{ formats: combinations[0] as TypeAndFormat[], tactic: 0, timeMs: null }];
  }
  for (const formats of combinations) {
    const all = ranges(formats);
    const [inputs, outputs] = [all.slice(0, nbInputs), all.slice(nbInputs)];
    const object = plugin.configured(inputs, outputs);
    try {
      const tactics = object.getValidTactics();
      const alternatives = combinations.length > 1 || tactics.length > 1;
      for (const tactic of tactics) {
        const timeMs = alternatives ? timeTactic(layer, object, tactic, inputs, outputs) : null;
        if (!alternatives || timeMs !== null) found.push({ formats, tactic, timeMs });
      }
    } finally {
      object.destroy();
    }
  }
  if (found.length === 0) {
    throw new PluginError(
      'NO_IMPLEMENTATION',
      `Cannot build the engine: Could not find any implementation for node ${layer}.`,
      { layer, plugin: plugin.label, method: 'enqueue', expected: '0 from at least one tactic' },
    );
  }
  return found;
}

/** @returns median milliseconds of one enqueue, or null when the plugin reports failure */
function timeTactic(
  layer: string,
  object: LayerPlugin,
  tactic: number,
  inputs: TensorRange[],
  outputs: TensorRange[],
): number | null {
  const workspaceBytes = object.prepareTiming(tactic, inputs, outputs);
  if (workspaceBytes === null) return skipTactic(layer, tactic);
  const { DeviceBuffer, Invocation, Stream } = native();
  const buffers: NativeDeviceBuffer[] = [];
  const allocate = (bytes: number) => {
    const buffer = new DeviceBuffer(Math.max(bytes, 1));
    buffer.fill(0);
    buffers.push(buffer);
    return buffer;
  };
  const stream = new Stream();
  try {
    const tuned = (list: TensorRange[]) => list.map((range) => concreteDesc(range, 'opt'));
    const inDescs = tuned(inputs);
    const invocation = new Invocation(inDescs, tuned(outputs));
    inDescs.forEach((desc, i) => invocation.setInputAddress(i, allocate(byteSize(desc))));
    // A data-dependent output may turn out larger than its estimate.
    outputs.forEach((range, i) =>
      invocation.setOutputAddress(i, allocate(byteSize(concreteDesc(range, 'max')))),
    );
    if (workspaceBytes > 0) invocation.setWorkspace(allocate(workspaceBytes));
    const timesMs: number[] = [];
    for (let run = 0; run < WARM_UP_RUNS + TIMED_RUNS; run += 1) {
      const start = process.hrtime.bigint();
      if (object.enqueue(invocation, stream) !== 0) return skipTactic(layer, tactic);
      stream.synchronize();
      if (run >= WARM_UP_RUNS) timesMs.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
    object.finishTiming();
    return timesMs.sort((a, b) => a - b)[Math.floor(timesMs.length / 2)] ?? null;
  } finally {
    stream.destroy();
    for (const buffer of buffers) buffer.free();
  }
}

function skipTactic(layer: string, tactic: number): null {
  const hex = tactic.toString(16).padStart(16, '0');
  log(
    'kERROR',
    `${layer}: Error Code: 9: Skipping tactic 0x${hex} due to exception Assertion pluginUtils::isSuccess(status) failed. `,
  );
  return null;
}
