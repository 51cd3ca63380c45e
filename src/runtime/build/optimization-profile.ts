import { ApiUsageError } from '../../errors';
import { inspectable } from '../inspect';
import { checkDims, printDims, type Dims } from '../tensor';

/** `nvinfer1::OptProfileSelector`. */
export type OptProfileSelector = 'kMIN' | 'kOPT' | 'kMAX';
const SELECTORS: readonly OptProfileSelector[] = ['kMIN', 'kOPT', 'kMAX'];

/** The range of shapes that an engine is built for, and the shape it is tuned for. */
export interface ShapeRange {
  min: Dims;
  opt: Dims;
  max: Dims;
}

/** Ends of a range that have been set so far. */
type Ends = Partial<Record<OptProfileSelector, Dims>>;

/** `nvinfer1::IOptimizationProfile`: one range for every network input with unknown extents. */
export class OptimizationProfile {
  private readonly dimensions = new Map<string, Ends>();
  private readonly values = new Map<string, Ends>();

  /** Sets one end of an input's range. @throws {ApiUsageError} `DIMS_INVALID`, `PROFILE_INVALID` */
  setDimensions(inputName: string, select: OptProfileSelector, dims: Dims): this {
    checkSelector(select, inputName, 'setDimensions');
    checkDims(dims, 0, `set the ${select} dimensions of "${inputName}"`);
    this.dimensions.set(inputName, { ...this.dimensions.get(inputName), [select]: [...dims] });
    return this;
  }

  getDimensions(inputName: string, select: OptProfileSelector): Dims | null {
    return this.dimensions.get(inputName)?.[select] ?? null;
  }

  /** Sets one end of the range of a shape tensor's values. @param values As many as the tensor has elements, at most 64. */
  setShapeValues(inputName: string, select: OptProfileSelector, values: readonly number[]): this {
    checkSelector(select, inputName, 'setShapeValues');
    if (!isShapeValues(values)) {
      throw new ApiUsageError(
        'PROFILE_INVALID',
        `Cannot set the ${select} values of "${inputName}": they are not valid`,
        { method: 'setShapeValues', expected: 'at most 64 whole numbers', actual: values },
      );
    }
    this.values.set(inputName, { ...this.values.get(inputName), [select]: [...values] });
    return this;
  }

  getShapeValues(inputName: string, select: OptProfileSelector): number[] | null {
    return this.values.get(inputName)?.[select] ?? null;
  }

  /** Names of the inputs that have a range here. */
  get inputNames(): string[] {
    return [...new Set([...this.dimensions.keys(), ...this.values.keys()])];
  }

  /**
   * The range of one input, checked against the input's own dims.
   * @param profile The profile's index, for messages.
   * @throws {ApiUsageError} `PROFILE_INCOMPLETE` when one end is missing, `PROFILE_INVALID` when min <= opt <= max does not hold or an
   *   extent differs from one that the network fixes
   */
  rangeOf(inputName: string, networkDims: Dims, profile = 0): ShapeRange {
    const method = 'setDimensions';
    if (!this.dimensions.has(inputName) && networkDims.every((extent) => extent >= 0)) {
      return { min: [...networkDims], opt: [...networkDims], max: [...networkDims] };
    }
    const [min, opt, max] = SELECTORS.map((select) => {
      const dims = this.getDimensions(inputName, select);
      if (dims) return dims;
      throw new ApiUsageError(
        'PROFILE_INCOMPLETE',
        `Cannot use the optimization profile: input "${inputName}" has unknown extents and no ${select} dimensions`,
        {
          method,
          tensor: inputName,
          expected: `dims that fit ${printDims(networkDims)}`,
          actual: 'none',
        },
      );
    }) as [Dims, Dims, Dims];
    checkFit({ min, opt, max }, inputName, networkDims, profile);
    checkOrder({ min, opt, max }, inputName, method);
    return { min, opt, max };
  }

  /**
   * The range of a shape tensor's values.
   * @param count How many elements it has. @throws {ApiUsageError} `PROFILE_INCOMPLETE`, `PROFILE_INVALID`
   */
  valuesOf(inputName: string, count: number): ShapeRange {
    const method = 'setShapeValues';
    const [min, opt, max] = SELECTORS.map((select) => {
      const values = this.getShapeValues(inputName, select);
      if (values?.length === count) return values;
      throw new ApiUsageError(
        values ? 'PROFILE_INVALID' : 'PROFILE_INCOMPLETE',
        `Cannot use the optimization profile: shape tensor "${inputName}" has ${values ? 'other' : 'no'} ${select} values`,
        { method, tensor: inputName, expected: `${count} values`, actual: values ?? 'none' },
      );
    }) as [Dims, Dims, Dims];
    checkOrder({ min, opt, max }, inputName, method);
    return { min, opt, max };
  }

  static {
    inspectable(OptimizationProfile, ({ dimensions, values }) => ({
      ...printEnds(dimensions, printDims),
      ...printEnds(values, (ends) => `values ${printDims(ends)}`),
    }));
  }
}

function printEnds(
  ranges: ReadonlyMap<string, Ends>,
  print: (dims: Dims) => string,
): Record<string, string> {
  return Object.fromEntries(
    [...ranges].map(([name, ends]) => [
      name,
      SELECTORS.flatMap((select) => (ends[select] ? `${select} ${print(ends[select])}` : [])).join(
        ' ',
      ),
    ]),
  );
}

/** JavaScript may pass anything. */
function isShapeValues(values: unknown): values is number[] {
  return Array.isArray(values) && values.length <= 64 && values.every(Number.isSafeInteger);
}

function checkSelector(select: OptProfileSelector, inputName: string, method: string): void {
  if (SELECTORS.includes(select)) return;
  throw new ApiUsageError(
    'PROFILE_INVALID',
    `Cannot set the range of "${inputName}": no selector has this name`,
    { method, expected: SELECTORS.join(', '), actual: select },
  );
}

/** In the words of TensorRT 10.6 (recordings/profile-wrong-rank.jsonl, profile-wrong-static.jsonl). */
function checkFit(
  { min, opt, max }: ShapeRange,
  inputName: string,
  networkDims: Dims,
  profile: number,
): void {
  const details = {
    method: 'setDimensions',
    tensor: inputName,
    expected: printDims(networkDims),
    actual: [min, opt, max].map(printDims).join(' '),
  };
  const rank = [min, opt, max].find((dims) => dims.length !== networkDims.length)?.length;
  if (rank !== undefined) {
    throw new ApiUsageError(
      'PROFILE_INVALID',
      `Cannot use the optimization profile: Dynamic-shaped input tensor ${inputName} has ${networkDims.length} dimensions but profile ${profile} has ${rank} dimensions.`,
      details,
    );
  }
  const axis = networkDims.findIndex(
    (extent, i) => extent >= 0 && [min[i], opt[i], max[i]].some((given) => given !== extent),
  );
  if (axis < 0) return;
  throw new ApiUsageError(
    'PROFILE_INVALID',
    `Cannot use the optimization profile: Dimension mismatch for tensor ${inputName} and profile ${profile}. At dimension axis ${axis}, profile has min=${min[axis]}, opt=${opt[axis]}, max=${max[axis]} but tensor has ${networkDims[axis]}.`,
    details,
  );
}

function checkOrder({ min, opt, max }: ShapeRange, inputName: string, method: string): void {
  if (!min.some((low, i) => low > (opt[i] ?? 0) || (opt[i] ?? 0) > (max[i] ?? 0))) return;
  throw new ApiUsageError(
    'PROFILE_INVALID',
    `Cannot use the optimization profile: input "${inputName}" is out of order: specified optimization profiles must satisfy MIN<=OPT<=MAX`,
    {
      method,
      tensor: inputName,
      expected: 'kMIN <= kOPT <= kMAX in every place',
      actual: [min, opt, max].map(printDims).join(' '),
    },
  );
}
