import { volume } from '../../runtime/tensor';
import type { DecodedTensor } from '../decoded';
import { numbersOf } from './constants';
import type { NodeImporter } from './node-context';
import { expandTo, flatten, squeeze, unsqueeze, withRank } from './reshape';
import { ShapeCalculator } from './shape-values';

const reshape: NodeImporter = (context) => {
  const zeroIsPlaceholder = context.int('allowzero', 0) === 0;
  const shape = context.ints('shape') ?? new ShapeCalculator(context).input(1);
  const options = { reshapeDimensions: shape, zeroIsPlaceholder };
  return [context.out(context.network.addShuffle(context.input(0), options))];
};

const transpose: NodeImporter = (context) => {
  const x = context.input(0);
  const axes = x.getDimensions().map((_, axis) => axis);
  const firstTranspose = context.ints('perm') ?? axes.reverse();
  return [context.out(context.network.addShuffle(x, { firstTranspose }))];
};

const flattenNode: NodeImporter = (context) => {
  const x = context.input(0);
  const rank = x.getDimensions().length;
  const given = context.int('axis', 1);
  return [flatten(context, x, given === rank ? rank : context.axis(given, rank))];
};

/** Axes are an input since opset 13, an attribute before. */
const squeezeNode: NodeImporter = (context) => {
  const x = context.input(0);
  const dims = x.getDimensions();
  const given = context.parameter(1, 'the list of axes') ?? context.ints('axes');
  const axes = given
    ? given.map((axis) => context.axis(axis, dims.length))
    : dims.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
  if (!given && dims.includes(-1)) context.unsupported('which axes are 1 is not known');
  const wrong = axes.find((axis) => dims[axis] !== 1 && dims[axis] !== -1);
  if (wrong !== undefined) {
    context.unsupported(`axis ${wrong} is not 1`, { expected: 1, actual: dims[wrong] });
  }
  return [squeeze(context, x, axes)];
};

const unsqueezeNode: NodeImporter = (context) => {
  const x = context.input(0);
  const given = context.parameter(1, 'the list of axes') ?? context.ints('axes') ?? [];
  const rank = x.getDimensions().length + given.length;
  const axes = given.map((axis) => context.axis(axis, rank));
  if (axes.length === 0) return [context.out(context.network.addIdentity(x))];
  return [unsqueeze(context, x, axes)];
};

/** To the shape that both broadcast to. */
const expand: NodeImporter = (context) => {
  const shapes = new ShapeCalculator(context);
  const wanted = shapes.input(1);
  const count = shapes.length(wanted);
  const x = withRank(context, context.input(0), count);
  const rank = x.getDimensions().length;
  const given = shapes.concatenate([Array.from({ length: rank - count }, () => 1), wanted]);
  const extents = shapes.of(x);
  // Where the given extent is 1, that of the input counts.
  const isOne = shapes.equal(given, [1]);
  const others = shapes.difference([1], isOne);
  const shape = shapes.sum(shapes.product(isOne, extents), shapes.product(others, given));
  return [expandTo(context, x, shape)];
};

const concatenation: NodeImporter = (context) => {
  const inputs = context.allInputs();
  const rank = inputs[0]?.getDimensions().length ?? 0;
  const axis = context.axis(context.int('axis', context.opset < 4 ? 1 : 0), rank);
  return [context.out(context.network.addConcatenation(inputs, { axis }))];
};

const gather: NodeImporter = (context) => {
  const data = context.input(0);
  const axis = context.axis(context.int('axis', 0), data.getDimensions().length);
  return [context.out(context.network.addGather(data, context.input(1), axis))];
};

const gatherElements: NodeImporter = (context) => {
  const data = context.input(0);
  const axis = context.axis(context.int('axis', 0), data.getDimensions().length);
  const indices = context.input(1);
  return [context.out(context.network.addGatherV2(data, indices, 'kELEMENT', { axis }))];
};

/** Stays a constant, so that it can be weights or a parameter. */
const constant: NodeImporter = (context) => {
  const tensor = context.attribute('value', 'tensor');
  if (tensor) return [tensor];
  const made = (type: 'float' | 'int64', values: number[], dims: number[]): DecodedTensor => {
    const view = type === 'float' ? Float32Array.from(values) : BigInt64Array.from(values, BigInt);
    return { name: '', type, dims, data: new Uint8Array(view.buffer) };
  };
  const float = context.attribute('value_float', 'float');
  if (float !== null) return [made('float', [float], [])];
  const int = context.attribute('value_int', 'int');
  if (int !== null) return [made('int64', [int], [])];
  const floats = context.attribute('value_floats', 'floats');
  if (floats) return [made('float', floats, [floats.length])];
  const ints = context.attribute('value_ints', 'ints');
  if (ints) return [made('int64', ints, [ints.length])];
  return context.unsupported('its value is of a kind that there are no tensors of', {
    actual: [...context.node.attributes.keys()],
  });
};

const constantOfShape: NodeImporter = (context) => {
  const shapes = new ShapeCalculator(context);
  const value = context.attribute('value', 'tensor');
  const zero: DecodedTensor = { name: '', type: 'float', dims: [1], data: new Uint8Array(4) };
  const given = value ?? zero;
  if (volume(given.dims) !== 1) {
    context.unsupported('its value is not one element', { expected: [1], actual: given.dims });
  }
  const shape = shapes.input(0);
  const rank = shapes.length(shape);
  if (Array.isArray(shape) && shape.some((extent) => extent < 0)) {
    context.unsupported('an extent is negative', { actual: shape });
  }
  if (Array.isArray(shape) && value && volume(shape) <= 8 && numbersOf(value)) {
    const data = new Uint8Array(value.data.byteLength * volume(shape));
    for (let at = 0; at < data.length; at += value.data.byteLength) data.set(value.data, at);
    return [{ ...value, dims: shape, data }];
  }
  const one = context.constantTensor({ ...given, dims: [1] });
  const ones = Array.from({ length: rank }, () => 1);
  const single = context.out(context.network.addShuffle(one, { reshapeDimensions: ones }));
  return [expandTo(context, single, shape)];
};

/** Axes from `start` to before `end`, since opset 15. */
const shape: NodeImporter = (context) => {
  const x = context.input(0);
  const rank = x.getDimensions().length;
  const all = context.out(context.network.addShape(x));
  const bound = (axis: number) => Math.min(rank, Math.max(0, axis < 0 ? axis + rank : axis));
  const [start, end] = [bound(context.int('start', 0)), bound(context.int('end', rank))];
  if (start === 0 && end === rank) return [all];
  return [context.out(context.network.addSlice(all, [start], [Math.max(0, end - start)], [1]))];
};

const size: NodeImporter = (context) => {
  const extents = context.out(context.network.addShape(context.input(0)));
  return [context.out(context.network.addReduce(extents, 'kPROD', 1, false))];
};

export const MOVEMENTS: Record<string, NodeImporter> = {
  Reshape: reshape,
  Transpose: transpose,
  Flatten: flattenNode,
  Squeeze: squeezeNode,
  Unsqueeze: unsqueezeNode,
  Expand: expand,
  Concat: concatenation,
  Gather: gather,
  GatherElements: gatherElements,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shape,
  Size: size,
};
