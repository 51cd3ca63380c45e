import type { Dims } from '../../../runtime/tensor';
import type { Ranges } from './in-child/network';
import type { InputPlan } from './probe-plan';

/** Extents of -1 for the batch and, of images, height and width. */
export function rangesOf({ dims }: InputPlan): Ranges {
  const open = (rank: number, axis: number): boolean => axis === 0 || (rank === 4 && axis >= 2);
  const each = (change: (extent: number) => number): Dims[] =>
    dims.map((extents) =>
      extents.map((extent, axis) => (open(extents.length, axis) ? change(extent) : extent)),
    );
  return {
    dims: each(() => -1),
    min: each((extent) => Math.max(1, Math.ceil(extent / 2))),
    opt: each((extent) => extent),
    max: each((extent) => extent * 2),
  };
}

/** Every input, and then only the last, with fewer dimensions. */
export function fewerDimensions({ type, dims }: InputPlan): InputPlan[] {
  const rank = dims[0]?.length ?? 0;
  const lower = Array.from({ length: Math.max(0, rank - 1) }, (_, i) => rank - 1 - i);
  const cut = (extents: Dims, to: number): Dims => extents.slice(extents.length - to);
  const [only] = dims;
  // One input was enough to build; a plugin that takes two has not been asked about the second.
  const second = (to: number): Dims[] => (dims.length === 1 && only ? [only, cut(only, to)] : []);
  return lower.flatMap((to) => [
    ...(dims.length === 1 ? [{ type, dims: second(to) }] : []),
    ...(dims.length > 1
      ? [{ type, dims: dims.map((each, i) => (i === dims.length - 1 ? cut(each, to) : each)) }]
      : []),
    { type, dims: dims.map((each) => cut(each, to)) },
  ]);
}
