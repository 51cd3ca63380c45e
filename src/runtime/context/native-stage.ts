import { valueBytes, type ContextMemory } from './context-memory';
import type { ContextShapes } from './context-shapes';
import type { DataType } from '../enums';
import type { NativeSegment } from '../engine/native-segment';
import type { HostTensor } from '../engine/native-tensor';
import type { PlanNativeLayer } from '../engine/plan';
import { byteSize } from '../tensor';

/** What a stage needs of its engine and context. */
export interface NativeStageParts {
  /** The session of adjacent native layers, shared by the engine's contexts. */
  segmentOf: (layers: readonly PlanNativeLayer[]) => NativeSegment;
  shapes: ContextShapes;
  memory: ContextMemory;
  profile: number;
}

/**
 * Adjacent native layers in a context. ONNX Runtime computes in host memory: what the layers read of others is copied there and what
 * others read is copied back, once each. What only they use is never on the device. The host's memory stays from one enqueue to the
 * next.
 */
export class NativeStage {
  private readonly whole: NativeSegment;
  private readonly types = new Map<string, DataType>();
  private readonly hostMemory = new Map<string, Uint8Array>();

  constructor(
    private readonly layers: readonly PlanNativeLayer[],
    private readonly parts: NativeStageParts,
  ) {
    this.whole = parts.segmentOf(layers);
    for (const { tensor, type } of layers.flatMap((layer) => [...layer.inputs, ...layer.outputs])) {
      this.types.set(tensor, type);
    }
  }

  /** Computes the outputs. What makes the inputs must be done. */
  async run(): Promise<void> {
    await this.compute(this.whole);
  }

  /** The same with a session for every layer. @param report Hears how long each took, with the copies that only it needs. */
  async runApart(report: (layer: PlanNativeLayer, ms: number) => void): Promise<void> {
    for (const layer of this.layers) {
      const segment = this.parts.segmentOf([layer]);
      const start = process.hrtime.bigint();
      await this.compute(segment);
      report(layer, Number(process.hrtime.bigint() - start) / 1e6);
    }
  }

  private async compute(segment: NativeSegment): Promise<void> {
    const inputs = this.hostTensors(segment.inputs);
    for (const [name, { bytes }] of inputs) {
      // Others are where a layer before has written them.
      if (this.whole.inputs.includes(name)) this.read(name, bytes);
    }
    const outputs = await segment.run(inputs, this.hostTensors(segment.outputs));
    for (const [name, { bytes }] of outputs) {
      if (this.whole.outputs.includes(name)) this.write(name, bytes);
    }
  }

  private hostTensors(names: readonly string[]): Map<string, HostTensor> {
    return new Map(
      names.map((name) => {
        const [type, dims] = [this.types.get(name) ?? 'kFLOAT', this.parts.shapes.dimsOf(name)];
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
    const { memory, profile } = this.parts;
    const values = memory.valuesOf(name);
    if (values) {
      bytes.set(valueBytes(values, this.types.get(name) ?? 'kINT64'));
      return;
    }
    const { buffer, offset } = memory.place(name, profile);
    if (bytes.length > 0) buffer.copyTo(bytes, offset);
  }

  private write(name: string, bytes: Uint8Array): void {
    const { buffer, offset } = this.parts.memory.place(name, this.parts.profile);
    if (bytes.length > 0) buffer.copyFrom(bytes, offset);
  }
}
