import type { PluginField } from '../../native';
import type { PluginFieldType } from '../../runtime/enums';
import type { DecodedAttribute, DecodedNode, DecodedTensor, ElementType } from '../decoded';
import { ELEMENT_TYPES } from '../element-types';
import { weightsOf } from '../native/constants';
import { quoted } from '../quoted';
import { PLUGIN_ATTRIBUTES } from './creator-search';

/** What a plugin creator gets of a node, and what a learner should know about it. */
export interface LoadedFields {
  fields: PluginField[];
  /** In the words of TensorRT's parser. */
  warnings: string[];
  /** Ours: what the parser changed, dropped or labelled wrongly, and the way out. */
  notes: string[];
}

/** The field of an attribute, without its name. */
interface FieldValue {
  type: PluginFieldType;
  length: number;
  /** null where there are no elements: TensorRT gives no pointer then. */
  data: Uint8Array | null;
  note?: string;
}

/**
 * The attributes of a node as plugin fields, exactly as TensorRT 10.6's parser makes them: the attribute's type alone decides, not what the
 * creator declares; only names that the creator lists, in its order.
 *
 * @param declared What the creator's getFieldNames() says.
 * @throws {UnsupportedField} for tensors that the parser cannot read
 * @see recordings/onnx
 */
export function loadFields(node: DecodedNode, declared: readonly PluginField[]): LoadedFields {
  const loaded: LoadedFields = { fields: [], warnings: [], notes: [] };
  for (const { name, type: declaredType } of declared) {
    const attribute = node.attributes.get(name);
    if (!attribute) {
      loaded.warnings.push(
        `Attribute ${name} not found in plugin node! Ensure that the plugin creator has a default value defined or the engine may fail to build.`,
      );
      continue;
    }
    const { note, ...value } = fieldValue(name, attribute, node);
    loaded.fields.push({ name, ...value, data: value.data?.length ? value.data : null });
    if (note) loaded.notes.push(`attribute ${quoted(name)} ${note}`);
    else if (declaredType !== 'kUNKNOWN' && value.type !== declaredType) {
      loaded.notes.push(
        `attribute ${quoted(name)} arrives as ${value.type}, which its type in the model decides; the creator declares ${declaredType}, and must read by the type that came`,
      );
    }
  }
  loaded.notes.push(...dropped(node, declared));
  return loaded;
}

/** Thrown for an attribute that ends the import. */
export class UnsupportedField extends Error {}

function dropped(node: DecodedNode, declared: readonly PluginField[]): string[] {
  const known = new Set([
    ...Object.values<string>(PLUGIN_ATTRIBUTES),
    ...declared.map(({ name }) => name),
  ]);
  const names = [...node.attributes.keys()].filter((name) => !known.has(name));
  if (names.length === 0) return [];
  const listed = names.slice(0, 8).map(quoted).join(', ') + (names.length > 8 ? ', …' : '');
  return [
    `the creator does not get ${listed}: it lists no such field in getFieldNames(), and TensorRT's parser drops the rest without a word`,
  ];
}

function fieldValue(name: string, attribute: DecodedAttribute, node: DecodedNode): FieldValue {
  const exact = node.exact.get(name);
  switch (attribute.kind) {
    case 'float':
      return floats([attribute.value]);
    case 'floats':
      return floats(attribute.value);
    case 'int':
    case 'ints':
      return integers(exact?.ints ?? []);
    case 'string':
    case 'strings':
      return strings(exact?.strings ?? []);
    case 'tensor':
      return tensor(name, attribute.value);
    case 'other':
      // The parser makes an error object, and forgets it.
      return {
        type: 'kFLOAT16',
        length: 0,
        data: null,
        note: 'is of a kind that cannot be a field (a graph, several tensors, or no kind at all): the creator gets no data',
      };
  }
}

function floats(values: readonly number[]): FieldValue {
  const data = Float32Array.from(values);
  return { type: 'kFLOAT32', length: data.length, data: new Uint8Array(data.buffer) };
}

/** 64 bits in the file, 32 in the field: the upper half is lost. */
function integers(values: readonly bigint[]): FieldValue {
  const data = Int32Array.from(values, (value) => Number(BigInt.asIntN(32, value)));
  const lost = values.findIndex((value) => BigInt.asIntN(32, value) !== value);
  const field: FieldValue = {
    type: 'kINT32',
    length: data.length,
    data: new Uint8Array(data.buffer),
  };
  if (lost < 0) return field;
  const note = `holds ${values[lost] ?? ''}, and INT attributes become kINT32: the creator gets ${data[lost] ?? ''}; pass it as a string, or in two halves`;
  return { ...field, note };
}

/** One after the other, each with its closing NUL, which counts. */
function strings(values: readonly Uint8Array[]): FieldValue {
  const length = values.reduce((sum, bytes) => sum + bytes.length + 1, 0);
  const data = new Uint8Array(length);
  let at = 0;
  for (const bytes of values) {
    data.set(bytes, at);
    at += bytes.length + 1;
  }
  return { type: 'kCHAR', length, data };
}

/** What the parser calls a tensor of each type; types that are not here keep the label of an unset variable, kFLOAT16. */
const LABELS: Partial<Record<ElementType, PluginFieldType>> = {
  float: 'kFLOAT32',
  double: 'kFLOAT32',
  float16: 'kFLOAT16',
  bfloat16: 'kBF16',
  int8: 'kINT8',
  uint8: 'kINT32',
  int32: 'kINT32',
};
/** Types whose tensors TensorRT's parser can read, as attributes and as initializers; the others end the import. */
export const READABLE_TYPES: readonly ElementType[] = [
  'float',
  'double',
  'float16',
  'bfloat16',
  'float8e4m3fn',
  'int8',
  'uint8',
  'int32',
  'int64',
  'bool',
  'int4',
];

function tensor(name: string, value: DecodedTensor): FieldValue {
  const { type, dims } = value;
  if (!READABLE_TYPES.includes(type)) {
    throw new UnsupportedField(
      `attribute ${quoted(name)} is a tensor of ${type} (TensorProto type ${ELEMENT_TYPES.indexOf(type)}), which TensorRT's parser does not read; it reads ${READABLE_TYPES.join(', ')}`,
    );
  }
  const data = tensorBytes(value);
  const length = dims.reduce((product, extent) => product * extent, 1);
  const label = LABELS[type];
  const field: FieldValue = { type: label ?? 'kFLOAT16', length, data };
  if (!label) {
    return {
      ...field,
      note: `is a tensor of ${type}, and TensorRT's parser labels it kFLOAT16 by mistake: ${length} elements of ${type} lie behind that label; use an INTS attribute or a tensor of int32 or float`,
    };
  }
  if (type === 'double') {
    return { ...field, note: 'is a tensor of double, and arrives as kFLOAT32, rounded' };
  }
  if (type !== 'uint8') return field;
  return { ...field, note: 'is a tensor of uint8, and arrives as kINT32, an element each' };
}

/** Doubles become floats, those beyond the largest float that one; bytes become int32. */
function tensorBytes(value: DecodedTensor): Uint8Array {
  const converted = weightsOf(value)?.values ?? value.data;
  return new Uint8Array(converted.buffer, converted.byteOffset, converted.byteLength);
}
