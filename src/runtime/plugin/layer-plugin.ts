import type {
  DynamicPluginTensorDesc,
  Exprs,
  NativeExprBuilder,
  NativeInvocation,
  NativePluginV2,
  NativePluginV3,
  NativeStream,
  PluginField,
  PluginTensorDesc,
} from '../../native';
import { PluginError } from '../../errors';
import type { DataType } from '../enums';
import type { Dims } from '../tensor';

/** One input or output of a layer while the engine is built: its chosen type and format, and its extents in the profile. */
export interface TensorRange {
  type: DataType;
  format: PluginTensorDesc['format'];
  /** Of a kINT8 tensor between a quantize and a dequantize layer. */
  scale?: number;
  /** As the network knows them; -1 where unknown. */
  dims: Dims;
  min: Dims;
  opt: Dims;
  max: Dims;
}

/** What the engine file keeps of a plugin so that it can be made again. */
export interface SerializedPlugin {
  generation: 'V2' | 'V3';
  name: string;
  version: string;
  namespace: string;
  /** V3: what getFieldsToSerialize returned. */
  fields: PluginField[];
  /** V2: what serialize wrote. */
  bytes: Uint8Array;
  /** V3: what getMetadataString said, for the inspector; absent where it said nothing. */
  metadata?: string;
}

/** Why a tactic cannot be timed. */
export interface TimingRefusal {
  /** The method of the plugin that reported it. */
  method: string;
  /** In the words of TensorRT 10.6. */
  why: string;
}

/**
 * A plugin object of either generation, as the builder, the engine and the context use it. Each method is one step of TensorRT and
 * makes the API calls that TensorRT 10.6 was recorded making in it (`recordings/`), in that order.
 */
export interface LayerPlugin {
  readonly generation: 'V2' | 'V3';
  /** `plugin#3`: the object's name in the trace. */
  readonly id: string;
  /** `Probe version 2`, for messages. */
  readonly label: string;

  // While the network is defined
  /** The first thing that happens to a plugin that is being added. */
  enterNetwork(): void;
  /** Asks for the number of outputs and their types: the layer is being added. */
  declareOutputs(inputTypes: DataType[]): DataType[];
  /** The network's own copy; the caller keeps theirs. */
  cloneForNetwork(): LayerPlugin;
  /** Asks the network's copy for its output types, when somebody needs them. */
  outputTypes(nbOutputs: number, inputTypes: DataType[]): DataType[];
  outputShapes(
    inputs: Exprs[],
    shapeInputs: Exprs[],
    nbOutputs: number,
    builder: NativeExprBuilder,
  ): Exprs[];

  // While the engine is built
  clone(): LayerPlugin;
  /** After the shapes of the whole graph are known. */
  enterGraph(): void;
  /** How often the builder walks through the formats: V3 twice, V2 once. */
  readonly formatWalks: number;
  supportsFormatCombination(
    pos: number,
    inOut: TensorRange[],
    nbInputs: number,
    nbOutputs: number,
  ): boolean;
  getFormatCombinationLimit(): number;
  /** null where the plugin wants no caching; V2 is never asked. */
  getTimingCacheID(): string | null;
  /** A fresh copy, configured for these formats and this profile. */
  configured(inputs: TensorRange[], outputs: TensorRange[]): LayerPlugin;
  /** The tactics of a configured V3 object; a V2 plugin has the default one, 0, and is not asked. */
  getValidTactics(): number[];
  /** Whether finding out the tactics takes an object of its own, even when nothing is to be timed. */
  readonly hasTactics: boolean;
  /**
   * Readies a configured object for timing: tactic, workspace, shape.
   * @returns workspace bytes, or why it cannot be timed
   */
  prepareTiming(
    tactic: number,
    inputs: TensorRange[],
    outputs: TensorRange[],
    workspaceLimit: number,
  ): number | TimingRefusal;
  /** Takes back what prepareTiming did, as far as it came. */
  finishTiming(): void;
  /** Makes a configured object the layer's implementation. @returns workspace bytes */
  implement(tactic: number, inputs: TensorRange[], outputs: TensorRange[]): number;
  /** For each output the input whose memory it shares, or -1; only an IPluginV3OneBuildV2 is asked. */
  aliasedInputs(nbOutputs: number): number[];
  /** Asked again while memory is planned. @returns workspace bytes */
  getWorkspaceSize(inputs: TensorRange[], outputs: TensorRange[]): number;
  /** Name, version and metadata, for the engine's inspector. */
  describe(): void;
  /** The implementation is complete: V2 plugins are initialised. */
  initialize(): void;
  serialize(): SerializedPlugin;
  /** The builder is done with an initialised implementation. */
  release(): void;

  // At run time
  /** The context's own copy. */
  cloneForContext(): LayerPlugin;
  /** After every layer has its copy: V2 objects are attached. */
  attach(): void;
  detach(): void;
  /** New extents: V3 onShapeChange, V2 configurePlugin with min = max = the extents. @returns false when the plugin refuses */
  changeShape(inputs: PluginTensorDesc[], outputs: PluginTensorDesc[]): boolean;
  /** @returns the plugin's return code, 0 when all is well */
  enqueue(invocation: NativeInvocation, stream: NativeStream): number;
  /** What a native program calls enqueue on. */
  enqueuer(): NativePluginV2 | NativePluginV3;

  /** Ends the object: V3 `delete`, V2 `destroy()`. */
  destroy(): void;
}

/** The descriptor with unknown extents, as the builder passes it. @param withOpt V2 callers leave `opt` empty. */
export function dynamicDesc(
  range: TensorRange,
  opt: 'opt' | 'unknown' | 'empty',
): DynamicPluginTensorDesc {
  return {
    desc: { ...kindOf(range), dims: range.dims },
    min: range.min,
    opt: opt === 'opt' ? range.opt : opt === 'unknown' ? range.opt.map(() => -1) : [],
    max: range.max,
  };
}

/** The descriptor at one end of the range. */
export function concreteDesc(range: TensorRange, at: 'min' | 'opt' | 'max'): PluginTensorDesc {
  return { ...kindOf(range), dims: range[at] };
}

/** What a descriptor says beside the extents. */
export function kindOf({ type, format, scale }: TensorRange): Omit<PluginTensorDesc, 'dims'> {
  return scale === undefined ? { type, format } : { type, format, scale };
}

/** The error for a method that reported failure. @param state In the words of TensorRT 10.6 where they are recorded. */
export function methodFailure(
  layer: string,
  plugin: string,
  method: string,
  state: string,
  code = 'PLUGIN_METHOD_FAILED',
): PluginError {
  const message = `Cannot use layer "${layer}": ${plugin}: ${method}: ${state}`;
  return new PluginError(code, message, { layer, plugin, method });
}

/** A plugin has at least one output. @throws {PluginError} `NB_OUTPUTS_INVALID` */
export function checkNbOutputs(nbOutputs: number, layer: string, plugin: string): void {
  if (nbOutputs >= 1) return;
  throw new PluginError(
    'NB_OUTPUTS_INVALID',
    `Cannot add layer "${layer}": the plugin has no outputs`,
    {
      layer,
      plugin,
      method: 'getNbOutputs',
      expected: '1 or more',
      actual: nbOutputs,
    },
  );
}

/** What TensorRT 10.6 says where a plugin wants more workspace than there is (recordings/workspace-too-large.jsonl). */
export function workspaceRefusal(layer: string, bytes: number, limit: number): string | null {
  return bytes > limit
    ? `Internal error: plugin node ${layer} requires ${bytes} bytes of scratch space, but only ${limit} is available. Try increasing the workspace size with IBuilderConfig::setMemoryPoolLimit().`
    : null;
}

/** What it says where a plugin reports failure while it is timed (recordings/v3-fail-enqueue.jsonl). */
export const TIMING_FAILED = 'Assertion pluginUtils::isSuccess(status) failed. ';
