import { readFileSync } from 'node:fs';
import { workbookPath } from 'tensorrt-plugin-workbook';
import {
  fail,
  firstFailure,
  moduleRun,
  part,
  pass,
  say,
  type ExerciseCheck,
  type ModuleRun,
  type ModuleRunResult,
  type Random,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';
import { performanceMetrics } from 'tensorrt-plugin-workbook/dist/perf/metrics';

type Query = Parameters<typeof performanceMetrics>[0][number];
type Figures = Map<string, number>;

/** Queries as a GPU has them: the copies of one run beside the computation of the one before, and wait for their turn. */
function queriesOf(random: Random, count: number): Query[] {
  // In so small steps that no two durations are the same.
  const lasting = (least: number, most: number): number =>
    random.integer(least * 4096, most * 4096) / 4096;
  let [copiedIn, computed, copiedOut] = [random.number(1, 2), 0, 0];
  return Array.from({ length: count }, (_, at) => {
    const startH2dMs = copiedIn + random.number(0.25, 0.5);
    const endH2dMs = startH2dMs + lasting(0.25, 1);
    const startComputeMs = Math.max(endH2dMs, computed) + random.number(0.0625, 0.25);
    // Now and then one is slow: a mean is no median.
    const endComputeMs = startComputeMs + lasting(2, 3) + (at % 7 === 3 ? 9 : 0);
    const startD2hMs = Math.max(endComputeMs, copiedOut) + random.number(0.0625, 0.25);
    const endD2hMs = startD2hMs + lasting(0.25, 1);
    const startEnqMs = startH2dMs + random.number(0.125, 0.25);
    const endEnqMs = startEnqMs + lasting(0.25, 1);
    [copiedIn, computed, copiedOut] = [startComputeMs, endComputeMs, endD2hMs];
    return {
      ...{ startEnqMs, endEnqMs, startH2dMs, endH2dMs },
      ...{ startComputeMs, endComputeMs, startD2hMs, endD2hMs },
    };
  });
}

const TIMES = [
  ...(['startEnqMs', 'endEnqMs', 'startH2dMs', 'endH2dMs'] as const),
  ...(['startComputeMs', 'endComputeMs', 'startD2hMs', 'endD2hMs'] as const),
];

/** The run of lesson 12 on the H200, of which trtexec left the warm-up of 50 ms out already. */
function recordedQueries(): Query[] {
  const path = workbookPath('recordings/trtexec/runs/srcnn-v2-load.times.json');
  const rows = JSON.parse(readFileSync(path, 'utf8')) as Query[];
  return rows.map(
    (row) => Object.fromEntries(TIMES.map((name) => [name, row[name]])) as unknown as Query,
  );
}

const call = (
  queries: Query[],
  warmUpMs: number,
  percentiles: number[],
): ModuleRun['calls'][number] => ({
  function: 'summary',
  arguments: [queries, warmUpMs, percentiles],
});

const LINES = ['latency', 'enqueue', 'compute'] as const;

/** The figures of a summary by name, `latency.median`, in the order in which they are looked at. */
function expectedFigures(
  all: readonly Query[],
  warmUpMs: number,
  percentiles: readonly number[],
): Figures {
  const first = all.findIndex(({ startComputeMs }) => startComputeMs >= warmUpMs);
  const metrics = performanceMetrics(all.slice(first), percentiles);
  const lines = LINES.flatMap((name): [string, number][] => {
    const line = metrics[name];
    return [
      [`${name}.min`, line.minMs],
      [`${name}.max`, line.maxMs],
      [`${name}.mean`, line.meanMs],
      [`${name}.median`, line.medianMs],
      ...line.percentiles.map(({ percent, ms }): [string, number] => [`${name} ${percent} %`, ms]),
    ];
  });
  const walltime = metrics.totalHostWalltimeMs;
  return new Map([
    ['queries', metrics.queries],
    ['walltime', walltime],
    ...lines,
    ['throughput', metrics.throughputQps],
  ]);
}

/** A figure of what was returned. */
function figureOf(value: unknown, name: string, percentiles: readonly number[]): unknown {
  const [line = '', rest = ''] = name.split(/[. ]/);
  const of = (one: unknown, key: string): unknown =>
    (one as Record<string, unknown> | null | undefined)?.[key];
  if (rest === '') return of(value, line);
  if (name.includes('.')) return of(of(value, line), rest);
  return of(of(of(value, line), 'percentiles'), String(percentiles.indexOf(Number(rest))));
}

const near = (a: unknown, b: number): boolean =>
  typeof a === 'number' && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
const shown = (value: unknown): string =>
  typeof value === 'number' ? String(Number(value.toFixed(6))) : JSON.stringify(value ?? null);
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const VALUES: Record<string, (query: Query) => number> = {
  latency: (query) =>
    query.endH2dMs -
    query.startH2dMs +
    query.endComputeMs -
    query.startComputeMs +
    query.endD2hMs -
    query.startD2hMs,
  enqueue: (query) => query.endEnqMs - query.startEnqMs,
  compute: (query) => query.endComputeMs - query.startComputeMs,
};

/** Which mistake gives this figure instead of the right one. */
function mistakeOf(
  name: string,
  found: unknown,
  [all, warmUpMs, percentiles]: [Query[], number, number[]],
): string | undefined {
  const queries = all.slice(all.findIndex(({ startComputeMs }) => startComputeMs >= warmUpMs));
  const [line = '', percent = ''] = name.split(/[. ]/);
  if (name === 'queries') return near(found, all.length) ? 'warm-up-counted' : 'warm-up-by-copy';
  if (name === 'throughput') {
    const latency = expectedFigures(all, warmUpMs, percentiles).get('latency.mean') ?? NaN;
    return near(found, 1000 / latency) ? 'one-by-latency' : undefined;
  }
  if (line === 'latency' && /min|max|mean/.test(percent)) {
    const whole = queries.map((query) => query.endD2hMs - query.startH2dMs);
    const given = { min: Math.min(...whole), max: Math.max(...whole), mean: meanOf(whole) }[
      percent
    ];
    return given !== undefined && near(found, given) ? 'with-waiting' : undefined;
  }
  const values = queries.map(VALUES[line] ?? (() => NaN));
  if (percent === 'median' && near(found, meanOf(values))) return 'mean-for-median';
  const asText = [...values].map(String).sort().map(Number);
  const middle = values.length / 2;
  const above = Math.floor((values.length * (100 - Number(percent))) / 100);
  const inText =
    percent === 'median'
      ? [Math.floor(middle), Math.ceil(middle - 1)].map((at) => asText[at] ?? NaN)
      : [asText[values.length - 1 - above] ?? NaN];
  if (near(found, meanOf(inText))) return 'sorted-as-text';
  const sorted = [...values].sort((a, b) => a - b);
  const next = [values.length - above, values.length - 2 - above];
  return percent !== 'median' && next.some((at) => near(found, sorted[at] ?? NaN))
    ? 'percentile-index'
    : undefined;
}

/** Every call's figures whose names `names` matches, in their order. */
function judge({ calls }: ModuleRunResult, request: ModuleRun, names: RegExp): Verdict {
  return firstFailure(
    ...request.calls.map((asked, at) => (): Verdict => {
      const given = asked.arguments as [Query[], number, number[]];
      const [all, warmUpMs, percentiles] = given;
      const value = calls[at]?.value;
      for (const [name, expected] of expectedFigures(all, warmUpMs, percentiles)) {
        const found = figureOf(value, name, percentiles);
        if (!names.test(name) || near(found, expected)) continue;
        const mistake = mistakeOf(name, found, given);
        const [en, zh] = [
          `${all.length} queries, a warm-up of ${shown(warmUpMs)} ms`,
          `${all.length} 次查询，预热 ${shown(warmUpMs)} ms`,
        ];
        return fail(say(`${name} is not right (${en}).`, `${name} 不对（${zh}）。`), {
          firstDifference: name,
          expected: shown(expected),
          actual: shown(found),
          ...(mistake === undefined ? {} : { mistake }),
        });
      }
      return pass();
    }),
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'latency',
      title: say('1. Latency', '1. 延迟（Latency）'),
      points: 2,
      inputs: (random) =>
        moduleRun('summary.ts', [
          call(queriesOf(random, 3), 0, [90]),
          call(queriesOf(random, 11), 0, [90]),
        ]),
      judge: (result, request) => judge(result, request, /^latency\.(min|max|mean)/),
    }),
    part({
      id: 'throughput',
      title: say('2. Throughput', '2. 吞吐量（Throughput）'),
      points: 2,
      inputs: (random) => moduleRun('summary.ts', [call(queriesOf(random, 9), 0, [90])]),
      judge: (result, request) => judge(result, request, /^throughput/),
    }),
    part({
      id: 'distribution',
      title: say('3. Median and percentiles', '3. 中位数与百分位'),
      points: 3,
      hidden: true,
      inputs: (random) => {
        const [odd, even] = [2 * random.integer(20, 30) + 1, 20 * random.integer(2, 4)];
        return moduleRun('summary.ts', [
          call(queriesOf(random, odd), 0, [90, 95, 99]),
          // So many that a share of them is a whole number: 5 % of 40 are 2.
          call(queriesOf(random, even), 0, [75, 95]),
        ]);
      },
      // Of enqueue and compute: 1. need not be done.
      judge: (result, request) => judge(result, request, /^(enqueue|compute)(\.median| )/),
    }),
    part({
      id: 'warm-up',
      title: say('4. Without the warm-up', '4. 不计预热'),
      points: 2,
      hidden: true,
      inputs: (random) => {
        const queries = queriesOf(random, random.integer(24, 29));
        const { startH2dMs, startComputeMs } = queries[random.integer(8, 12)] as Query;
        // The copy of this one begins in the warm-up, its computation does not.
        return moduleRun('summary.ts', [call(queries, (startH2dMs + startComputeMs) / 2, [90])]);
      },
      judge: (result, request) =>
        judge(result, request, /^(queries|walltime|enqueue\.(min|max|mean))/),
    }),
    part({
      id: 'all',
      title: say('All of it: the recorded run of the H200', '全部：H200 上录制的那次运行'),
      points: 1,
      after: ['latency', 'throughput', 'distribution', 'warm-up'],
      inputs: () => moduleRun('summary.ts', [call(recordedQueries(), 50, [95])]),
      judge: (result, request) => judge(result, request, /./),
    }),
  ],
};
