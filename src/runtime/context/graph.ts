import type { NativeGraph, NativeGraphExec } from '../../native';
import type { Stream } from './device';

/**
 * A CUDA graph (`cudaGraph_t`): work that a stream was given while it was captured. TensorRT documents it for enqueueV3: capture one
 * enqueue, launch it as often as needed, and capture anew when a shape or an address changes.
 */
export class Graph {
  /** @internal Graphs come from Stream.endCapture. */
  constructor(private readonly native: NativeGraph) {}

  /** Kernels, copies, fills and host functions in it. */
  get nodeCount(): number {
    return this.native.nodeCount();
  }

  /** Makes it ready to be launched. */
  instantiate(): GraphExec {
    return new GraphExec(this.native.instantiate());
  }

  /** What was instantiated from it stays. */
  destroy(): void {
    this.native.destroy();
  }
}

/** A graph that can be launched (`cudaGraphExec_t`). It holds addresses: its buffers must live as long as it is launched. */
export class GraphExec {
  /** @internal */
  constructor(private readonly native: NativeGraphExec) {}

  /** Puts the whole graph on a stream. */
  launch(stream: Stream): void {
    this.native.launch(stream.native);
  }

  destroy(): void {
    this.native.destroy();
  }
}
