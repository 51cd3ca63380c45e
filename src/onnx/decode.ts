import type { Type } from 'protobufjs';
import { WorkbookError } from '../errors';
import type {
  DecodedAttribute,
  DecodedGraph,
  DecodedModel,
  DecodedNode,
  DecodedTensor,
  DecodedValueInfo,
} from './decoded';
import { ELEMENT_TYPES } from './element-types';
import { modelProto, tensorProto } from './messages';
import { int64Of, invalid, tensorOf, type Int64, type TensorFields } from './tensor-data';

interface ModelFields {
  irVersion?: Int64;
  producerName?: string;
  graph?: GraphFields | null;
  opsetImport?: { domain?: string; version?: Int64 }[];
}
interface GraphFields {
  name?: string;
  node?: NodeFields[];
  initializer?: TensorFields[];
  input?: ValueInfoFields[];
  output?: ValueInfoFields[];
  valueInfo?: ValueInfoFields[];
}
interface NodeFields {
  name?: string;
  domain?: string;
  opType?: string;
  input?: string[];
  output?: string[];
  attribute?: AttributeFields[];
}
interface AttributeFields {
  name?: string;
  type?: number;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: TensorFields | null;
  floats?: number[];
  ints?: Int64[];
  strings?: Uint8Array[];
}
interface ValueInfoFields {
  name?: string;
  type?: {
    tensorType?: {
      elemType?: number;
      shape?: { dim?: { dimValue?: Int64; dimParam?: string }[] } | null;
    } | null;
  } | null;
}

/**
 * Reads an ONNX file.
 *
 * @param options.folder Where files of external data lie; without it a model that has such data is refused.
 * @throws {WorkbookError} `ONNX_INVALID` where the bytes are no ONNX file, or one that is damaged
 */
export function decodeModel(bytes: Uint8Array, options: { folder?: string } = {}): DecodedModel {
  const fields = decode(modelProto, bytes) as ModelFields;
  if (!fields.graph) invalid('it holds no graph');
  const opsets = (fields.opsetImport ?? []).map(
    ({ domain = '', version = 1 }) =>
      [domain === 'ai.onnx' ? '' : domain, Number(int64Of(version))] as const,
  );
  return {
    irVersion: Number(int64Of(fields.irVersion ?? 0)),
    producerName: fields.producerName ?? '',
    opsets: new Map(opsets),
    graph: graphOf(fields.graph, options.folder),
  };
}

/** Reads a file that holds one tensor (`TensorProto`), as ONNX's own tests have. @throws {WorkbookError} `ONNX_INVALID` */
export function decodeTensor(bytes: Uint8Array): DecodedTensor {
  return tensorOf(decode(tensorProto, bytes) as TensorFields, undefined);
}

function decode(type: Type, bytes: Uint8Array): object {
  try {
    return type.decode(bytes);
  } catch (error) {
    throw new WorkbookError('ONNX_INVALID', 'Cannot read the ONNX file: it is damaged or none', {
      expected: type.name,
      actual: error instanceof Error ? error.message : String(error),
    });
  }
}

function graphOf(fields: GraphFields, folder: string | undefined): DecodedGraph {
  const tensors = (fields.initializer ?? []).map((tensor) => tensorOf(tensor, folder));
  return {
    name: fields.name ?? '',
    nodes: (fields.node ?? []).map((node) => nodeOf(node, folder)),
    initializers: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    inputs: (fields.input ?? []).map(valueInfoOf),
    outputs: (fields.output ?? []).map(valueInfoOf),
    valueInfos: (fields.valueInfo ?? []).map(valueInfoOf),
  };
}

function nodeOf(fields: NodeFields, folder: string | undefined): DecodedNode {
  const { name = '', domain = '', opType = '', input = [], output = [], attribute = [] } = fields;
  if (opType === '') invalid(`node "${name}" has no operator`);
  return {
    name,
    domain: domain === 'ai.onnx' ? '' : domain,
    opType,
    inputs: [...input],
    outputs: [...output],
    attributes: new Map(attribute.map((each) => [each.name ?? '', attributeOf(each, folder)])),
  };
}

/** @see onnx.proto3, `AttributeProto.AttributeType` */
function attributeOf(fields: AttributeFields, folder: string | undefined): DecodedAttribute {
  const number = (value: Int64) => Number(int64Of(value));
  // An absent field is an empty array, not bytes.
  const text = (bytes: Uint8Array) => new TextDecoder().decode(Uint8Array.from(bytes));
  switch (fields.type) {
    case 1:
      return { kind: 'float', value: fields.f ?? 0 };
    case 2:
      return { kind: 'int', value: number(fields.i ?? 0) };
    case 3:
      return { kind: 'string', value: text(fields.s ?? new Uint8Array()) };
    case 4:
      if (!fields.t) return invalid(`attribute "${fields.name ?? ''}" has no tensor`);
      return { kind: 'tensor', value: tensorOf(fields.t, folder) };
    case 6:
      return { kind: 'floats', value: [...(fields.floats ?? [])] };
    case 7:
      return { kind: 'ints', value: (fields.ints ?? []).map(number) };
    case 8:
      return { kind: 'strings', value: (fields.strings ?? []).map(text) };
    default:
      return { kind: 'other', value: fields.type ?? 0 };
  }
}

function valueInfoOf({ name = '', type }: ValueInfoFields): DecodedValueInfo {
  const tensor = type?.tensorType;
  const dims = tensor?.shape ? (tensor.shape.dim ?? []) : null;
  return {
    name,
    type: ELEMENT_TYPES[tensor?.elemType ?? 0] ?? null,
    dims: dims?.map((dim) => extentOf(dim)) ?? null,
    dimNames: dims?.map(({ dimParam }) => (dimParam ? dimParam : null)) ?? [],
  };
}

/** An extent that is not said is unknown; protobufjs gives the message a default of 0. */
function extentOf(dim: { dimValue?: Int64 }): number {
  if (!Object.hasOwn(dim, 'dimValue')) return -1;
  const extent = Number(int64Of(dim.dimValue ?? 0));
  return extent < 0 ? -1 : extent;
}
