/** Memory of an output with a pattern in it and around it, so that it shows who wrote where. */
import { DeviceBuffer } from '../../runtime/context/device';
import { elementBytes } from './tensor-value';
import type { CaseOutput } from './plugin-case';
import type { DataType } from '../../runtime/enums';
import { volume, type Dims } from '../../runtime/tensor';

/** Bytes on either side; TensorRT 10.6 on an H200 refuses output memory that is not aligned to 512. */
const GUARD = 512;
const PATTERN = 0xa5;
/** More places are not listed. */
const MOST = 64;

export class GuardedMemory {
  private readonly whole: DeviceBuffer;
  /** What the plugin gets. */
  readonly buffer: DeviceBuffer;

  constructor(private readonly bytes: number) {
    this.whole = DeviceBuffer.from(new Uint8Array(bytes + 2 * GUARD).fill(PATTERN));
    this.buffer = this.whole.view(GUARD, bytes);
  }

  /** Fills all of it with the pattern again. */
  reset(): void {
    this.whole.copyFrom(new Uint8Array(this.bytes + 2 * GUARD).fill(PATTERN));
  }

  read(type: DataType, dims: Dims): CaseOutput {
    const all = this.whole.toUint8Array();
    const size = volume(dims) * elementBytes(type);
    const own = all.slice(GUARD, GUARD + size);
    return {
      type,
      dims: [...dims],
      data: Buffer.from(own).toString('base64'),
      untouched: untouched(own, elementBytes(type)),
      outside: outside(all, GUARD + size),
    };
  }

  free(): void {
    this.whole.free();
  }
}

function untouched(bytes: Uint8Array, element: number): number[] {
  const found: number[] = [];
  for (let at = 0; at + element <= bytes.length && found.length < 2 ** 16; at += element)
    if (bytes.subarray(at, at + element).every((byte) => byte === PATTERN))
      found.push(at / element);
  return found;
}

function outside(all: Uint8Array, end: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < all.length && found.length < MOST; at += 1) {
    if (at >= GUARD && at < end) continue;
    if (all[at] !== PATTERN) found.push(at < GUARD ? at - GUARD : at - end);
  }
  return found;
}
