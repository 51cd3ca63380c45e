/** When each layer ran and for how long: a row a layer, time across. */
import type { Figure, Language } from './figure';
import { enqueues, summarizeLayers, type LayerSummary, type LayerTimes } from './layer-times';
import { msText, significant } from './quantity';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import { shortened } from './text-box';

export interface TimelineOptions {
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

const ROW = 20;
const BAR = 13;
const CHART = 560;
const HEAD = 40;
const SIZE = 11;
const { fill: FILL, line: LINE } = HOLDER_COLOURS.engine;

interface Words {
  title: string;
  /** `3 enqueues, median 0.5 ms in layers` */
  subtitle: (enqueues: number, ms: string) => string;
  /** What the bar and the thin line mean when there are several. */
  several: string;
  details: (summary: LayerSummary) => string;
  empty: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Time of each layer',
    subtitle: (count, ms) =>
      count === 1
        ? `one enqueue, ${ms} in layers`
        : `${count} enqueues, ${ms} in layers at the median`,
    several: 'bar: median; thin line: shortest to longest',
    details: ({ runs, minMs, maxMs }) => `${runs} runs, ${msText(minMs)} to ${msText(maxMs)}`,
    empty: 'No layer was timed.',
  },
  zh: {
    title: '各层用时',
    subtitle: (count, ms) =>
      count === 1 ? `一次 enqueue，各层共 ${ms}` : `${count} 次 enqueue，各层中位数共 ${ms}`,
    several: '条：中位数；细线：最短到最长',
    details: ({ runs, minMs, maxMs }) => `${runs} 次，${msText(minMs)} 到 ${msText(maxMs)}`,
    empty: '没有任何层被计时。',
  },
};

function percent(share: number): string {
  return `${significant(Math.round(share * 1000) / 10)} %`;
}

/** Round times on the axis, at most six. */
function ticks(end: number): number[] {
  if (end === 0) return [0];
  const power = 10 ** Math.floor(Math.log10(end / 6));
  const step = [1, 2, 5, 10].map((way) => way * power).find((width) => end / width <= 6) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
}

interface Chart {
  left: number;
  x: (ms: number) => number;
}

function drawRow(
  summary: LayerSummary,
  y: number,
  chart: Chart,
  several: boolean,
  words: Words,
): string {
  const { layer, startMs, medianMs, minMs, maxMs, share } = summary;
  const x = chart.x(startMs);
  const width = Math.max(1.5, chart.x(startMs + medianMs) - x);
  const middle = y + BAR / 2;
  const tooltip = `${layer}\n${msText(medianMs)}, ${percent(share)}${several ? `\n${words.details(summary)}` : ''}`;
  const label = { 'font-size': SIZE, y: y + 10.5, fill: NEUTRAL };
  const end = Math.max(x + width, several ? chart.x(startMs + maxMs) : 0);
  const parts = [
    element('title', {}, escapeXml(tooltip)),
    text(shortened(layer), { x: chart.left - 8, 'text-anchor': 'end', ...label }),
    element('rect', { x, y, width, height: BAR, rx: 2, fill: FILL, stroke: LINE }),
  ];
  if (several) {
    const [from, to] = [chart.x(startMs + minMs), chart.x(startMs + maxMs)];
    const whisker = `M${from} ${middle}H${to}M${from} ${middle - 3}v6M${to} ${middle - 3}v6`;
    parts.push(element('path', { d: whisker, fill: 'none', stroke: NEUTRAL, 'stroke-width': 1.4 }));
  }
  parts.push(text(`${msText(medianMs)}  ${percent(share)}`, { x: end + 6, ...label }));
  return element('g', {}, ...parts);
}

function timelineSvg(times: LayerTimes, words: Words): string {
  const summaries = summarizeLayers(times);
  const count = enqueues(times).length;
  const total = summaries.reduce((sum, { medianMs }) => sum + medianMs, 0);
  const subtitle = summaries.length === 0 ? words.empty : words.subtitle(count, msText(total));
  const heading =
    text(words.title, { x: 1, y: 13, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL }) +
    text(subtitle, {
      x: textWidth(words.title, 12, true) + 12,
      y: 13,
      'font-size': SIZE,
      fill: NEUTRAL,
    });
  const names = summaries.map(({ layer }) => textWidth(shortened(layer), SIZE));
  const left = Math.max(0, ...names) + 10;
  const end = Math.max(
    0,
    ...summaries.map(({ startMs, medianMs, maxMs }) => startMs + (count > 1 ? maxMs : medianMs)),
  );
  const chart: Chart = {
    left,
    x: (ms) => left + (end === 0 ? 0 : Math.round((ms / end) * CHART * 100) / 100),
  };
  const bottom = HEAD + summaries.length * ROW;
  const axis =
    summaries.length === 0
      ? []
      : ticks(end).map((ms) => {
          const x = chart.x(ms);
          const line = { x1: x, x2: x, y1: HEAD - 5, y2: bottom, stroke: NEUTRAL };
          const label = { x, y: HEAD - 9, 'font-size': 10, 'text-anchor': 'middle', fill: NEUTRAL };
          return (
            element('line', { ...line, 'stroke-width': 0.6, 'stroke-opacity': 0.4 }) +
            text(msText(ms), label)
          );
        });
  const rows = summaries.map((summary, at) =>
    drawRow(summary, HEAD + at * ROW, chart, count > 1, words),
  );
  const note =
    count > 1
      ? text(words.several, { x: left, y: bottom + 14, 'font-size': 10, fill: NEUTRAL })
      : '';
  const width = Math.max(left + CHART + 120, 420);
  const body = [heading, ...axis, ...rows, note].join('');
  return svgDocument(
    width,
    bottom + (count > 1 ? 20 : 6),
    words.title,
    timelineText(times, words),
    body,
  );
}

function timelineText(times: LayerTimes, words: Words): string {
  const summaries = summarizeLayers(times);
  if (summaries.length === 0) return words.empty;
  const total = summaries.reduce((sum, { medianMs }) => sum + medianMs, 0);
  const most = Math.max(...summaries.map(({ medianMs }) => medianMs));
  const lines = summaries.map(({ layer, medianMs, share }) => {
    const bar = '█'.repeat(most === 0 ? 0 : Math.round((medianMs / most) * 24));
    return `${bar.padEnd(24)}  ${msText(medianMs).padStart(10)}  ${percent(share).padStart(6)}  ${layer}`;
  });
  return [words.subtitle(enqueues(times).length, msText(total)), ...lines].join('\n');
}

/**
 * Draws what a profiler heard. Several enqueues become one row a layer, with the median and how far it varied.
 *
 * @param times In the order reported; see `LayerTimes` for several enqueues.
 * @throws {ApiUsageError} `TIME_INVALID`
 * @example
 * ```ts
 * const times: LayerTime[] = [];
 * context.setProfiler({ reportLayerTime: (layer, ms) => times.push({ layer, ms }) });
 * await context.enqueueV3(stream);
 * show(timeline(times));
 * ```
 */
export function timeline(times: LayerTimes, options: TimelineOptions = {}): Figure {
  const summaries = summarizeLayers(times);
  const wordsFor = (language?: Language): Words => WORDS[options.lang ?? language ?? 'en'];
  const toSVG = (language?: Language): string => timelineSvg(times, wordsFor(language));
  const toText = (language?: Language): string => timelineText(times, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => summaries, toText };
}
