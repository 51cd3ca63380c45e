import type { MatrixOperation } from '../../runtime/network/operations/matrix-multiply';
import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { combine } from './pointwise';
import { withRank } from './reshape';

/** Matrices of any ranks; one-dimensional inputs are vectors. */
export function multiply<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  a: Tensor,
  b: Tensor,
): Tensor {
  const parts = [a, b].map((tensor) => {
    const rank = tensor.getDimensions().length;
    const op: MatrixOperation = rank === 1 ? 'kVECTOR' : 'kNONE';
    return { tensor, op, inner: Math.min(rank, 2), batch: Math.max(0, rank - 2) };
  });
  const batch = Math.max(...parts.map((part) => part.batch));
  const [first, second] = parts.map((part) => ({
    ...part,
    tensor: withRank(context, part.tensor, batch + part.inner),
  }));
  if (!first || !second) return context.unsupported('it has not 2 inputs');
  return context.out(
    context.network.addMatrixMultiply(first.tensor, first.op, second.tensor, second.op),
  );
}

const matMul: NodeImporter = (context) => [multiply(context, context.input(0), context.input(1))];

/** alpha * A' * B' + beta * C */
const gemm: NodeImporter = (context) => {
  const op = (name: string) => (context.int(name, 0) ? 'kTRANSPOSE' : 'kNONE');
  const scaled = (tensor: ReturnType<typeof context.input>, factor: number) =>
    factor === 1 ? tensor : combine(context, tensor, context.scalar(factor, tensor), 'kPROD');
  const layer = context.network.addMatrixMultiply(
    context.input(0),
    op('transA'),
    context.input(1),
    op('transB'),
  );
  const product = scaled(context.out(layer), context.float('alpha', 1));
  if (!context.has(2)) return [product];
  const added = scaled(context.input(2), context.float('beta', 1));
  return [combine(context, product, added, 'kSUM')];
};

/** Of inference: (x - mean) / sqrt(variance + epsilon) * scale + bias, one number a channel. */
const batchNormalization: NodeImporter = (context) => {
  context.onlyFirstOutput();
  if (context.int('training_mode', 0)) return context.unsupported('it is in training mode');
  const x = context.input(0);
  const rank = x.getDimensions().length;
  const channels = [1, 2, 3, 4].map((index) => {
    const shape = Array.from({ length: rank }, (_, axis) => (axis === 1 ? -1 : 1));
    return context.out(
      context.network.addShuffle(context.input(index), { reshapeDimensions: shape }),
    );
  });
  const [scale, bias, mean, variance] = channels;
  if (!scale || !bias || !mean || !variance) return context.unsupported('it has not 5 inputs');
  const epsilon = context.scalar(context.float('epsilon', 1e-5), variance);
  const widened = combine(context, variance, epsilon, 'kSUM');
  const deviation = context.out(context.network.addUnary(widened, 'kSQRT'));
  const factor = combine(context, scale, deviation, 'kDIV');
  const centred = combine(context, x, mean, 'kSUB');
  return [combine(context, combine(context, centred, factor, 'kPROD'), bias, 'kSUM')];
};

export const MATRICES: Record<string, NodeImporter> = {
  MatMul: matMul,
  Gemm: gemm,
  BatchNormalization: batchNormalization,
};
