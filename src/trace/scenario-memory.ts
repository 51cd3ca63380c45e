import type { ExecutionContext } from '../runtime/context/context';
import { DeviceBuffer } from '../runtime/context/device';
import type { CudaEngine } from '../runtime/engine/engine';
import { recordHost } from './phase';

/** Bytes that the recorder gives every input. */
const INPUT_BYTES = 1 << 20;
/** Bytes that it gives an output before its size is known, or where that is 0. */
const LEAST_OUTPUT_BYTES = 256;

/** The memory that a scenario's contexts work on, as the recorder gives it. */
export class ScenarioMemory {
  private readonly buffers: DeviceBuffer[] = [];

  /** Zeroed memory for every input on the device, and for every output an allocator that reports its extents. */
  giveTo(context: ExecutionContext, engine: CudaEngine): void {
    for (const { name, mode, location } of engine.ioTensors()) {
      if (mode === 'kINPUT') {
        if (location === 'kHOST') continue; // setShapeValues gives it
        const buffer = this.allocate(INPUT_BYTES);
        buffer.native.fill(0);
        context.setTensorAddress(name, buffer);
        continue;
      }
      context.setOutputAllocator(name, {
        reallocateOutput: (_name, current, byteLength) =>
          current && current.byteLength >= byteLength
            ? current
            : this.allocate(Math.max(byteLength, LEAST_OUTPUT_BYTES)),
        notifyShape: (tensor, dims) => recordHost('notifyShape', { tensor, dims }, null),
      });
    }
  }

  /** The values of a shape tensor, in the memory of the host that they stay in. */
  giveValues(
    context: ExecutionContext,
    engine: CudaEngine,
    name: string,
    values: readonly number[],
  ): void {
    const wide = engine.getTensorDataType(name) === 'kINT64';
    context.setTensorAddress(
      name,
      wide ? BigInt64Array.from(values.map(BigInt)) : Int32Array.from(values),
    );
  }

  /** Ends all of it. */
  free(): void {
    for (const buffer of this.buffers.splice(0)) buffer.free();
  }

  private allocate(byteLength: number): DeviceBuffer {
    const buffer = new DeviceBuffer(byteLength);
    this.buffers.push(buffer);
    return buffer;
  }
}
