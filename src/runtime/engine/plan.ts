import type { ExprNode } from '../../native';
import type { OnnxNode, OnnxTensor } from '../../onnx/model';
import type { ProfilingVerbosity } from '../build/builder-config';
import type { DataType, TensorFormat } from '../enums';
import type { SerializedPlugin } from '../plugin/layer-plugin';
import type { ShapeRange } from '../build/optimization-profile';
import type { Dims } from '../tensor';

/** What the builder decided, and all that the engine file holds. Nothing in it points into the network. */
export interface Plan {
  /** The network's name; empty where it has none. */
  name: string;
  tensors: PlanTensor[];
  /** Ranges of the inputs, one map an optimization profile; a network without unknown extents has one profile. */
  profiles: PlanProfile[];
  /** Layers in execution order: those of profile 0, then those of profile 1, … */
  layers: PlanLayer[];
  /** Weights of native layers by name; the profiles' copies of a layer share them. */
  constants: Record<string, PlanConstant>;
  /** Where what is alive at the same time lies in the context's memory, one plan a profile. */
  memory: MemoryPlan[];
  /** Plugin libraries that travel inside the engine (setPluginsToSerialize). */
  libraries: PlanLibrary[];
  /** How much the engine inspector shows. */
  verbosity: ProfilingVerbosity;
}

/** Ranges of the inputs in one profile. */
export interface PlanProfile {
  /** By input: the range of its extents. */
  shapes: Record<string, ShapeRange>;
  /** By shape tensor: the range of its values, in its own order. */
  values: Record<string, ShapeRange>;
}

export interface PlanTensor {
  name: string;
  type: DataType;
  /** Whether the caller gives (kINPUT) or receives (kOUTPUT) it; null for a tensor between layers. */
  mode: 'kINPUT' | 'kOUTPUT' | null;
  /** kHOST for an input whose values decide shapes: the caller gives memory that the host can read. */
  location: 'kDEVICE' | 'kHOST';
  /** Extents, -1 where unknown. */
  dims: Dims;
  /** The extents as expressions of the inputs' unknown extents (`x[0]`) and values (`s{0}`). */
  shape: ExprNode[];
}

/** One step of the engine. */
export type PlanLayer = PlanPluginLayer | PlanReformatLayer | PlanNativeLayer;

interface PlanStep {
  /** The layer's name; a further profile's copy is called `name [profile 1]`. */
  name: string;
  profile: number;
  /** Tensors, with the type and format at this layer. */
  inputs: PlanLayerTensor[];
  outputs: PlanLayerTensor[];
  /** Median time of the chosen implementation while building; null where there was no choice. */
  timeMs: number | null;
}

/** A layer that runs a plugin. */
export interface PlanPluginLayer extends PlanStep {
  kind: 'plugin';
  plugin: SerializedPlugin;
  tactic: number;
  workspaceBytes: number;
  /** How many ways the builder could choose from: format combinations times tactics. */
  alternatives: number;
}

/** A copy into another type or format, where two layers do not agree on one. One input, one output, the same extents. */
export interface PlanReformatLayer extends PlanStep {
  kind: 'reformat';
}

/** A layer of TensorRT's own, which ONNX Runtime computes here: linear, in the tensors' own types. */
export interface PlanNativeLayer extends PlanStep {
  kind: 'native';
  /** `nvinfer1::LayerType`. */
  layerType: string;
  /** What the layer was made with, for the inspector: numbers, names and lists. */
  attributes: Record<string, unknown>;
  /** The operation as ONNX nodes, whose edges are tensors of the plan, constants, or names that only these nodes use. */
  nodes: OnnxNode[];
  /** Names of the constants that the nodes read. */
  constants: string[];
}

export interface PlanLayerTensor {
  tensor: string;
  type: DataType;
  format: TensorFormat;
  /** Of a kINT8 tensor between a quantize and a dequantize layer. */
  scale?: number;
  /** Of an output that shares the memory of an input of its layer: that input's tensor. */
  aliasOf?: string;
}

/** Elements of a constant as they are in memory. */
export interface PlanConstant {
  type: OnnxTensor['type'];
  dims: Dims;
  data: Uint8Array;
}

/** The memory that a context needs for one profile, at the profile's most. */
export interface MemoryPlan {
  /** Bytes of the whole. */
  bytes: number;
  regions: MemoryRegion[];
}

/** A piece of a context's memory. Offsets are multiples of 256 bytes, as TensorRT's alignment. */
export interface MemoryRegion {
  /** A tensor's name, or the name of the layer whose workspace it is. */
  name: string;
  kind: 'tensor' | 'workspace';
  offset: number;
  bytes: number;
  /** Index in `Plan.layers` of the first and last layer that uses it. */
  firstLayer: number;
  lastLayer: number;
}

/** A plugin library inside the engine. */
export interface PlanLibrary {
  /** File name, without folder. */
  name: string;
  bytes: Uint8Array;
}
