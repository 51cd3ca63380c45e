import type { Language } from '../../display/figure';
import type { ComparedLayer, VariantResult } from './comparison';

/** The parts of a variant's latency, as `comparisonBars` draws them. */
export interface VariantParts {
  variant: string;
  /** In execution order. */
  parts: { name: string; kind: ComparedLayer['kind']; ms: number }[];
}

const REST: Readonly<Record<Language, string>> = {
  en: 'other native layers, together',
  zh: '其余原生 layer（合在一起）',
};

/**
 * What is compared and what is converted, as profiled; the rest of the latency is everything else. The profile of an engine has native
 * layers apart, which they are not in a query: their sum would be more than the query takes.
 */
export function partsOf(
  { description, layers, latencyMs }: VariantResult,
  language: Language,
): VariantParts {
  const stands = (layer: ComparedLayer) => layer.compared || layer.kind === 'reformat';
  const standing = layers.filter(stands).reduce((sum, { ms }) => sum + ms, 0);
  const parts: VariantParts['parts'] = [];
  let rest = Math.max(0, latencyMs.median - standing);
  for (const layer of layers) {
    const { name, kind, ms } = layer;
    if (stands(layer)) parts.push({ name, kind, ms });
    else if (rest > 0) {
      parts.push({ name: REST[language], kind: 'native', ms: rest });
      rest = 0;
    }
  }
  return { variant: description[language], parts };
}
