import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { ShapeCalculator, type ShapeValues } from './shape-values';

/** Start and number of elements along some axes. */
interface Range<Tensor> {
  start: ShapeValues<Tensor>;
  size: ShapeValues<Tensor>;
}

/**
 * ONNX's starts and ends, which count from the end where negative and stop at the bounds, as start and size.
 * @param step The same for all of them, not 0.
 */
function rangeOf<Tensor extends ImportTensor>(
  shapes: ShapeCalculator<Tensor>,
  starts: ShapeValues<Tensor>,
  ends: ShapeValues<Tensor>,
  extents: ShapeValues<Tensor>,
  step: number,
): Range<Tensor> {
  const counted = (place: ShapeValues<Tensor>) =>
    shapes.sum(place, shapes.product(shapes.less(place, [0]), extents));
  const within = (place: ShapeValues<Tensor>, least: number, most: ShapeValues<Tensor>) =>
    shapes.max([least], shapes.min(place, most));
  const last = shapes.difference(extents, [1]);
  const forwards = step > 0;
  const start = within(counted(starts), 0, forwards ? extents : last);
  const end = within(counted(ends), forwards ? 0 : -1, forwards ? extents : last);
  const distance = forwards ? shapes.difference(end, start) : shapes.difference(start, end);
  const stride = Math.abs(step);
  const size = shapes.floorDivision(shapes.sum(distance, [stride - 1]), [stride]);
  return { start, size: shapes.max([0], size) };
}

/** Starts, ends, axes and steps are inputs since opset 10, attributes before. */
const slice: NodeImporter = (context) => {
  const x = context.input(0);
  const shapes = new ShapeCalculator(context);
  const early = context.opset < 10;
  const rank = x.getDimensions().length;
  const starts = early ? (context.ints('starts') ?? []) : shapes.input(1);
  const ends = early ? (context.ints('ends') ?? []) : shapes.input(2);
  const count = shapes.length(starts);
  const inOrder = Array.from({ length: count }, (_, axis) => axis);
  const axesGiven = early ? context.ints('axes') : context.parameter(3, 'the list of axes');
  const axes = (axesGiven ?? inOrder).map((axis) => context.axis(axis, rank));
  const steps = context.parameter(4, 'the list of steps') ?? inOrder.map(() => 1);
  if (steps.includes(0)) context.unsupported('a step is 0');
  const extents = shapes.of(x);
  const ranges = Array.from({ length: rank }, (_, axis): Range<typeof x> => {
    const at = axes.lastIndexOf(axis);
    const extent = shapes.pick(extents, [axis]);
    if (at < 0) return { start: [0], size: extent };
    const [start, end] = [shapes.pick(starts, [at]), shapes.pick(ends, [at])];
    return rangeOf(shapes, start, end, extent, steps[at] ?? 1);
  });
  const stride = Array.from({ length: rank }, (_, axis) => {
    const at = axes.lastIndexOf(axis);
    return at < 0 ? 1 : (steps[at] ?? 1);
  });
  const start = shapes.concatenate(ranges.map((range) => range.start));
  const size = shapes.concatenate(ranges.map((range) => range.size));
  return [context.out(context.network.addSlice(x, start, size, stride))];
};

/** Sizes are an input since opset 13, an attribute before; without them the parts are equal, the last one smaller. */
function sizesOf<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  shapes: ShapeCalculator<Tensor>,
  extent: ShapeValues<Tensor>,
): ShapeValues<Tensor>[] {
  const count = context.node.outputs.length;
  const given = context.has(1) ? shapes.input(1) : context.ints('split', count);
  if (given) return context.node.outputs.map((_, index) => shapes.pick(given, [index]));
  const part = shapes.floorDivision(shapes.sum(extent, [count - 1]), [count]);
  return Array.from({ length: count }, (_, index) => {
    const rest = shapes.difference(extent, shapes.product(part, [index]));
    return shapes.max([0], shapes.min(part, rest));
  });
}

const split: NodeImporter = (context) => {
  const x = context.input(0);
  const shapes = new ShapeCalculator(context);
  const rank = x.getDimensions().length;
  const axis = context.axis(context.int('axis', 0), rank);
  const extents = shapes.of(x);
  const ones = Array.from({ length: rank }, () => 1);
  let before: ShapeValues<typeof x> = [0];
  return sizesOf(context, shapes, shapes.pick(extents, [axis])).map((size) => {
    const along = <Part>(part: Part, others: (other: number) => Part) =>
      ones.map((_, other) => (other === axis ? part : others(other)));
    const start = shapes.concatenate(along(before, () => [0] as ShapeValues<typeof x>));
    const shape = shapes.concatenate(along(size, (other) => shapes.pick(extents, [other])));
    before = shapes.sum(before, size);
    return context.out(context.network.addSlice(x, start, shape, ones));
  });
};

export const SLICING: Record<string, NodeImporter> = { Slice: slice, Split: split };
