import { modelProto } from './messages';

export { decodeModel, decodeTensor } from './decode';
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

/** `AttributeProto.AttributeType`, for the kinds that are written here. */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

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
  const message = modelProto.fromObject({
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
  return modelProto.encode(message).finish();
}

function attribute(value: OnnxAttribute): object {
  if (typeof value === 'string')
    return { type: ATTRIBUTE_TYPES.string, s: new TextEncoder().encode(value) };
  if (typeof value === 'number') return { type: ATTRIBUTE_TYPES.int, i: value };
  if ('floats' in value) return { type: ATTRIBUTE_TYPES.floats, floats: [...value.floats] };
  if ('float' in value) return { type: ATTRIBUTE_TYPES.float, f: value.float };
  return { type: ATTRIBUTE_TYPES.ints, ints: [...value] };
}

function valueInfo({ name, type, dims }: OnnxTensor): object {
  const dim = dims?.map((extent) => (extent < 0 ? {} : { dimValue: extent }));
  return {
    name,
    type: { tensorType: { elemType: ONNX_TYPES[type], ...(dim ? { shape: { dim } } : {}) } },
  };
}
