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
export { getPluginRegistry, PluginCreator, PluginRegistry } from './runtime/plugin/plugin-registry';
export { chars, field, float32, float64, int32, int64, int8 } from './runtime/plugin/plugin-field';
export type { FieldData } from './runtime/plugin/plugin-field';
export { addLogger, type Logger } from './runtime/logger';
export { Builder, createBuilder } from './runtime/builder';
export {
  BuilderConfig,
  type BuilderFlag,
  type LayerChoice,
  type MemoryPoolType,
  type PreviewFeature,
  type ProfilingVerbosity,
} from './runtime/build/builder-config';
export {
  createParser,
  OnnxParser,
  OnnxParserError,
  type ParserError,
  type ParserErrorCode,
} from './onnx/parser';
export {
  writeModel,
  type ModelAttribute,
  type ModelContents,
  type ModelFunction,
  type ModelNode,
  type ModelTensor,
} from './onnx/write-model';
export { modelFolder, modelPath } from './models';
export { workbookPath } from './workbook-path';
export {
  runModel,
  ModelOutput,
  type ModelInput,
  type RunModelOptions,
} from './inference/run-model';
export { cropImage, type Image, type Region } from './image/image';
export { readImage } from './image/read-image';
export { imageToTensor, tensorToImage } from './image/image-tensor';
export { psnr, ssim, type QualityOptions } from './image/quality';
export { createTimingCache, TimingCache } from './runtime/build/timing-cache';
export { type ProgressMonitor } from './runtime/build/progress-monitor';
export { ErrorRecorder, type ErrorCode, type IErrorRecorder } from './runtime/error-recorder';
export { NetworkDefinition, type NetworkOptions } from './runtime/network/network';
export { NativeLayer, PluginLayer, Tensor, type Layer } from './runtime/network/layer';
export { OptimizationProfile, type OptProfileSelector } from './runtime/build/optimization-profile';
export { createRuntime, CudaEngine, Runtime } from './runtime/engine/engine';
export {
  ExecutionContext,
  type AllocationStrategy,
  type HostValues,
  type OutputAllocator,
  type Profiler,
} from './runtime/context/context';
export { EngineInspector, type LayerInformationFormat } from './runtime/engine/engine-inspector';
export { DeviceBuffer, Stream } from './runtime/context/device';
export { Event } from './runtime/context/event';
export { Graph, GraphExec } from './runtime/context/graph';
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
export { pictureRow, type PictureRowOptions, type RowPicture } from './display/picture-row';
export { expressionTree, type ExpressionTreeOptions } from './display/expression-tree';
export { negotiationMatrix, type NegotiationOptions } from './display/negotiation-matrix';
export { pointerPicture, type PointerPictureOptions } from './display/pointer-picture';
export type { Member, MemberType } from './display/byte-layout';
export { profilePicture, type ProfilePictureOptions } from './display/profile-picture';
export { formatPicture, type FormatPictureOptions } from './display/format-picture';
export { linkPicture, type LinkPart } from './display/link-picture';
export { progressPicture } from './display/progress-picture';
export { progressLine } from './display/progress-line';
export {
  comparisonBars,
  type ComparedPart,
  type ComparedVariant,
} from './display/plots/comparison-bars';
export { inferenceTimeline } from './display/plots/inference-timeline';
export { latencyHistogram, type LatencyMetric } from './display/plots/latency-histogram';
export { layerBars, type LayerBar } from './display/plots/layer-bars';
export type { PartKind } from './display/plots/kinds';
export { table, creatorTable, fieldTable, tensorTable, traceTable } from './display/table';
export type { Bilingual, Figure, Language } from './display/figure';
export { comparePluginAndNative } from './perf/plugin-or-native/compare';
export type { PluginOrNativeOptions } from './perf/plugin-or-native/compare-options';
export { PluginOrNativeComparison, type VariantResult } from './perf/plugin-or-native/comparison';
export { SRCNN_VARIANTS, type Variant } from './perf/plugin-or-native/variants';
export { PerformanceReport } from './perf/performance-report';
export { performanceMetrics, type PerformanceMetrics } from './perf/metrics';
export { explainMetrics, explainProfile } from './perf/explain';
export type { LayerProfile } from './perf/layer-profile';
export type { InferenceTrace } from './perf/inference-trace';
export { measureInference, profileLayers, type MeasureOptions } from './perf/measure';
export {
  bugNamed,
  bugs,
  bugSource,
  reproduceBug,
  type Bug,
  type BugReport,
  type Side,
} from './lab/bugs';
export {
  buildPlugin,
  CppError,
  runCpp,
  type BuildPluginOptions,
  type CppDiagnostic,
  type CppProgram,
  type CppSource,
  type PluginSource,
  type RunCppOptions,
} from './cell';
export { fileText } from './exercise/file-text';
export { checkExercise, type CheckOptions } from './exercise/check';
export { ExerciseReport, type PartReport } from './exercise/report';
export { exerciseHint, ExerciseHint } from './exercise/hints';
export type { Verdict } from './exercise/exercise';
export { runCommand, type CommandOptions } from './lab/command';
export type { CommandReport } from './lab/command-report';
export type { LabOptions } from './lab/lab-run';
export type { Crash, CrashCause } from './lab/crash';
export type { Finding } from './lab/finding';
export { guiltyFrame, type Frame } from './lab/frame';
export type { Limit } from './lab/limits';
export { crashPicture } from './display/crash-picture';
export {
  diagnoseCommand,
  diagnoseLibrary,
  diagnosisData,
  diagnosisText,
  MISTAKES,
  type Diagnosis,
  type Fault,
  type StepName,
  type StepResult,
} from './lab/diagnosis';
export {
  runSandboxed,
  sandboxAvailable,
  SandboxUnavailableError,
  type SandboxOptions,
  type SandboxReport,
} from './sandbox';
export { runInChild, type ChildLimits } from './lab/child';
export { lastUnfinished, summarize, type ChildReport } from './lab/child-report';
