import type { Exprs, NativeExprBuilder } from '../../../native';
import type { OnnxNode } from '../../../onnx/model';
import type { DataType } from '../../enums';
import type { PlanConstant } from '../../engine/plan';

/** An input of an operation while the network is defined. */
export interface SymbolicTensor {
  name: string;
  type: DataType;
  /** Extents as expressions. */
  shape: Exprs;
  /** The elements as expressions, row by row, where they are known: of a constant, a shape, an input that is a shape tensor. */
  values: Exprs | null;
}

/** What an operation says of one of its outputs. */
export interface SymbolicOutput {
  shape: Exprs;
  /** The elements as expressions where they follow from what is known; null otherwise. */
  values: Exprs | null;
}

/** An operation as ONNX: nodes, and the constants that they read. */
export interface OnnxOperation {
  nodes: OnnxNode[];
  constants: Record<string, PlanConstant>;
}

/**
 * What a native layer of the network computes. The network asks it for types and shapes; ONNX Runtime computes it.
 * Every method throws `ApiUsageError` `OPERATION_INVALID` where TensorRT refuses the layer, with the layer's name.
 */
export interface Operation {
  /** `nvinfer1::LayerType`: `kACTIVATION`, `kCONVOLUTION`, … */
  readonly type: string;
  readonly nbOutputs: number;
  /** What it was made with, for the inspector. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Indexes of the inputs whose values, not only shapes, decide the outputs' shapes. */
  readonly shapeInputs: readonly number[];

  outputTypes(layer: string, inputTypes: readonly DataType[]): DataType[];
  outputs(
    layer: string,
    inputs: readonly SymbolicTensor[],
    builder: NativeExprBuilder,
  ): SymbolicOutput[];
  /**
   * @param layer Unique; names of constants and inner edges begin with it.
   * @param inputs Names of the edges it reads, with their types and ranks; `outputs` names of the edges that it writes.
   */
  toOnnx(
    layer: string,
    inputs: readonly { name: string; type: DataType; rank: number }[],
    outputs: readonly { name: string; type: DataType; rank: number }[],
  ): OnnxOperation;
}
