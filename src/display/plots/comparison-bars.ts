/** Where the time goes in several variants of a model: a bar a variant, made of its layers. */
import type { Figure, Language } from '../figure';
import { msText, significant } from '../quantity';
import { textWidth } from '../svg';
import { shortened } from '../text-box';
import { kindEncoding, kindWords, PART_COLOURS, type PartKind } from './kinds';
import { checkMs } from './measured-times';
import { msAxis } from './ms-axis';
import { textBar } from './text-bars';
import { emptyPlotSvg, labelOf, plotSvg } from './vega';

/** A layer, or another part of the time that a variant takes. */
export interface ComparedPart {
  name: string;
  kind: PartKind;
  ms: number;
}

/** One way to run the model. */
export interface ComparedVariant {
  variant: string;
  /** In execution order. */
  parts: readonly ComparedPart[];
}

export interface ComparisonBarsOptions {
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

interface Words {
  title: string;
  subtitle: string;
  share: (percent: string, variant: string) => string;
  empty: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Time of each layer, variant by variant',
    subtitle: 'at the end of each bar its total',
    share: (percent, variant) => `${percent} of ${variant}`,
    empty: 'There is nothing to compare.',
  },
  zh: {
    title: '各方案中每个 layer 的用时',
    subtitle: '条末为该方案的总时间',
    share: (percent, variant) => `占 ${variant} 的 ${percent}`,
    empty: '没有可比较的方案。',
  },
};

const WIDTH = 600;
const STEP = 72;
const BAR = 36;
const SIZE = 11;

function totalOf({ parts }: ComparedVariant): number {
  return parts.reduce((sum, { ms }) => sum + ms, 0);
}

/** A name outside the bar, of a part too short for it. */
interface Label {
  at: number;
  from: number;
  text: string;
  side: 'above' | 'below';
}

function fits(text: string, width: number): boolean {
  return textWidth(text, SIZE) <= width - 8;
}

/** Labels for the longest of the parts too short for theirs, as many as stand side by side; each begins where its part does. */
function outerLabels({ parts }: ComparedVariant, at: number, scale: number): Label[] {
  let end = 0;
  const starts = parts.map(({ ms }) => (end += ms) - ms);
  const short = parts
    .map((part, index) => ({ ...part, from: starts[index] ?? 0 }))
    .filter(({ name, ms }) => ms > 0 && !fits(name, ms * scale))
    .sort((a, b) => b.ms - a.ms);
  const placed: (Label & { left: number; right: number })[] = [];
  for (const { name, ms, from } of short) {
    const time = msText(ms);
    const text = shortened(name, 24) + (fits(time, ms * scale) ? '' : ` ${time}`);
    const left = from * scale;
    const right = left + textWidth(text, SIZE) + 10;
    const side = (['above', 'below'] as const).find((row) =>
      placed.every((other) => other.side !== row || right <= other.left || left >= other.right),
    );
    if (side !== undefined && right <= WIDTH + 80)
      placed.push({ at, from, text, side, left, right });
  }
  return placed.map((label) => ({ at, from: label.from, text: label.text, side: label.side }));
}

function comparisonSvg(
  variants: readonly ComparedVariant[],
  words: Words,
  language: Language,
): string {
  if (variants.length === 0) return emptyPlotSvg(words.title, words.empty);
  const names = kindWords(language);
  const longest = Math.max(...variants.map(totalOf)) || 1;
  const bars = variants.flatMap(({ variant, parts }, at) => {
    const total = totalOf({ variant, parts });
    let end = 0;
    return parts.map(({ name, kind, ms }) => {
      const from = end;
      end += ms;
      const width = (ms / longest) * WIDTH;
      const time = msText(ms);
      const percent = `${significant(total === 0 ? 0 : Math.round((ms / total) * 1000) / 10)} %`;
      return {
        at,
        from,
        to: end,
        middle: (from + end) / 2,
        kindName: names[kind],
        ink: PART_COLOURS[kind].ink,
        name: fits(name, width) ? name : '',
        time: fits(time, width) ? time : '',
        tip: `${name}, ${names[kind]}\n${time}, ${words.share(percent, variant)}`,
      };
    });
  });
  const ends = variants.map((variant, at) => {
    const total = totalOf(variant);
    return { at, total, label: msText(total) };
  });
  const x = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [0, longest], nice: false },
    axis: { ...msAxis(0, longest, WIDTH), orient: 'top' as const, grid: false },
  });
  const written = (field: string, dy: number) => ({
    mark: { type: 'text' as const, fontSize: SIZE, dy },
    encoding: {
      x: x('middle'),
      text: { field },
      color: { field: 'ink', type: 'nominal' as const, scale: null },
    },
  });
  const outer = variants.flatMap((each, at) => outerLabels(each, at, WIDTH / longest));
  const outside = (side: Label['side'], dy: number) => ({
    data: { values: outer.filter((label) => label.side === side) },
    mark: { type: 'text' as const, align: 'left' as const, fontSize: SIZE, dy },
    encoding: { x: x('from'), text: { field: 'text' } },
  });
  const present = new Set(variants.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
  return plotSvg(
    {
      title: { text: words.title, subtitle: words.subtitle },
      width: WIDTH,
      height: { step: STEP },
      data: { values: bars },
      encoding: {
        y: {
          field: 'at',
          type: 'ordinal',
          title: null,
          scale: { domain: variants.map((_, at) => at) },
          axis: {
            labelExpr: labelOf(variants.map(({ variant }) => shortened(variant))),
            ticks: false,
            domain: false,
            labelPadding: 8,
          },
        },
      },
      layer: [
        {
          mark: { type: 'bar', height: BAR, strokeWidth: 1 },
          encoding: {
            x: x('from'),
            x2: { field: 'to' },
            ...kindEncoding(present, names),
            description: { field: 'tip' },
          },
        },
        written('name', -7),
        written('time', 7),
        outside('above', -BAR / 2 - 8),
        outside('below', BAR / 2 + 8),
        {
          data: { values: ends },
          mark: { type: 'text', align: 'left', dx: 7, fontWeight: 'bold' },
          encoding: { x: x('total'), text: { field: 'label' } },
        },
      ],
    },
    words.title,
    comparisonText(variants, words, language),
  );
}

function comparisonText(
  variants: readonly ComparedVariant[],
  words: Words,
  language: Language,
): string {
  if (variants.length === 0) return words.empty;
  const names = kindWords(language);
  const most = Math.max(...variants.flatMap(({ parts }) => parts.map(({ ms }) => ms)), 0);
  const blocks = variants.map((variant) =>
    [
      `${variant.variant}: ${msText(totalOf(variant))}`,
      ...variant.parts.map(
        ({ name, kind, ms }) =>
          `  ${textBar(ms, most, 24)}  ${msText(ms).padStart(10)}  ${name} (${names[kind]})`,
      ),
    ].join('\n'),
  );
  return blocks.join('\n');
}

/**
 * Draws several variants of a model below each other at one scale, each as a bar of its layers in execution order. What does the work
 * is told apart by colour; the name of a layer too short for it
 * stands above or below it, where there is room; tooltips and the text have them all.
 *
 * @throws {ApiUsageError} `TIME_INVALID`
 * @example
 * ```ts
 * show(
 *   comparisonBars([
 *     { variant: 'plugin', parts: [{ name: 'resize', kind: 'plugin', ms: 5.9 }, { name: 'conv1', kind: 'native', ms: 40 }] },
 *     { variant: 'native layer', parts: [{ name: 'resize', kind: 'native', ms: 57 }, { name: 'conv1', kind: 'native', ms: 40 }] },
 *   ]),
 * );
 * ```
 */
export function comparisonBars(
  variants: readonly ComparedVariant[],
  options: ComparisonBarsOptions = {},
): Figure {
  for (const { variant, parts } of variants)
    for (const { name, ms } of parts) checkMs(ms, `"${name}" in "${variant}"`);
  const languageFor = (reader?: Language): Language => options.lang ?? reader ?? 'en';
  const toSVG = (reader?: Language): string => {
    const language = languageFor(reader);
    return comparisonSvg(variants, WORDS[language], language);
  };
  const toText = (reader?: Language): string => {
    const language = languageFor(reader);
    return comparisonText(variants, WORDS[language], language);
  };
  const toJSON = (): unknown =>
    variants.map((variant) => ({ ...variant, totalMs: totalOf(variant) }));
  return { toSVG, toHTML: toSVG, toJSON, toText };
}
