import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { WorkbookError } from '../errors';
import type { DecodedTensor, ElementType } from './decoded';
import { ELEMENT_TYPES, elementBits } from './element-types';
import { invalid } from './invalid-file';
import { quoted } from './quoted';

/** A 64-bit number as protobufjs reads it. */
export type Int64 = number | { low: number; high: number };

/** `TensorProto` as it is read; every field may be missing. */
export interface TensorFields {
  name?: string;
  dims?: Int64[];
  dataType?: number;
  rawData?: Uint8Array;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: Int64[];
  uint64Data?: Int64[];
  doubleData?: number[];
  stringData?: Uint8Array[];
  externalData?: { key?: string; value?: string }[];
  dataLocation?: number;
}

/** `nvinfer1::Dims::MAX_DIMS`. */
const MOST_DIMS = 8;

export function int64Of(value: Int64): bigint {
  if (typeof value === 'number') return BigInt(value);
  return BigInt.asIntN(64, (BigInt(value.high) << 32n) | BigInt(value.low >>> 0));
}

/** A tensor with all its elements, from whichever field holds them. */
export function tensorOf(fields: TensorFields, folder: string | undefined): DecodedTensor {
  const { name = '', dataType = 0 } = fields;
  const type = ELEMENT_TYPES[dataType];
  if (!type || type === 'undefined') {
    invalid(`tensor ${quoted(name)} has no known type`, { actual: dataType });
  }
  const rank = fields.dims?.length ?? 0;
  if (rank > MOST_DIMS) {
    invalid(`tensor ${quoted(name)} has too many dimensions`, {
      expected: `at most ${MOST_DIMS}`,
      actual: rank,
    });
  }
  const dims = (fields.dims ?? []).map((extent) => Number(int64Of(extent)));
  const count = dims.reduce((product, extent) => product * extent, 1);
  if (dims.some((extent) => extent < 0) || !Number.isSafeInteger(count)) {
    invalid(`tensor ${quoted(name)} has no valid dimensions`, { actual: dims });
  }
  if (type === 'string') {
    const strings = (fields.stringData ?? []).map((bytes) =>
      new TextDecoder().decode(Uint8Array.from(bytes)),
    );
    if (strings.length !== count) wrongSize(name, count, strings.length);
    return { name, type, dims, data: new Uint8Array(), strings };
  }
  const bytes = Math.ceil((count * elementBits(type)) / 8);
  const data = elementsOf(fields, type, bytes, folder);
  if (data.byteLength !== bytes) wrongSize(name, bytes, data.byteLength);
  return { name, type, dims, data };
}

function wrongSize(name: string, expected: number, actual: number): never {
  invalid(`tensor ${quoted(name)} has another size than its dimensions`, {
    expected: `${expected} bytes or strings`,
    actual,
  });
}

function elementsOf(
  fields: TensorFields,
  type: ElementType,
  bytes: number,
  folder: string | undefined,
): Uint8Array {
  if (fields.dataLocation === 1) return externalData(fields, bytes, folder);
  // A copy, aligned; slice() of a Buffer would be a view.
  if (fields.rawData && fields.rawData.byteLength > 0) return new Uint8Array(fields.rawData);
  const view = typedField(fields, type);
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** The field that the type's elements are in. @see onnx.proto3, `TensorProto` */
function typedField(fields: TensorFields, type: ElementType): ArrayBufferView {
  const { floatData = [], doubleData = [], int64Data = [], uint64Data = [] } = fields;
  const { int32Data = [] } = fields;
  switch (type) {
    case 'float':
    case 'complex64':
      return Float32Array.from(floatData);
    case 'double':
    case 'complex128':
      return Float64Array.from(doubleData);
    case 'int64':
      return BigInt64Array.from(int64Data, int64Of);
    case 'uint64':
      return BigUint64Array.from(uint64Data, int64Of);
    case 'uint32':
      return Uint32Array.from(uint64Data, (value) => Number(int64Of(value)));
    case 'int32':
      return Int32Array.from(int32Data);
    default:
      return elementBits(type) === 16 ? Uint16Array.from(int32Data) : Uint8Array.from(int32Data);
  }
}

/** Elements in a file beside the model: inside its folder, and there in full. */
function externalData(fields: TensorFields, bytes: number, folder: string | undefined): Uint8Array {
  const { name = '' } = fields;
  const entries = new Map((fields.externalData ?? []).map(({ key, value }) => [key, value]));
  const location = entries.get('location');
  if (!folder || !location) {
    invalid(`tensor ${quoted(name)} lies in another file`, {
      expected: folder ? 'a location' : 'the folder of that file',
      actual: location ?? 'no location',
    });
  }
  const [offset, length] = [
    Number(entries.get('offset') ?? 0),
    Number(entries.get('length') ?? bytes),
  ];
  if (length !== bytes) wrongSize(name, bytes, length);
  try {
    const path = realpathSync(resolve(folder, location));
    const inside = relative(realpathSync(folder), path);
    if (inside.startsWith('..') || isAbsolute(inside)) {
      invalid(`tensor ${quoted(name)} lies outside the model's folder`, { actual: location });
    }
    return readPart(path, name, offset, length);
  } catch (error) {
    if (error instanceof WorkbookError) throw error;
    return invalid(`tensor ${quoted(name)} cannot be read from ${quoted(location)}`, {
      actual: error instanceof Error ? error.message : String(error),
    });
  }
}

function readPart(path: string, name: string, offset: number, length: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > size) {
      invalid(`tensor ${quoted(name)} lies beyond the end of its file`, {
        expected: `at most ${size} bytes`,
        actual: `${length} bytes from ${offset}`,
      });
    }
    const data = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const read = readSync(file, data, done, length - done, offset + done);
      if (read === 0)
        invalid(`tensor ${quoted(name)} ends early`, { expected: length, actual: done });
      done += read;
    }
    return data;
  } finally {
    closeSync(file);
  }
}
