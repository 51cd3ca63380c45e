/** A deep graph in columns that fit on a page, as a long line of text is broken into several. */
import type { EngineGraph } from './engine-graph';

/** Layers above each other in one column; a graph that is only a little deeper stays whole. */
const MOST_DEPTH = 9;
const STILL_WHOLE = 12;
/** A column is broken no earlier than at this part of its depth. */
const EARLIEST = 0.6;

/** Layers by index, one range a column, in execution order. */
export interface Column {
  from: number;
  /** One past the last. */
  to: number;
}

/** For each layer, the layers that it reads from. */
function sourcesOf({ layers, tensors }: EngineGraph): number[][] {
  const sources = layers.map((): number[] => []);
  for (const { producer, consumers } of tensors)
    if (producer !== null) for (const consumer of consumers) sources[consumer]?.push(producer);
  return sources;
}

/** How many layers lie above each other when the layers from `from` on are drawn, for each of them. */
function depthsFrom(sources: readonly number[][], from: number): number[] {
  const depths: number[] = [];
  for (const above of sources.slice(from))
    depths.push(1 + Math.max(0, ...above.map((source) => depths[source - from] ?? 0)));
  return depths;
}

/** Tensors that lead from a layer before `border` to one at or behind it. */
function crossing(graph: EngineGraph, border: number): number {
  return graph.tensors.filter(
    ({ producer, consumers }) =>
      producer !== null && producer < border && consumers.some((consumer) => consumer >= border),
  ).length;
}

/** Breaks the graph where the fewest tensors lead across. One column where it is not deep. */
export function foldGraph(graph: EngineGraph): Column[] {
  const columns: Column[] = [];
  const sources = sourcesOf(graph);
  const count = graph.layers.length;
  for (let from = 0; from < count || columns.length === 0; ) {
    const depths = depthsFrom(sources, from);
    if (Math.max(0, ...depths) <= (from === 0 ? STILL_WHOLE : MOST_DEPTH)) {
      columns.push({ from, to: count });
      break;
    }
    const tooDeep = depths.findIndex((depth) => depth > MOST_DEPTH);
    let border = from + tooDeep;
    for (let at = border - 1; at > from + tooDeep * EARLIEST; at--)
      if (crossing(graph, at) < crossing(graph, border)) border = at;
    columns.push({ from, to: border });
    from = border;
  }
  return columns;
}
