import type { DecodedNode } from '../decoded';
import { quoted } from '../quoted';
import { parserError, Refusal } from './parser-error';

/**
 * The nodes in an order in which each comes after those that make its inputs; a file whose nodes are in order keeps it.
 *
 * @returns positions in `nodes`
 * @throws {Refusal} `kINVALID_GRAPH` where nodes wait for each other, or where two make one tensor
 */
export function nodeOrder(nodes: readonly DecodedNode[]): number[] {
  const makers = makersOf(nodes);
  const order: number[] = [];
  const states = new Uint8Array(nodes.length);
  const [UNVISITED, WAITING, DONE] = [0, 1, 2];
  for (let first = 0; first < nodes.length; ++first) {
    if (states[first] !== UNVISITED) continue;
    // The nodes on the way, each with the input that comes next: a graph may be deeper than the call stack.
    const path = [{ node: first, next: 0 }];
    states[first] = WAITING;
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const input = nodes[top.node]?.inputs[top.next++];
      if (input === undefined) {
        states[top.node] = DONE;
        order.push(top.node);
        path.pop();
        continue;
      }
      const maker = makers.get(input);
      if (maker === undefined || states[maker] === DONE) continue;
      if (states[maker] === WAITING) {
        cyclic(
          nodes,
          path.map(({ node }) => node),
          maker,
        );
      }
      states[maker] = WAITING;
      path.push({ node: maker, next: 0 });
    }
  }
  return order;
}

/** Which node makes a tensor. */
function makersOf(nodes: readonly DecodedNode[]): Map<string, number> {
  const makers = new Map<string, number>();
  nodes.forEach(({ outputs }, index) => {
    for (const name of outputs) {
      if (name === '') continue;
      const other = makers.get(name);
      if (other !== undefined) {
        refuse(`nodes ${other} and ${index} both make tensor ${quoted(name)}`);
      }
      makers.set(name, index);
    }
  });
  return makers;
}

function cyclic(nodes: readonly DecodedNode[], path: readonly number[], again: number): never {
  const circle = path.slice(path.indexOf(again));
  const shown = circle.slice(0, 8).map((index) => {
    const { name, outputs } = nodes[index] ?? { name: '', outputs: [] };
    return `${index} ${quoted(name || (outputs[0] ?? ''))}`;
  });
  const rest = circle.length > shown.length ? ', …' : '';
  refuse(`these nodes wait for each other in a circle: ${shown.join(', ')}${rest}`);
}

function refuse(reason: string): never {
  const desc =
    'Assertion failed: toposort(graph.node(), &topoOrder) && "Failed to sort the model topologically."';
  throw new Refusal(parserError('kINVALID_GRAPH', reason, { desc }));
}
