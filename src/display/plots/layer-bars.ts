/** How long each layer takes: a bar a layer. */
import type { LayerProfile } from '../../perf/layer-profile';
import { medianOf, percentileOf } from '../../perf/metrics';
import type { Figure, Language } from '../figure';
import { enqueues, type LayerTimes } from '../layer-times';
import type { PlanSource } from '../plan-view';
import { msText, significant } from '../quantity';
import { shortened } from '../text-box';
import { kindEncoding, kindsOf, kindWords, PART_COLOURS, type PartKind } from './kinds';
import { checkMs } from './measured-times';
import { msAxis } from './ms-axis';
import { textBar } from './text-bars';
import { emptyPlotSvg, labelOf, plotSvg } from './vega';

export interface LayerBarsOptions {
  /** The engine that was profiled, or its plan: with it plugins, layers of TensorRT and reformats have colours of their own. */
  engine?: PlanSource;
  /** `execution` (default): in the order in which the layers ran. `time`: the slowest first. */
  order?: 'execution' | 'time';
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

/** One layer over all enqueues, in milliseconds. */
export interface LayerBar {
  layer: string;
  /** null where no engine says it. */
  kind: PartKind | null;
  runs: number;
  minMs: number;
  medianMs: number;
  p90Ms: number;
  maxMs: number;
  /** Part of the time of all layers, 0 to 1. */
  share: number;
}

interface Words {
  title: string;
  subtitle: (runs: number, ms: string) => string;
  /** What bar and line mean. */
  marks: string;
  details: (bar: LayerBar) => string;
  empty: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Time of each layer',
    subtitle: (runs, ms) =>
      runs === 1
        ? `one enqueue, ${ms} in layers`
        : `${runs} enqueues, ${ms} in layers at the median`,
    marks: 'bar: median; line: shortest to 90th percentile',
    details: ({ runs, minMs, p90Ms, maxMs }) =>
      `${runs} runs, ${msText(minMs)} to ${msText(maxMs)}, 90 % within ${msText(p90Ms)}`,
    empty: 'No layer was timed.',
  },
  zh: {
    title: '各 layer 用时',
    subtitle: (runs, ms) =>
      runs === 1
        ? `一次 enqueue，各 layer 共 ${ms}`
        : `${runs} 次 enqueue，各 layer 合计的中位数为 ${ms}`,
    marks: '条：中位数；线：最短到第 90 百分位',
    details: ({ runs, minMs, p90Ms, maxMs }) =>
      `${runs} 次，${msText(minMs)} 到 ${msText(maxMs)}，90 % 不超过 ${msText(p90Ms)}`,
    empty: '没有任何 layer 被计时。',
  },
};

const WIDTH = 480;
const STEP = 20;

function isProfile(source: LayerProfile | LayerTimes): source is LayerProfile {
  return 'layers' in source;
}

/** The times by layer. In a profile, layers may share a name; in reported times, the same name is the same layer. */
function timesByLayer(source: LayerProfile | LayerTimes): LayerProfile['layers'] {
  if (isProfile(source)) return source.layers;
  const byName = new Map<string, number[]>();
  for (const { layer, ms } of enqueues(source).flat()) {
    const times = byName.get(layer) ?? [];
    times.push(ms);
    byName.set(layer, times);
  }
  return [...byName].map(([name, timesMs]) => ({ name, timesMs }));
}

function barsOf(layers: LayerProfile['layers'], options: LayerBarsOptions): LayerBar[] {
  const kinds = options.engine === undefined ? null : kindsOf(options.engine);
  const sum = (times: readonly number[]): number => times.reduce((all, ms) => all + ms, 0);
  const total = sum(layers.map(({ timesMs }) => sum(timesMs)));
  const bars = layers
    .filter(({ timesMs }) => timesMs.length > 0)
    .map(({ name, timesMs }): LayerBar => {
      for (const ms of timesMs) checkMs(ms, `layer "${name}"`);
      const sorted = Float64Array.from(timesMs).sort();
      return {
        layer: name,
        kind: kinds?.get(name) ?? null,
        runs: timesMs.length,
        minMs: sorted[0] ?? 0,
        medianMs: medianOf(sorted),
        p90Ms: percentileOf(sorted, 90),
        maxMs: sorted[sorted.length - 1] ?? 0,
        share: total === 0 ? 0 : sum(timesMs) / total,
      };
    });
  return options.order === 'time' ? bars.sort((a, b) => b.medianMs - a.medianMs) : bars;
}

/** The median over the enqueues of the time in all layers. */
function medianTotal(layers: LayerProfile['layers']): number {
  const runs = Math.max(0, ...layers.map(({ timesMs }) => timesMs.length));
  const totals = Float64Array.from({ length: runs }, (_, run) =>
    layers.reduce((sum, { timesMs }) => sum + (timesMs[run] ?? 0), 0),
  );
  return runs === 0 ? 0 : medianOf(totals.sort());
}

function percent(share: number): string {
  return `${significant(Math.round(share * 1000) / 10)} %`;
}

interface Drawn {
  bars: readonly LayerBar[];
  subtitle: string;
  several: boolean;
  words: Words;
  language: Language;
}

function layerBarsSvg({ bars, subtitle, several, words, language }: Drawn): string {
  if (bars.length === 0) return emptyPlotSvg(words.title, words.empty);
  const names = kindWords(language);
  const kindOf = ({ kind }: LayerBar): PartKind => kind ?? 'native';
  const values = bars.map((bar, at) => ({
    at,
    median: bar.medianMs,
    low: bar.minMs,
    high: bar.p90Ms,
    end: several ? Math.max(bar.medianMs, bar.p90Ms) : bar.medianMs,
    label: `${msText(bar.medianMs)} · ${percent(bar.share)}`,
    kindName: names[kindOf(bar)],
    tip: [
      bar.layer,
      ...(bar.kind === null ? [] : [names[bar.kind]]),
      `${msText(bar.medianMs)}, ${percent(bar.share)}`,
      ...(several ? [words.details(bar)] : []),
    ].join('\n'),
  }));
  const line = { color: PART_COLOURS.other.line, strokeWidth: 1.4 };
  const most = Math.max(0, ...values.map(({ end }) => end));
  const y = {
    field: 'at',
    type: 'ordinal' as const,
    sort: null,
    title: null,
    axis: {
      labelExpr: labelOf(bars.map(({ layer }) => shortened(layer))),
      ticks: false,
      domain: false,
      labelPadding: 8,
    },
  };
  const x = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [0, most === 0 ? 1 : most], nice: false },
    axis: { ...msAxis(0, most, WIDTH), orient: 'top' as const },
  });
  const colours = kindEncoding(new Set(bars.map(kindOf)), names);
  const range = { x: x('low'), x2: { field: 'high' } };
  const whiskers = [
    // Light below the line, so that it shows on dark bars.
    {
      mark: { ...line, type: 'rule' as const, color: '#ffffff', strokeWidth: 4, opacity: 0.6 },
      encoding: { x: range.x, x2: { field: 'median' } },
    },
    { mark: { type: 'rule' as const, ...line }, encoding: range },
    ...['low', 'high'].map((end) => ({
      mark: { type: 'tick' as const, size: 7, thickness: 1.4, color: line.color },
      encoding: { x: x(end) },
    })),
  ];
  return plotSvg(
    {
      title: { text: words.title, subtitle: several ? `${subtitle}; ${words.marks}` : subtitle },
      width: WIDTH,
      height: { step: STEP },
      data: { values },
      encoding: { y },
      layer: [
        {
          mark: { type: 'bar', height: 13, strokeWidth: 1 },
          encoding: { x: x('median'), ...colours, description: { field: 'tip' } },
        },
        ...(several ? whiskers : []),
        {
          mark: { type: 'text', align: 'left', dx: 7 },
          encoding: { x: x('end'), text: { field: 'label' } },
        },
      ],
    },
    words.title,
    layerBarsText({ bars, subtitle, several, words, language }),
  );
}

function layerBarsText({ bars, subtitle, words, language }: Drawn): string {
  if (bars.length === 0) return words.empty;
  const names = kindWords(language);
  const most = Math.max(...bars.map(({ medianMs }) => medianMs));
  const lines = bars.map(({ layer, kind, medianMs, share }) => {
    const bar = textBar(medianMs, most, 24);
    const whose = kind === null ? '' : ` (${names[kind]})`;
    return `${bar}  ${msText(medianMs).padStart(10)}  ${percent(share).padStart(6)}  ${layer}${whose}`;
  });
  return [subtitle, ...lines].join('\n');
}

/**
 * Draws a layer profile: for each layer the median, how far it varied, and its share of the time of all layers.
 *
 * @param source The profile of a performance report, or what a profiler of yours heard.
 * @throws {ApiUsageError} `TIME_INVALID`
 * @example
 * ```ts
 * show(layerBars(report.profile, { engine }));
 * ```
 */
export function layerBars(
  source: LayerProfile | LayerTimes,
  options: LayerBarsOptions = {},
): Figure {
  const layers = timesByLayer(source);
  const bars = barsOf(layers, options);
  const runs = Math.max(0, ...bars.map((bar) => bar.runs));
  const drawn = (reader?: Language): Drawn => {
    const language = options.lang ?? reader ?? 'en';
    const words = WORDS[language];
    const subtitle =
      bars.length === 0 ? words.empty : words.subtitle(runs, msText(medianTotal(layers)));
    return { bars, subtitle, several: runs > 1, words, language };
  };
  const toSVG = (language?: Language): string => layerBarsSvg(drawn(language));
  return {
    toSVG,
    toHTML: toSVG,
    toJSON: () => bars,
    toText: (language) => layerBarsText(drawn(language)),
  };
}
