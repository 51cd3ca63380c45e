import { Root, type Type } from 'protobufjs';

/**
 * The messages of an ONNX file, as far as they are used here; what is not listed is skipped when a file is read.
 * Field numbers are those of onnx.proto3 (ONNX IR version 10).
 */
const MESSAGES: Record<string, Record<string, [id: number, type: string, rule?: 'repeated']>> = {
  ModelProto: {
    irVersion: [1, 'int64'],
    producerName: [2, 'string'],
    graph: [7, 'GraphProto'],
    opsetImport: [8, 'OperatorSetIdProto', 'repeated'],
  },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  GraphProto: {
    node: [1, 'NodeProto', 'repeated'],
    name: [2, 'string'],
    initializer: [5, 'TensorProto', 'repeated'],
    input: [11, 'ValueInfoProto', 'repeated'],
    output: [12, 'ValueInfoProto', 'repeated'],
  },
  NodeProto: {
    input: [1, 'string', 'repeated'],
    output: [2, 'string', 'repeated'],
    name: [3, 'string'],
    opType: [4, 'string'],
    attribute: [5, 'AttributeProto', 'repeated'],
    domain: [7, 'string'],
  },
  AttributeProto: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    t: [5, 'TensorProto'],
    floats: [7, 'float', 'repeated'],
    ints: [8, 'int64', 'repeated'],
    strings: [9, 'bytes', 'repeated'],
    type: [20, 'int32'],
  },
  TensorProto: {
    dims: [1, 'int64', 'repeated'],
    dataType: [2, 'int32'],
    name: [8, 'string'],
    rawData: [9, 'bytes'],
  },
  ValueInfoProto: { name: [1, 'string'], type: [2, 'TypeProto'] },
  TypeProto: { tensorType: [1, 'TensorType'] },
  TensorType: { elemType: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  TensorShapeProto: { dim: [1, 'Dimension', 'repeated'] },
  Dimension: { dimValue: [1, 'int64'], dimParam: [2, 'string'] },
};

const model: Type = Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([message, fields]) => [
      message,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([name, [id, type, rule]]) => [
            name,
            rule ? { id, type, rule } : { id, type },
          ]),
        ),
      },
    ]),
  ),
}).lookupType('ModelProto');

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

/** `AttributeProto.AttributeType`, for the kinds that are used here. */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** Attributes of a node: a whole number is INT, `{ float }` FLOAT, a string STRING, a list INTS. */
export type OnnxAttribute = number | string | readonly number[] | { float: number };

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
  const message = model.fromObject({
    irVersion: 8,
    producerName: 'tensorrt-plugin-workbook',
    opsetImport: [{ domain: '', version: opset }],
    graph: {
      name: 'graph',
      node: graph.nodes.map(({ opType, inputs, outputs, attributes = {} }) => ({
        opType,
        input: [...inputs],
        output: [...outputs],
        attribute: Object.entries(attributes).map(([name, value]) => ({
          name,
          ...attribute(value),
        })),
      })),
      initializer: (graph.constants ?? []).map(({ name, type, dims, data }) => ({
        name,
        dataType: ONNX_TYPES[type],
        dims: [...(dims ?? [])],
        rawData: data
          ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
          : new Uint8Array(),
      })),
      input: graph.inputs.map(valueInfo),
      output: graph.outputs.map(valueInfo),
    },
  });
  return model.encode(message).finish();
}

function attribute(value: OnnxAttribute): object {
  if (typeof value === 'string')
    return { type: ATTRIBUTE_TYPES.string, s: new TextEncoder().encode(value) };
  if (typeof value === 'number') return { type: ATTRIBUTE_TYPES.int, i: value };
  if ('float' in value) return { type: ATTRIBUTE_TYPES.float, f: value.float };
  return { type: ATTRIBUTE_TYPES.ints, ints: [...value] };
}

function valueInfo({ name, type, dims }: OnnxTensor): object {
  const dim = dims?.map((extent) => (extent < 0 ? { dimParam: 'n' } : { dimValue: extent }));
  return {
    name,
    type: { tensorType: { elemType: ONNX_TYPES[type], ...(dim ? { shape: { dim } } : {}) } },
  };
}
