/** What did the work that a bar stands for: told apart by colour, by the legend and in every tooltip. */
import type { PlanLayer } from '../../runtime/engine/plan';
import type { Language } from '../figure';
import { graphWords } from '../graph-words';
import { planOf, type PlanSource } from '../plan-view';
import { HOLDER_COLOURS, NEUTRAL } from '../swim-lane-marks';

/** `onnxruntime` is a node in a model that ONNX Runtime runs as a whole; `other` is time that belongs to no layer. */
export type PartKind = PlanLayer['kind'] | 'onnxruntime' | 'other';

/** In the order in which legends list them. */
export const PART_KINDS: readonly PartKind[] = [
  'plugin',
  'native',
  'reformat',
  'onnxruntime',
  'other',
];

/**
 * The hues of the picture of an engine, spread in lightness so that they stay apart under protanopia, deuteranopia and tritanopia (CIE76
 * distance of any two at least 35 in Machado's simulation); the lines show the light ones on white and the dark ones on black.
 */
export const PART_COLOURS: Record<PartKind, { fill: string; line: string; ink: string }> = {
  plugin: { fill: HOLDER_COLOURS.engine.line, line: '#1d6530', ink: '#ffffff' },
  native: { fill: '#c5ccd6', line: HOLDER_COLOURS.other.line, ink: HOLDER_COLOURS.other.ink },
  reformat: { fill: '#f2b134', line: HOLDER_COLOURS.builder.line, ink: '#3d2800' },
  onnxruntime: {
    fill: HOLDER_COLOURS.creator.line,
    line: '#563a96',
    ink: '#ffffff',
  },
  other: { fill: 'transparent', line: NEUTRAL, ink: NEUTRAL },
};

export function kindWords(language: Language): Record<PartKind, string> {
  const { plugin, native, reformat } = graphWords(language).legend;
  return language === 'zh'
    ? { plugin, native, reformat, onnxruntime: 'ONNX Runtime 的节点', other: '不属于任何 layer' }
    : { plugin, native, reformat, onnxruntime: 'node of ONNX Runtime', other: 'outside any layer' };
}

/** The kind of every layer of an engine by name. */
export function kindsOf(engine: PlanSource): ReadonlyMap<string, PartKind> {
  return new Map(planOf(engine).layers.map(({ name, kind }) => [name, kind]));
}

/** A channel of Vega-Lite that colours by kind. */
interface KindChannel {
  field: 'kindName';
  type: 'nominal';
  scale: { domain: string[]; range: string[] };
  legend?: null;
}

/** Legend and colours of the kinds that a plot has, as Vega-Lite encodes them; a single kind needs no legend. */
export function kindEncoding(
  present: ReadonlySet<PartKind>,
  words: Record<PartKind, string>,
): { fill: KindChannel; stroke: KindChannel } {
  const kinds = PART_KINDS.filter((kind) => present.has(kind));
  const domain = kinds.map((kind) => words[kind]);
  const channel = (shade: 'fill' | 'line'): KindChannel => ({
    field: 'kindName',
    type: 'nominal',
    scale: { domain, range: kinds.map((kind) => PART_COLOURS[kind][shade]) },
    ...(kinds.length > 1 ? {} : { legend: null }),
  });
  return { fill: channel('fill'), stroke: channel('line') };
}
