import type { Plan, PlanLayer, PlanTensor } from './plan';
import type { Summary } from '../inspect';
import { printDims } from '../tensor';

/** `x: kFLOAT [-1,3,8,8]` */
function tensorLine({ name, type, dims, location }: PlanTensor): string {
  const host = location === 'kHOST' ? ' (host)' : '';
  return `${name}: ${type} ${printDims(dims)}${host}`;
}

/** `add: AddScalar version 2`, `conv: kCONVOLUTION`, `x to add: reformat` */
function layerLine(layer: PlanLayer): string {
  if (layer.kind === 'reformat') return `${layer.name}: reformat`;
  if (layer.kind === 'native') return `${layer.name}: ${layer.layerType}`;
  return `${layer.name}: ${layer.plugin.name} version ${layer.plugin.version}`;
}

/** An engine in a few lines: what goes in and out, what runs in profile 0, and how much memory a context needs. */
export function engineSummary(plan: Plan): Summary {
  const lines = (mode: PlanTensor['mode']): string[] =>
    plan.tensors.filter((tensor) => tensor.mode === mode).map(tensorLine);
  return {
    ...(plan.name === '' ? {} : { name: plan.name }),
    inputs: lines('kINPUT'),
    outputs: lines('kOUTPUT'),
    layers: plan.layers.filter(({ profile }) => profile === 0).map(layerLine),
    profiles: plan.profiles.length,
    contextBytes: Math.max(0, ...plan.memory.map(({ bytes }) => bytes)),
  };
}

/** What a context shows of its tensors: extents now, and whether memory is set. */
export function contextSummary(
  plan: Plan,
  profile: number,
  dimsOf: (tensor: string) => number[],
  hasAddress: (tensor: string) => boolean,
): Summary {
  const lines = (mode: PlanTensor['mode']): string[] =>
    plan.tensors
      .filter((tensor) => tensor.mode === mode)
      .map((tensor) => {
        const line = tensorLine({ ...tensor, dims: dimsOf(tensor.name) });
        return hasAddress(tensor.name) ? line : `${line}, no address`;
      });
  return { profile, inputs: lines('kINPUT'), outputs: lines('kOUTPUT') };
}
