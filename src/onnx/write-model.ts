import type { ElementType } from './decoded';
import { ELEMENT_TYPES } from './element-types';
import { modelProto } from './messages';

/** A tensor of a graph: a name, a type and extents. */
export interface ModelTensor {
  name: string;
  type: ElementType;
  /** Extents, a name or -1 where unknown; absent where not even the rank is said. A constant needs numbers. */
  dims?: readonly (number | string)[];
  /** The elements, for a constant. */
  data?: ArrayBufferView;
}

/** Kinds of attributes, with the numbers of `AttributeProto.AttributeType`. */
const KINDS = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;

/**
 * An attribute of a node: a whole number is INT, `{ float }` FLOAT, a string or `{ bytes }` STRING, a list INTS, `{ floats }` FLOATS,
 * `{ strings }` STRINGS, `{ tensor }` TENSOR. Inside a function `{ reference }` is what the caller's attribute of that name says.
 */
export type ModelAttribute =
  | number
  | bigint
  | string
  | readonly (number | bigint)[]
  | { float: number }
  | { floats: readonly number[] }
  | { bytes: Uint8Array }
  | { strings: readonly string[] }
  | { tensor: Omit<ModelTensor, 'name'> }
  | { reference: string; kind: keyof typeof KINDS };

/** One operation. */
export interface ModelNode {
  name?: string;
  /** Absent or empty is ONNX's own. */
  domain?: string;
  opType: string;
  /** An empty name leaves an optional input out. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, ModelAttribute>>;
}

/** Nodes that stand for one node wherever it is called. */
export interface ModelFunction {
  name: string;
  domain: string;
  inputs: readonly string[];
  outputs: readonly string[];
  /** Names of attributes that a caller has to give. */
  attributes?: readonly string[];
  /** Attributes that a caller may give, with what they are otherwise. */
  defaults?: Readonly<Record<string, ModelAttribute>>;
  nodes: readonly ModelNode[];
}

/** What is in an ONNX file. */
export interface ModelContents {
  nodes: readonly ModelNode[];
  inputs: readonly ModelTensor[];
  outputs: readonly ModelTensor[];
  constants?: readonly ModelTensor[];
  functions?: readonly ModelFunction[];
  /** Version of each operator set by its domain; ONNX's own, "", is 17 where nothing is said. */
  opsets?: Readonly<Record<string, number>>;
}

/** Whole numbers as protobufjs takes 64 bits. */
type Words = { low: number; high: number; unsigned: boolean };

/**
 * Writes an ONNX file.
 *
 * @example
 * ```ts
 * const x = { name: 'x', type: 'float', dims: [1, 3, 'height', 'width'] } as const;
 * const nodes = [{ opType: 'AddScalar', domain: 'Test', inputs: ['x'], outputs: ['y'], attributes: { scalar: { float: 2 } } }];
 * createParser(network).parse(writeModel({ nodes, inputs: [x], outputs: [{ ...x, name: 'y' }] }));
 * ```
 */
export function writeModel(model: ModelContents): Uint8Array {
  const { nodes, inputs, outputs, constants = [], functions = [] } = model;
  const opsetImport = Object.entries({ '': 17, ...model.opsets }).map(([domain, version]) => ({
    domain,
    version,
  }));
  const message = modelProto.fromObject({
    irVersion: 8,
    producerName: 'tensorrt-plugin-workbook',
    opsetImport,
    functions: functions.map((each) => ({
      name: each.name,
      domain: each.domain,
      input: [...each.inputs],
      output: [...each.outputs],
      attribute: [...(each.attributes ?? [])],
      attributeProto: attributes(each.defaults ?? {}),
      node: each.nodes.map(node),
      opsetImport,
    })),
    graph: {
      name: 'graph',
      node: nodes.map(node),
      initializer: constants.map((constant) => ({ name: constant.name, ...tensor(constant) })),
      input: inputs.map(valueInfo),
      output: outputs.map(valueInfo),
    },
  });
  return modelProto.encode(message).finish();
}

function node({
  name,
  domain,
  opType,
  inputs,
  outputs,
  attributes: given = {},
}: ModelNode): object {
  return {
    ...(name === undefined ? {} : { name }),
    ...(domain === undefined ? {} : { domain }),
    opType,
    input: [...inputs],
    output: [...outputs],
    attribute: attributes(given),
  };
}

function attributes(given: Readonly<Record<string, ModelAttribute>>): object[] {
  return Object.entries(given).map(([name, value]) => ({ name, ...attribute(value) }));
}

function attribute(value: ModelAttribute): object {
  const bytes = (text: string) => new TextEncoder().encode(text);
  if (typeof value === 'string') return { type: KINDS.string, s: bytes(value) };
  if (typeof value === 'number' || typeof value === 'bigint') {
    return { type: KINDS.int, i: int64(value) };
  }
  if (!('length' in value)) return labelled(value);
  return { type: KINDS.ints, ints: value.map(int64) };

  function labelled(given: Exclude<ModelAttribute, number | bigint | string | readonly unknown[]>) {
    if ('reference' in given) return { type: KINDS[given.kind], refAttrName: given.reference };
    if ('floats' in given) return { type: KINDS.floats, floats: [...given.floats] };
    if ('float' in given) return { type: KINDS.float, f: given.float };
    if ('bytes' in given) return { type: KINDS.string, s: given.bytes };
    if ('strings' in given) return { type: KINDS.strings, strings: given.strings.map(bytes) };
    return { type: KINDS.tensor, t: tensor(given.tensor) };
  }
}

function tensor({ type, dims = [], data }: Omit<ModelTensor, 'name'>): object {
  return {
    dataType: ELEMENT_TYPES.indexOf(type),
    dims: dims.map(Number),
    rawData: data
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(),
  };
}

function valueInfo({ name, type, dims }: ModelTensor): object {
  const dim = dims?.map((extent) => {
    if (typeof extent === 'string') return { dimParam: extent };
    return extent < 0 ? {} : { dimValue: extent };
  });
  const elemType = ELEMENT_TYPES.indexOf(type);
  return { name, type: { tensorType: { elemType, ...(dim ? { shape: { dim } } : {}) } } };
}

function int64(value: number | bigint): number | Words {
  if (typeof value === 'number') return value;
  const [low, high] = [value, value >> 32n].map((part) => Number(BigInt.asIntN(32, part)));
  return { low: low ?? 0, high: high ?? 0, unsigned: false };
}
