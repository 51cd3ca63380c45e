/**
 * What trtexec 10.6 prints of a measurement, line by line (samples/common/sampleReporting: `printProlog`, `printTiming`, `printEpilog`).
 * Labels and numbers are laid out as there; sentences are ours.
 */
import { info, warning, type LogLine } from './log-line';
import {
  inferenceTime,
  type InferenceTime,
  type PerformanceResult,
  type PerformanceWarning,
} from './metrics';
import { ostreamNumber as number } from './ostream-number';
import type { PerformanceReport } from './performance-report';

/** Lines of averages that trtexec prints at either end of a long trace. */
const MOST_AVERAGES = 200;

/** The whole report of the queries: what ran, the trace's averages, the summary, and warnings. */
export function summaryLines(report: PerformanceReport): LogLine[] {
  return [
    ...prologLines(report),
    ...traceDetailLines(report),
    ...performanceSummaryLines(report),
    ...warningLines(report),
    ...info(''),
  ];
}

function prologLines({ warmUpQueries, metrics, settings }: PerformanceReport): LogLine[] {
  const seconds = number(metrics.totalHostWalltimeMs / 1000);
  return info(
    `Warmup completed ${warmUpQueries} queries over ${number(settings.warmUpMs)} ms`,
    `Timing trace has ${metrics.queries} queries over ${seconds} s`,
  );
}

/** `=== Trace details ===`: averages of every `avgRuns` queries; of a long trace the beginning and the end. */
export function traceDetailLines({ traces, settings }: PerformanceReport): LogLine[] {
  const runs = settings.avgRuns;
  const most = MOST_AVERAGES * runs;
  const times = traces.map(inferenceTime);
  const averages = (part: readonly InferenceTime[]) => {
    const lines: string[] = [];
    for (let at = 0; at + runs <= part.length; at += runs)
      lines.push(averageLine(part.slice(at, at + runs)));
    return lines;
  };
  const shown =
    times.length > 2 * most
      ? [
          ...averages(times.slice(0, most)),
          `... Omitting ${times.length - 2 * most} lines`,
          // trtexec begins one query earlier, and so drops the last one.
          ...averages(times.slice(-most - 1)),
        ]
      : averages(times);
  return info('', '=== Trace details ===', `Trace averages of ${runs} runs:`, ...shown);
}

function averageLine(times: readonly InferenceTime[]): string {
  const mean = (of: (time: InferenceTime) => number) =>
    number(times.reduce((sum, time) => sum + of(time), 0) / times.length);
  const latency = mean(({ h2dMs, computeMs, d2hMs }) => h2dMs + computeMs + d2hMs);
  const compute = mean(({ computeMs }) => computeMs);
  const enqueue = mean(({ enqueueMs }) => enqueueMs);
  return `Average on ${times.length} runs - GPU latency: ${compute} ms - Host latency: ${latency} ms (enqueue ${enqueue} ms)`;
}

/** `=== Performance summary ===`, as far as it is numbers. */
export function performanceSummaryLines({ metrics }: PerformanceReport): LogLine[] {
  return info(
    '',
    '=== Performance summary ===',
    `Throughput: ${number(metrics.throughputQps)} qps`,
    `Latency: ${resultText(metrics.latency)}`,
    `Enqueue Time: ${resultText(metrics.enqueue)}`,
    `H2D Latency: ${resultText(metrics.h2d)}`,
    `GPU Compute Time: ${resultText(metrics.compute)}`,
    `D2H Latency: ${resultText(metrics.d2h)}`,
    `Total Host Walltime: ${number(metrics.totalHostWalltimeMs / 1000)} s`,
    `Total GPU Compute Time: ${number(metrics.totalComputeMs / 1000)} s`,
  );
}

function resultText(result: PerformanceResult): string {
  const percentiles = result.percentiles.map(
    ({ percent, ms }) => `percentile(${number(percent)}%) = ${number(ms)} ms`,
  );
  return [
    `min = ${number(result.minMs)} ms`,
    `max = ${number(result.maxMs)} ms`,
    `mean = ${number(result.meanMs)} ms`,
    `median = ${number(result.medianMs)} ms`,
    ...percentiles,
  ].join(', ');
}

/** trtexec's warnings by its own conditions, in words of ours, and what they mean on a host that computes while it enqueues. */
export function warningLines({ metrics, host }: PerformanceReport): LogLine[] {
  const { enqueue, compute, h2d, d2h } = metrics;
  const compared = (part: PerformanceResult) =>
    `median ${number(part.medianMs)} ms beside ${number(compute.medianMs)} ms of GPU Compute Time`;
  const texts: Record<PerformanceWarning, string[]> = {
    ENQUEUE_BOUND: [
      `* Throughput may be bound by Enqueue Time: ${compared(enqueue)}.`,
      host.enqueueComputes
        ? '  On this host that is no finding: enqueueV3 computes before it returns, so that its time contains the computation.'
        : '  --useCudaGraph makes an enqueue cheaper where the engine can be captured.',
    ],
    H2D_BOUND: [
      `* Throughput may be bound by H2D Latency: ${compared(h2d)}.`,
      '  Inputs that stay on the device need no copies; --noDataTransfers measures without them.',
    ],
    D2H_BOUND: [
      `* Throughput may be bound by D2H Latency: ${compared(d2h)}.`,
      '  Outputs that stay on the device need no copies; --noDataTransfers measures without them.',
    ],
    COMPUTE_UNSTABLE: [
      `* GPU Compute Time is unstable: its coefficient of variance is ${number(compute.coefficientOfVariance)}%.`,
      host.enqueueComputes
        ? '  Other programs share these processors: compare medians, and close what runs beside this.'
        : '  Locked clocks (nvidia-smi -lgc) or --useSpinWait may steady it.',
    ],
  };
  return metrics.warnings.flatMap((name) => warning(...texts[name]));
}
