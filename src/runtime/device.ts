import { ApiUsageError } from '../errors';
import { native } from '../native-loader';
import type { NativeDeviceBuffer, NativeStream } from '../native';

/** Device memory: opaque, copied to and from. Free it when you are done. */
export class DeviceBuffer {
  /** @internal */
  readonly native: NativeDeviceBuffer;

  /** Allocates. @param byteLength Bytes; the content is not initialised. */
  constructor(byteLength: number) {
    if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
      throw new ApiUsageError(
        'SIZE_INVALID',
        'Cannot allocate device memory: the size is not valid',
        {
          method: 'cudaMalloc',
          expected: 'a whole number of bytes',
          actual: byteLength,
        },
      );
    }
    this.native = new (native().DeviceBuffer)(byteLength);
  }

  /** Allocates as much as an array takes and copies it there. */
  static from(source: ArrayBufferView): DeviceBuffer {
    const buffer = new DeviceBuffer(source.byteLength);
    if (source.byteLength > 0) buffer.native.copyFrom(source);
    return buffer;
  }

  get byteLength(): number {
    return this.native.byteLength;
  }

  /** Host to device. @param offset Bytes into the device memory. */
  copyFrom(source: ArrayBufferView, offset = 0): void {
    this.native.copyFrom(source, offset);
  }

  /** Device to host, as the bytes they are. */
  toUint8Array(): Uint8Array {
    const bytes = new Uint8Array(this.byteLength);
    if (bytes.length > 0) this.native.copyTo(bytes);
    return bytes;
  }

  /** Device to host, read as float32; a rest of less than four bytes is left out. */
  toFloat32Array(): Float32Array {
    const bytes = this.toUint8Array();
    return new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
  }

  free(): void {
    this.native.free();
  }

  toJSON(): object {
    return { byteLength: this.byteLength, address: `0x${this.native.address.toString(16)}` };
  }
}

/** A CUDA stream: work put on it runs in order, and the caller does not wait for it. */
export class Stream {
  /** @internal */
  readonly native: NativeStream = new (native().Stream)();

  /** Waits until everything put on the stream is done. */
  synchronize(): void {
    this.native.synchronize();
  }

  destroy(): void {
    this.native.destroy();
  }

  toJSON(): object {
    return { handle: `0x${this.native.handle.toString(16)}` };
  }
}
