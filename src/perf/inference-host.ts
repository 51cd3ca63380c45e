/**
 * What a measurement needs of whoever runs the engine. The classes of the reference host fit these interfaces, and so do those of any
 * other host that has TensorRT's method names: `measureInference` measures all of them with the same code.
 */
import type { HostValues } from '../runtime/context/context-memory';
import type { DataType } from '../runtime/enums';
import type { Dims } from '../runtime/tensor';

/** Device memory. */
export interface InferenceBuffer {
  readonly byteLength: number;
  free(): void;
}

/** `cudaStream_t`. */
export interface InferenceStream {
  synchronize(): void;
  waitEvent(event: InferenceEvent): void;
  beginCapture(): void;
  endCapture(): InferenceGraph;
  destroy(): void;
}

/** `cudaEvent_t`. */
export interface InferenceEvent {
  record(stream: InferenceStream): void;
  synchronize(): void;
  /** Milliseconds from `start` to this event. */
  elapsedMs(start: InferenceEvent): number;
  destroy(): void;
}

/** `cudaGraph_t` and `cudaGraphExec_t`. */
export interface InferenceGraph {
  instantiate(): InferenceGraphExec;
  destroy(): void;
}
export interface InferenceGraphExec {
  launch(stream: InferenceStream): void;
  destroy(): void;
}

/** `nvinfer1::IProfiler`. */
export interface InferenceProfiler {
  reportLayerTime(layerName: string, ms: number): void;
}

/** `nvinfer1::IOutputAllocator`. */
export interface InferenceOutputAllocator {
  reallocateOutput(
    tensorName: string,
    current: InferenceBuffer | null,
    byteLength: number,
  ): InferenceBuffer;
  notifyShape(tensorName: string, dims: Dims): void;
}

/** `nvinfer1::IExecutionContext`. */
export interface InferenceContext {
  setOptimizationProfile(index: number): void;
  setInputShape(name: string, dims: Dims): void;
  getTensorShape(name: string): Dims;
  /** Of a shape tensor its values, which the host reads at every enqueue. */
  setTensorAddress(name: string, memory: InferenceBuffer | HostValues): void;
  setOutputAllocator(name: string, allocator: InferenceOutputAllocator | null): void;
  /** Names of the inputs that are not specified yet. */
  inferShapes(): string[];
  enqueueV3(stream: InferenceStream): Promise<void>;
  setProfiler(profiler: InferenceProfiler | null): void;
  /** A host that has these profiles after the enqueue, and a graph's launches too; one without profiles enqueues only. */
  setEnqueueEmitsProfile?(emits: boolean): void;
  reportToProfiler?(): boolean;
  destroy(): void;
}

/** `nvinfer1::IEngineInspector`. */
export interface InferenceInspector {
  setExecutionContext(context: unknown): boolean;
  getEngineInformation(format: 'kONELINE' | 'kJSON'): string;
}

/** `nvinfer1::ICudaEngine`. */
export interface InferenceEngine {
  readonly name: string;
  getNbLayers(): number;
  getNbIOTensors(): number;
  getIOTensorName(index: number): string;
  getTensorIOMode(name: string): 'kINPUT' | 'kOUTPUT' | 'kNONE';
  getTensorDataType(name: string): DataType;
  getTensorShape(name: string): Dims;
  isShapeInferenceIO(name: string): boolean;
  getNbOptimizationProfiles(): number;
  getProfileShape(name: string, profile: number, select: 'kMIN' | 'kOPT' | 'kMAX'): Dims;
  getProfileTensorValues(name: string, profile: number, select: 'kMIN' | 'kOPT' | 'kMAX'): number[];
  getDeviceMemorySize(): number;
  createExecutionContext(): InferenceContext;
  createEngineInspector(): InferenceInspector;
}

/** What a report says of the host. */
export interface HostDescription {
  /** `reference` or `tensorrt`. */
  name: string;
  /** Versions by component. */
  versions: Readonly<Record<string, string>>;
  /** What computes. */
  device: string;
  /**
   * Whether enqueueV3 resolves only when the work is done. The enqueue time then contains the computation, and a warning that the enqueue
   * bounds the throughput says nothing about the caller's code.
   */
  enqueueComputes: boolean;
}

/** Streams, events, memory and copies of a host. */
export interface InferenceHost {
  describe(): HostDescription;
  createStream(): InferenceStream;
  createEvent(): InferenceEvent;
  createDeviceBuffer(byteLength: number): InferenceBuffer;
  /** Host memory for copies: pinned where that makes a difference. */
  createHostMemory(byteLength: number): Uint8Array;
  copyToDevice(target: InferenceBuffer, source: Uint8Array, stream: InferenceStream): void;
  copyToHost(target: Uint8Array, source: InferenceBuffer, stream: InferenceStream): void;
  /** Runs a measurement with everything stopped that would record its calls. */
  undisturbed<Result>(measure: () => Promise<Result>): Promise<Result>;
}
