import { ApiUsageError } from '../errors';
import { checkDims, printDims, type Dims } from './tensor';

/** `nvinfer1::OptProfileSelector`. */
export type OptProfileSelector = 'kMIN' | 'kOPT' | 'kMAX';
const SELECTORS: readonly OptProfileSelector[] = ['kMIN', 'kOPT', 'kMAX'];

/** The range of shapes that an engine is built for, and the shape it is tuned for. */
export interface ShapeRange {
  min: Dims;
  opt: Dims;
  max: Dims;
}

/** `nvinfer1::IOptimizationProfile`: one range for every network input with unknown extents. */
export class OptimizationProfile {
  private readonly dimensions = new Map<string, Partial<Record<OptProfileSelector, Dims>>>();

  /** Sets one end of an input's range. @throws {ApiUsageError} `DIMS_INVALID`, `PROFILE_INVALID` */
  setDimensions(inputName: string, select: OptProfileSelector, dims: Dims): this {
    if (!SELECTORS.includes(select)) {
      throw new ApiUsageError(
        'PROFILE_INVALID',
        `Cannot set the dimensions of "${inputName}": no selector has this name`,
        { method: 'setDimensions', expected: SELECTORS.join(', '), actual: select },
      );
    }
    checkDims(dims, 0, `set the ${select} dimensions of "${inputName}"`);
    const entry = this.dimensions.get(inputName) ?? {};
    entry[select] = [...dims];
    this.dimensions.set(inputName, entry);
    return this;
  }

  getDimensions(inputName: string, select: OptProfileSelector): Dims | null {
    return this.dimensions.get(inputName)?.[select] ?? null;
  }

  /** Names of the inputs that have a range here. */
  get inputNames(): string[] {
    return [...this.dimensions.keys()];
  }

  /**
   * The range of one input, checked against the input's own dims.
   * @throws {ApiUsageError} `PROFILE_INCOMPLETE` when one end is missing, `PROFILE_INVALID` when min <= opt <= max does not hold or an
   *   extent differs from one that the network fixes
   */
  rangeOf(inputName: string, networkDims: Dims): ShapeRange {
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
    for (const dims of [min, opt, max]) {
      const fits =
        dims.length === networkDims.length &&
        dims.every((extent, i) => networkDims[i] === -1 || networkDims[i] === extent);
      if (!fits) {
        throw new ApiUsageError(
          'PROFILE_INVALID',
          `Cannot use the optimization profile: input "${inputName}" has other dims in the network`,
          { method, tensor: inputName, expected: printDims(networkDims), actual: printDims(dims) },
        );
      }
    }
    if (min.some((low, i) => low > (opt[i] ?? 0) || (opt[i] ?? 0) > (max[i] ?? 0))) {
      throw new ApiUsageError(
        'PROFILE_INVALID',
        `Cannot use the optimization profile: input "${inputName}" is out of order`,
        {
          method,
          tensor: inputName,
          expected: 'kMIN <= kOPT <= kMAX in every extent',
          actual: [min, opt, max].map(printDims).join(' '),
        },
      );
    }
    return { min, opt, max };
  }
}
