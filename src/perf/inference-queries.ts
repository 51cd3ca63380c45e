import type {
  InferenceContext,
  InferenceEvent,
  InferenceGraphExec,
  InferenceHost,
  InferenceStream,
} from './inference-host';
import type { InferenceMemory } from './tensor-memory';
import type { TraceRows } from './trace-rows';

/** The events of one query, and when the host enqueued it. */
interface Slot {
  h2dStart: InferenceEvent;
  h2dEnd: InferenceEvent;
  computeStart: InferenceEvent;
  computeEnd: InferenceEvent;
  d2hStart: InferenceEvent;
  d2hEnd: InferenceEvent;
  startEnqMs: number;
  endEnqMs: number;
  /** Whether a query is under way whose times nobody has read. */
  active: boolean;
}

/** How queries are made. */
export interface QueryOptions {
  /** Whether inputs and outputs are copied in every query. */
  transfers: boolean;
  /** Whether the next query is enqueued before the times of the last one are read, so that its copies can overlap the computation. */
  overlap: boolean;
}

/**
 * Queries of one context, one after the other: on one stream the inputs are copied, on a second the engine runs, on a third the outputs
 * are copied; events keep that order and give the times.
 *
 * @see sampleInference.cpp 10.6, `Iteration`
 */
export class InferenceQueries {
  private readonly streams: readonly [InferenceStream, InferenceStream, InferenceStream];
  private readonly slots: readonly Slot[];
  private readonly gpuStart: InferenceEvent;
  private cpuStartMs = 0;
  private next = 0;
  private graphExec: InferenceGraphExec | null = null;

  constructor(
    host: InferenceHost,
    private readonly context: InferenceContext,
    private readonly memory: InferenceMemory,
    private readonly options: QueryOptions,
  ) {
    this.streams = [host.createStream(), host.createStream(), host.createStream()];
    this.slots = Array.from({ length: options.overlap ? 2 : 1 }, () => ({
      h2dStart: host.createEvent(),
      h2dEnd: host.createEvent(),
      computeStart: host.createEvent(),
      computeEnd: host.createEvent(),
      d2hStart: host.createEvent(),
      d2hEnd: host.createEvent(),
      startEnqMs: 0,
      endEnqMs: 0,
      active: false,
    }));
    this.gpuStart = host.createEvent();
  }

  /**
   * Captures an enqueue; from here on queries launch the graph. What only a first enqueue does is done before.
   * @throws what the enqueue throws while it is captured; queries then enqueue as before
   */
  async captureGraph(): Promise<void> {
    const [, stream] = this.streams;
    this.memory.copyInputs(stream);
    await this.context.enqueueV3(stream);
    stream.synchronize();
    stream.beginCapture();
    let graph;
    try {
      await this.context.enqueueV3(stream);
    } finally {
      graph = endCapture(stream);
    }
    if ('error' in graph) throw graph.error;
    try {
      this.graphExec = graph.value.instantiate();
    } finally {
      graph.value.destroy();
    }
  }

  /** Begins the measurement: its times count from here. */
  start(): void {
    const [input, , output] = this.streams;
    // Without transfers the inputs are copied once, before.
    if (!this.options.transfers) this.memory.copyInputs(input);
    input.synchronize();
    this.cpuStartMs = performance.now();
    this.gpuStart.record(output);
    input.waitEvent(this.gpuStart);
  }

  /** Enqueues one query. Resolves as soon as the host's enqueue does. */
  async query(): Promise<void> {
    const [input, compute, output] = this.streams;
    const slot = this.slots[this.next] as Slot;
    const { transfers } = this.options;
    if (transfers) {
      slot.h2dStart.record(input);
      this.memory.copyInputs(input);
      slot.h2dEnd.record(input);
      compute.waitEvent(slot.h2dEnd);
    }
    slot.computeStart.record(compute);
    slot.startEnqMs = performance.now();
    if (this.graphExec) this.graphExec.launch(compute);
    else await this.context.enqueueV3(compute);
    slot.endEnqMs = performance.now();
    slot.computeEnd.record(compute);
    if (transfers) {
      output.waitEvent(slot.computeEnd);
      slot.d2hStart.record(output);
      this.memory.copyOutputs(output);
      slot.d2hEnd.record(output);
    }
    slot.active = true;
    this.next = this.slots.length - 1 - this.next;
  }

  /**
   * Waits for the oldest query and notes its times.
   * @returns when its computation began, in milliseconds since start(); -1 where no query is under way
   */
  sync(rows: TraceRows): number {
    const slot = this.slots[this.next] as Slot;
    if (!slot.active) return -1;
    slot.active = false;
    const { gpuStart, cpuStartMs } = this;
    const { h2dStart, h2dEnd, computeStart, computeEnd, d2hStart, d2hEnd } = slot;
    const { transfers } = this.options;
    (transfers ? d2hEnd : computeEnd).synchronize();
    // A span is taken between its own two events: since the start, a float would tell no microseconds.
    const computeStartMs = computeStart.elapsedMs(gpuStart);
    const computeEndMs = computeStartMs + computeEnd.elapsedMs(computeStart);
    const h2dStartMs = transfers ? h2dStart.elapsedMs(gpuStart) : computeStartMs;
    const d2hStartMs = transfers ? d2hStart.elapsedMs(gpuStart) : computeEndMs;
    rows.push(
      slot.startEnqMs - cpuStartMs,
      slot.endEnqMs - cpuStartMs,
      h2dStartMs,
      transfers ? h2dStartMs + h2dEnd.elapsedMs(h2dStart) : computeStartMs,
      computeStartMs,
      computeEndMs,
      d2hStartMs,
      transfers ? d2hStartMs + d2hEnd.elapsedMs(d2hStart) : computeEndMs,
    );
    return computeStartMs;
  }

  /** Waits for all queries under way and notes their times. */
  syncAll(rows: TraceRows): void {
    for (let i = 0; i < this.slots.length; i += 1) {
      this.sync(rows);
      this.next = this.slots.length - 1 - this.next;
    }
    // A stream keeps what its copies use until somebody waits for it.
    for (const stream of this.streams) stream.synchronize();
  }

  /** Brings the outputs to the host where queries do not. */
  fetchOutputs(): void {
    const [, , output] = this.streams;
    this.memory.copyOutputs(output);
    output.synchronize();
  }

  destroy(): void {
    this.graphExec?.destroy();
    for (const stream of this.streams) stream.destroy();
    this.gpuStart.destroy();
    for (const slot of this.slots) {
      const { h2dStart, h2dEnd, computeStart, computeEnd, d2hStart, d2hEnd } = slot;
      for (const event of [h2dStart, h2dEnd, computeStart, computeEnd, d2hStart, d2hEnd])
        event.destroy();
    }
  }
}

/** A capture that went wrong has to be ended too; its own error says less than the enqueue's. */
function endCapture(
  stream: InferenceStream,
): { value: ReturnType<InferenceStream['endCapture']> } | { error: unknown } {
  try {
    return { value: stream.endCapture() };
  } catch (error) {
    return { error };
  }
}
