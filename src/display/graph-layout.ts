/** Places the boxes of one column above each other; dagre does the work. */
import { Graph, layout, type EdgeLabel, type GraphLabel, type NodeLabel } from '@dagrejs/dagre';

export interface Size {
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}
/** A line from one box to another, by their ids. */
export interface Wire {
  from: string;
  to: string;
}
export interface PlacedWire extends Wire {
  /** From the lower edge of one box to the upper edge of the other, around the boxes between. */
  points: Point[];
}
export interface ColumnLayout extends Size {
  /** Left upper corners by id. */
  corners: ReadonlyMap<string, Point>;
  wires: PlacedWire[];
}

const BETWEEN_RANKS = 20;
const BETWEEN_BOXES = 22;

/** Lays out boxes from top to bottom along the wires. The same boxes and wires give the same places. */
export function layoutColumn(
  boxes: ReadonlyMap<string, Size>,
  wires: readonly Wire[],
): ColumnLayout {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>();
  graph.setGraph({ rankdir: 'TB', ranksep: BETWEEN_RANKS, nodesep: BETWEEN_BOXES, edgesep: 14 });
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const { from, to } of wires) graph.setEdge(from, to, { width: 0, height: 0 });
  layout(graph);
  const mirrored = isMirrored(boxes, graph);
  const whole = graph.graph().width ?? 0;
  const toPoint = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x: mirrored ? whole - x : x, y });
  const corners = new Map<string, Point>();
  let [width, height] = [0, 0];
  for (const [id, size] of boxes) {
    const { x, y } = toPoint(graph.node(id));
    corners.set(id, { x: x - size.width / 2, y: y - size.height / 2 });
    width = Math.max(width, x + size.width / 2);
    height = Math.max(height, y + size.height / 2);
  }
  const around = wires.map(({ from, to }) => {
    // A wire to the next rank has one point between its ends, and needs none.
    const points = (graph.edge(from, to).points ?? []).slice(1, -1).map(toPoint);
    return points.length > 1 ? points : [];
  });
  const starts = ports(wires, around, boxes, corners, 'from');
  const ends = ports(wires, around, boxes, corners, 'to');
  const placed = wires.map(({ from, to }, at) => {
    const points = [starts[at], ...(around[at] ?? []), ends[at]].filter(
      (point) => point !== undefined,
    );
    width = Math.max(width, ...points.map(({ x }) => x + 2));
    return { from, to, points };
  });
  return { corners, wires: placed, width, height };
}

/** Whether more boxes of a rank stand in the opposite of the order in which they were given than in it: dagre is free to choose. */
function isMirrored(
  boxes: ReadonlyMap<string, Size>,
  graph: Graph<GraphLabel, NodeLabel, EdgeLabel>,
): boolean {
  const ranks = new Map<number, number[]>();
  for (const id of boxes.keys()) {
    const { x = 0, y = 0 } = graph.node(id);
    const rank = ranks.get(y) ?? [];
    rank.push(x);
    ranks.set(y, rank);
  }
  let turned = 0;
  for (const rank of ranks.values())
    rank.forEach((x, at) =>
      rank.slice(at + 1).forEach((later) => (turned += Math.sign(x - later))),
    );
  return turned > 0;
}

/** Where wires leave or enter their boxes: spread over the edge in the order in which they come, so that they do not cross. */
function ports(
  wires: readonly Wire[],
  around: readonly Point[][],
  boxes: ReadonlyMap<string, Size>,
  corners: ReadonlyMap<string, Point>,
  side: 'from' | 'to',
): (Point | undefined)[] {
  const other = side === 'from' ? 'to' : 'from';
  const heading = (wire: Wire, at: number): number => {
    const points = around[at] ?? [];
    const next = side === 'from' ? points[0] : points[points.length - 1];
    return next?.x ?? (corners.get(wire[other])?.x ?? 0) + (boxes.get(wire[other])?.width ?? 0) / 2;
  };
  return wires.map((wire, at) => {
    const corner = corners.get(wire[side]);
    const size = boxes.get(wire[side]);
    if (!corner || !size) return undefined;
    const mates = wires
      .map((mate, index) => ({ mate, index, x: heading(mate, index) }))
      .filter(({ mate }) => mate[side] === wire[side])
      .sort((a, b) => a.x - b.x);
    const place = mates.findIndex(({ index }) => index === at);
    const x = corner.x + (size.width * (place + 1)) / (mates.length + 1);
    return { x, y: side === 'from' ? corner.y + size.height : corner.y };
  });
}
