import { createHash } from 'node:crypto';
import { decode, encode } from '@msgpack/msgpack';
import { EngineFileError } from '../errors';
import type { Plan } from './plan';
import { checkPlan } from './plan-check';

/**
 * The engine file. Ours, not TensorRT's plan format, which is not documented.
 *
 * | offset | bytes | what |
 * | --- | --- | --- |
 * | 0 | 8 | `TRTWBENG` |
 * | 8 | 4 | format version, little-endian |
 * | 12 | 4 | length of the payload in bytes, little-endian |
 * | 16 | 32 | SHA-256 of the payload |
 * | 48 | … | the payload: a `Plan` as MessagePack |
 */
const MAGIC = 'TRTWBENG';
const HEADER_BYTES = 48;
export const ENGINE_FILE_VERSION = 1;

/** Turns a plan into the bytes of an engine file. */
export function writeEngineFile(plan: Plan): Uint8Array {
  const payload = encode(plan);
  const bytes = Buffer.alloc(HEADER_BYTES + payload.length);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt32LE(ENGINE_FILE_VERSION, 8);
  bytes.writeUInt32LE(payload.length, 12);
  bytes.set(digest(payload), 16);
  bytes.set(payload, HEADER_BYTES);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Reads an engine file.
 * @throws {EngineFileError} `ENGINE_FOREIGN` (not one of ours), `ENGINE_VERSION`, `ENGINE_TRUNCATED`, `ENGINE_CORRUPT`
 */
export function readEngineFile(data: Uint8Array): Plan {
  if (!(data instanceof Uint8Array)) {
    throw new EngineFileError('ENGINE_FOREIGN', 'Cannot read the engine: no bytes were given', {
      method: 'deserializeCudaEngine',
      expected: 'a Uint8Array',
      actual: typeof data,
    });
  }
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const start = bytes.toString('latin1', 0, MAGIC.length);
  if (start !== MAGIC.slice(0, start.length) || start === '') {
    throw new EngineFileError(
      'ENGINE_FOREIGN',
      'Cannot read the engine: it is no engine file of this host',
      {
        method: 'deserializeCudaEngine',
        expected: `bytes that start with ${MAGIC}`,
        actual: bytes.length === 0 ? 'no bytes' : bytes.subarray(0, MAGIC.length).toString('hex'),
      },
    );
  }
  const whole = bytes.length >= HEADER_BYTES;
  const version = bytes.length >= 12 ? bytes.readUInt32LE(8) : ENGINE_FILE_VERSION;
  if (version !== ENGINE_FILE_VERSION) {
    throw new EngineFileError(
      'ENGINE_VERSION',
      'Cannot read the engine: another version of the workbook wrote it',
      {
        method: 'deserializeCudaEngine',
        expected: `format version ${ENGINE_FILE_VERSION}; build the engine again`,
        actual: `format version ${version}`,
      },
    );
  }
  const length = whole ? bytes.readUInt32LE(12) : 0;
  if (!whole || bytes.length !== HEADER_BYTES + length) {
    throw new EngineFileError(
      'ENGINE_TRUNCATED',
      'Cannot read the engine: bytes are missing or left over',
      {
        method: 'deserializeCudaEngine',
        expected: whole ? `${HEADER_BYTES + length} bytes` : `at least ${HEADER_BYTES} bytes`,
        actual: `${bytes.length} bytes`,
      },
    );
  }
  const payload = bytes.subarray(HEADER_BYTES);
  const [expected, actual] = [bytes.subarray(16, HEADER_BYTES), digest(payload)];
  if (!expected.equals(actual)) {
    throw new EngineFileError(
      'ENGINE_CORRUPT',
      'Cannot read the engine: its checksum does not match',
      {
        method: 'deserializeCudaEngine',
        expected: `SHA-256 ${expected.toString('hex')}`,
        actual: actual.toString('hex'),
      },
    );
  }
  return checkPlan(decoded(payload));
}

function decoded(payload: Uint8Array): unknown {
  try {
    return decode(payload);
  } catch (error) {
    throw new EngineFileError(
      'ENGINE_CORRUPT',
      'Cannot read the engine: its payload is not MessagePack',
      {
        method: 'deserializeCudaEngine',
        actual: error instanceof Error ? error.message : String(error),
      },
    );
  }
}

function digest(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest();
}
