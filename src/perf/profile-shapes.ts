import { ApiUsageError } from '../errors';
import type { BuilderConfig } from '../runtime/build/builder-config';
import type { Builder } from '../runtime/builder';
import type { Tensor } from '../runtime/network/layer';
import type { NetworkDefinition } from '../runtime/network/network';
import { volume, type Dims } from '../runtime/tensor';
import type { BuildListener } from './build-from-onnx';
import { ShapesError } from './input-shapes';
import { nearestName } from './nearest-name';
import type { PerfOptions } from './options';
import {
  givenFor,
  matchesName,
  meantFor,
  printShape,
  printShapes,
  type InputShapes,
} from './shapes-text';

/**
 * The optimization profile of a build from options, by the rules of trtexec 10.6: where only --shapes is given, min, opt and max are the
 * same; what is not given is 1.
 * @throws {ApiUsageError} `SHAPES_INVALID`, `SHAPES_STATIC`
 */
export function addProfile(
  builder: Builder,
  network: NetworkDefinition,
  config: BuilderConfig,
  options: PerfOptions,
  listener: BuildListener,
): void {
  const ranges = profileShapes(options, listener);
  checkRanges(ranges, network);
  const profile = builder.createOptimizationProfile();
  let dynamic = false;
  for (const input of network.inputs) {
    const [dims, isShapeTensor] = [input.getDimensions(), network.isShapeTensor(input)];
    if (!isShapeTensor && !dims.includes(-1)) continue;
    dynamic = true;
    const given = givenFor(ranges, input.name);
    const ones = onesFor(dims, isShapeTensor);
    if (!given)
      listener.onWarning(
        `nothing is given for input "${input.name}", whose shape is open: the engine is built for ${printShape(ones)}`,
      );
    const { min, opt, max } = given ?? { min: ones, opt: ones, max: ones };
    for (const [select, shape] of [
      ['kMIN', min],
      ['kOPT', opt],
      ['kMAX', max],
    ] as const) {
      if (isShapeTensor) profile.setShapeValues(input.name, select, shape);
      else profile.setDimensions(input.name, select, shape);
    }
    listener.onStep(
      `Input "${input.name}" is built for MIN=${printShape(min)} OPT=${printShape(opt)} MAX=${printShape(max)}`,
    );
  }
  if (dynamic) config.addOptimizationProfile(profile);
  else if (ranges.size > 0) {
    throw new ApiUsageError(
      'SHAPES_STATIC',
      'Cannot use shapes: every input of the model has a fixed one',
      {
        expected: 'no shapes at all',
        actual: [...ranges.keys()].join(', '),
      },
    );
  }
}

type Range = { min: Dims; opt: Dims; max: Dims };

/** What the options say together: a missing end is taken from another one, and --shapes stands where nothing else is given. */
function profileShapes(
  { minShapes, optShapes, maxShapes, shapes }: PerfOptions,
  { onWarning }: BuildListener,
): ReadonlyMap<string, Range> {
  const ranges = new Map<string, Range>();
  const names = new Set(
    [minShapes, optShapes, maxShapes].flatMap((given) => [...(given?.keys() ?? [])]),
  );
  for (const name of names) {
    const [min, opt, max] = [minShapes, optShapes, maxShapes].map((given) => given?.get(name));
    const range = {
      min: min ?? opt ?? max ?? [],
      opt: opt ?? max ?? min ?? [],
      max: max ?? opt ?? min ?? [],
    };
    ranges.set(name, range);
    const missing = Object.entries({ minShapes: min, optShapes: opt, maxShapes: max }).filter(
      ([, dims]) => !dims,
    );
    for (const [option] of missing) {
      const taken = range[option.slice(0, 3) as keyof Range];
      onWarning(`--${option} says nothing of "${name}": ${printShape(taken)} is taken`);
    }
  }
  for (const [name, dims] of shapes)
    if (!ranges.has(name)) ranges.set(name, { min: dims, opt: dims, max: dims });
  return ranges;
}

/** @throws {ShapesError} `SHAPES_INVALID`: an input that the model has not, another rank, another extent than a fixed one */
function checkRanges(ranges: ReadonlyMap<string, Range>, network: NetworkDefinition): void {
  const { inputs } = network;
  for (const name of ranges.keys()) {
    if (inputs.some((input) => matchesName(name, input.name))) continue;
    const near = nearestName(
      name,
      inputs.map((input) => input.name),
    );
    const meant = near === null ? '' : `; did you mean "${near}"?`;
    throw invalid(`the model has no input "${name}"${meant}`, name, network, ranges);
  }
  for (const input of inputs) {
    const [dims, isShapeTensor] = [input.getDimensions(), network.isShapeTensor(input)];
    const given = givenFor(ranges, input.name);
    const count = isShapeTensor ? volume(dims) : dims.length;
    for (const shape of given ? [given.min, given.opt, given.max] : []) {
      const shown = `${input.name}:${printShape(shape)}`;
      if (shape.length !== count) {
        const what = isShapeTensor ? 'values' : 'dimensions';
        const why = `${shown}: ${shape.length} ${what} where the model has ${count}`;
        throw invalid(why, input.name, network, ranges);
      }
      const fixed = dims.findIndex((extent, i) => extent >= 0 && extent !== shape[i]);
      if (isShapeTensor || fixed < 0) continue;
      const why = `${shown}: dimension ${fixed} is ${shape[fixed]}, and ${dims[fixed]} in the model`;
      throw invalid(why, input.name, network, ranges);
    }
  }
}

function invalid(
  why: string,
  tensor: string,
  network: NetworkDefinition,
  ranges: ReadonlyMap<string, Range>,
): ShapesError {
  const lines = network.inputs.map((input) => {
    const values = network.isShapeTensor(input) ? ' (shape tensor: give its values)' : '';
    return `    ${input.name}: ${printShape(input.getDimensions())}${values}`;
  });
  const open = network.inputs.filter(
    (input) => network.isShapeTensor(input) || input.getDimensions().includes(-1),
  );
  const right = open.map((input) => [input.name, likelyShape(input, network, ranges)] as const);
  const possible = right.length === 0 ? '' : `--shapes=${printShapes(right)}`;
  const message = [
    `Cannot use these shapes: ${why}`,
    '  inputs of the model (-1 is open):',
    ...lines,
    `  possible: ${possible === '' ? 'no --shapes at all' : possible}`,
  ].join('\n');
  return new ShapesError(message, tensor, possible);
}

/** What was given, with fixed extents put right; ones where it does not fit at all. */
function likelyShape(
  input: Tensor,
  network: NetworkDefinition,
  ranges: ReadonlyMap<string, Range>,
): Dims {
  const names = network.inputs.map(({ name }) => name);
  const given = meantFor(ranges, input.name, names)?.opt;
  const dims = input.getDimensions();
  if (network.isShapeTensor(input))
    return given?.length === volume(dims) ? given : onesFor(dims, true);
  if (given?.length !== dims.length) return onesFor(dims, false);
  return dims.map((extent, i) => (extent >= 0 ? extent : (given[i] ?? 1)));
}

/** TensorRT's default: every open extent, every value is 1. */
function onesFor(dims: Dims, isShapeTensor: boolean): Dims {
  if (isShapeTensor) return Array.from({ length: volume(dims) }, () => 1);
  return dims.map((extent) => (extent > 0 ? extent : 1));
}

/** The shapes to measure with: --shapes, and what the engine was tuned for where it says nothing. */
export function inferenceShapes({
  shapes,
  minShapes,
  optShapes,
  maxShapes,
}: PerfOptions): InputShapes {
  return new Map([...(minShapes ?? []), ...(maxShapes ?? []), ...(optShapes ?? []), ...shapes]);
}
