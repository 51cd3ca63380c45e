import {
  RESIZE_ROUND_MODES,
  type ResizeCoordinateTransformation,
  type ResizeOptions,
  type ResizeRoundMode,
  type InterpolationMode,
} from '../../runtime/network/operations/resize';
import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { ShapeCalculator, type ShapeValues } from './shape-values';

const TRANSFORMATIONS = new Map<string, ResizeCoordinateTransformation>([
  ['half_pixel', 'kHALF_PIXEL'],
  ['pytorch_half_pixel', 'kHALF_PIXEL'],
  ['align_corners', 'kALIGN_CORNERS'],
  ['asymmetric', 'kASYMMETRIC'],
]);
const MODES = new Map<string, InterpolationMode>([
  ['nearest', 'kNEAREST'],
  ['linear', 'kLINEAR'],
  ['cubic', 'kCUBIC'],
]);

/** Upsample, which has no later form, and the first Resize. */
function isEarly<Tensor extends ImportTensor>({ node, opset }: NodeContext<Tensor>): boolean {
  return node.opType === 'Upsample' || opset < 11;
}

/** What does not depend on the extents. */
function settingsOf<Tensor extends ImportTensor>(context: NodeContext<Tensor>): ResizeOptions {
  const modeName = context.string('mode', 'nearest');
  const mode =
    MODES.get(modeName) ?? context.unsupported('there is no such mode', { actual: modeName });
  const transformation = context.string(
    'coordinate_transformation_mode',
    isEarly(context) ? 'asymmetric' : 'half_pixel',
  );
  const coordinateTransformation = TRANSFORMATIONS.get(transformation);
  if (!coordinateTransformation) {
    return context.unsupported('TensorRT has no such coordinate transformation', {
      expected: [...TRANSFORMATIONS.keys()].join(', '),
      actual: transformation,
    });
  }
  if (context.int('antialias', 0)) context.unsupported('TensorRT does not filter (antialias)');
  const nearest = context.string('nearest_mode', isEarly(context) ? 'floor' : 'round_prefer_floor');
  const roundings = Object.entries(RESIZE_ROUND_MODES) as [ResizeRoundMode, string][];
  const nearestRounding =
    roundings.find(([, name]) => name === nearest)?.[0] ??
    context.unsupported('there is no such nearest_mode', { actual: nearest });
  return {
    resizeMode: mode,
    coordinateTransformation,
    selectorForSinglePixel: transformation === 'pytorch_half_pixel' ? 'kUPPER' : 'kFORMULA',
    nearestRounding,
    cubicCoeff: context.float('cubic_coeff_a', -0.75),
    excludeOutside: context.int('exclude_outside', 0) === 1,
  };
}

/** Scales are input 2 since opset 11, input 1 before; sizes are input 3. Both are of all axes, or of those named since opset 18. */
const resize: NodeImporter = (context) => {
  const x = context.input(0);
  const rank = x.getDimensions().length;
  const settings = settingsOf(context);
  const given = context.ints('axes');
  const axes = given?.map((axis) => context.axis(axis, rank)) ?? x.getDimensions().map((_, i) => i);
  const scales = context.parameter(isEarly(context) ? 1 : 2, 'the list of scales');
  if (scales && scales.length > 0) {
    const all = x.getDimensions().map((_, axis) => scales[axes.indexOf(axis)] ?? 1);
    return [context.out(context.network.addResize(x, { ...settings, scales: all }))];
  }
  if (isEarly(context)) return context.unsupported('it has no scales');
  const policy = context.string('keep_aspect_ratio_policy', 'stretch');
  if (policy !== 'stretch') {
    const outputDimensions = keptRatio(context, x.getDimensions(), axes, policy === 'not_larger');
    return [context.out(context.network.addResize(x, { ...settings, outputDimensions }))];
  }
  const shapes = new ShapeCalculator(context);
  const sizes = shapes.input(3);
  if (shapes.length(sizes) !== axes.length) {
    context.unsupported('its sizes do not fit the axes', {
      expected: `${axes.length} numbers`,
      actual: shapes.length(sizes),
    });
  }
  // Sizes of all axes, in order, are the shape as it is.
  const whole = axes.length === rank && axes.every((axis, at) => axis === at);
  const outputDimensions = whole ? sizes : sizesAmong(context, x, sizes, axes);
  return [context.out(context.network.addResize(x, { ...settings, outputDimensions }))];
};

/** The shape of a tensor with some extents replaced. */
function sizesAmong<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  sizes: ShapeValues<Tensor>,
  axes: readonly number[],
): ShapeValues<Tensor> {
  const shapes = new ShapeCalculator(context);
  const extents = shapes.of(tensor);
  const parts = tensor.getDimensions().map((_, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? shapes.pick(extents, [axis]) : shapes.pick(sizes, [at]);
  });
  return shapes.concatenate(parts);
}

/** Sizes with one scale for all axes: the smallest or the largest of those wanted. */
function keptRatio<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  dims: number[],
  axes: readonly number[],
  smallest: boolean,
): number[] {
  const sizes = context.parameter(3, 'the list of sizes') ?? [];
  if (dims.includes(-1)) context.unsupported('it keeps the ratio of unknown extents');
  const ratios = axes.map((axis, index) => (sizes[index] ?? 1) / (dims[axis] ?? 1));
  const scale = smallest ? Math.min(...ratios) : Math.max(...ratios);
  return dims.map((extent, axis) =>
    axes.includes(axis) ? Math.max(1, Math.floor(extent * scale + 0.5)) : extent,
  );
}

export const RESIZING: Record<string, NodeImporter> = { Resize: resize, Upsample: resize };
