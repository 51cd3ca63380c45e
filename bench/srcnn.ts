import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { comparePluginAndNative } from '../src/perf/plugin-or-native/compare';
import { ONNX_RUNTIME, SRCNN_VARIANTS, type Variant } from '../src/perf/plugin-or-native/variants';
import { median, spread, withinLimit, type Comparison } from './measure';

const ROUNDS = 11;
const QUERIES = 10;
const PROCESSES = 7;
const LEAST_THROUGHPUT = 1.7;
const MOST_MEMORY = 1.3;
const BUILD_LIMIT_MS = 500;

/** SRCNN 256x256 to 512x512 from host memory to host memory, in turns of queries that follow each other. */
async function throughput(what: string, theirs: Partial<Variant>): Promise<Comparison> {
  const variants = SRCNN_VARIANTS.flatMap((variant) => {
    if (variant.id === 'plugin-v2') return [variant];
    return variant.id === ONNX_RUNTIME ? [{ ...variant, ...theirs }] : [];
  });
  const settings = { variants, rounds: ROUNDS, queries: QUERIES, profileIterations: 1 };
  const compared = await comparePluginAndNative(settings);
  const [plugin, alone] = ['plugin-v2', ONNX_RUNTIME].map((id) => compared.variant(id));
  if (!plugin?.relativeThroughput || !alone) throw new Error('a variant is missing');
  if (!((plugin.accuracy.maxAbsDifference ?? NaN) < 1e-5)) throw new Error('the outputs differ');
  const { median: ratio, min, max } = plugin.relativeThroughput;
  return {
    name: `SRCNN 256x256 -> 512x512, throughput of ${ROUNDS} x ${QUERIES} queries`,
    unit: 'ms',
    ours: {
      what: 'engine with DynamicTRTResize, a query',
      median: 1000 / plugin.throughputQps.median,
    },
    theirs: { what, median: 1000 / alone.throughputQps.median },
    ratio,
    spread: { low: min, high: max },
    target: `at least ${LEAST_THROUGHPUT}x`,
    reached: ratio >= LEAST_THROUGHPUT,
  };
}

export const srcnnThroughput = () =>
  throughput('ONNX Runtime, all native, default options, a query', {});
export const srcnnThroughputTwoThreads = () =>
  throughput('ONNX Runtime, all native, intraOpNumThreads 2, a query', { intraOpNumThreads: 2 });

/** In processes of their own: loading the package and the plugin library, parsing, building, serialising and deserialising. */
export function srcnnBuild(): Promise<Comparison> {
  const runs = Array.from({ length: PROCESSES }, () => inProcess('build'));
  const part = (name: string) => median(runs.map((times) => times[name] ?? NaN)).toFixed(0);
  const parts = ['loadMs', 'parseMs', 'buildMs', 'deserializeMs'].map(part);
  const name = `SRCNN, ONNX file to engine in a fresh process (load, parse, build, deserialise: ${parts.join(' + ')} ms)`;
  const totals = runs.map((times) => Object.values(times).reduce((sum, ms) => sum + ms, 0));
  return Promise.resolve(
    withinLimit(name, 'after the start of Node', median(totals), BUILD_LIMIT_MS),
  );
}

/** In processes of their own: what resident memory grows by at most, from bare Node to ten queries; the engine is built there too. */
export function srcnnMemory(): Promise<Comparison> {
  const growths = (what: string) =>
    Array.from({ length: PROCESSES }, () => inProcess(what)['growthMiB'] ?? NaN);
  const [ours, theirs] = [growths('engine'), growths('onnxruntime')];
  const ratio = median(theirs) / median(ours);
  return Promise.resolve({
    name: 'SRCNN 256x256 -> 512x512, growth of resident memory',
    unit: 'MiB',
    ours: { what: 'parse, build and run an engine with DynamicTRTResize', median: median(ours) },
    theirs: { what: 'ONNX Runtime, all native, default options', median: median(theirs) },
    ratio,
    spread: spread(ours.map((growth, i) => (theirs[i] ?? NaN) / growth)),
    target: `ours at most ${MOST_MEMORY} x theirs: at least ${(1 / MOST_MEMORY).toFixed(2)}x`,
    reached: ratio >= 1 / MOST_MEMORY,
  });
}

function inProcess(what: string): Record<string, number> {
  const program = join(__dirname, 'srcnn-process.js');
  const printed = execFileSync(process.execPath, [program, what], { encoding: 'utf8' });
  return JSON.parse(printed) as Record<string, number>;
}
