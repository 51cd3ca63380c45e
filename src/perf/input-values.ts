import { readFileSync } from 'node:fs';
import { ApiUsageError } from '../errors';
import { volume, type Dims } from '../runtime/tensor';
import type { ResolvedInput } from './input-shapes';

/** What inputs are filled with: bytes, or the path of a file that holds them. */
export type InputValues = ReadonlyMap<string, Uint8Array | string>;

/** Values of a shape tensor from a file: kINT64 or kINT32, as long as the file is. @throws {ApiUsageError} `INPUT_SIZE` */
export function shapeValuesFrom(given: Uint8Array | string, name: string, dims: Dims): number[] {
  const count = volume(dims);
  const bytes = typeof given === 'string' ? read(given, name) : given;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 8 * count)
    return Array.from({ length: count }, (_, i) => Number(view.getBigInt64(8 * i, true)));
  if (bytes.length === 4 * count)
    return Array.from({ length: count }, (_, i) => view.getInt32(4 * i, true));
  throw wrongSize(name, typeof given === 'string' ? given : null, 8 * count, bytes.length);
}

/** @throws {ApiUsageError} `INPUT_UNKNOWN` */
export function checkNames(values: InputValues, inputs: readonly ResolvedInput[]): void {
  for (const name of values.keys()) {
    if (inputs.some((input) => input.name === name)) continue;
    throw new ApiUsageError(
      'INPUT_UNKNOWN',
      `Cannot load input "${name}": the engine has none of this name`,
      {
        tensor: name,
        expected: inputs.map((input) => input.name).join(', '),
      },
    );
  }
}

/** The bytes of an input. @param wanted How many there must be. @throws {ApiUsageError} `INPUT_SIZE`, `INPUT_UNREADABLE` */
export function bytesOf(given: Uint8Array | string, name: string, wanted: number): Uint8Array {
  const bytes = typeof given === 'string' ? read(given, name) : given;
  // trtexec refuses a file that is too short and reads the beginning of one that is too long; here both are refused.
  if (bytes.length !== wanted)
    throw wrongSize(name, typeof given === 'string' ? given : null, wanted, bytes.length);
  return bytes;
}

function wrongSize(
  name: string,
  path: string | null,
  wanted: number,
  bytes: number,
): ApiUsageError {
  const from = path === null ? '' : ` from ${path}`;
  return new ApiUsageError('INPUT_SIZE', `Cannot load input "${name}"${from}: the size is wrong`, {
    tensor: name,
    expected: `${wanted} bytes, linear, little-endian`,
    actual: `${bytes} bytes`,
  });
}

function read(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiUsageError('INPUT_UNREADABLE', `Cannot load input "${name}": ${reason}`, {
      tensor: name,
    });
  }
}
