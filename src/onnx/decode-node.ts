import type { DecodedAttribute, DecodedAttributes, DecodedNode, ExactValues } from './decoded';
import { invalid, OnnxFileError } from './invalid-file';
import { quoted } from './quoted';
import { int64Of, tensorOf, type Int64, type TensorFields } from './tensor-data';

/** `NodeProto` as it is read; every field may be missing. */
export interface NodeFields {
  name?: string;
  domain?: string;
  opType?: string;
  input?: string[];
  output?: string[];
  attribute?: AttributeFields[];
}

/** `AttributeProto` as it is read. */
export interface AttributeFields {
  name?: string;
  type?: number;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: TensorFields | null;
  floats?: number[];
  ints?: Int64[];
  strings?: Uint8Array[];
  refAttrName?: string;
}

/** ONNX's own domain has two names. */
export function domainOf(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** @param index Its position in the graph. @throws {OnnxFileError} with the node */
export function nodeOf(fields: NodeFields, index: number, folder: string | undefined): DecodedNode {
  const { name = '', domain = '', opType = '', input = [], output = [], attribute = [] } = fields;
  if (opType === '') invalid(`node ${quoted(name)} has no operator`);
  try {
    return {
      name,
      domain: domainOf(domain),
      opType,
      inputs: [...input],
      outputs: [...output],
      ...attributesOf(attribute, folder),
    };
  } catch (error) {
    throw error instanceof OnnxFileError ? error.in({ index, name, opType }) : error;
  }
}

/** @throws {OnnxFileError} where an attribute is a tensor that is none */
export function attributesOf(
  fields: readonly AttributeFields[],
  folder: string | undefined,
): DecodedAttributes {
  const attributes = new Map<string, DecodedAttribute>();
  const exact = new Map<string, ExactValues>();
  const references = new Map<string, string>();
  for (const attribute of fields) {
    const { name = '', refAttrName = '' } = attribute;
    if (attributes.has(name) || references.has(name)) continue;
    if (refAttrName !== '') {
      references.set(name, refAttrName);
      continue;
    }
    attributes.set(name, attributeOf(attribute, folder));
    exact.set(name, exactOf(attribute));
  }
  return { attributes, exact, references };
}

/** @see onnx.proto3, `AttributeProto.AttributeType` */
function attributeOf(fields: AttributeFields, folder: string | undefined): DecodedAttribute {
  const number = (value: Int64) => Number(int64Of(value));
  switch (fields.type) {
    case 1:
      return { kind: 'float', value: fields.f ?? 0 };
    case 2:
      return { kind: 'int', value: number(fields.i ?? 0) };
    case 3:
      return { kind: 'string', value: textOf(bytesOf(fields.s)) };
    case 4:
      if (!fields.t) return invalid(`attribute ${quoted(fields.name ?? '')} has no tensor`);
      return { kind: 'tensor', value: tensorOf(fields.t, folder) };
    case 6:
      return { kind: 'floats', value: [...(fields.floats ?? [])] };
    case 7:
      return { kind: 'ints', value: (fields.ints ?? []).map(number) };
    case 8:
      return {
        kind: 'strings',
        value: (fields.strings ?? []).map((each) => textOf(bytesOf(each))),
      };
    default:
      return { kind: 'other', value: fields.type ?? 0 };
  }
}

function exactOf({ type, i = 0, ints = [], s, strings = [] }: AttributeFields): ExactValues {
  return {
    ints: type === 2 ? [int64Of(i)] : type === 7 ? ints.map(int64Of) : [],
    strings: type === 3 ? [bytesOf(s)] : type === 8 ? strings.map(bytesOf) : [],
  };
}

/** An absent field is an empty array, not bytes. */
function bytesOf(field: Uint8Array | readonly number[] | undefined): Uint8Array {
  return Uint8Array.from(field ?? []);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
