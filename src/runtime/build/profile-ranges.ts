import { ApiUsageError } from '../../errors';
import type { BuilderConfig } from './builder-config';
import type { DataType } from '../enums';
import type { TypeFlags } from './formats';
import type { Layer, Tensor } from '../network/layer';
import { log } from '../logger';
import type { OpenTensor } from './negotiate';
import type { NetworkDefinition } from '../network/network';
import { OptimizationProfile, type ShapeRange } from './optimization-profile';
import { quantizationScales } from './quantization-scales';
import {
  evaluateDims,
  extentName,
  leastSize,
  optSize,
  upperSize,
  valueName,
  type SizeOf,
} from '../network/shapes';
import type { SymbolicShapes } from '../network/symbolic-shapes';
import { printDims, volume, type Dims } from '../tensor';

/** One optimization profile, checked against the network. */
export interface ProfileRanges {
  shapes: ReadonlyMap<Tensor, ShapeRange>;
  /** Of shape tensors. */
  values: ReadonlyMap<Tensor, ShapeRange>;
}

/**
 * The ranges of all inputs in every profile; a network without unknown extents has one profile.
 * @throws {ApiUsageError} `PROFILE_MISSING`, `PROFILE_INCOMPLETE`, `PROFILE_INVALID`
 */
export function profileRanges(network: NetworkDefinition, config: BuilderConfig): ProfileRanges[] {
  const shapeTensors = network.inputs.filter((input) => network.isShapeTensor(input));
  const unknown = network.inputs.find((input) => network.inputDims(input).includes(-1));
  const needed = unknown ?? shapeTensors[0];
  if (needed && config.profiles.length === 0) {
    throw new ApiUsageError(
      'PROFILE_MISSING',
      'Cannot build the engine: Network has dynamic or shape inputs, but no optimization profile has been defined.',
      {
        method: 'buildSerializedNetwork',
        tensor: needed.name,
        expected: 'addOptimizationProfile',
        actual: `${needed.name} ${printDims(network.inputDims(needed))}`,
      },
    );
  }
  const known = new Set(network.inputs.map((input) => input.name));
  for (const name of config.profiles.flatMap((profile) => profile.inputNames)) {
    // TensorRT 10.6 says nothing at all (recordings/profile-unknown-input.jsonl).
    if (!known.has(name)) log('kWARNING', `Optimization profile: no input is called "${name}"`);
  }
  const profiles = config.profiles.length ? config.profiles : [new OptimizationProfile()];
  return profiles.map((profile) => ({
    shapes: new Map(
      network.inputs.map((input) => [input, profile.rangeOf(input.name, network.inputDims(input))]),
    ),
    values: new Map(
      shapeTensors.map((input) => [
        input,
        profile.valuesOf(input.name, volume(network.inputDims(input))),
      ]),
    ),
  }));
}

/** The extents of the inputs as the builder sees them: what every profile fixes at the same number is no unknown. */
export function fixedInputDims(
  network: NetworkDefinition,
  profiles: readonly ProfileRanges[],
): Map<Tensor, Dims> {
  return new Map(
    network.inputs.map((input) => [
      input,
      network.inputDims(input).map((extent, axis) => {
        if (extent >= 0) return extent;
        const ends = profiles.flatMap(({ shapes }) => {
          const range = shapes.get(input);
          return [range?.min[axis], range?.max[axis]];
        });
        const [first] = ends;
        return first !== undefined && ends.every((end) => end === first) ? first : -1;
      }),
    ]),
  );
}

/** Every tensor with its extents in this profile: at its least, at what it is tuned for, and at its most. */
export function openTensors(
  network: NetworkDefinition,
  layers: readonly Layer[],
  shapes: SymbolicShapes,
  ranges: ProfileRanges,
  flags: TypeFlags,
): Map<Tensor, OpenTensor> {
  const tensors = [...network.inputs, ...layers.flatMap((layer) => layer.outputs)];
  const at = (end: keyof ShapeRange, sizeTensor: SizeOf) =>
    evaluateAll(tensors, shapes, ranges, (range) => range[end], sizeTensor);
  const [min, opt, max] = [at('min', leastSize), at('opt', optSize), at('max', upperSize)];
  const mostAtOpt = at('opt', upperSize);
  // An extent that the profile fixes is no unknown in it (recordings/two-profiles-fixed-differ.jsonl).
  const fixed = (range: ShapeRange) =>
    range.min.map((least, i) => (least === range.max[i] ? least : NaN));
  const dims = evaluateAll(tensors, shapes, ranges, fixed, () => -1);
  const scales = quantizationScales(layers);
  return new Map(
    tensors.map((tensor) => {
      const scale = scales.get(tensor);
      const of = (all: Map<Tensor, Dims>) => all.get(tensor) ?? [];
      return [
        tensor,
        {
          ownType: bindingType(network, tensor, shapes.typeOf(tensor), flags),
          dims: of(dims),
          min: of(min),
          opt: of(opt),
          max: of(max),
          mostAtOpt: of(mostAtOpt),
          ...(scale === undefined ? {} : { scale }),
        },
      ];
    }),
  );
}

/** The extents of all tensors where the inputs' unknowns are what `pick` takes of their ranges, -1 for unknown. */
function evaluateAll(
  tensors: readonly Tensor[],
  shapes: SymbolicShapes,
  ranges: ProfileRanges,
  pick: (range: ShapeRange) => Dims,
  sizeTensor: SizeOf,
): Map<Tensor, Dims> {
  const variables = new Map<string, number>();
  for (const [tensor, range] of ranges.values) {
    pick(range).forEach((value, i) => variables.set(valueName(tensor.name, i), value));
  }
  const found = new Map<Tensor, Dims>();
  for (const tensor of tensors) {
    const range = ranges.shapes.get(tensor);
    const dims = range
      ? pick(range).map((extent) => (Number.isNaN(extent) ? -1 : extent))
      : evaluateDims(shapes.extentsOf(tensor), { variables, sizeTensor });
    dims.forEach((extent, axis) => variables.set(extentName(tensor.name, axis), extent));
    found.set(tensor, dims);
  }
  return found;
}

/**
 * The type of a tensor outside its layer. Weakly typed, TensorRT 10.6 hands out kFLOAT where a plugin makes a network output of another
 * floating-point type (the builder's log of recordings/size-half-io.json: `y (Float[-1])`).
 */
export function bindingType(
  network: NetworkDefinition,
  tensor: Tensor,
  type: DataType,
  flags: TypeFlags,
): DataType {
  const weak = !flags.stronglyTyped && network.outputs.includes(tensor);
  const made = tensor.producer?.kind === 'plugin';
  return weak && made && (type === 'kHALF' || type === 'kBF16') ? 'kFLOAT' : type;
}

/** The suffix of a layer's name in further profiles, as TensorRT names them. */
export function profileName(profile: number): string {
  return profile === 0 ? '' : ` [profile ${profile}]`;
}
