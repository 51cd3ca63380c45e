import { WorkbookError } from '../../../errors';
import { ALIGNMENT, GUARD_BYTES } from '../../build/memory-plan';
import type { MemoryPlan, MemoryRegion, Plan, PlanLayer } from '../plan';
import { evaluateDims, extentName, upperSize } from '../../network/shapes';
import { byteSize, type Dims } from '../../tensor';
import { list, oneOf, record, text, whole, wrong } from './reading';

const KINDS = ['tensor', 'workspace'] as const;

/** The memory of one profile; whether it is enough is checked with the graph. */
export function memoryPlan(value: unknown, at: string): MemoryPlan {
  const fields = record(value, at);
  return {
    bytes: whole(fields['bytes'], `${at}.bytes`),
    regions: list(fields['regions'], `${at}.regions`, region),
  };
}

function region(value: unknown, at: string): MemoryRegion {
  const fields = record(value, at);
  return {
    name: text(fields['name'], `${at}.name`),
    kind: oneOf(KINDS, fields['kind'], `${at}.kind`),
    offset: whole(fields['offset'], `${at}.offset`),
    bytes: whole(fields['bytes'], `${at}.bytes`),
    firstLayer: whole(fields['firstLayer'], `${at}.firstLayer`),
    lastLayer: whole(fields['lastLayer'], `${at}.lastLayer`),
  };
}

/**
 * Checks each profile's memory: regions lie inside it, aligned, hold what they are for, have room for guard bytes behind them, and overlap
 * only where they are not alive at the same time.
 */
export function checkMemory(plan: Plan): void {
  if (plan.memory.length !== plan.profiles.length)
    wrong('memory', `one plan a profile: ${plan.profiles.length}`, plan.memory);
  plan.memory.forEach((memory, profile) => {
    const at = `memory[${profile}]`;
    const layers = plan.layers.map((layer, index) => ({ layer, index }));
    const own = layers.filter(({ layer }) => layer.profile === profile);
    const needed = new Map<string, number>();
    for (const { layer } of own) {
      if (layer.kind === 'plugin') needed.set(`workspace ${layer.name}`, layer.workspaceBytes);
    }
    for (const [name, bytes] of tensorBytes(plan, profile, own))
      needed.set(`tensor ${name}`, bytes);
    const seen = new Set<string>();
    memory.regions.forEach((part, i) => {
      const where = `${at}.regions[${i}]`;
      checkRegion(part, memory.bytes, where);
      const key = `${part.kind} ${part.name}`;
      const least = needed.get(key);
      if (least === undefined || seen.has(key))
        wrong(`${where}.name`, `a ${part.kind} of the profile, once`, part.name);
      seen.add(key);
      if (part.bytes < least) wrong(`${where}.bytes`, `at least ${least}`, part.bytes);
      const [first, last] = [plan.layers[part.firstLayer], plan.layers[part.lastLayer]];
      if (first?.profile !== profile || last?.profile !== profile)
        wrong(where, `layers of profile ${profile}`, `${part.firstLayer} to ${part.lastLayer}`);
    });
    checkUses(own, memory, at);
    checkOverlaps(memory, at);
  });
}

function checkRegion(
  { offset, bytes, firstLayer, lastLayer }: MemoryRegion,
  all: number,
  at: string,
): void {
  if (offset % ALIGNMENT !== 0) wrong(`${at}.offset`, `a multiple of ${ALIGNMENT}`, offset);
  if (offset + bytes + GUARD_BYTES > all)
    wrong(at, `an end, with ${GUARD_BYTES} guard bytes, inside the ${all} bytes`, offset + bytes);
  if (lastLayer < firstLayer) wrong(`${at}.lastLayer`, `from ${firstLayer}`, lastLayer);
}

/** Every layer's tensors and workspace are alive while it runs. */
function checkUses(
  layers: readonly { layer: PlanLayer; index: number }[],
  { regions }: MemoryPlan,
  at: string,
): void {
  const byName = new Map(regions.map((part) => [`${part.kind} ${part.name}`, part]));
  const check = (key: string, index: number, demanded: boolean): void => {
    const part = byName.get(key);
    if (!part && demanded) wrong(`${at}.regions`, `a region for the ${key}`, undefined);
    if (part && (index < part.firstLayer || index > part.lastLayer))
      wrong(`${at}: the ${key}`, `memory while layer ${index} runs`, 'none then');
  };
  for (const { layer, index } of layers) {
    for (const { tensor } of [...layer.inputs, ...layer.outputs])
      check(`tensor ${tensor}`, index, false);
    if (layer.kind === 'plugin') check(`workspace ${layer.name}`, index, layer.workspaceBytes > 0);
  }
}

/** Walks through the layers; what is alive is kept in the order of its offsets, so a new region can only meet its neighbours. */
function checkOverlaps({ regions }: MemoryPlan, at: string): void {
  const begin = regions
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => a.firstLayer - b.firstLayer);
  const end = [...begin].sort((a, b) => a.lastLayer - b.lastLayer);
  const alive: MemoryRegion[] = [];
  let ended = 0;
  for (const part of begin) {
    for (let over = end[ended]; over && over.lastLayer < part.firstLayer; over = end[++ended])
      alive.splice(place(alive, over.offset), 1);
    const index = place(alive, part.offset);
    for (const neighbour of [alive[index - 1], alive[index]]) {
      const apart =
        !neighbour ||
        neighbour.offset + neighbour.bytes + GUARD_BYTES <= part.offset ||
        part.offset + part.bytes + GUARD_BYTES <= neighbour.offset;
      if (!apart)
        wrong(`${at}: "${part.name}"`, 'memory of its own', `that of "${neighbour.name}"`);
    }
    alive.splice(index, 0, part);
  }
}

/** The first index whose region does not start before `offset`. */
function place(alive: readonly MemoryRegion[], offset: number): number {
  let [low, high] = [0, alive.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((alive[middle] as MemoryRegion).offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bytes of each tensor that the profile's layers use, at the profile's most and in the largest of its formats; 0 where not known. */
function tensorBytes(
  plan: Plan,
  profile: number,
  layers: readonly { layer: PlanLayer }[],
): Map<string, number> {
  const dimsOf = extentsAtMost(plan, profile);
  const sizes = new Map<string, number>();
  for (const { layer } of layers) {
    for (const { tensor, type, format } of [...layer.inputs, ...layer.outputs]) {
      const dims = dimsOf.get(tensor) ?? [];
      const size = dims.includes(-1) ? 0 : byteSize({ type, format, dims });
      if (!Number.isSafeInteger(size)) wrong(`the size of "${tensor}"`, 'a number of bytes', size);
      sizes.set(tensor, Math.max(size, sizes.get(tensor) ?? 0));
    }
  }
  return sizes;
}

/** Every tensor's extents when the inputs are at their largest, -1 where they do not follow. */
function extentsAtMost(plan: Plan, profile: number): Map<string, Dims> {
  const { shapes = {}, values = {} } = plan.profiles[profile] ?? {};
  const variables = new Map<string, number>();
  for (const [name, range] of Object.entries(values))
    range.max.forEach((element, i) => variables.set(`${name}{${i}}`, element));
  const dimsOf = new Map<string, Dims>();
  plan.tensors.forEach(({ name, shape }, i) => {
    const dims = shapes[name]?.max ?? evaluated(shape, variables, `tensors[${i}].shape`);
    dims.forEach((extent, axis) => variables.set(extentName(name, axis), extent));
    dimsOf.set(name, dims);
  });
  return dimsOf;
}

function evaluated(
  shape: Plan['tensors'][number]['shape'],
  variables: ReadonlyMap<string, number>,
  at: string,
): Dims {
  try {
    return evaluateDims(shape, { variables, sizeTensor: upperSize }).map((extent) =>
      extent < 0 ? -1 : extent,
    );
  } catch (error) {
    if (error instanceof WorkbookError)
      return wrong(at, 'extents that can be computed', error.message);
    throw error;
  }
}
