import type { MemoryPlan, MemoryRegion, PlanLayer } from '../engine/plan';

/** TensorRT's alignment of device memory, in bytes. */
export const ALIGNMENT = 256;
/** Bytes behind every region that belong to nobody: whatever changes them wrote past its memory. */
export const GUARD_BYTES = 256;

/** Something that needs memory from its first to its last layer. */
export type MemoryNeed = Omit<MemoryRegion, 'offset'>;

/**
 * Places regions so that those alive at the same time do not overlap and what is dead makes room. Two orders are tried, the largest first
 * and the busiest layers first, and the smaller plan is taken.
 */
export function planMemory(needs: readonly MemoryNeed[]): MemoryPlan {
  const pressure = pressures(needs);
  const bySize = [...needs].sort((a, b) => b.bytes - a.bytes);
  const byPressure = [...bySize].sort((a, b) => (pressure.get(b) ?? 0) - (pressure.get(a) ?? 0));
  const [first, second] = [place(bySize), place(byPressure)];
  const { bytes, regions } = second.bytes < first.bytes ? second : first;
  // A layer and a tensor may have one name.
  const key = ({ kind, name }: MemoryNeed) => `${kind} ${name}`;
  const order = new Map(needs.map((need, i) => [key(need), i]));
  regions.sort((a, b) => (order.get(key(a)) ?? 0) - (order.get(key(b)) ?? 0));
  return { bytes, regions };
}

/** Each in turn at the lowest offset that is free for as long as it lives. */
function place(needs: readonly MemoryNeed[]): MemoryPlan {
  const regions: MemoryRegion[] = [];
  for (const need of needs) {
    const neighbours = regions
      .filter((other) => other.firstLayer <= need.lastLayer && need.firstLayer <= other.lastLayer)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of neighbours) {
      if (offset + room(need.bytes) <= other.offset) break;
      offset = Math.max(offset, other.offset + room(other.bytes));
    }
    regions.push({ ...need, offset });
  }
  return {
    bytes: Math.max(0, ...regions.map(({ offset, bytes }) => offset + room(bytes))),
    regions,
  };
}

/** For each need the most that is alive at once while it is. */
function pressures(needs: readonly MemoryNeed[]): Map<MemoryNeed, number> {
  const alive = new Map<number, number>();
  for (const { bytes, firstLayer, lastLayer } of needs) {
    for (let layer = firstLayer; layer <= lastLayer; layer += 1)
      alive.set(layer, (alive.get(layer) ?? 0) + room(bytes));
  }
  return new Map(
    needs.map((need) => {
      let most = 0;
      for (let layer = need.firstLayer; layer <= need.lastLayer; layer += 1)
        most = Math.max(most, alive.get(layer) ?? 0);
      return [need, most];
    }),
  );
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
