/** The memory plan of one profile with the layers that use each region, as data and as a table. */
import type { MemoryRegion } from '../runtime/engine/plan';
import type { Figure } from './figure';
import { checkProfile, planOf, type PlanSource } from './plan-view';
import { table } from './table';

/** A region with the layers of its profile, counted from 0, instead of indexes into the plan. */
export interface MappedRegion extends MemoryRegion {
  firstLayerName: string;
  lastLayerName: string;
}

export interface MemoryMap {
  profile: number;
  /** Names of the profile's layers in execution order. */
  layers: string[];
  /** What a context needs. */
  bytes: number;
  /** What it would need if no two regions shared a byte; the alignment between regions is not counted. */
  sumBytes: number;
  /** By offset, then by the first layer that uses them. */
  regions: MappedRegion[];
}

/** @throws {ApiUsageError} `PROFILE_INVALID` */
export function memoryMap(source: PlanSource, profile: number, method: string): MemoryMap {
  const plan = planOf(source);
  checkProfile(plan, profile, method);
  const memory = plan.memory[profile] ?? { bytes: 0, regions: [] };
  const before = plan.layers.findIndex((layer) => layer.profile === profile);
  const layers = plan.layers.filter((layer) => layer.profile === profile).map(({ name }) => name);
  const regions = memory.regions.map((region): MappedRegion => {
    const firstLayer = region.firstLayer - before;
    const lastLayer = region.lastLayer - before;
    const [firstLayerName = '', lastLayerName = ''] = [layers[firstLayer], layers[lastLayer]];
    return { ...region, firstLayer, lastLayer, firstLayerName, lastLayerName };
  });
  regions.sort((a, b) => a.offset - b.offset || a.firstLayer - b.firstLayer);
  const sumBytes = regions.reduce((sum, { bytes }) => sum + bytes, 0);
  return { profile, layers, bytes: memory.bytes, sumBytes, regions };
}

/**
 * The memory plan as a table, one row a region, by offset.
 *
 * @param options.profile Default 0.
 * @throws {ApiUsageError} `PROFILE_INVALID`
 */
export function memoryTable(source: PlanSource, options: { profile?: number } = {}): Figure {
  const { regions } = memoryMap(source, options.profile ?? 0, 'memoryTable');
  return table(
    ['region', 'kind', 'offset', 'bytes', 'first layer', 'last layer'],
    regions.map(({ name, kind, offset, bytes, firstLayerName, lastLayerName }) => [
      name,
      kind,
      offset,
      bytes,
      firstLayerName,
      lastLayerName,
    ]),
  );
}
