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
export { BuilderConfig, type BuilderFlag, type LayerChoice } from './runtime/builder-config';
export { NetworkDefinition, PluginLayer, Tensor } from './runtime/network';
export { OptimizationProfile, type OptProfileSelector } from './runtime/optimization-profile';
export { createRuntime, CudaEngine, Runtime } from './runtime/engine';
export { ExecutionContext, type OutputAllocator, type Profiler } from './runtime/context';
export { DeviceBuffer, Stream } from './runtime/device';
export type { Dims } from './runtime/tensor';
export { trace } from './trace/trace';
export type { TraceRecord, TraceValue } from './trace/record';
export { show, notebookLanguage } from './display/show';
export { swimLane, type SwimLaneOptions } from './display/swim-lane';
export { byteMap } from './display/bytes';
export { table, creatorTable, fieldTable, tensorTable, traceTable } from './display/table';
export type { Figure, Language } from './display/figure';
export { runInChild, type ChildLimits } from './lab/child';
export { lastUnfinished, summarize, type ChildReport } from './lab/child-report';
