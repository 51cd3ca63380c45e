import { ApiUsageError } from '../errors';
import { volume, type Dims } from '../runtime/tensor';
import type { InferenceEngine } from './inference-host';
import { nearestName } from './nearest-name';
import {
  givenFor,
  matchesName,
  meantFor,
  printShape,
  printShapes,
  type InputShapes,
} from './shapes-text';

/** Shapes that do not fit the engine. */
export class ShapesError extends ApiUsageError {
  /** @param possible The option as it would be right: `--shapes=input:1x3x256x256`, or empty where there is nothing to give. */
  constructor(
    message: string,
    tensor: string,
    readonly possible: string,
  ) {
    super('SHAPES_INVALID', message, { method: 'setInputShape', tensor });
  }
}

/** What an input is given before the first enqueue. */
export interface ResolvedInput {
  name: string;
  /** Extents of the input; of a shape tensor the tensor's own. */
  dims: Dims;
  /** Values of a shape tensor (kHOST), null for all other inputs. */
  values: readonly number[] | null;
  /** Whether nothing was given, and ones were taken. */
  byDefault: boolean;
}

/** An input of an engine with the range that a profile allows: extents, or values of a shape tensor. */
interface InputRange {
  name: string;
  dims: Dims;
  isShapeTensor: boolean;
  min: Dims;
  opt: Dims;
  max: Dims;
}

/**
 * The extents and values for all inputs of an engine, by trtexec's rules: what is not given is 1, and an input whose extents are fixed
 * needs nothing.
 *
 * @throws {ShapesError} `SHAPES_INVALID`: an input that does not exist, another rank, outside the profile. The message lists the
 *   inputs with their ranges and says what would be right.
 */
export function resolveInputs(
  engine: InferenceEngine,
  shapes: InputShapes,
  profile = 0,
): ResolvedInput[] {
  const inputs = inputRanges(engine, profile);
  for (const [name] of shapes) {
    if (inputs.some((input) => matchesName(name, input.name))) continue;
    const near = nearestName(
      name,
      inputs.map((input) => input.name),
    );
    const meant = near === null ? '' : `; did you mean "${near}"?`;
    throw invalid(`the engine has no input "${name}"${meant}`, name, inputs, shapes, profile);
  }
  return inputs.map((input) => {
    const given = givenFor(shapes, input.name);
    const wanted = given ?? unknownAsOne(input);
    const why = mismatch(input, wanted);
    if (why !== null) {
      const which = given
        ? `${input.name}:${printShape(given)}`
        : `nothing is given for "${input.name}", and ${printShape(wanted)} in its place`;
      throw invalid(`${which}: ${why}`, input.name, inputs, shapes, profile);
    }
    const isOpen = input.isShapeTensor || input.dims.includes(-1);
    const { name, isShapeTensor } = input;
    return isShapeTensor
      ? { name, dims: input.dims, values: wanted, byDefault: !given && isOpen }
      : { name, dims: wanted, values: null, byDefault: !given && isOpen };
  });
}

function inputRanges(engine: InferenceEngine, profile: number): InputRange[] {
  const profiles = engine.getNbOptimizationProfiles();
  return inputNames(engine).map((name) => {
    const dims = engine.getTensorShape(name);
    const isShapeTensor = engine.isShapeInferenceIO(name);
    const end = (select: 'kMIN' | 'kOPT' | 'kMAX'): Dims => {
      if (profiles === 0) return dims;
      return isShapeTensor
        ? engine.getProfileTensorValues(name, profile, select)
        : engine.getProfileShape(name, profile, select);
    };
    return { name, dims, isShapeTensor, min: end('kMIN'), opt: end('kOPT'), max: end('kMAX') };
  });
}

/** Names of the inputs, in the engine's order. */
export function inputNames(engine: InferenceEngine): string[] {
  return ioNames(engine).filter((name) => engine.getTensorIOMode(name) === 'kINPUT');
}

/** Names of inputs and outputs. */
export function ioNames(engine: InferenceEngine): string[] {
  return Array.from({ length: engine.getNbIOTensors() }, (_, i) => engine.getIOTensorName(i));
}

function unknownAsOne({ dims, isShapeTensor }: InputRange): Dims {
  if (isShapeTensor) return Array.from({ length: volume(dims) }, () => 1);
  return dims.map((extent) => (extent < 0 ? 1 : extent));
}

/** What is wrong with the extents or values, or null. */
function mismatch({ dims, isShapeTensor, min, max }: InputRange, wanted: Dims): string | null {
  const count = isShapeTensor ? volume(dims) : dims.length;
  const what = isShapeTensor ? 'value' : 'dimension';
  if (wanted.length !== count) return `${wanted.length} ${what}s where the engine has ${count}`;
  const fixed = isShapeTensor
    ? -1
    : dims.findIndex((extent, i) => extent >= 0 && extent !== wanted[i]);
  if (fixed >= 0) return `dimension ${fixed} is ${wanted[fixed]}, and ${dims[fixed]} in the engine`;
  const outside = wanted.findIndex((one, i) => one < (min[i] ?? one) || one > (max[i] ?? one));
  if (outside < 0) return null;
  return `${what} ${outside} is ${wanted[outside]}, and from ${min[outside]} to ${max[outside]} in the profile`;
}

function invalid(
  why: string,
  tensor: string,
  inputs: readonly InputRange[],
  shapes: InputShapes,
  profile: number,
): ShapesError {
  const lines = inputs.map(({ name, dims, isShapeTensor, min, opt, max }) => {
    const values = isShapeTensor ? ` of ${volume(dims)} values (shape tensor)` : '';
    const own = isShapeTensor ? printShape(min.map(() => -1)) : printShape(dims);
    const range =
      isShapeTensor || dims.includes(-1)
        ? `, min ${printShape(min)}, opt ${printShape(opt)}, max ${printShape(max)}`
        : '';
    return `    ${name}: ${own}${values}${range}`;
  });
  const names = inputs.map(({ name }) => name);
  const open = inputs.filter(({ dims, isShapeTensor }) => isShapeTensor || dims.includes(-1));
  const right = open.map(
    (input) => [input.name, nearestShape(input, meantFor(shapes, input.name, names))] as const,
  );
  const possible = right.length === 0 ? '' : `--shapes=${printShapes(right)}`;
  const message = [
    `Cannot use these shapes: ${why}`,
    `  inputs of the engine, with the range of profile ${profile}:`,
    ...lines,
    `  possible: ${possible === '' ? 'no --shapes at all' : possible}`,
  ].join('\n');
  return new ShapesError(message, tensor, possible);
}

/** What was given, moved into the range; the extents that the engine is tuned for where it does not fit at all. */
function nearestShape(
  { dims, isShapeTensor, min, opt, max }: InputRange,
  given: Dims | undefined,
): Dims {
  if (given?.length !== opt.length) return opt;
  return given.map((one, i) => {
    const fixed = isShapeTensor ? -1 : (dims[i] ?? -1);
    return fixed >= 0 ? fixed : Math.min(Math.max(one, min[i] ?? one), max[i] ?? one);
  });
}
