/** One plugin in one network, from createPlugin to its outputs, as data. The engine is written, read again by a runtime, and run from there. */
import type { DataType, PluginFieldType } from '../../runtime/enums';
import type { BuilderFlag } from '../../runtime/build/builder-config';
import type { Dims } from '../../runtime/tensor';
import type { TraceRecord } from '../../trace/record';
import type { TensorValue } from './tensor-value';

export interface CaseField {
  name: string;
  type: PluginFieldType;
  /** A text for kCHAR. */
  data: string | readonly number[];
}

/** An input of the network. */
export interface CaseInput {
  type: DataType;
  /** -1 where the extent is known at run time only. */
  dims: Dims;
  /** The profile's range; default: what the inferences give, from the smallest to the largest. */
  range?: { min: Dims; opt: Dims; max: Dims };
}

export interface PluginCase {
  /** As the creator is registered. */
  plugin: string;
  version: string;
  namespace?: string;
  fields?: readonly CaseField[];
  /**
   * An ONNX file in base64: the parser makes the network of it, and finds the creator and fills the fields itself, so that `plugin` and the three
   * after it only say what is meant. Inputs and outputs are those of the file, in its order; `inputs` says their ranges.
   */
  model?: string;
  /** Default: as the first inference gives them, with no extent unknown. */
  inputs?: readonly CaseInput[];
  flags?: readonly BuilderFlag[];
  /** Whether the types of the network are as its inputs and plugins say; default false. */
  stronglyTyped?: boolean;
  workspaceBytes?: number;
  /** The values of all inputs, once for each inference. None: only built. */
  inferences: readonly (readonly TensorValue[])[];
  /** Whether a step may fail: then `judge` looks at `error`. Default: a failure is a verdict by itself. */
  mayFail?: boolean;
}

/** The steps of a case, in their order. */
export const CASE_STEPS = [
  'loadLibrary',
  'getCreator',
  'createPlugin',
  'addLayer',
  'parse',
  'build',
  'deserialize',
  'createContext',
  'setInputShape',
  'enqueue',
] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

/** An output after an inference, with what happened to the memory around it. */
export interface CaseOutput extends TensorValue {
  /** Elements that still hold the pattern that the memory was filled with before, by index. */
  untouched: number[];
  /** Bytes before and behind the tensor's own memory that were written, by their distance in bytes: -4 is just before, 0 the first behind the end. */
  outside: number[];
}

export interface CaseInference {
  outputs: CaseOutput[];
  /** Inputs whose memory was written, by index. */
  changedInputs: number[];
  /** Milliseconds of processor time, of all threads, from before the enqueue until its stream is done. Who competes for the processor is not in it. */
  cpuMs: number;
}

export interface PluginCaseResult {
  /** The first step that failed, with the host's words. */
  error: { step: CaseStep; code: string; message: string; inference?: number } | null;
  creator: { generation: string; fields: { name: string; type: string; length: number }[] } | null;
  /** Of the network: dims with -1 where the extent is not known before run time. */
  outputs: { type: DataType; dims: Dims }[];
  inferences: CaseInference[];
  /** Milliseconds of one enqueue, in each round. */
  times: number[];
  trace: TraceRecord[];
  /** Plugin objects that nobody ended, `plugin#3`. */
  undestroyed: string[];
  /** What was logged at kERROR and kWARNING. */
  logged: string[];
}
