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

/** Device memory: opaque, copied to and from; never readable by plain JavaScript. */
export interface NativeDeviceBuffer {
  readonly byteLength: number;
  /** The device address, for printing. */
  readonly address: bigint;
  /** Host to device, `offset` in bytes into the device buffer; synchronous, or on `stream`. */
  copyFrom(source: ArrayBufferView, offset?: number, stream?: NativeStream): void;
  /** Device to host. */
  copyTo(target: ArrayBufferView, offset?: number, stream?: NativeStream): void;
  fill(byteValue: number): void;
  free(): void;
}

/** `cudaStream_t`: an opaque pointer, not an int. */
export interface NativeStream {
  readonly handle: bigint;
  synchronize(): void;
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
  Invocation: new (inputs: PluginTensorDesc[], outputs: PluginTensorDesc[]) => NativeInvocation;
  /** Messages of the registry and of plugins that use a logger. Called on the main thread. */
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
