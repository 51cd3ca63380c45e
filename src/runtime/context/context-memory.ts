import { ApiUsageError } from '../../errors';
import type { NativeDeviceBuffer } from '../../native';
import type { ContextShapes } from './context-shapes';
import { DeviceBuffer } from './device';
import type { DataType } from '../enums';
import { GUARD_BYTES, memoryOwners } from '../build/memory-plan';
import type { MemoryRegion, Plan, PlanTensor } from '../engine/plan';
import { byteSize, printDims, type Dims } from '../tensor';

/** `nvinfer1::IOutputAllocator`: gives memory for an output once its size is known, and hears its extents. */
export interface OutputAllocator {
  /** @param current What was used before, or null. @returns memory of at least `byteLength` bytes */
  reallocateOutput(
    tensorName: string,
    current: DeviceBuffer | null,
    byteLength: number,
  ): DeviceBuffer;
  notifyShape(tensorName: string, dims: Dims): void;
}

/** Bytes. */
const ALLOCATOR_ALIGNMENT = 512n;

/** Where a tensor lies. */
export interface Place {
  buffer: NativeDeviceBuffer;
  /** Bytes from the buffer's start. */
  offset: number;
  /** Bytes that the tensor may take. */
  capacity: number;
}

/** Values of a shape tensor: memory that the host reads. */
export type HostValues = Int32Array | BigInt64Array | readonly number[];

/**
 * The memory of a context: the caller's for inputs and outputs, and one block of its own for everything between layers, laid out as the
 * engine's memory plan says. Between the pieces lie guard bytes.
 */
export class ContextMemory {
  private readonly addresses = new Map<string, DeviceBuffer>();
  private readonly values = new Map<string, HostValues>();
  private readonly allocators = new Map<string, OutputAllocator>();
  private readonly io: readonly PlanTensor[];
  /** By profile: whose memory a tensor shares, and the caller's tensor whose memory that is. */
  private readonly sharing: { owners: Map<string, string>; shared: Map<string, string> }[] = [];
  private block: DeviceBuffer | null = null;
  /** Counted up whenever a place may have changed. */
  version = 0;
  /** The version that the caller's memory was last checked in. */
  private checkedVersion = -1;

  /** @param ownsBlock Whether the memory between layers is allocated here; else the caller gives it with setBlock. */
  constructor(
    private readonly plan: Plan,
    private readonly ownsBlock: boolean,
  ) {
    const bytes = ContextMemory.bytesOf(plan);
    // Now, not at the first enqueue: that may be captured, which forbids to allocate.
    if (ownsBlock && bytes > 0) this.block = new DeviceBuffer(bytes);
    this.io = plan.tensors.filter(({ mode }) => mode !== null);
    for (const profile of plan.profiles.keys()) {
      const owners = memoryOwners(plan.layers.filter((layer) => layer.profile === profile));
      const shared = new Map(this.io.map(({ name }) => [owners.get(name) ?? name, name]));
      this.sharing.push({ owners, shared });
    }
  }

  /** Bytes that a context needs beside the caller's tensors. */
  static bytesOf(plan: Plan): number {
    return Math.max(0, ...plan.memory.map(({ bytes }) => bytes));
  }

  setAddress(name: string, buffer: DeviceBuffer): void {
    if (this.addresses.get(name) === buffer) return;
    this.addresses.set(name, buffer);
    this.version += 1;
  }
  addressOf(name: string): DeviceBuffer | null {
    return this.addresses.get(name) ?? null;
  }

  setValues(name: string, values: HostValues): void {
    this.values.set(name, values);
  }
  valuesOf(name: string): HostValues | null {
    return this.values.get(name) ?? null;
  }

  setAllocator(name: string, allocator: OutputAllocator | null): void {
    if (allocator) this.allocators.set(name, allocator);
    else this.allocators.delete(name);
    this.version += 1;
  }
  allocatorOf(name: string): OutputAllocator | null {
    return this.allocators.get(name) ?? null;
  }

  /** Memory of the caller for everything between layers. @throws {ApiUsageError} `ADDRESS_INVALID`, `ADDRESS_TOO_SMALL` */
  setBlock(buffer: DeviceBuffer): void {
    if (this.ownsBlock) {
      throw new ApiUsageError('ADDRESS_INVALID', "Cannot set the context's device memory", {
        method: 'setDeviceMemory',
        expected: "a context made with createExecutionContext('kUSER_MANAGED')",
        actual: 'one that has memory of its own',
      });
    }
    const wanted = ContextMemory.bytesOf(this.plan);
    if (!(buffer instanceof DeviceBuffer) || buffer.byteLength < wanted) {
      throw new ApiUsageError('ADDRESS_TOO_SMALL', "Cannot use the context's device memory", {
        method: 'setDeviceMemory',
        expected: `a DeviceBuffer of ${wanted} bytes (getDeviceMemorySize)`,
        actual: buffer instanceof DeviceBuffer ? `${buffer.byteLength} bytes` : typeof buffer,
      });
    }
    this.block = buffer;
    this.version += 1;
  }

  /**
   * Checks the caller's memory against the extents, and asks output allocators.
   * @param shapesChanged Whether extents or values may differ from those of the last call.
   * @throws {ApiUsageError} `ADDRESS_…`
   */
  prepare(shapes: ContextShapes, shapesChanged: boolean): void {
    const same = !shapesChanged && this.version === this.checkedVersion;
    if (same && this.allocators.size === 0) return;
    for (const tensor of this.io) {
      const { name, type, mode } = tensor;
      if (tensor.location === 'kHOST') {
        this.upload(tensor);
        continue;
      }
      const dims = shapes.mostDimsOf(name);
      const bytes = byteSize({ type, format: 'kLINEAR', dims });
      const allocator = mode === 'kOUTPUT' ? this.allocators.get(name) : undefined;
      if (allocator) {
        this.setAddress(name, allocator.reallocateOutput(name, this.addressOf(name), bytes));
        this.checkAlignment(name);
      }
      this.checkAddress(name, dims, bytes);
    }
    this.checkedVersion = this.version;
  }

  /** A plugin that reads a shape tensor reads a copy of its values on the device. */
  private upload({ name, type }: PlanTensor): void {
    const values = this.values.get(name) ?? [];
    const bytes = valueBytes(values, type);
    let copy = this.addresses.get(name);
    if (copy?.byteLength !== bytes.byteLength) {
      copy?.free();
      copy = new DeviceBuffer(bytes.byteLength);
      this.setAddress(name, copy);
    }
    if (bytes.byteLength > 0) copy.copyFrom(bytes);
  }

  /** As TensorRT 10.6 on an H200 does: "reallocateOutputAsync returned pointer … not aligned to 512 byte boundary". */
  private checkAlignment(name: string): void {
    const address = this.addresses.get(name)?.native.address ?? 0n;
    if (address % ALLOCATOR_ALIGNMENT === 0n) return;
    throw new ApiUsageError(
      'ADDRESS_MISALIGNED',
      `Cannot enqueue: the output allocator's memory for "${name}" is not aligned`,
      {
        method: 'reallocateOutput',
        tensor: name,
        expected: `an address that is a multiple of ${ALLOCATOR_ALIGNMENT} bytes, as DeviceBuffers have`,
        actual: `0x${address.toString(16)}`,
      },
    );
  }

  private checkAddress(name: string, dims: Dims, bytes: number): void {
    const buffer = this.addresses.get(name);
    if (buffer && buffer.byteLength >= bytes) return;
    const wanted = `${bytes} bytes for ${printDims(dims)}`;
    throw new ApiUsageError(
      buffer ? 'ADDRESS_TOO_SMALL' : 'ADDRESS_MISSING',
      buffer
        ? `Cannot enqueue: the memory of "${name}" is too small`
        : `Cannot enqueue: the address of "${name}" is not set`,
      {
        method: 'enqueueV3',
        tensor: name,
        expected: buffer ? wanted : `setTensorAddress("${name}", …) with ${wanted}`,
        ...(buffer ? { actual: `${buffer.byteLength} bytes` } : {}),
      },
    );
  }

  /** Where a layer's workspace lies in a profile. */
  workspace(layer: string, profile: number): Place {
    return this.region('workspace', layer, profile);
  }

  /** Where a tensor lies in a profile. */
  place(name: string, profile: number): Place {
    const { owners, shared } = this.sharing[profile] ?? {};
    const owner = owners?.get(name) ?? name;
    const caller = shared?.get(owner);
    if (caller !== undefined) {
      const buffer = this.addresses.get(caller);
      if (buffer) return { buffer: buffer.native, offset: 0, capacity: buffer.byteLength };
    }
    return this.region('tensor', owner, profile);
  }

  /** A layer and a tensor may have one name. */
  private region(kind: MemoryRegion['kind'], name: string, profile: number): Place {
    const region = this.plan.memory[profile]?.regions.find(
      (one) => one.kind === kind && one.name === name,
    );
    if (!region) {
      throw new ApiUsageError('ADDRESS_MISSING', `Cannot enqueue: "${name}" has no memory`, {
        method: 'enqueueV3',
        tensor: name,
      });
    }
    return { buffer: this.blockNow().native, offset: region.offset, capacity: region.bytes };
  }

  private blockNow(): DeviceBuffer {
    if (this.block) return this.block;
    throw new ApiUsageError(
      'ADDRESS_MISSING',
      "Cannot enqueue: the context's device memory is not set",
      {
        method: 'setDeviceMemory',
        expected: `a DeviceBuffer of ${ContextMemory.bytesOf(this.plan)} bytes`,
      },
    );
  }

  /** Fills the guard bytes behind a place. */
  guard({ buffer, offset, capacity }: Place): void {
    if (this.isOwn(buffer)) buffer.fillGuard(offset + capacity, GUARD_BYTES);
  }

  /** -1, or how many bytes behind its end a byte has changed since guard(). */
  overrun({ buffer, offset, capacity }: Place): number {
    if (!this.isOwn(buffer)) return -1;
    const changed = buffer.guardIntact(offset + capacity, GUARD_BYTES);
    return changed < 0 ? -1 : changed - offset - capacity;
  }

  private isOwn(buffer: NativeDeviceBuffer): boolean {
    return buffer === this.block?.native;
  }

  free(): void {
    for (const { name, location } of this.io) {
      if (location === 'kHOST') this.addresses.get(name)?.free();
    }
    if (this.ownsBlock) this.block?.free();
    this.block = null;
  }
}

/** The elements of a shape tensor as they are in memory. */
export function valueBytes(values: HostValues, type: DataType): Uint8Array {
  const numbers = Array.from<number | bigint>(values);
  const elements =
    type === 'kINT64' ? BigInt64Array.from(numbers, BigInt) : Int32Array.from(numbers, Number);
  return new Uint8Array(elements.buffer);
}
