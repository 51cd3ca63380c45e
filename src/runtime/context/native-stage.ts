import { valueBytes, type ContextMemory } from './context-memory';
import type { ContextShapes } from './context-shapes';
import type { DataType } from '../enums';
import type { NativeSegment } from '../engine/native-segment';
import type { HostTensor } from '../engine/native-tensor';
import type { PlanNativeLayer } from '../engine/plan';
import { byteSize } from '../tensor';

/**
 * Adjacent native layers in a context. ONNX Runtime computes in host memory: what it reads is copied there and what it writes is copied
 * back, once each. That memory stays from one enqueue to the next.
 */
export class NativeStage {
  private readonly types = new Map<string, DataType>();
  private readonly hostMemory = new Map<string, Uint8Array>();

  constructor(
    layers: readonly PlanNativeLayer[],
    private readonly segment: NativeSegment,
    private readonly shapes: ContextShapes,
    private readonly memory: ContextMemory,
    private readonly profile: number,
  ) {
    for (const { tensor, type } of layers.flatMap((layer) => [...layer.inputs, ...layer.outputs])) {
      this.types.set(tensor, type);
    }
  }

  /** Computes the outputs. What makes the inputs must be done. */
  async run(): Promise<void> {
    const inputs = this.hostTensors(this.segment.inputs);
    for (const [name, { bytes }] of inputs) this.read(name, bytes);
    const outputs = this.hostTensors(this.segment.outputs);
    for (const [name, { bytes }] of await this.segment.run(inputs, outputs)) {
      const { buffer, offset } = this.memory.place(name, this.profile);
      if (bytes.length > 0) buffer.copyFrom(bytes, offset);
    }
  }

  private hostTensors(names: readonly string[]): Map<string, HostTensor> {
    return new Map(
      names.map((name) => {
        const [type, dims] = [this.types.get(name) ?? 'kFLOAT', this.shapes.dimsOf(name)];
        const bytes = this.bytesOf(name, byteSize({ type, format: 'kLINEAR', dims }));
        return [name, { bytes, type, dims }];
      }),
    );
  }

  private bytesOf(name: string, length: number): Uint8Array {
    let known = this.hostMemory.get(name);
    if (!known || known.length < length) {
      known = new Uint8Array(length);
      this.hostMemory.set(name, known);
    }
    return known.subarray(0, length);
  }

  /** The bytes of a tensor, of a shape tensor out of the host's memory. */
  private read(name: string, bytes: Uint8Array): void {
    const values = this.memory.valuesOf(name);
    if (values) {
      bytes.set(valueBytes(values, this.types.get(name) ?? 'kINT64'));
      return;
    }
    const { buffer, offset } = this.memory.place(name, this.profile);
    if (bytes.length > 0) buffer.copyTo(bytes, offset);
  }
}
