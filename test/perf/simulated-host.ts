/**
 * A second host for the measuring code, without any class of the reference host: a device with three engines of its own (copy in, compute,
 * copy out), whose clock runs in steps that the test chooses. The call of enqueueV3 returns at once.
 */
import type {
  InferenceBuffer,
  InferenceContext,
  InferenceEngine,
  InferenceEvent,
  InferenceGraph,
  InferenceGraphExec,
  InferenceHost,
  InferenceProfiler,
  InferenceStream,
} from '../../src/perf/inference-host';
import type { Dims } from '../../src/runtime/tensor';

interface SimulatedStream extends InferenceStream {
  /** When what was put on it is done, in milliseconds. */
  doneAt: number;
}
interface SimulatedEvent extends InferenceEvent {
  at: number;
}

export interface SimulatedTimes {
  h2dMs: number;
  computeMs: number;
  d2hMs: number;
}

/** What a simulation counts. */
export interface Counts {
  enqueued: number;
  launched: number;
  alive: number;
  /** Calls by which a host reports layer times after an enqueue. */
  reported: number;
}

export function simulatedHost(
  times: SimulatedTimes,
  options: { captures?: boolean; enqueueComputes?: boolean } = {},
): { host: InferenceHost; engine: InferenceEngine; counts: Counts } {
  const counts: Counts = { enqueued: 0, launched: 0, alive: 0, reported: 0 };
  /** The host's clock: it waits only where it synchronizes. */
  let hostMs = 0;
  const live = <Made extends object>(made: Made): Made & { destroy(): void } => {
    counts.alive += 1;
    return Object.assign(made, {
      destroy() {
        counts.alive -= 1;
      },
    });
  };
  const work = (stream: InferenceStream, ms: number): void => {
    const on = stream as SimulatedStream;
    on.doneAt = Math.max(on.doneAt, hostMs) + ms;
  };
  let capturing = false;

  const createStream = (): SimulatedStream =>
    live<Omit<SimulatedStream, 'destroy'>>({
      doneAt: 0,
      synchronize(this: SimulatedStream) {
        hostMs = Math.max(hostMs, this.doneAt);
      },
      waitEvent(this: SimulatedStream, event: InferenceEvent) {
        this.doneAt = Math.max(this.doneAt, (event as SimulatedEvent).at);
      },
      beginCapture() {
        capturing = true;
      },
      endCapture() {
        capturing = false;
        return live<Omit<InferenceGraph, 'destroy'>>({
          instantiate: () =>
            live<Omit<InferenceGraphExec, 'destroy'>>({
              launch(stream: InferenceStream) {
                counts.launched += 1;
                work(stream, times.computeMs);
              },
            }),
        });
      },
    });
  const createEvent = (): SimulatedEvent =>
    live<Omit<SimulatedEvent, 'destroy'>>({
      at: NaN,
      record(this: SimulatedEvent, stream: InferenceStream) {
        this.at = Math.max((stream as SimulatedStream).doneAt, hostMs);
      },
      synchronize(this: SimulatedEvent) {
        hostMs = Math.max(hostMs, this.at);
      },
      elapsedMs(this: SimulatedEvent, start: InferenceEvent) {
        return this.at - (start as SimulatedEvent).at;
      },
    });
  const host: InferenceHost = {
    describe: () => ({
      name: 'simulated',
      versions: { simulation: '1' },
      device: 'a clock',
      enqueueComputes: options.enqueueComputes ?? false,
    }),
    createStream,
    createEvent,
    createDeviceBuffer: (byteLength): InferenceBuffer => {
      counts.alive += 1;
      return {
        byteLength,
        free() {
          counts.alive -= 1;
        },
      };
    },
    createHostMemory: (byteLength) => new Uint8Array(byteLength),
    copyToDevice: (_target, _source, stream) => {
      work(stream, times.h2dMs);
    },
    copyToHost: (_target, _source, stream) => {
      work(stream, times.d2hMs);
    },
    undisturbed: (measure) => measure(),
  };

  const createExecutionContext = (): InferenceContext => {
    let profiler: InferenceProfiler | null = null;
    let emits = true;
    const report = () => {
      profiler?.reportLayerTime('first', times.computeMs * 0.75);
      profiler?.reportLayerTime(
        'Reformatting CopyNode for Input Tensor 0 to second',
        times.computeMs * 0.25,
      );
    };
    return live<Omit<InferenceContext, 'destroy'>>({
      setOptimizationProfile: () => undefined,
      setInputShape: () => undefined,
      getTensorShape: (): Dims => [4],
      setTensorAddress: () => undefined,
      setOutputAllocator: () => undefined,
      inferShapes: () => [],
      enqueueV3: (stream: InferenceStream) => {
        if (capturing && options.captures === false)
          return Promise.reject(new Error('layer "first" waits on the host'));
        counts.enqueued += 1;
        if (!capturing) work(stream, times.computeMs);
        if (emits) report();
        return Promise.resolve();
      },
      setProfiler: (given: InferenceProfiler | null) => {
        profiler = given;
      },
      setEnqueueEmitsProfile: (value: boolean) => {
        emits = value;
      },
      reportToProfiler: () => {
        counts.reported += 1;
        report();
        return true;
      },
    });
  };
  const engine: InferenceEngine = {
    name: 'simulation',
    getNbLayers: () => 2,
    getNbIOTensors: () => 2,
    getIOTensorName: (index) => ['x', 'y'][index] ?? '',
    getTensorIOMode: (name) => (name === 'x' ? 'kINPUT' : 'kOUTPUT'),
    getTensorDataType: () => 'kFLOAT',
    getTensorShape: () => [4],
    isShapeInferenceIO: () => false,
    getNbOptimizationProfiles: () => 0,
    getProfileShape: () => [4],
    getProfileTensorValues: () => [],
    getDeviceMemorySize: () => 0,
    createExecutionContext,
    createEngineInspector: () => ({
      setExecutionContext: () => true,
      getEngineInformation: () => 'first',
    }),
  };
  return { host, engine, counts };
}
