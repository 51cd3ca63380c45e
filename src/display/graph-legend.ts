/** The legend of the picture of an engine: only what the picture has. */
import type { EngineGraph } from './engine-graph';
import { KIND_COLOURS, VECTORISED } from './graph-boxes';
import type { GraphWords } from './graph-words';
import { element, text, textWidth } from './svg';
import { NEUTRAL } from './swim-lane-marks';

const SIZE = 11;
const ROW = 22;

type Kind = keyof typeof KIND_COLOURS;

function sample(kind: Kind, x: number, y: number): string {
  const { fill, line } = KIND_COLOURS[kind];
  const shape = { x, y, width: 22, height: 14, fill, stroke: line };
  if (kind === 'plugin') return element('rect', { ...shape, rx: 4, 'stroke-width': 2.4 });
  if (kind === 'native') return element('rect', shape);
  if (kind === 'io') return element('rect', { ...shape, rx: 7 });
  const d = `M${x + 5} ${y}h12l5 7l-5 7h-12l-5 -7z`;
  return element('path', { d, fill, stroke: line, 'stroke-dasharray': '5 3' });
}

/** Draws the legend at `y` and says how high it is. */
export function drawGraphLegend(
  graph: EngineGraph,
  words: GraphWords,
  width: number,
  y: number,
): { svg: string; height: number } {
  const kinds = (['plugin', 'native', 'reformat'] as const).filter((kind) =>
    graph.layers.some((layer) => layer.kind === kind),
  );
  const entries: { label: string; fill: string; mark: Kind | null }[] = [
    ...kinds,
    'io' as const,
  ].map((kind) => ({ label: words.legend[kind], fill: NEUTRAL, mark: kind }));
  if (graph.tensors.some(({ use }) => use.format !== 'kLINEAR'))
    entries.push({ label: words.vectorised, fill: VECTORISED, mark: null });
  if (graph.tensors.some(({ dims }) => dims.includes(-1)))
    entries.push({ label: words.dataDependent, fill: NEUTRAL, mark: null });
  const parts: string[] = [];
  let [x, top] = [2, y];
  for (const { label, fill, mark } of entries) {
    const room = textWidth(label, SIZE) + (mark === null ? 0 : 28);
    if (x > 2 && x + room > width) [x, top] = [2, top + ROW];
    if (mark !== null) parts.push(sample(mark, x, top));
    const left = x + (mark === null ? 0 : 28);
    const weight = fill === VECTORISED ? 'bold' : undefined;
    parts.push(
      text(label, { x: left, y: top + 11, 'font-size': SIZE, 'font-weight': weight, fill }),
    );
    x += room + 18;
  }
  return { svg: parts.join(''), height: top - y + ROW };
}
