/** What a notebook imports. */
export * from './errors';
export { pluginLibrary, probeLibrary } from './native-loader';
export type * from './native';
export type {
  DataType,
  DimensionOperation,
  PluginFieldType,
  Severity,
  TensorFormat,
} from './runtime/enums';
export { getPluginRegistry, PluginCreator, PluginRegistry } from './runtime/plugin-registry';
export { chars, field, float32, float64, int32, int64, int8 } from './runtime/plugin-field';
export { addLogger, type Logger } from './runtime/logger';
export { Builder, createBuilder } from './runtime/builder';
export {
  BuilderConfig,
  type BuilderFlag,
  type LayerChoice,
  type MemoryPoolType,
  type PreviewFeature,
  type ProfilingVerbosity,
} from './runtime/builder-config';
export { createTimingCache, TimingCache } from './runtime/timing-cache';
export { type ProgressMonitor } from './runtime/progress-monitor';
export { ErrorRecorder, type ErrorCode, type IErrorRecorder } from './runtime/error-recorder';
export { NetworkDefinition, type NetworkOptions } from './runtime/network';
export { NativeLayer, PluginLayer, Tensor, type Layer } from './runtime/layer';
export { OptimizationProfile, type OptProfileSelector } from './runtime/optimization-profile';
export { createRuntime, CudaEngine, Runtime } from './runtime/engine';
export {
  ExecutionContext,
  type AllocationStrategy,
  type HostValues,
  type OutputAllocator,
  type Profiler,
} from './runtime/context';
export { EngineInspector, type LayerInformationFormat } from './runtime/engine-inspector';
export { DeviceBuffer, Stream } from './runtime/device';
export { Event } from './runtime/event';
export { Graph, GraphExec } from './runtime/graph';
export type { Dims } from './runtime/tensor';
export { trace } from './trace/trace';
export { undestroyedPlugins, type UndestroyedPlugin } from './trace/undestroyed';
export type { TraceRecord, TraceValue } from './trace/record';
export { show, notebookLanguage } from './display/show';
export { swimLane, type SwimLaneOptions } from './display/swim-lane';
export { byteMap } from './display/bytes';
export { graphPicture } from './display/graph-picture';
export { layerTable } from './display/layer-table';
export { profileTable, summarizeLayers, type LayerTime } from './display/layer-times';
export { memoryTable } from './display/memory-map';
export { memoryPicture } from './display/memory-picture';
export { progressLine } from './display/progress-line';
export { timeline } from './display/timeline';
export { table, creatorTable, fieldTable, tensorTable, traceTable } from './display/table';
export type { Figure, Language } from './display/figure';
export { runInChild, type ChildLimits } from './lab/child';
export { lastUnfinished, summarize, type ChildReport } from './lab/child-report';
