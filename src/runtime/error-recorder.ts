import { EngineFileError, LibraryError, PluginError, WorkbookError } from '../errors';

/** `nvinfer1::ErrorCode` by name; the position is TensorRT's number (NvInferRuntimeBase.h 10.16). */
export const ERROR_CODES = [
  'kSUCCESS',
  'kUNSPECIFIED_ERROR',
  'kINTERNAL_ERROR',
  'kINVALID_ARGUMENT',
  'kINVALID_CONFIG',
  'kFAILED_ALLOCATION',
  'kFAILED_INITIALIZATION',
  'kFAILED_EXECUTION',
  'kFAILED_COMPUTATION',
  'kINVALID_STATE',
  'kUNSUPPORTED_STATE',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** `nvinfer1::IErrorRecorder`: hears every error of the objects that it is given to, and of those that they make. */
export interface IErrorRecorder {
  /** @returns whether the error is fatal: what is going on must end */
  reportError(code: ErrorCode, description: string): boolean;
  /** Errors since the last clear(), at most as many as are kept. */
  getNbErrors(): number;
  /** `kUNSPECIFIED_ERROR` where there is no error of this index. */
  getErrorCode(index: number): ErrorCode;
  /** Empty where there is no error of this index. */
  getErrorDesc(index: number): string;
  /** Whether errors were dropped since the last clear(). */
  hasOverflowed(): boolean;
  clear(): void;
}

/** Keeps the first errors, in order; later ones are only counted as an overflow. */
export class ErrorRecorder implements IErrorRecorder {
  private readonly errors: { code: ErrorCode; description: string }[] = [];
  private overflowed = false;

  /** @param capacity Most errors kept. */
  constructor(readonly capacity = 1024) {}

  reportError(code: ErrorCode, description: string): boolean {
    if (this.errors.length < this.capacity) this.errors.push({ code, description });
    else this.overflowed = true;
    // The header calls this one, and only this one, not recoverable.
    return code === 'kINTERNAL_ERROR';
  }

  getNbErrors(): number {
    return this.errors.length;
  }
  getErrorCode(index: number): ErrorCode {
    return this.errors[index]?.code ?? 'kUNSPECIFIED_ERROR';
  }
  getErrorDesc(index: number): string {
    return this.errors[index]?.description ?? '';
  }
  hasOverflowed(): boolean {
    return this.overflowed;
  }
  clear(): void {
    this.errors.length = 0;
    this.overflowed = false;
  }

  toJSON(): object {
    return { errors: this.errors, overflowed: this.overflowed };
  }
}

/**
 * Runs `act`; what it throws is reported and thrown again. A promise is watched until it settles.
 * @param recorder null where none is set
 */
export function recordErrors<Result>(recorder: IErrorRecorder | null, act: () => Result): Result {
  const report = (error: unknown): never => {
    if (recorder && !(error instanceof Error && reported.get(error) === recorder)) {
      recorder.reportError(
        errorCodeOf(error),
        error instanceof Error ? error.message : String(error),
      );
      if (error instanceof Error) reported.set(error, recorder);
    }
    throw error;
  };
  try {
    const result = act();
    return result instanceof Promise ? (result.catch(report) as Result) : result;
  } catch (error) {
    return report(error);
  }
}

/** One error that passes through several methods is reported once. */
const reported = new WeakMap<Error, IErrorRecorder>();

/** Where TensorRT 10.6 was seen reporting another code than an argument that is not valid. */
const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  // recordings/README.md, and what the registry logs
  FORMAT_NONE_SUPPORTED: 'kINVALID_STATE',
  NO_IMPLEMENTATION: 'kUNSUPPORTED_STATE',
  PLUGIN_NOT_FOUND: 'kINVALID_CONFIG',
  LIBRARY_NOT_LOADED: 'kFAILED_INITIALIZATION',
  // Ours, by the headers' definitions
  BUILD_CANCELLED: 'kFAILED_EXECUTION',
  CUDA_ERROR: 'kFAILED_EXECUTION',
  CONTEXTS_ALIVE: 'kINVALID_STATE',
  OBJECT_DESTROYED: 'kINVALID_STATE',
  CHOICE_NOT_OFFERED: 'kINVALID_CONFIG',
  NETWORK_INVALID: 'kINVALID_CONFIG',
  OPERATION_INVALID: 'kINVALID_CONFIG',
  PROFILE_INCOMPLETE: 'kINVALID_CONFIG',
  PROFILE_INVALID: 'kINVALID_CONFIG',
  PROFILE_MISSING: 'kINVALID_CONFIG',
  SIZE_OUTSIDE_BOUND: 'kFAILED_COMPUTATION',
};

/** A plugin's method that reported failure, by the method (recordings/README.md). */
const BY_METHOD: Readonly<Record<string, ErrorCode>> = {
  configurePlugin: 'kINVALID_CONFIG',
  getOutputShapes: 'kINVALID_CONFIG',
  initialize: 'kFAILED_ALLOCATION',
};

/** Which of TensorRT's codes an error has: the number in TensorRT's own words where they are in it, else by our code and class. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof RangeError && /allocation/.test(error.message)) return 'kFAILED_ALLOCATION';
  if (!(error instanceof Error)) return 'kUNSPECIFIED_ERROR';
  const said = /Error Code:? (\d+):/.exec(error.message)?.[1];
  const stated = said === undefined ? undefined : ERROR_CODES[Number(said)];
  if (stated) return stated;
  const code = 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (known) return known;
  if (error instanceof PluginError) {
    const method = error.details.method ?? '';
    return (Object.hasOwn(BY_METHOD, method) ? BY_METHOD[method] : undefined) ?? 'kINTERNAL_ERROR';
  }
  if (error instanceof EngineFileError) return 'kINVALID_ARGUMENT';
  if (error instanceof LibraryError) return 'kFAILED_INITIALIZATION';
  return error instanceof WorkbookError ? 'kINVALID_ARGUMENT' : 'kUNSPECIFIED_ERROR';
}
