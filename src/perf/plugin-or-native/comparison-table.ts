import type { Figure, Language } from '../../display/figure';
import { bytesText, significant } from '../../display/quantity';
import { table } from '../../display/table';
import type { ComparisonData, VariantResult } from './comparison';
import { comparedMs } from './compared-time';
import type { Spread } from './spread';

const COLUMNS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'variant',
    'throughput (qps)',
    'x ONNX Runtime',
    'latency (ms)',
    'resize (ms)',
    'reformats (ms)',
    'reformatted',
    'max |difference|',
    'PSNR (dB)',
  ],
  zh: [
    '方式',
    '吞吐量（qps）',
    '相对 ONNX Runtime',
    '延迟（ms）',
    '缩放（ms）',
    'reformat（ms）',
    'reformat 字节数',
    '最大绝对误差',
    'PSNR（dB）',
  ],
};

/** One row a variant: medians, and in brackets the least and the most of the rounds. */
export function comparisonTable({ variants }: ComparisonData, language: Language): Figure {
  return table(
    COLUMNS[language],
    variants.map((variant) => row(variant, language)),
  );
}

function row(variant: VariantResult, language: Language) {
  const { description, throughputQps, relativeThroughput, latencyMs, reformats, accuracy } =
    variant;
  return [
    description[language],
    spreadText(throughputQps),
    relativeThroughput && spreadText(relativeThroughput),
    significant(latencyMs.median),
    significant(comparedMs(variant)),
    significant(reformats.ms),
    bytesText(reformats.bytes),
    accuracy.maxAbsDifference === null ? null : significant(accuracy.maxAbsDifference),
    accuracy.psnrDb === null ? null : Math.round(accuracy.psnrDb * 100) / 100,
  ];
}

function spreadText({ median, min, max }: Spread): string {
  return `${significant(median)} (${significant(min)} – ${significant(max)})`;
}
