/**
 * Files that trtexec 10.6 writes, key by key and in its order (samples/common/sampleReporting). Differences: numbers have all their digits,
 * so that what is computed from the file is what was printed; names are escaped; what is no number in JSON (NaN, Infinity) is a text.
 */
import type { InferenceTrace } from './inference-trace';
import { summarizeProfile, type LayerProfile } from './layer-profile';
import { inferenceTime } from './metrics';
import type { OutputTensor } from './tensor-memory';
import { tensorValues } from './tensor-values';

/** `--exportTimes`: the times of every query, and how long its parts took. */
export function timesJSON(traces: readonly InferenceTrace[]): string {
  return list(
    traces.map((trace) => {
      const { h2dMs, computeMs, d2hMs } = inferenceTime(trace);
      const { startEnqMs, endEnqMs, startH2dMs, endH2dMs } = trace;
      const { startComputeMs, endComputeMs, startD2hMs, endD2hMs } = trace;
      const latencyMs = h2dMs + computeMs + d2hMs;
      return object({
        startEnqMs,
        endEnqMs,
        startH2dMs,
        endH2dMs,
        startComputeMs,
        endComputeMs,
        startD2hMs,
        endD2hMs,
        h2dMs,
        computeMs,
        d2hMs,
        latencyMs,
      });
    }),
  );
}

/** `--exportProfile`: the iterations, then the layers in the order in which they run. */
export function profileJSON(profile: LayerProfile): string {
  const { layers } = summarizeProfile(profile);
  return list([
    object({ count: profile.iterations }),
    ...layers.map((layer) => object({ ...layer })),
  ]);
}

/** `--exportOutput`: the outputs of the last query. */
export function outputJSON(outputs: readonly OutputTensor[]): string {
  return list(
    outputs.map(({ name, type, dims, bytes }) => {
      const values = Array.from(tensorValues(bytes, type), jsonNumber).join(', ');
      return [
        `{ "name" : ${JSON.stringify(name)}`,
        `  , "dimensions" : ${JSON.stringify(dims.join('x'))}`,
        `  , "values" : [ ${values} ]`,
        '  }',
      ].join('\n');
    }),
  );
}

/** A list with an element a line, as trtexec writes it. */
function list(elements: readonly string[]): string {
  const lines = elements.map((element, i) => `${i === 0 ? '  ' : ', '}${element}`);
  return `${['[', ...lines, ']'].join('\n')}\n`;
}

function object(fields: Readonly<Record<string, number | string>>): string {
  const texts = Object.entries(fields).map(
    ([key, value]) =>
      `"${key}" : ${typeof value === 'number' ? jsonNumber(value) : JSON.stringify(value)}`,
  );
  return `{ ${texts.join(', ')} }`;
}

function jsonNumber(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isFinite(value)) return String(value);
  return JSON.stringify(String(value));
}
