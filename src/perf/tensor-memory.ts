import type { DataType } from '../runtime/enums';
import { byteSize, type Dims } from '../runtime/tensor';
import type {
  InferenceBuffer,
  InferenceContext,
  InferenceEngine,
  InferenceHost,
  InferenceStream,
} from './inference-host';
import { ioNames, type ResolvedInput } from './input-shapes';
import { bytesOf, checkNames, type InputValues } from './input-values';
import { fillRandom } from './random-values';

/** An input or output with memory on both sides. */
interface TensorMemory {
  name: string;
  type: DataType;
  host: Uint8Array;
  device: InferenceBuffer;
}

/** An output as the last query left it. */
export interface OutputTensor {
  name: string;
  type: DataType;
  dims: Dims;
  bytes: Uint8Array;
}

/** Where an input's values came from. */
export interface FilledInput {
  name: string;
  dims: Dims;
  /** `random`, `values` or the path of a file. */
  from: string;
}

/**
 * The memory of an engine's inputs and outputs, filled and given to a context. An output whose extents the context does not know before
 * it runs gets its memory from an output allocator.
 */
export class InferenceMemory {
  readonly filled: FilledInput[] = [];
  private readonly inputs: TensorMemory[] = [];
  private readonly outputs: TensorMemory[] = [];
  private readonly outputDims = new Map<string, Dims>();
  private readonly allocated: InferenceBuffer[] = [];

  /**
   * @param resolved All inputs, whose shapes the context has been told. @param values Of inputs that are not filled at random.
   * @throws {ApiUsageError} `INPUT_UNKNOWN`, `INPUT_SIZE`, `INPUT_TYPE_UNSUPPORTED`; what the host throws where memory runs out
   */
  constructor(
    private readonly host: InferenceHost,
    private readonly engine: InferenceEngine,
    private readonly context: InferenceContext,
    resolved: readonly ResolvedInput[],
    values: InputValues,
    seed: number,
  ) {
    try {
      checkNames(values, resolved);
      for (const input of resolved) this.addInput(input, values.get(input.name), seed);
      for (const name of ioNames(engine))
        if (engine.getTensorIOMode(name) === 'kOUTPUT') this.addOutput(name);
    } catch (error) {
      this.free();
      throw error;
    }
  }

  private addInput(
    input: ResolvedInput,
    given: Uint8Array | string | undefined,
    seed: number,
  ): void {
    const { name, dims } = input;
    const type = this.engine.getTensorDataType(name);
    if (input.values !== null) {
      this.filled.push({ name, dims, from: 'values' });
      return;
    }
    const memory = this.allocate(name, type, dims);
    if (given === undefined) fillRandom(memory.host, type, seed);
    else memory.host.set(bytesOf(given, name, memory.host.length));
    const from = given === undefined ? 'random' : typeof given === 'string' ? given : 'values';
    this.filled.push({ name, dims, from });
    this.inputs.push(memory);
    this.context.setTensorAddress(name, memory.device);
  }

  private addOutput(name: string): void {
    const [type, dims] = [this.engine.getTensorDataType(name), this.context.getTensorShape(name)];
    if (!dims.includes(-1)) {
      const memory = this.allocate(name, type, dims);
      this.outputs.push(memory);
      this.context.setTensorAddress(name, memory.device);
      return;
    }
    const memory: TensorMemory = { name, type, host: new Uint8Array(), device: this.buffer(1) };
    this.outputs.push(memory);
    this.context.setOutputAllocator(name, {
      reallocateOutput: (_name, _current, byteLength) => {
        if (memory.device.byteLength >= byteLength) return memory.device;
        memory.device = this.buffer(byteLength);
        memory.host = this.host.createHostMemory(byteLength);
        return memory.device;
      },
      notifyShape: (_name, known) => {
        this.outputDims.set(name, [...known]);
      },
    });
  }

  private allocate(name: string, type: DataType, dims: Dims): TensorMemory {
    const bytes = byteSize({ type, format: 'kLINEAR', dims });
    // An empty tensor has an address too.
    return {
      name,
      type,
      host: this.host.createHostMemory(bytes),
      device: this.buffer(Math.max(1, bytes)),
    };
  }

  private buffer(bytes: number): InferenceBuffer {
    const buffer = this.host.createDeviceBuffer(bytes);
    this.allocated.push(buffer);
    return buffer;
  }

  /** Puts the copies of all inputs on a stream. */
  copyInputs(stream: InferenceStream): void {
    for (const { host, device } of this.inputs)
      if (host.length > 0) this.host.copyToDevice(device, host, stream);
  }

  /** Puts the copies of all outputs on a stream. */
  copyOutputs(stream: InferenceStream): void {
    for (const { host, device } of this.outputs)
      if (host.length > 0) this.host.copyToHost(host, device, stream);
  }

  /** What the last copyOutputs() brought, with the extents of the last enqueue. The bytes are a copy. */
  readOutputs(): OutputTensor[] {
    return this.outputs.map(({ name, type, host }) => {
      const dims = this.outputDims.get(name) ?? this.context.getTensorShape(name);
      const bytes = host.slice(0, byteSize({ type, format: 'kLINEAR', dims }));
      return { name, type, dims, bytes };
    });
  }

  /** Bytes that one query copies to the device and back. */
  get transferredBytes(): { h2d: number; d2h: number } {
    const sum = (tensors: readonly TensorMemory[]) =>
      tensors.reduce((bytes, { host }) => bytes + host.length, 0);
    return { h2d: sum(this.inputs), d2h: sum(this.outputs) };
  }

  free(): void {
    for (const buffer of this.allocated.splice(0)) buffer.free();
  }
}
