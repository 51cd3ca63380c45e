import type { ImportTensor } from './network-calls';
import type { NodeContext } from './node-context';
import { ShapeCalculator, type ShapeValues } from './shape-values';

/** Reshapes to extents as they are: no number stands for another. */
export function reshapeTo<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  shape: ShapeValues<Tensor>,
): Tensor {
  const reshapeDimensions = shape;
  return context.network
    .addShuffle(tensor, { reshapeDimensions, zeroIsPlaceholder: false })
    .getOutput(0);
}

/** Takes axes of 1 out. */
export function squeeze<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  axes: readonly number[],
): Tensor {
  const shapes = new ShapeCalculator(context);
  const kept = tensor
    .getDimensions()
    .map((_, axis) => axis)
    .filter((axis) => !axes.includes(axis));
  return reshapeTo(context, tensor, shapes.pick(shapes.of(tensor), kept));
}

/** Puts axes of 1 in; the axes count in the result. */
export function unsqueeze<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  axes: readonly number[],
): Tensor {
  if (axes.length === 0) return tensor;
  const shapes = new ShapeCalculator(context);
  const rank = tensor.getDimensions().length;
  const withOne = shapes.concatenate([shapes.of(tensor), [1]]);
  let next = 0;
  const order = Array.from({ length: rank + axes.length }, (_, axis) =>
    axes.includes(axis) ? rank : next++,
  );
  return reshapeTo(context, tensor, shapes.pick(withOne, order));
}

/** The tensor with axes of 1 in front, up to a rank. */
export function withRank<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  rank: number,
): Tensor {
  const missing = rank - tensor.getDimensions().length;
  return unsqueeze(
    context,
    tensor,
    Array.from({ length: Math.max(0, missing) }, (_, axis) => axis),
  );
}

/** Two axes: those before `axis` and those from it on, each multiplied. */
export function flatten<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  axis: number,
): Tensor {
  const shapes = new ShapeCalculator(context);
  const extents = shapes.of(tensor);
  const axes = tensor.getDimensions().map((_, i) => i);
  const part = (chosen: number[]) =>
    chosen.length === 0 ? [1] : shapes.volume(shapes.pick(extents, chosen));
  return reshapeTo(
    context,
    tensor,
    shapes.concatenate([part(axes.slice(0, axis)), part(axes.slice(axis))]),
  );
}

/** Repeats axes of 1 to a shape of the same rank. */
export function expandTo<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  shape: ShapeValues<Tensor>,
): Tensor {
  const shapes = new ShapeCalculator(context);
  const extents = shapes.of(tensor);
  // Where the extent is 1, the stride is 0: the same element again and again.
  const strides = shapes.min([1], shapes.difference(extents, shapes.min([1], extents)));
  const moving = shapes.min([1], shapes.max([0], strides));
  const start = tensor.getDimensions().map(() => 0);
  return context.network.addSlice(tensor, start, shape, moving).getOutput(0);
}
