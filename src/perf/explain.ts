/** What each number of a report means, and what it says here: judged on the numbers themselves, in English or Chinese. */
import type { Language } from '../display/figure';
import { EXPLANATIONS, type MetricName, type MetricWords } from './explain-words';
import { PROFILE_WORDS } from './explain-profile-words';
import { summarizeProfile, type LayerProfile } from './layer-profile';
import { ENQUEUE_BOUND_ABOVE, UNSTABLE_ABOVE_PERCENT, type PerformanceResult } from './metrics';
import { ostreamNumber as number } from './ostream-number';
import type { PerformanceReport } from './performance-report';

/** One metric explained. */
export interface MetricExplanation {
  metric: MetricName;
  /** The label that the summary prints. */
  label: string;
  /** The number that is judged, with its unit. */
  value: string;
  /** What the metric is. */
  meaning: string;
  /** What the number says. */
  finding: string;
  /** Whether something is worth a look. */
  looksBad: boolean;
  /** What to do about it; empty where nothing has to be done. */
  advice: string;
}

/** The share of the walltime in which nothing is computed, above which it is worth a look. */
const IDLE_ABOVE = 0.1;
/** How much longer than the median the slowest queries may take. */
const TAIL_ABOVE = 1.5;
/** Fewer queries than this tell little about the slowest percent. */
const FEW_QUERIES = 100;
/** The share of all layers' time that copies between formats may take. */
const REFORMAT_ABOVE = 0.1;

/** Explains every metric of a report. Of a report without queries, or whose metrics a profiler spoiled, nothing is judged. */
export function explainMetrics(
  report: PerformanceReport,
  language: Language = 'en',
): MetricExplanation[] {
  const words = EXPLANATIONS[language];
  const judged = judge(report);
  return (Object.keys(words) as MetricName[]).map((metric) => {
    const { label, meaning, fine, bad, advice } = words[metric];
    const { value, looksBad, facts } = judged[metric];
    const shown = (text: string) => fill(text, facts);
    if (!report.isAccurate)
      return { metric, label, value, meaning, finding: '', looksBad: false, advice: '' };
    return {
      metric,
      label,
      value,
      meaning,
      finding: shown(looksBad ? bad : fine),
      looksBad,
      advice: looksBad ? shown(advice) : '',
    };
  });
}

type Facts = Readonly<Record<string, string>>;
interface Judgement {
  value: string;
  looksBad: boolean;
  facts: Facts;
}

function judge({ metrics, host, engine }: PerformanceReport): Record<MetricName, Judgement> {
  const { latency, enqueue, h2d, compute, d2h } = metrics;
  const most = 1000 / compute.meanMs;
  const idle = Math.max(0, 1 - metrics.totalComputeMs / metrics.totalHostWalltimeMs);
  const slowest = latency.percentiles.at(-1) ?? { percent: 100, ms: latency.maxMs };
  const tail = slowest.ms / latency.medianMs;
  const percent = (part: number) => `${number(part * 100, 3)} %`;
  const copy = (result: PerformanceResult, bytes: number): Judgement => ({
    value: `${number(result.medianMs)} ms`,
    looksBad: bytes > 0 && result.medianMs >= compute.medianMs,
    facts: {
      bytes: `${bytes}`,
      rate: result.medianMs > 0 ? `${number(bytes / result.medianMs / 1e6, 3)} GB/s` : '-',
      part: percent(result.medianMs / compute.medianMs),
    },
  });
  return {
    throughput: {
      value: `${number(metrics.throughputQps)} qps`,
      looksBad: metrics.throughputQps < (1 - IDLE_ABOVE) * most,
      facts: { most: number(most), part: percent(metrics.throughputQps / most) },
    },
    latency: {
      value: `${number(latency.medianMs)} ms`,
      looksBad: tail > TAIL_ABOVE,
      facts: {
        tail: number(tail, 3),
        percentile: number(slowest.percent),
        slow: number(slowest.ms),
        few: metrics.queries < FEW_QUERIES ? `${metrics.queries}` : '',
      },
    },
    enqueue: {
      value: `${number(enqueue.medianMs)} ms`,
      looksBad: !host.enqueueComputes && enqueue.medianMs > ENQUEUE_BOUND_ABOVE * compute.medianMs,
      facts: {
        part: percent(enqueue.medianMs / compute.medianMs),
        computes: host.enqueueComputes ? 'yes' : '',
      },
    },
    h2d: copy(h2d, engine.transferredBytes.h2d),
    compute: {
      value: `${number(compute.medianMs)} ms`,
      looksBad: compute.coefficientOfVariance > UNSTABLE_ABOVE_PERCENT,
      facts: {
        variance: `${number(compute.coefficientOfVariance, 3)} %`,
        min: number(compute.minMs),
        max: number(compute.maxMs),
      },
    },
    d2h: copy(d2h, engine.transferredBytes.d2h),
    walltime: {
      value: `${number(metrics.totalHostWalltimeMs / 1000)} s`,
      looksBad: false,
      facts: { queries: `${metrics.queries}` },
    },
    totalCompute: {
      value: `${number(metrics.totalComputeMs / 1000)} s`,
      looksBad: idle > IDLE_ABOVE,
      facts: { idle: percent(idle) },
    },
  };
}

/** Puts facts into a text: `{name}`, and `[name? text]` where the fact is not empty. */
function fill(text: string, facts: Facts): string {
  return text
    .replace(/\[(\w+)\? ?([^\]]*)\]/g, (_all, name: string, inner: string) =>
      facts[name] ? inner : '',
    )
    .replace(/\{(\w+)\}/g, (_all, name: string) => facts[name] ?? '')
    .trim();
}

/** What a layer profile says: which layers take the time, and how much of it goes into copies between formats. */
export interface ProfileExplanation {
  /** The layer that takes the most time, and its share of all, from 0 to 1. */
  slowest: { name: string; share: number } | null;
  /** How many of the slowest layers make up 80 % of the time. */
  layersFor80Percent: number;
  /** Share of reformat layers, from 0 to 1. */
  reformatShare: number;
  findings: readonly string[];
}

/** @param beside The report of the same engine without a profiler, to compare the sum of the layers with. */
export function explainProfile(
  profile: LayerProfile,
  language: Language = 'en',
  beside: PerformanceReport | null = null,
): ProfileExplanation {
  const words = PROFILE_WORDS[language];
  const { layers: inOrder, total } = summarizeProfile(profile);
  const layers = [...inOrder].sort((a, b) => b.timeMs - a.timeMs);
  const [first] = layers;
  if (!first) return { slowest: null, layersFor80Percent: 0, reformatShare: 0, findings: [] };
  const reformatShare =
    layers
      .filter(({ name }) => isReformat(name))
      .reduce((sum, { percentage }) => sum + percentage, 0) / 100;
  let [needed, covered] = [0, 0];
  for (const { percentage } of layers) {
    if (covered >= 80) break;
    covered += percentage;
    needed += 1;
  }
  const facts: Facts = {
    name: first.name,
    share: `${number(first.percentage, 3)} %`,
    median: number(first.medianMs),
    needed: `${needed}`,
    layers: `${layers.length}`,
    sum: number(total.medianMs),
    compute: beside?.isAccurate ? number(beside.metrics.compute.medianMs) : '',
    alone: beside?.host.enqueueComputes ? 'yes' : '',
    reformat: `${number(reformatShare * 100, 3)} %`,
  };
  const reformats =
    reformatShare === 0
      ? []
      : [reformatShare > REFORMAT_ABOVE ? words.manyReformats : words.fewReformats];
  const findings = [words.slowest, words.concentration, ...reformats, words.sum];
  return {
    slowest: { name: first.name, share: first.percentage / 100 },
    layersFor80Percent: needed,
    reformatShare,
    findings: findings.map((text) => fill(text, facts)),
  };
}

/** TensorRT's name of what copies a tensor into another type or format, which this host uses too. */
function isReformat(name: string): boolean {
  return name.startsWith('Reformatting CopyNode');
}

export type { MetricName, MetricWords };
