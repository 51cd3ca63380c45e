import type { ReduceOperation } from '../../runtime/network/operations/reduce';
import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { combine } from './pointwise';
import { flatten, reshapeTo, squeeze } from './reshape';
import { ShapeCalculator } from './shape-values';

/** The axes of a reduction; null where the node leaves its input as it is. Inputs since opset 13 or 18, attributes before. */
function axesOf<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  rank: number,
): number[] | null {
  const given = context.parameter(1, 'the list of axes') ?? context.ints('axes') ?? [];
  if (given.length > 0) return given.map((axis) => context.axis(axis, rank));
  if (context.int('noop_with_empty_axes', 0)) return null;
  return Array.from({ length: rank }, (_, axis) => axis);
}

const maskOf = (axes: readonly number[]) => axes.reduce((mask, axis) => mask | (1 << axis), 0);

/** What is computed of the elements before and of the result after. */
type Step = <Tensor extends ImportTensor>(context: NodeContext<Tensor>, tensor: Tensor) => Tensor;

const square: Step = (context, x) => combine(context, x, x, 'kPROD');
const unary =
  (operation: 'kABS' | 'kSQRT' | 'kLOG'): Step =>
  (context, x) =>
    context.out(context.network.addUnary(x, operation));

function reduction(operation: ReduceOperation, before?: Step, after?: Step): NodeImporter {
  return (context) => {
    const input = context.input(0);
    const axes = axesOf(context, input.getDimensions().length);
    const x = before ? before(context, input) : input;
    const keep = context.int('keepdims', 1) === 1;
    const reduced =
      !axes || axes.length === 0
        ? context.out(context.network.addIdentity(x))
        : context.out(context.network.addReduce(x, operation, maskOf(axes), keep));
    return [after ? after(context, reduced) : reduced];
  };
}

/** log(sum(exp(x))), with the largest element taken out so that nothing overflows. */
const logSumExp: NodeImporter = (context) => {
  const x = context.input(0);
  const axes = axesOf(context, x.getDimensions().length);
  const reduce = (tensor: typeof x, operation: ReduceOperation) =>
    axes && axes.length > 0
      ? context.out(context.network.addReduce(tensor, operation, maskOf(axes), true))
      : tensor;
  const largest = reduce(x, 'kMAX');
  const moved = combine(context, x, largest, 'kSUB');
  const sum = reduce(context.out(context.network.addUnary(moved, 'kEXP')), 'kSUM');
  const result = combine(
    context,
    context.out(context.network.addUnary(sum, 'kLOG')),
    largest,
    'kSUM',
  );
  return [context.int('keepdims', 1) === 1 || !axes ? result : squeeze(context, result, axes)];
};

/** Along one axis since opset 13; before, along all from the axis on. */
function softmaxOf<Tensor extends ImportTensor>(context: NodeContext<Tensor>): Tensor {
  const x = context.input(0);
  const rank = x.getDimensions().length;
  const axis = context.axis(context.int('axis', context.opset < 13 ? 1 : -1), rank);
  if (context.opset >= 13 || axis === rank - 1) {
    return context.out(context.network.addSoftMax(x, { axes: 1 << axis }));
  }
  const flat = flatten(context, x, axis);
  const result = context.out(context.network.addSoftMax(flat, { axes: 2 }));
  return reshapeTo(context, result, new ShapeCalculator(context).of(x));
}

const softmax: NodeImporter = (context) => [softmaxOf(context)];
const logSoftmax: NodeImporter = (context) => [
  context.out(context.network.addUnary(softmaxOf(context), 'kLOG')),
];

export const REDUCTIONS: Record<string, NodeImporter> = {
  ReduceSum: reduction('kSUM'),
  ReduceProd: reduction('kPROD'),
  ReduceMax: reduction('kMAX'),
  ReduceMin: reduction('kMIN'),
  ReduceMean: reduction('kAVG'),
  ReduceL1: reduction('kSUM', unary('kABS')),
  ReduceL2: reduction('kSUM', square, unary('kSQRT')),
  ReduceSumSquare: reduction('kSUM', square),
  ReduceLogSum: reduction('kSUM', undefined, unary('kLOG')),
  ReduceLogSumExp: logSumExp,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
};
