import type { Type } from 'protobufjs';
import type {
  DecodedFunction,
  DecodedGraph,
  DecodedModel,
  DecodedTensor,
  DecodedValueInfo,
} from './decoded';
import {
  attributesOf,
  domainOf,
  nodeOf,
  type AttributeFields,
  type NodeFields,
} from './decode-node';
import { ELEMENT_TYPES } from './element-types';
import { checkSize } from './decoded-size';
import { invalid, OnnxFileError } from './invalid-file';
import { modelProto, tensorProto } from './messages';
import { quoted } from './quoted';
import { int64Of, tensorOf, type Int64, type TensorFields } from './tensor-data';

interface ModelFields {
  irVersion?: Int64;
  producerName?: string;
  graph?: GraphFields | null;
  opsetImport?: OpsetFields[];
  functions?: FunctionFields[];
}
interface OpsetFields {
  domain?: string;
  version?: Int64;
}
interface FunctionFields {
  name?: string;
  domain?: string;
  input?: string[];
  output?: string[];
  attributeProto?: AttributeFields[];
  node?: NodeFields[];
  opsetImport?: OpsetFields[];
}
interface GraphFields {
  name?: string;
  node?: NodeFields[];
  initializer?: TensorFields[];
  input?: ValueInfoFields[];
  output?: ValueInfoFields[];
  valueInfo?: ValueInfoFields[];
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
 * @throws {OnnxFileError} `ONNX_INVALID` where the bytes are no ONNX file, or one that is damaged
 */
export function decodeModel(bytes: Uint8Array, options: { folder?: string } = {}): DecodedModel {
  const fields = decode(modelProto, bytes) as ModelFields;
  if (!fields.graph) invalid('it holds no graph');
  const functions = (fields.functions ?? []).map((each) => functionOf(each, options.folder));
  return {
    irVersion: Number(int64Of(fields.irVersion ?? 0)),
    producerName: fields.producerName ?? '',
    opsets: opsetsOf(fields.opsetImport ?? []),
    graph: graphOf(fields.graph, options.folder),
    // The first of a name counts.
    functions: new Map([...functions].reverse().map((each) => [each.name, each])),
  };
}

/** Reads a file that holds one tensor (`TensorProto`), as ONNX's own tests have. @throws {OnnxFileError} `ONNX_INVALID` */
export function decodeTensor(bytes: Uint8Array): DecodedTensor {
  return tensorOf(decode(tensorProto, bytes) as TensorFields, undefined);
}

function decode(type: Type, bytes: Uint8Array): object {
  checkSize(bytes, type.name);
  try {
    return type.decode(bytes);
  } catch (error) {
    throw new OnnxFileError(
      'it is damaged or none',
      { expected: type.name, actual: error instanceof Error ? error.message : String(error) },
      { readable: false },
    );
  }
}

function opsetsOf(fields: readonly OpsetFields[]): Map<string, number> {
  return new Map(
    fields.map(({ domain = '', version = 1 }) => [domainOf(domain), Number(int64Of(version))]),
  );
}

function functionOf(fields: FunctionFields, folder: string | undefined): DecodedFunction {
  const { name = '', domain = '', input = [], output = [], node = [] } = fields;
  return {
    name,
    domain: domainOf(domain),
    inputs: [...input],
    outputs: [...output],
    nodes: node.map((each, index) => nodeOf(each, index, folder)),
    defaults: attributesOf(fields.attributeProto ?? [], folder),
    opsets: opsetsOf(fields.opsetImport ?? []),
  };
}

function graphOf(fields: GraphFields, folder: string | undefined): DecodedGraph {
  const initializers = new Map<string, DecodedTensor>();
  for (const initializer of fields.initializer ?? []) {
    const tensor = initializerOf(initializer, folder);
    if (initializers.has(tensor.name))
      invalid(`two initializers are called ${quoted(tensor.name)}`);
    initializers.set(tensor.name, tensor);
  }
  return {
    name: fields.name ?? '',
    nodes: (fields.node ?? []).map((node, index) => nodeOf(node, index, folder)),
    initializers,
    inputs: (fields.input ?? []).map(valueInfoOf),
    outputs: (fields.output ?? []).map(valueInfoOf),
    valueInfos: (fields.valueInfo ?? []).map(valueInfoOf),
  };
}

function initializerOf(fields: TensorFields, folder: string | undefined): DecodedTensor {
  try {
    return tensorOf(fields, folder);
  } catch (error) {
    throw error instanceof OnnxFileError ? error.inInitializer() : error;
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
