/**
 * One query of a measurement: when the host enqueued it, and when its copies and its computation began and ended. Milliseconds since the
 * measurement began; the names are those of trtexec's `--exportTimes` (TensorRT 10.6, samples/common).
 */
export interface InferenceTrace {
  /** Host clock around the call of enqueueV3, or of the graph's launch. */
  startEnqMs: number;
  endEnqMs: number;
  /** Events around the copies of the inputs to the device. */
  startH2dMs: number;
  endH2dMs: number;
  /** Events around the computation. */
  startComputeMs: number;
  endComputeMs: number;
  /** Events around the copies of the outputs to the host. */
  startD2hMs: number;
  endD2hMs: number;
}
