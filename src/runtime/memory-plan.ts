import type { MemoryPlan, MemoryRegion, PlanLayer } from './plan';

/** TensorRT's alignment of device memory, in bytes. */
const ALIGNMENT = 256;
/** Bytes behind every region that belong to nobody: whatever changes them wrote past its memory. */
export const GUARD_BYTES = 256;

/** Something that needs memory from its first to its last layer. */
export type MemoryNeed = Omit<MemoryRegion, 'offset'>;

/**
 * Places regions so that those alive at the same time do not overlap and what is dead makes room: the largest first, each at the lowest
 * offset that is free for as long as it lives.
 */
export function planMemory(needs: readonly MemoryNeed[]): MemoryPlan {
  const placed: MemoryRegion[] = [];
  const bySize = [...needs].sort((a, b) => b.bytes - a.bytes);
  for (const need of bySize) {
    const neighbours = placed
      .filter((other) => other.firstLayer <= need.lastLayer && need.firstLayer <= other.lastLayer)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of neighbours) {
      if (offset + room(need.bytes) <= other.offset) break;
      offset = Math.max(offset, other.offset + room(other.bytes));
    }
    placed.push({ ...need, offset });
  }
  const order = new Map(needs.map(({ name }, i) => [name, i]));
  placed.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
  return {
    bytes: Math.max(0, ...placed.map(({ offset, bytes }) => offset + room(bytes))),
    regions: placed,
  };
}

/** Bytes that a region takes with its guard, in whole units of the alignment. */
function room(bytes: number): number {
  return Math.ceil((bytes + GUARD_BYTES) / ALIGNMENT) * ALIGNMENT;
}

/** For every tensor that shares memory the tensor whose memory it is. @param layers Of one profile, in order. */
export function memoryOwners(layers: readonly PlanLayer[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { tensor, aliasOf } of layers.flatMap(({ outputs }) => outputs)) {
    if (aliasOf !== undefined) owners.set(tensor, owners.get(aliasOf) ?? aliasOf);
  }
  return owners;
}
