import { createHash } from 'node:crypto';

/**
 * The frame of the files that this host writes: engines and timing caches.
 *
 * | offset | bytes | what |
 * | --- | --- | --- |
 * | 0 | 8 | the kind of file, eight ASCII letters |
 * | 8 | 4 | version of the format, little-endian |
 * | 12 | 4 | length of the payload in bytes, little-endian |
 * | 16 | 32 | SHA-256 of the payload |
 * | 48 | … | the payload |
 */
export interface FileKind {
  /** Eight ASCII letters. */
  magic: string;
  version: number;
}

export const HEADER_BYTES = 48;
/** What the length field can say. */
export const MOST_PAYLOAD_BYTES = 2 ** 32 - 1;

/** Why bytes are no such file. */
export interface FileFault {
  fault: 'FOREIGN' | 'VERSION' | 'TRUNCATED' | 'CORRUPT';
  /** The state, for a message. */
  state: string;
  expected: string;
  actual: string;
}

/** Puts the header before a payload of at most 4 GiB. */
export function frame({ magic, version }: FileKind, payload: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(HEADER_BYTES + payload.length);
  bytes.write(magic, 0, 'latin1');
  bytes.writeUInt32LE(version, 8);
  bytes.writeUInt32LE(payload.length, 12);
  bytes.set(digest(payload), 16);
  bytes.set(payload, HEADER_BYTES);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Takes the header off. @returns the payload, a view of `data`, or why there is none */
export function unframe({ magic, version }: FileKind, data: Uint8Array): Uint8Array | FileFault {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const start = bytes.toString('latin1', 0, magic.length);
  if (start === '' || start !== magic.slice(0, start.length)) {
    return {
      fault: 'FOREIGN',
      state: whatItIs(bytes),
      expected: `bytes that start with ${magic}`,
      actual: start === '' ? 'no bytes' : bytes.subarray(0, magic.length).toString('hex'),
    };
  }
  const found = bytes.length >= 12 ? bytes.readUInt32LE(8) : version;
  if (found !== version) {
    return {
      fault: 'VERSION',
      state: 'another version of the workbook wrote it',
      expected: `format version ${version}; build it again`,
      actual: `format version ${found}`,
    };
  }
  const whole = bytes.length >= HEADER_BYTES;
  const length = whole ? bytes.readUInt32LE(12) : 0;
  if (!whole || bytes.length !== HEADER_BYTES + length) {
    return {
      fault: 'TRUNCATED',
      state: 'bytes are missing or left over',
      expected: whole ? `${HEADER_BYTES + length} bytes` : `at least ${HEADER_BYTES} bytes`,
      actual: `${bytes.length} bytes`,
    };
  }
  const payload = bytes.subarray(HEADER_BYTES);
  const [expected, actual] = [bytes.subarray(16, HEADER_BYTES), digest(payload)];
  if (!expected.equals(actual)) {
    return {
      fault: 'CORRUPT',
      state: 'its checksum does not match',
      expected: `SHA-256 ${expected.toString('hex')}`,
      actual: actual.toString('hex'),
    };
  }
  return new Uint8Array(payload.buffer, payload.byteOffset, payload.length);
}

/** What people hand over by mistake, by its first bytes. */
const MISTAKEN: readonly (readonly [start: string, state: string])[] = [
  [
    'ftrt',
    'it is an engine of the real TensorRT, which only the real TensorRT reads; build the network with this host',
  ],
  ['\x7fELF', 'it is a program or library; a plugin library is loaded by the plugin registry'],
  ['\x08', 'it looks like an ONNX model, from which an engine has to be built first'],
  ['PK\x03\x04', 'it is a zip archive'],
];

function whatItIs(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 8);
  return MISTAKEN.find(([first]) => start.startsWith(first))?.[1] ?? 'it is no file of this host';
}

function digest(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest();
}
