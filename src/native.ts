/**
 * The native surface, typed in one place, and the one loader.
 *
 * One JavaScript method is one API method of the plugin classes, under TensorRT's names. Enums are TensorRT's own names as
 * strings. Every call on a creator or plugin made through these classes is recorded in the trace (see `native/trace`).
 */
import type {
  DataType,
  DimensionOperation,
  PluginFieldType,
  Severity,
  TensorFormat,
} from './runtime/enums';

/** `nvinfer1::PluginTensorDesc`. `dims` holds -1 where the extent is not known yet. */
export interface PluginTensorDesc {
  dims: number[];
  type: DataType;
  format: TensorFormat;
  /** Quantisation scale, 1 or absent where it means nothing. */
  scale?: number;
}

/** `nvinfer1::DynamicPluginTensorDesc`. V2 callers leave `opt` empty. */
export interface DynamicPluginTensorDesc {
  desc: PluginTensorDesc;
  min: number[];
  opt: number[];
  max: number[];
}

/** `nvinfer1::PluginField`: a label beside raw bytes. `length` counts elements of `type`, not bytes. */
export interface PluginField {
  name: string;
  type: PluginFieldType;
  length: number;
  /** The raw bytes; null as in `getFieldNames()`, where only the name and the declared type mean something. */
  data: Uint8Array | null;
}

export type CapabilityType = 'kCORE' | 'kBUILD' | 'kRUNTIME';
export type TensorRTPhase = 'kBUILD' | 'kRUNTIME';

/** A node of an expression, as data. */
export type ExprNode =
  | { constant: number }
  | { variable: string }
  | { operation: DimensionOperation; first: ExprNode; second: ExprNode }
  | { sizeTensor: number; opt: ExprNode; upper: ExprNode };

/** `nvinfer1::IDimensionExpr`: a dimension as an expression, not a value. */
export interface NativeDimensionExpr {
  isConstant(): boolean;
  /** The value, or `Number.MIN_SAFE_INTEGER` where it is not a constant (INT64_MIN in C++). */
  getConstantValue(): number;
  isSizeTensor(): boolean;
  /** The whole expression as data. */
  toJSON(): ExprNode;
  /** Printable, e.g. `2 * x[3]`. */
  toString(): string;
}

/** `nvinfer1::IExprBuilder` plus `variable`, by which the host names an unknown dimension. */
export interface NativeExprBuilder {
  constant(value: number): NativeDimensionExpr;
  variable(name: string): NativeDimensionExpr;
  /** null where the operation is not valid, as in TensorRT. */
  operation(
    op: DimensionOperation,
    first: NativeDimensionExpr,
    second: NativeDimensionExpr,
  ): NativeDimensionExpr | null;
  declareSizeTensor(
    outputIndex: number,
    opt: NativeDimensionExpr,
    upper: NativeDimensionExpr,
  ): NativeDimensionExpr;
}
export type Exprs = NativeDimensionExpr[];

/**
 * Device memory: opaque, copied to and from; never readable by plain JavaScript. Offsets are bytes from its start. A stream makes a
 * call asynchronous, and part of a graph while the stream is captured.
 */
export interface NativeDeviceBuffer {
  readonly byteLength: number;
  /** The device address, for printing. */
  readonly address: bigint;
  /** Host to device, `offset` in bytes into the device buffer; synchronous, or on `stream`. */
  copyFrom(source: ArrayBufferView, offset?: number, stream?: NativeStream): void;
  /** Device to host. */
  copyTo(target: ArrayBufferView, offset?: number, stream?: NativeStream): void;
  /** Device to device: `byteLength` bytes of `source` from `sourceOffset` on. The ranges must not overlap. */
  copyFromDevice(
    source: NativeDeviceBuffer,
    sourceOffset: number,
    offset: number,
    byteLength: number,
    stream?: NativeStream,
  ): void;
  /** Sets `byteLength` bytes (the rest where not given) from `offset` on. */
  fill(byteValue: number, offset?: number, byteLength?: number, stream?: NativeStream): void;
  /** Writes a pattern of bytes that guardIntact() looks for: to find what writes past the memory that it was given. */
  fillGuard(offset: number, byteLength: number): void;
  /** -1, or the offset (from the buffer's start) of the first byte that is no longer as fillGuard() wrote it. */
  guardIntact(offset: number, byteLength: number): number;
  /**
   * A part of this memory as a buffer of its own: no copy. free() on it frees nothing; when the whole is freed it throws
   * `OBJECT_DESTROYED` as the whole does.
   */
  view(offset: number, byteLength: number): NativeDeviceBuffer;
  free(): void;
}

/** `cudaStream_t`: an opaque pointer, not an int. CUDA's refusals throw `CUDA_ERROR` with `cudaError` and `cudaErrorName`. */
export interface NativeStream {
  readonly handle: bigint;
  synchronize(): void;
  /** From here on work on this stream is kept for a graph instead of being done. `kGLOBAL` where no mode is given. */
  beginCapture(mode?: CaptureMode): void;
  /** The work kept since beginCapture(). @throws `CUDA_ERROR` 901 where something that a capture forbids was called meanwhile */
  endCapture(): NativeGraph;
  captureStatus(): CaptureStatus;
  /** Work on this stream waits for what `event` recorded. */
  waitEvent(event: NativeEvent): void;
  destroy(): void;
}

/** `cudaStreamCaptureMode` and `cudaStreamCaptureStatus`. */
export type CaptureMode = 'kGLOBAL' | 'kTHREAD_LOCAL' | 'kRELAXED';
export type CaptureStatus = 'kNONE' | 'kACTIVE' | 'kINVALIDATED';

/** `cudaGraph_t`: captured work. Plugin libraries that were loaded at endCapture() stay in memory as long as it exists. */
export interface NativeGraph {
  /** Number of nodes: kernels, copies, fills, host functions. */
  nodeCount(): number;
  instantiate(): NativeGraphExec;
  destroy(): void;
}

/** `cudaGraphExec_t`: a graph made ready to run. It holds addresses: buffers must live as long as it is launched. */
export interface NativeGraphExec {
  launch(stream: NativeStream): void;
  destroy(): void;
}

/** `cudaEvent_t`: a point on a stream. */
export interface NativeEvent {
  record(stream: NativeStream): void;
  /** Waits until it is reached. */
  synchronize(): void;
  /** Milliseconds from `start` to this event; both must have been recorded. */
  elapsedMs(start: NativeEvent): number;
  destroy(): void;
}

/**
 * A prepared `enqueue`: descriptors and pointer arrays live in native memory, so that a call costs next to nothing. One is
 * made per layer and context, patched when a shape or an address changes.
 */
export interface NativeInvocation {
  setInputDesc(index: number, desc: PluginTensorDesc): void;
  setOutputDesc(index: number, desc: PluginTensorDesc): void;
  /** null is a null pointer, as TensorRT passes for an empty tensor. */
  setInputAddress(index: number, buffer: NativeDeviceBuffer | null, offset?: number): void;
  setOutputAddress(index: number, buffer: NativeDeviceBuffer | null, offset?: number): void;
  setWorkspace(buffer: NativeDeviceBuffer | null, offset?: number): void;
}

/**
 * A reformat layer: copies a tensor into another data type, format, or both. Padding of vectorised formats is written as zeros.
 *
 * Types: the same, or between kFLOAT, kHALF, kBF16 and kINT8 (q = clamp(round-half-even(x / scale), -128, 127); the scale is the
 * kINT8 desc's), kINT32 <-> kINT64 (saturating), kFLOAT/kHALF/kBF16 <-> kINT32/kINT64 (towards zero, saturating; NaN is 0), and from kBOOL or kUINT8 to
 * any of these and back (kBOOL: not 0; kUINT8: saturating). Formats: all but kDLA_*; a format whose channel axis the rank has not is linear.
 * @throws `REFORMAT_UNSUPPORTED` for other types and formats, `REFORMAT_SHAPES_DIFFER`, `SHAPE_UNKNOWN` for an extent of -1
 */
export interface NativeReformat {
  /** null only for a tensor without elements. */
  setInput(buffer: NativeDeviceBuffer | null, offset?: number): void;
  setOutput(buffer: NativeDeviceBuffer | null, offset?: number): void;
  setDescs(from: PluginTensorDesc, to: PluginTensorDesc): void;
  /**
   * 0, or the `cudaError_t` of the launch.
   * @throws `REFORMAT_MEMORY` where an address is missing or the memory ends before the tensor, `OBJECT_DESTROYED`
   */
  enqueue(stream: NativeStream): number;
}

/**
 * Layers in a row that one call runs on a stream. A step costs little more than the plugin's enqueue itself, and nothing is
 * allocated while it runs. Invocations and reformats may be patched between runs.
 */
export interface NativeProgram {
  /**
   * Appends `plugin.enqueue(invocation, stream)`; a V3 plugin is asked for its kRUNTIME capability first, at every run.
   * @returns the step's index
   */
  addEnqueue(plugin: NativePluginV2 | NativePluginV3, invocation: NativeInvocation): number;
  addReformat(reformat: NativeReformat): number;
  /** Number of steps. */
  size(): number;
  clear(): void;
  /**
   * Runs steps `begin` to `end` - 1, all where not given. Stops at the first that does not return 0.
   * @returns -1, or the index of the step that failed; lastResult() says what it returned
   * @throws `OBJECT_DESTROYED` naming the step, at the step, where a plugin was destroyed or a buffer freed
   */
  run(stream: NativeStream, begin?: number, end?: number): number;
  /** The same, synchronising after each step; `times[i]` is step i's time in ms. `times` has at least size() elements. */
  runTimed(stream: NativeStream, times: Float64Array, begin?: number, end?: number): number;
  /** What the last step that ran returned; 0 before the first. */
  lastResult(): number;
}

/** What all traced objects share. `id` is the object's name in the trace. */
export interface NativeTraced {
  /** `plugin#3`, `creator#1`, … */
  readonly id: string;
  /** `Name@version`. */
  readonly className: string;
}

export interface NativePluginCreator extends NativeTraced {
  /** `PLUGIN CREATOR_V1` for IPluginCreator, `PLUGIN CREATOR_V3ONE` for IPluginCreatorV3One. */
  getInterfaceInfo(): { kind: string; major: number; minor: number };
  getPluginName(): string;
  getPluginVersion(): string;
  getPluginNamespace(): string;
  getFieldNames(): PluginField[];
  /** V3One creators need `phase`, V1 creators ignore it. null where the creator returned nullptr. */
  createPlugin(
    name: string,
    fields: PluginField[],
    phase?: TensorRTPhase,
  ): NativePluginV2 | NativePluginV3 | null;
  /** IPluginCreator only. */
  deserializePlugin(name: string, data: Uint8Array): NativePluginV2 | null;
}

/** `nvinfer1::IPluginV2DynamicExt`. */
export interface NativePluginV2 extends NativeTraced {
  readonly generation: 'V2';
  getTensorRTVersion(): number;
  getPluginType(): string;
  getPluginVersion(): string;
  getPluginNamespace(): string;
  setPluginNamespace(namespace: string): void;
  getNbOutputs(): number;
  getOutputDataType(index: number, inputTypes: DataType[]): DataType;
  getOutputDimensions(outputIndex: number, inputs: Exprs[], builder: NativeExprBuilder): Exprs;
  supportsFormatCombination(
    pos: number,
    inOut: PluginTensorDesc[],
    nbInputs: number,
    nbOutputs: number,
  ): boolean;
  configurePlugin(inputs: DynamicPluginTensorDesc[], outputs: DynamicPluginTensorDesc[]): void;
  getWorkspaceSize(inputs: PluginTensorDesc[], outputs: PluginTensorDesc[]): number;
  initialize(): number;
  terminate(): void;
  enqueue(invocation: NativeInvocation, stream: NativeStream): number;
  getSerializationSize(): number;
  /** The bytes `serialize(void*)` wrote; the buffer is getSerializationSize() long with guard bytes behind it. */
  serialize(size: number): Uint8Array;
  clone(): NativePluginV2 | null;
  /** cudnn and cublas are null, as in TensorRT 10.6; the allocator is not. */
  attachToContext(): void;
  detachFromContext(): void;
  /** After this every call throws `OBJECT_DESTROYED`. */
  destroy(): void;
}

export interface NativePluginV3Core extends NativeTraced {
  getPluginName(): string;
  getPluginVersion(): string;
  getPluginNamespace(): string;
}

/** `nvinfer1::IPluginV3OneBuild`, or BuildV2 where `getInterfaceInfo()` says so. */
export interface NativePluginV3Build extends NativeTraced {
  getInterfaceInfo(): { kind: string; major: number; minor: number };
  configurePlugin(inputs: DynamicPluginTensorDesc[], outputs: DynamicPluginTensorDesc[]): number;
  getNbOutputs(): number;
  /** The types, or the non-zero return code. */
  getOutputDataTypes(nbOutputs: number, inputTypes: DataType[]): DataType[] | number;
  /** The shapes, or the non-zero return code. */
  getOutputShapes(
    inputs: Exprs[],
    shapeInputs: Exprs[],
    nbOutputs: number,
    builder: NativeExprBuilder,
  ): Exprs[] | number;
  supportsFormatCombination(
    pos: number,
    inOut: DynamicPluginTensorDesc[],
    nbInputs: number,
    nbOutputs: number,
  ): boolean;
  getWorkspaceSize(inputs: DynamicPluginTensorDesc[], outputs: DynamicPluginTensorDesc[]): number;
  getNbTactics(): number;
  /** The tactics, or the non-zero return code. */
  getValidTactics(nbTactics: number): number[] | number;
  getTimingCacheID(): string | null;
  getFormatCombinationLimit(): number;
  getMetadataString(): string | null;
  /** BuildV2 only, otherwise throws `INTERFACE_MISSING`. */
  getAliasedInput(outputIndex: number): number;
}

/** `nvinfer1::IPluginV3OneRuntime`. */
export interface NativePluginV3Runtime extends NativeTraced {
  onShapeChange(inputs: PluginTensorDesc[], outputs: PluginTensorDesc[]): number;
  setTactic(tactic: number): number;
  enqueue(invocation: NativeInvocation, stream: NativeStream): number;
  attachToContext(): NativePluginV3 | null;
  getFieldsToSerialize(): PluginField[];
}

/** `nvinfer1::IPluginV3`. */
export interface NativePluginV3 extends NativeTraced {
  readonly generation: 'V3';
  getCapabilityInterface(type: 'kCORE'): NativePluginV3Core | null;
  getCapabilityInterface(type: 'kBUILD'): NativePluginV3Build | null;
  getCapabilityInterface(type: 'kRUNTIME'): NativePluginV3Runtime | null;
  clone(): NativePluginV3 | null;
  /** `delete plugin` in C++. After this every call throws `OBJECT_DESTROYED`. */
  destroy(): void;
}

/** `nvinfer1::IPluginRegistry`, the process-wide one. */
export interface NativePluginRegistry {
  /** In registration order. Repeated calls give the same objects. */
  getAllCreators(): NativePluginCreator[];
  /** null where no creator has this name, version and namespace. */
  getCreator(name: string, version: string, namespace: string): NativePluginCreator | null;
  /**
   * TensorRT's loadLibrary: the library must export getCreators or getPluginCreators.
   * @returns a handle for deregisterLibrary. @throws `LIBRARY_NOT_LOADED` with the dynamic linker's or registry's words.
   */
  loadLibrary(path: string): number;
  deregisterLibrary(handle: number): void;
  /**
   * Plain dlopen, as `trtexec --staticPlugins` and Python's ctypes.CDLL do: REGISTER_TENSORRT_PLUGIN registers while the library
   * loads. @returns the creators that registered meanwhile.
   */
  openLibrary(path: string): NativePluginCreator[];
}

/** The log of calls: append-only events that survive a crash when `path` is given. */
export interface NativeTrace {
  /** Forgets everything recorded. With a path the events are kept in that file. Object numbering starts again. */
  reset(path?: string): void;
  setEnabled(enabled: boolean): void;
  setPhase(phase: string): void;
  /** Bytes committed so far. */
  readonly length: number;
  /** A copy of the committed bytes from `offset` on: events as `src/trace/decode.ts` reads them. */
  read(offset: number): Uint8Array;
  /** Appends an event written by the host itself, already encoded. */
  append(payload: Uint8Array): void;
  /** The next sequence number, used up by the call. */
  nextSequence(): number;
}

export interface NativeBinding {
  readonly pluginRegistry: NativePluginRegistry;
  readonly trace: NativeTrace;
  ExprBuilder: new () => NativeExprBuilder;
  DeviceBuffer: new (byteLength: number) => NativeDeviceBuffer;
  Stream: new () => NativeStream;
  Event: new () => NativeEvent;
  Invocation: new (inputs: PluginTensorDesc[], outputs: PluginTensorDesc[]) => NativeInvocation;
  Reformat: new (from: PluginTensorDesc, to: PluginTensorDesc) => NativeReformat;
  Program: new () => NativeProgram;
  /**
   * Messages of the registry and of plugins that use a logger. Every thread that loads this has its own: it hears what is logged on that
   * thread; what is logged on any other thread goes to the logger that was set first, on its event loop.
   */
  setLogger(log: ((severity: Severity, message: string) => void) | null): void;
  /** fflush(nullptr): what native code printed leaves its buffers. */
  flushOutput(): void;
  /** Sends descriptor 1 to standard error from here on and returns a descriptor of the old standard output. */
  takeStandardOutput(): number;
  readonly versions: {
    tensorrt: string;
    cuda: string;
    compiler: string;
    host: 'reference' | 'tensorrt';
  };
}
