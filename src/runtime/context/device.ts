import { ApiUsageError } from '../../errors';
import { native } from '../../native-loader';
import type { CaptureMode, CaptureStatus, NativeDeviceBuffer, NativeStream } from '../../native';
import type { Event } from './event';
import { Graph } from './graph';
import { inspectable } from '../inspect';

/** Device memory: opaque, copied to and from. Free it when you are done. */
export class DeviceBuffer {
  /** @internal */
  readonly native: NativeDeviceBuffer;

  /** Allocates. @param from Bytes; the content is not initialised. (@internal Or what is to be wrapped.) */
  constructor(from: number | NativeDeviceBuffer) {
    if (from instanceof native().DeviceBuffer) {
      this.native = from;
      return;
    }
    if (!Number.isSafeInteger(from) || from < 0) {
      throw new ApiUsageError(
        'SIZE_INVALID',
        'Cannot allocate device memory: the size is not valid',
        {
          method: 'cudaMalloc',
          expected: 'a whole number of bytes',
          actual: from,
        },
      );
    }
    this.native = new (native().DeviceBuffer)(from);
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

  /** Device to host, as many bytes as the array has. @param offset Bytes into the device memory. */
  copyTo(target: ArrayBufferView, offset = 0): void {
    this.native.copyTo(target, offset);
  }

  /**
   * A part of this memory as a buffer of its own, without a copy: free() on it frees nothing.
   * @param offset Bytes. @param byteLength Bytes; all that follows where not given
   */
  view(offset: number, byteLength = this.byteLength - offset): DeviceBuffer {
    return new DeviceBuffer(this.native.view(offset, byteLength));
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

  static {
    inspectable(DeviceBuffer, (buffer) => ({ ...buffer.toJSON() }));
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

  /**
   * From here on what is put on the stream is kept for a graph instead of being done (cudaStreamBeginCapture). Waiting, allocating and
   * freeing meanwhile end the capture's validity.
   */
  beginCapture(mode: CaptureMode = 'kGLOBAL'): void {
    this.native.beginCapture(mode);
  }

  /** What was put on the stream since beginCapture(), as a graph. @throws code `CUDA_ERROR` where the capture is not valid */
  endCapture(): Graph {
    return new Graph(this.native.endCapture());
  }

  /** `cudaStreamIsCapturing`. */
  get captureStatus(): CaptureStatus {
    return this.native.captureStatus();
  }

  /** Work put on this stream from here on waits for what `event` recorded. */
  waitEvent(event: Event): void {
    this.native.waitEvent(event.native);
  }

  destroy(): void {
    this.native.destroy();
  }

  static {
    inspectable(Stream, (stream) => ({ ...stream.toJSON() }));
  }

  toJSON(): object {
    return { handle: `0x${this.native.handle.toString(16)}` };
  }
}
