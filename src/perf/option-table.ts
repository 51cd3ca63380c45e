/**
 * The options of trtexec 10.6 (samples/common/sampleOptions.cpp), and which of them mean something on this host. `PERF_OPTIONS` is what
 * `--help` lists, in its groups.
 */

/** How an option's value is read. */
export type OptionKind = 'flag' | 'text' | 'number' | 'count' | 'path' | 'shapes' | 'named';

export interface OptionInfo {
  group: 'Model' | 'Build' | 'Inference' | 'Reporting' | 'System' | 'Help';
  kind: OptionKind;
  /** What stands behind the `=` in the help. */
  value?: string;
  /** What it does. */
  help: string;
  /** Whether it may be given several times. */
  repeated?: boolean;
}

const flag = (group: OptionInfo['group'], help: string): OptionInfo => ({
  group,
  kind: 'flag',
  help,
});
const option = (
  group: OptionInfo['group'],
  kind: OptionKind,
  value: string,
  help: string,
  repeated = false,
): OptionInfo => ({ group, kind, value, help, ...(repeated ? { repeated } : {}) });

/** What this tool does, by name without the dashes. */
export const PERF_OPTIONS = {
  onnx: option('Model', 'path', 'file', 'builds an engine of this ONNX model'),

  minShapes: option('Build', 'shapes', 'spec', 'least shapes of the profile'),
  optShapes: option('Build', 'shapes', 'spec', 'shapes that the engine is tuned for'),
  maxShapes: option('Build', 'shapes', 'spec', 'largest shapes of the profile'),
  memPoolSize: option(
    'Build',
    'text',
    'pool:size,…',
    'memory pools: workspace:512M; B, K, M (default), G',
  ),
  profilingVerbosity: option(
    'Build',
    'text',
    'mode',
    'layer_names_only (default), detailed or none',
  ),
  avgTiming: option('Build', 'count', 'N', 'runs that a tactic is timed by (default 8)'),
  fp16: flag('Build', 'allows kHALF'),
  bf16: flag('Build', 'allows kBF16'),
  int8: flag('Build', 'allows kINT8'),
  best: flag('Build', 'allows all of these'),
  noTF32: flag('Build', 'clears kTF32'),
  stronglyTyped: flag('Build', 'every tensor keeps the type that the network gives it'),
  saveEngine: option('Build', 'path', 'file', 'writes the engine'),
  loadEngine: option('Build', 'path', 'file', 'measures this engine instead of building one'),
  skipInference: flag('Build', 'ends when the engine is built'),
  buildOnly: flag('Build', 'the older name of --skipInference'),
  noBuilderCache: flag('Build', 'builds without a timing cache'),
  timingCacheFile: option('Build', 'path', 'file', 'reads and writes the timing cache'),
  builderOptimizationLevel: option('Build', 'count', 'N', '0 to 5 (default 3)'),
  preview: option('Build', 'text', '(+|-)feature', 'aliasedPluginIO1003'),

  shapes: option(
    'Inference',
    'shapes',
    'spec',
    'shapes of the inputs: input:1x3x256x256,other:1x4',
  ),
  loadInputs: option(
    'Inference',
    'named',
    'name:file,…',
    'values of inputs, linear and little-endian (default: random)',
  ),
  iterations: option('Inference', 'count', 'N', 'at least so many queries (default 10)'),
  warmUp: option('Inference', 'number', 'N', 'milliseconds that do not count (default 200)'),
  duration: option(
    'Inference',
    'number',
    'N',
    'at least so many seconds (default 3); -1: until Ctrl-C',
  ),
  idleTime: option('Inference', 'number', 'N', 'milliseconds of rest after a query (default 0)'),
  exposeDMA: flag('Inference', 'no query is enqueued while the one before runs'),
  noDataTransfers: flag('Inference', 'no copies of inputs and outputs'),
  useCudaGraph: flag('Inference', 'captures an enqueue and launches the graph'),
  separateProfileRun: flag('Inference', 'profiles layers in a run of their own'),
  useProfile: option('Inference', 'count', 'N', 'optimization profile (default 0)'),

  verbose: flag('Reporting', 'prints what the library logs'),
  avgRuns: option('Reporting', 'count', 'N', 'queries in one average of the trace (default 10)'),
  percentile: option('Reporting', 'text', 'P1,P2,…', 'percentiles (default 90,95,99)'),
  dumpOutput: flag('Reporting', 'prints the outputs of the last query'),
  dumpProfile: flag('Reporting', 'prints the time of every layer'),
  dumpLayerInfo: flag('Reporting', 'prints what the engine consists of'),
  dumpOptimizationProfile: flag('Reporting', 'prints the ranges of the optimization profiles'),
  exportTimes: option('Reporting', 'path', 'file', 'writes the times of every query as JSON'),
  exportOutput: option('Reporting', 'path', 'file', 'writes the outputs as JSON'),
  exportProfile: option('Reporting', 'path', 'file', 'writes the time of every layer as JSON'),
  exportLayerInfo: option(
    'Reporting',
    'path',
    'file',
    'writes what the engine consists of as JSON',
  ),
  exportReport: option('Reporting', 'path', 'file', 'ours: writes everything as JSON'),
  explain: flag(
    'Reporting',
    'ours: what each number means and what to do; --explain=zh in Chinese',
  ),
  json: flag('Reporting', 'ours: prints the report as JSON, and nothing else, on standard output'),

  plugins: option('System', 'path', 'library', 'the older name of --staticPlugins', true),
  staticPlugins: option('System', 'path', 'library', 'loads a plugin library with dlopen', true),
  dynamicPlugins: option(
    'System',
    'path',
    'library',
    'loads a plugin library through the registry',
    true,
  ),
  setPluginsToSerialize: option(
    'System',
    'path',
    'library',
    'puts a plugin library into the engine',
    true,
  ),

  versionCompatible: flag(
    'System',
    'loads the plugin libraries inside an engine: code that you must trust',
  ),
  vc: flag('System', 'the same'),

  help: flag('Help', 'prints this'),
} as const satisfies Record<string, OptionInfo>;

export type PerfOption = keyof typeof PERF_OPTIONS;

/** Options of trtexec that change nothing here, with the reason: a warning says so. */
export const IGNORED_OPTIONS: Readonly<Record<string, string>> = {
  useSpinWait:
    "the emulator's events are reached when they are recorded, so nothing waits for them",
  useManagedMemory: 'host and device memory are copied between, as without it',
  threads: 'there is one stream of queries',
  sleepTime: 'the measurement begins at once',
  persistentCacheRatio: 'there is no L2 cache to set aside',
  allocationStrategy: 'a context here allocates for the largest profile (static)',
  tacticSources: 'there are no libraries to take tactics from',
  noCompilationCache: 'nothing is compiled at build time',
  monitorMemory: 'memory is laid out by the plan (--dumpLayerInfo)',
  maxAuxStreams: 'layers run on one stream',
  maxTactics: 'every tactic that a plugin offers is timed',
  tempdir: 'no temporary files are written',
  tempfileControls: 'no temporary files are written',
  ignoreParsedPluginLibs: 'the parser asks for no libraries',
  directIO: 'reformats are added only where formats differ',
  precisionConstraints: 'types follow --fp16, --bf16, --int8 or --stronglyTyped',
  allowGPUFallback: 'there is no DLA',
  excludeLeanRuntime: 'engines here hold no runtime',
  pluginInstanceNorm: 'InstanceNormalization is a native layer here',
  pi: 'InstanceNormalization is a native layer here',
  errorOnTimingCacheMiss: 'what is not in the cache is timed',
};

/** Options of trtexec that cannot be had here, with the reason: the command ends. */
export const REFUSED_OPTIONS: Readonly<Record<string, string>> = {
  useDLACore: 'there is no DLA',
  buildDLAStandalone: 'there is no DLA',
  safe: 'there is no safe runtime',
  restricted: 'there is no safe runtime',
  fp8: 'no layer here computes in kFP8',
  int4: 'no layer here computes in kINT4',
  calib: 'there is no calibration: quantize with Q and DQ layers',
  calibProfile: 'there is no calibration: quantize with Q and DQ layers',
  minShapesCalib: 'there is no calibration',
  optShapesCalib: 'there is no calibration',
  maxShapesCalib: 'there is no calibration',
  layerPrecisions:
    'types of single layers cannot be set; use --stronglyTyped and casts in the model',
  layerOutputTypes:
    'types of single layers cannot be set; use --stronglyTyped and casts in the model',
  layerDeviceTypes: 'there is one device',
  refit: 'engines here cannot be refitted',
  dumpRefit: 'engines here cannot be refitted',
  timeRefit: 'engines here cannot be refitted',
  stripWeights: 'engines here carry their weights',
  stripAllWeights: 'engines here carry their weights',
  weightless: 'engines here carry their weights',
  allowWeightStreaming: 'engines here keep their weights in memory',
  weightStreamingBudget: 'engines here keep their weights in memory',
  hardwareCompatibilityLevel: 'engines here run on this host only',
  runtimePlatform: 'engines here run on this host only',
  useRuntime: 'there is one runtime',
  leanDLLPath: 'there is one runtime',
  sparsity: 'weights are used as they are',
  markDebug: 'debug tensors are not supported; mark the tensor as an output',
  saveDebugTensors: 'debug tensors are not supported; mark the tensor as an output',
  dumpRawBindingsToFile: 'use --exportOutput=file',
  timeDeserialize: 'time createRuntime().deserializeCudaEngine(bytes) in a notebook',
  getPlanVersionOnly: "an engine's version is checked when it is loaded (--loadEngine)",
  profile:
    'several profiles in one command are not supported; build with the API and use --loadEngine --useProfile=N',
};
