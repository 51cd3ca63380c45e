import { DeviceBuffer, Stream } from '../../../../runtime/context/device';
import type { ExecutionContext } from '../../../../runtime/context/context';
import type { CudaEngine } from '../../../../runtime/engine/engine';
import type { DataType } from '../../../../runtime/enums';
import type { Dims } from '../../../../runtime/tensor';

/** Bytes behind an output that nobody may touch. */
const GUARD_BYTES = 1 << 16;

const BITS: Partial<Record<DataType, number>> = {
  kFLOAT: 32,
  kHALF: 16,
  kINT8: 8,
  kINT32: 32,
  kBOOL: 8,
  kUINT8: 8,
  kFP8: 8,
  kBF16: 16,
  kINT64: 64,
  kINT4: 4,
};

interface BoundOutput {
  name: string;
  type: DataType;
  buffer: DeviceBuffer;
  bytes: number;
}

/** What a run left in an output. */
export interface RunOutput {
  name: string;
  type: DataType;
  /** What the output's memory holds, fill included. */
  bytes: Uint8Array;
  /** Offset of the first byte behind the output that changed, or -1. */
  overrun: number;
}

/** A context with memory for all of its tensors, outputs with guard bytes behind them. */
export class BoundContext {
  private readonly context: ExecutionContext;
  private readonly inputs: DeviceBuffer[] = [];
  private outputs: BoundOutput[] = [];
  private readonly stream = new Stream();
  /** Whether sizes of outputs are known before the run only as a bound. */
  readonly sized: boolean;

  constructor(
    private readonly engine: CudaEngine,
    shapes: readonly Dims[],
    seed: number,
    aliases: readonly number[],
  ) {
    this.context = engine.createExecutionContext();
    shapes.forEach((dims, i) => {
      this.context.setInputShape(`x${i}`, dims);
      const type = engine.getTensorDataType(`x${i}`);
      const buffer = new DeviceBuffer(bytesOf(type, dims));
      if (bytesOf(type, dims) > 0) buffer.copyFrom(values(type, dims, seed + i));
      this.context.setTensorAddress(`x${i}`, buffer);
      this.inputs.push(buffer);
    });
    this.context.inferShapes();
    this.sized = this.bindOutputs(aliases);
  }

  /** An output that shares an input's memory is not looked at: what was there before counts. */
  private bindOutputs(aliases: readonly number[]): boolean {
    let sized = true;
    for (const { name, mode, type } of this.engine.ioTensors()) {
      if (mode !== 'kOUTPUT') continue;
      const dims = this.context.getTensorShape(name);
      const shared = this.inputs[aliases[Number(name.slice(1))] ?? -1];
      if (shared) {
        this.context.setTensorAddress(name, shared);
        continue;
      }
      if (dims.some((extent) => extent < 0)) {
        sized = false;
        this.context.setOutputAllocator(name, {
          reallocateOutput: (_name, current, byteLength) =>
            current && current.byteLength >= byteLength
              ? current
              : this.keep(new DeviceBuffer(Math.max(256, byteLength))),
          notifyShape: () => undefined,
        });
        continue;
      }
      const bytes = bytesOf(type, dims);
      // No memory for a tensor without elements: its address is null, as it may be.
      const buffer = new DeviceBuffer(bytes === 0 ? 0 : bytes + GUARD_BYTES);
      this.outputs.push({ name, type, buffer, bytes });
      this.context.setTensorAddress(name, buffer);
    }
    return sized;
  }

  /** Runs once. @param fill The byte that outputs hold before */
  async run(fill: number): Promise<RunOutput[]> {
    for (const { buffer, bytes } of this.outputs) {
      if (bytes === 0) continue;
      buffer.native.fill(fill, 0, bytes);
      buffer.native.fillGuard(bytes, GUARD_BYTES);
    }
    await this.context.enqueueV3(this.stream);
    this.stream.synchronize();
    return this.read();
  }

  /** Captures a run into a graph and launches it twice. */
  async runCaptured(): Promise<void> {
    this.stream.beginCapture();
    await this.context.enqueueV3(this.stream);
    const graph = this.stream.endCapture();
    const executable = graph.instantiate();
    executable.launch(this.stream);
    executable.launch(this.stream);
    this.stream.synchronize();
    executable.destroy();
    graph.destroy();
  }

  read(): RunOutput[] {
    return this.outputs.map(({ name, type, buffer, bytes }) => {
      const content = new Uint8Array(bytes);
      if (bytes > 0) buffer.copyTo(content);
      return {
        name,
        type,
        bytes: content,
        overrun: bytes > 0 ? buffer.native.guardIntact(bytes, GUARD_BYTES) : -1,
      };
    });
  }

  destroy(): void {
    this.context.destroy();
    this.stream.native.destroy();
    for (const { buffer } of this.outputs) buffer.free();
    for (const buffer of this.inputs) buffer.free();
    this.outputs = [];
  }

  private keep(buffer: DeviceBuffer): DeviceBuffer {
    this.inputs.push(buffer);
    return buffer;
  }
}

function bytesOf(type: DataType, dims: Dims): number {
  const count = dims.reduce((product, extent) => product * extent, 1);
  return Math.ceil((count * (BITS[type] ?? 32)) / 8);
}

/** Numbers that are valid for the type and differ from place to place: 0 to 1 for floating point, 0 or 1 for integers. */
function values(type: DataType, dims: Dims, seed: number): Uint8Array {
  const count = dims.reduce((product, extent) => product * extent, 1);
  const at = (i: number): number => ((i * 37 + seed * 101) % 251) / 251;
  const bit = (i: number): number => (i + seed) % 2;
  const bytes = (view: ArrayBufferView): Uint8Array =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  if (type === 'kFLOAT') return bytes(Float32Array.from({ length: count }, (_, i) => at(i)));
  // 1 + i/1024 in half precision, and 1 + i/128 in bfloat16: the mantissa counts.
  if (type === 'kHALF')
    return bytes(Uint16Array.from({ length: count }, (_, i) => 0x3c00 + (i % 1024)));
  if (type === 'kBF16')
    return bytes(Uint16Array.from({ length: count }, (_, i) => 0x3f80 + (i % 128)));
  if (type === 'kINT32') return bytes(Int32Array.from({ length: count }, (_, i) => bit(i)));
  if (type === 'kINT64')
    return bytes(BigInt64Array.from({ length: count }, (_, i) => BigInt(bit(i))));
  return Uint8Array.from({ length: bytesOf(type, dims) }, (_, i) => bit(i));
}
