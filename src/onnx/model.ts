import { writeModel } from './write-model';

export { decodeModel, decodeTensor } from './decode';
export { writeModel } from './write-model';
export type {
  ModelAttribute,
  ModelContents,
  ModelFunction,
  ModelNode,
  ModelTensor,
} from './write-model';
export type * from './decoded';

/** `TensorProto.DataType`. */
export const ONNX_TYPES = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;
export type OnnxType = keyof typeof ONNX_TYPES;

/** Attributes of a node: a whole number is INT, `{ float }` FLOAT, a string STRING, a list INTS, `{ floats }` FLOATS. */
export type OnnxAttribute =
  | number
  | string
  | readonly number[]
  | { float: number }
  | { floats: readonly number[] };

/** A tensor of an ONNX graph: a name, a type and extents. */
export interface OnnxTensor {
  name: string;
  type: OnnxType;
  /** Extents, -1 where unknown; absent where not even the rank is said. A constant needs them. */
  dims?: readonly number[];
  /** The elements, for a constant. */
  data?: ArrayBufferView;
}

/** One operation. */
export interface OnnxNode {
  opType: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/**
 * Writes an ONNX model of a few nodes, to hand a computation to ONNX Runtime.
 *
 * @param opset Version of the default operator set.
 * @returns the bytes of the file
 */
export function encodeModel(
  graph: {
    nodes: readonly OnnxNode[];
    inputs: readonly OnnxTensor[];
    outputs: readonly OnnxTensor[];
    constants?: readonly OnnxTensor[];
  },
  opset = 17,
): Uint8Array {
  return writeModel({ ...graph, opsets: { '': opset } });
}
