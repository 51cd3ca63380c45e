/** What every view of an engine asks of its plan: the layers of a profile, and the extents at one end of it. */
import { ApiUsageError } from '../errors';
import type { OptProfileSelector } from '../runtime/build/optimization-profile';
import type { Plan, PlanLayer, PlanLayerTensor } from '../runtime/engine/plan';
import { evaluateDims, extentName } from '../runtime/network/shapes';
import { printDims, type Dims } from '../runtime/tensor';

/** An engine, or what it holds. */
export type PlanSource = Plan | { readonly plan: Plan };

export function planOf(source: PlanSource): Plan {
  return 'plan' in source ? source.plan : source;
}

/** @throws {ApiUsageError} `PROFILE_INVALID` when the engine has no such profile */
export function checkProfile(plan: Plan, profile: number, method: string): void {
  if (plan.profiles[profile] !== undefined) return;
  throw new ApiUsageError('PROFILE_INVALID', 'Cannot show the engine: it has no such profile', {
    method,
    expected: `a profile from 0 to ${plan.profiles.length - 1}`,
    actual: profile,
  });
}

export function layersOf(plan: Plan, profile: number): PlanLayer[] {
  return plan.layers.filter((layer) => layer.profile === profile);
}

/** Extents of every tensor by name when the inputs have the shapes and values of one end of a profile; -1 where data decide. */
export function shapesAt(
  plan: Plan,
  profile: number,
  select: OptProfileSelector,
): ReadonlyMap<string, Dims> {
  const at = select === 'kMIN' ? 'min' : select === 'kOPT' ? 'opt' : 'max';
  const ranges = plan.profiles[profile] ?? { shapes: {}, values: {} };
  const variables = new Map<string, number>();
  for (const [input, range] of Object.entries(ranges.shapes))
    range[at].forEach((extent, axis) => variables.set(extentName(input, axis), extent));
  for (const [input, range] of Object.entries(ranges.values))
    range[at].forEach((value, index) => variables.set(`${input}{${index}}`, value));
  return new Map(
    plan.tensors.map(({ name, shape }) => [
      name,
      evaluateDims(shape, { variables, sizeTensor: () => -1 }),
    ]),
  );
}

/** `kHALF:kCHW4 [4,16,8,8]` */
export function useText({ type, format }: PlanLayerTensor, dims: Dims | undefined): string {
  return `${type}:${format}${dims === undefined ? '' : ` ${printDims(dims)}`}`;
}

/** `AddScalar version 2`, `kCONVOLUTION`, `kFLOAT:kLINEAR → kHALF:kCHW4`: what a layer does. */
export function workText(layer: PlanLayer): string {
  switch (layer.kind) {
    case 'plugin': {
      const { name, version, namespace } = layer.plugin;
      return `${namespace === '' ? '' : `${namespace}::`}${name} version ${version}`;
    }
    case 'native':
      return layer.layerType;
    case 'reformat': {
      const [from, to] = [layer.inputs[0], layer.outputs[0]];
      return from && to ? `${useText(from, undefined)} → ${useText(to, undefined)}` : '';
    }
  }
}
