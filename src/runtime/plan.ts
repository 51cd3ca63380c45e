import type { ExprNode } from '../native';
import type { DataType, TensorFormat } from './enums';
import type { SerializedPlugin } from './layer-plugin';
import type { ShapeRange } from './optimization-profile';
import type { Dims } from './tensor';

/** What the builder decided, and all that the engine file holds. Nothing in it points into the network. */
export interface Plan {
  tensors: PlanTensor[];
  /** Ranges of the inputs, one map an optimization profile; a network without unknown extents has one profile. */
  profiles: Record<string, ShapeRange>[];
  /** Layers in execution order: those of profile 0, then those of profile 1, … */
  layers: PlanLayer[];
}

export interface PlanTensor {
  name: string;
  type: DataType;
  /** Whether the caller gives (kINPUT) or receives (kOUTPUT) it; null for a tensor between layers. */
  mode: 'kINPUT' | 'kOUTPUT' | null;
  /** Extents, -1 where unknown. */
  dims: Dims;
  /** The extents as expressions of the inputs' unknown extents. */
  shape: ExprNode[];
}

export interface PlanLayer {
  /** The layer's name; a further profile's copy is called `name [profile 1]`. */
  name: string;
  profile: number;
  plugin: SerializedPlugin;
  /** Names of tensors, with the type and format chosen at this layer. */
  inputs: PlanLayerTensor[];
  outputs: PlanLayerTensor[];
  tactic: number;
  workspaceBytes: number;
  /** Median time of the chosen implementation while building; null where there was no choice. */
  timeMs: number | null;
}

export interface PlanLayerTensor {
  tensor: string;
  type: DataType;
  format: TensorFormat;
}
