import type { PoolingType } from '../../runtime/network/operations/pooling';
import type { WindowOptions } from '../../runtime/network/operations/window';
import type { DecodedTensor } from '../decoded';
import { weightsOf } from './constants';
import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { pad } from './padding';
import { combine } from './pointwise';
import { squeeze, unsqueeze } from './reshape';

/** A window over spatial axes; TensorRT has 2 or 3 of them, so that one becomes two, the second of extent 1. */
interface SpatialWindow {
  size: number[];
  options: WindowOptions & { dilation: number[] };
  /** Whether an axis of 1 was put in. */
  widened: boolean;
}

function windowOf<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  size: number[],
): SpatialWindow {
  const widened = size.length === 1;
  const wide = (values: number[], fill: number) => (widened ? [...values, fill] : values);
  const every = (value: number) => size.map(() => value);
  const pads = context.ints('pads') ?? [...every(0), ...every(0)];
  const window = {
    size: wide(size, 1),
    options: {
      stride: wide(context.ints('strides') ?? every(1), 1),
      dilation: wide(context.ints('dilations') ?? every(1), 1),
      prePadding: wide(pads.slice(0, size.length), 0),
      postPadding: wide(pads.slice(size.length), 0),
      paddingMode: paddingModeOf(context),
    },
    widened,
  };
  const lists = [window.size, window.options.stride, window.options.dilation];
  if (pads.length !== 2 * size.length || lists.some((list) => list.length !== window.size.length)) {
    context.unsupported('its window attributes have different lengths');
  }
  return window;
}

function paddingModeOf<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
): NonNullable<WindowOptions['paddingMode']> {
  switch (context.string('auto_pad', 'NOTSET')) {
    case 'SAME_UPPER':
      return 'kSAME_UPPER';
    case 'SAME_LOWER':
      return 'kSAME_LOWER';
    case 'NOTSET':
    case 'VALID':
      return context.int('ceil_mode', 0) ? 'kEXPLICIT_ROUND_UP' : 'kEXPLICIT_ROUND_DOWN';
    default:
      return context.unsupported('there is no such auto_pad', {
        actual: context.string('auto_pad', ''),
      });
  }
}

/** Runs a layer on the input, with an axis of 1 put in and taken out again where there is one spatial axis. */
function spatially<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  { widened }: SpatialWindow,
  add: (input: Tensor) => Tensor,
): Tensor {
  const x = context.input(0);
  return widened ? squeeze(context, add(unsqueeze(context, x, [3])), [3]) : add(x);
}

function pooling(type: PoolingType): NodeImporter {
  return (context) => {
    context.onlyFirstOutput();
    const size = context.ints('kernel_shape') ?? context.unsupported('it has no kernel_shape');
    const window = windowOf(context, size);
    const { dilation, ...options } = window.options;
    if (dilation.some((step) => step !== 1)) {
      return context.unsupported("TensorRT's pooling has no dilation", { actual: dilation });
    }
    const averageCountExcludesPadding = context.int('count_include_pad', 0) === 0;
    return [
      spatially(context, window, (x) =>
        context.out(
          context.network.addPoolingNd(x, type, window.size, {
            ...options,
            averageCountExcludesPadding,
          }),
        ),
      ),
    ];
  };
}

function globalPooling(operation: 'kAVG' | 'kMAX'): NodeImporter {
  return (context) => {
    const x = context.input(0);
    const axes = x
      .getDimensions()
      .reduce((mask, _, axis) => (axis < 2 ? mask : mask | (1 << axis)), 0);
    return [context.out(context.network.addReduce(x, operation, axes, true))];
  };
}

/** Kernel and bias: weights where they are constants, tensors otherwise. */
function kernelOf<Tensor extends ImportTensor>(context: NodeContext<Tensor>, widened: boolean) {
  const weights = (constant: DecodedTensor) =>
    weightsOf(constant) ?? context.unsupported(`a constant is of type ${constant.type}`);
  const [kernel, bias] = [context.constant(1), context.constant(2)];
  const computed = () => {
    const tensor = context.input(1);
    return widened ? unsqueeze(context, tensor, [3]) : tensor;
  };
  const dims = kernel?.dims ?? context.input(1).getDimensions();
  let biasWeights = null;
  if (bias && kernel) biasWeights = weights(bias);
  else if (context.has(2)) biasWeights = context.input(2);
  return {
    dims,
    kernel: kernel ? weights(kernel) : computed(),
    bias: biasWeights,
  };
}

/** How many spatial axes the kernel has, and their extents. */
function kernelSize<Tensor extends ImportTensor>(context: NodeContext<Tensor>): number[] {
  const dims = context.constant(1)?.dims ?? context.input(1).getDimensions();
  const size = context.ints('kernel_shape') ?? dims.slice(2);
  const whole = [...dims.slice(0, 2), ...size];
  return whole.includes(-1) ? context.unsupported('the kernel has unknown extents') : size;
}

const convolution: NodeImporter = (context) => {
  const window = windowOf(context, kernelSize(context));
  const { dims, kernel, bias } = kernelOf(context, window.widened);
  const options = { ...window.options, nbGroups: context.int('group', 1) };
  return [
    spatially(context, window, (x) =>
      context.out(
        context.network.addConvolutionNd(x, dims[0] ?? 0, window.size, kernel, bias, options),
      ),
    ),
  ];
};

const deconvolution: NodeImporter = (context) => {
  const size = kernelSize(context);
  const window = windowOf(context, size);
  const { dims, kernel, bias } = kernelOf(context, window.widened);
  const nbGroups = context.int('group', 1);
  const { prePadding, postPadding } = deconvolutionPadding(context, window);
  // What lies beyond the kernel's reach is filled with zeros; the bias comes after.
  const beyond = postPadding.map((amount) => Math.max(0, -amount));
  const larger = beyond.some((amount) => amount > 0);
  const maps = (dims[1] ?? 0) * nbGroups;
  const options = {
    ...window.options,
    paddingMode: 'kEXPLICIT_ROUND_DOWN',
    prePadding,
    postPadding: postPadding.map((amount) => Math.max(0, amount)),
    nbGroups,
  } as const;
  const add = (x: ReturnType<typeof context.input>, withBias: typeof bias) =>
    context.out(
      context.network.addDeconvolutionNd(x, maps, window.size, kernel, withBias, options),
    );
  if (!larger) return [spatially(context, window, (x) => add(x, bias))];
  const filled = spatially(context, window, (x) =>
    pad(context, add(x, null), [0, 0, ...beyond.map(() => 0)], [0, 0, ...beyond], 'kFILL'),
  );
  if (!context.has(2)) return [filled];
  const shape = filled.getDimensions().map((_, axis) => (axis === 1 ? -1 : 1));
  const perMap = context.network.addShuffle(context.input(2), { reshapeDimensions: shape });
  return [combine(context, filled, context.out(perMap), 'kSUM')];
};

/** The padding that makes the output as large as the node says; after it may be negative, beyond what the kernel reaches. */
function deconvolutionPadding<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  { size, options, widened }: SpatialWindow,
): { prePadding: number[]; postPadding: number[] } {
  const spatial = context.input(0).getDimensions().slice(2);
  const wanted = context.ints('output_shape');
  const extra = context.ints('output_padding') ?? size.map(() => 0);
  const same = context.string('auto_pad', 'NOTSET').startsWith('SAME');
  const lower = context.string('auto_pad', 'NOTSET') === 'SAME_LOWER';
  const result = size.map((extent, axis) => {
    const [stride, dilation] = [options.stride?.[axis] ?? 1, options.dilation[axis] ?? 1];
    const more = extra[axis] ?? 0;
    if (widened && axis === 1) return [0, 0];
    const covered = (extent - 1) * dilation + 1;
    const input = spatial[axis] ?? -1;
    if (!wanted && !same) {
      return [options.prePadding?.[axis] ?? 0, (options.postPadding?.[axis] ?? 0) - more];
    }
    if (wanted && input < 0) context.unsupported('output_shape with an unknown extent');
    const output = wanted?.slice(-spatial.length)[axis];
    // Of a SAME mode the output is the input times the stride, whatever the extent.
    const total =
      output === undefined
        ? covered - stride + more
        : (input - 1) * stride + more + covered - output;
    const half = Math.floor(Math.max(0, total) / 2);
    const rest = Math.max(0, total) - half;
    const [before, after] = lower ? [rest, half] : [half, rest];
    return [before, after - more + Math.min(0, total)];
  });
  const [prePadding, postPadding] = [0, 1].map((side) => result.map((pair) => pair[side] ?? 0));
  return { prePadding: prePadding ?? [], postPadding: postPadding ?? [] };
}

export const WINDOWS: Record<string, NodeImporter> = {
  Conv: convolution,
  ConvTranspose: deconvolution,
  MaxPool: pooling('kMAX'),
  AveragePool: pooling('kAVERAGE'),
  GlobalAveragePool: globalPooling('kAVG'),
  GlobalMaxPool: globalPooling('kMAX'),
};
