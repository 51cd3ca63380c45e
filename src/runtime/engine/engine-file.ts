import { EngineFileError, type ErrorDetails } from '../../errors';
import { frame, MOST_PAYLOAD_BYTES, unframe, type FileKind } from './checked-file';
import { pack, unpack } from './message-pack';
import type { Plan } from './plan';
import { checkPlan } from './plan-check';
import { thisHost } from './this-host';

/**
 * The engine file. Ours, not TensorRT's plan format, which is not documented. After the header (`checked-file.ts`) follows, as
 * MessagePack, who wrote it and a `Plan`. Maps by the names of tensors and constants are lists of pairs there: any name may be a key.
 */
export const ENGINE_FILE_VERSION = 2;
const ENGINE_FILE: FileKind = { magic: 'TRTWBENG', version: ENGINE_FILE_VERSION };

/**
 * Turns a plan into the bytes of an engine file.
 * @throws {EngineFileError} `ENGINE_NOT_WRITTEN` where it is too large (4 GiB) or an expression nests too deeply
 */
export function writeEngineFile(plan: Plan): Uint8Array {
  const binary = [
    ...Object.values(plan.constants).map(({ data }) => data),
    ...plan.libraries.map(({ bytes }) => bytes),
  ].reduce((sum, { length }) => sum + length, 0);
  if (binary > MOST_PAYLOAD_BYTES) tooLarge(binary);
  const payload = packed({
    ...thisHost(),
    plan: {
      ...plan,
      profiles: plan.profiles.map(({ shapes, values }) => ({
        shapes: Object.entries(shapes),
        values: Object.entries(values),
      })),
      constants: Object.entries(plan.constants),
    },
  });
  if (payload.length > MOST_PAYLOAD_BYTES) tooLarge(payload.length);
  return frame(ENGINE_FILE, payload);
}

/**
 * Reads an engine file. Constants, libraries and the plugins' data are views of `data`: it must stay as it is while the engine lives.
 * @throws {EngineFileError} `ENGINE_FOREIGN` (not one of ours), `ENGINE_VERSION` (of the format, this package or TensorRT),
 *   `ENGINE_HOST`, `ENGINE_TRUNCATED`, `ENGINE_CORRUPT`
 */
export function readEngineFile(data: Uint8Array): Plan {
  if (!(data instanceof Uint8Array)) {
    refuse('ENGINE_FOREIGN', 'no bytes were given', {
      expected: 'a Uint8Array',
      actual: typeof data,
    });
  }
  // Shared memory may change while it is read.
  const own = data.buffer instanceof SharedArrayBuffer ? data.slice() : data;
  const payload = unframe(ENGINE_FILE, own);
  if (!(payload instanceof Uint8Array)) {
    const { fault, state, expected, actual } = payload;
    refuse(`ENGINE_${fault}`, state, { expected, actual });
  }
  const content = unpacked(payload);
  checkWriter(content);
  return checkPlan(content['plan']);
}

function packed(value: unknown): Uint8Array {
  try {
    return pack(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineFileError('ENGINE_NOT_WRITTEN', `Cannot write the engine: ${reason}`, {
      method: 'buildSerializedNetwork',
    });
  }
}

function tooLarge(bytes: number): never {
  throw new EngineFileError('ENGINE_NOT_WRITTEN', 'Cannot write the engine: it is too large', {
    method: 'buildSerializedNetwork',
    expected: `at most ${MOST_PAYLOAD_BYTES} bytes`,
    actual: `${bytes} bytes`,
  });
}

function unpacked(payload: Uint8Array): Record<string, unknown> {
  let content: unknown;
  try {
    content = unpack(payload);
  } catch (error) {
    refuse('ENGINE_CORRUPT', 'its payload is not MessagePack', {
      actual: error instanceof Error ? error.message : String(error),
    });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  return refuse('ENGINE_CORRUPT', 'its payload is no map', { actual: typeof content });
}

/** Refuses what another host wrote, or another version of this one. */
function checkWriter(content: Record<string, unknown>): void {
  const own = thisHost();
  const [host, version, tensorrt] = [content['host'], content['version'], content['tensorrt']];
  if (typeof host !== 'string' || typeof version !== 'string' || typeof tensorrt !== 'string') {
    refuse('ENGINE_CORRUPT', 'it does not say who wrote it', {
      expected: 'the names of a host, its version and a TensorRT version',
    });
  }
  if (host !== own.host) {
    refuse('ENGINE_HOST', 'another host built it', {
      expected: `host ${own.host}; build the engine again`,
      actual: `host ${host.slice(0, 100)}`,
    });
  }
  if (version !== own.version || tensorrt !== own.tensorrt) {
    refuse('ENGINE_VERSION', 'another version built it', {
      expected: `workbook ${own.version} with TensorRT ${own.tensorrt}; build the engine again`,
      actual: `workbook ${version.slice(0, 100)} with TensorRT ${tensorrt.slice(0, 100)}`,
    });
  }
}

function refuse(code: string, state: string, details: ErrorDetails): never {
  throw new EngineFileError(code, `Cannot read the engine: ${state}`, {
    method: 'deserializeCudaEngine',
    ...details,
  });
}
