/** The signatures of the host programs under native/broken/, which are plain JavaScript. */
import type {
  CudaEngine,
  DeviceBuffer,
  ExecutionContext,
  NetworkDefinition,
  Tensor,
} from '../../index';
import type { Workbook } from '../child';

/** Runs an engine that another program built. @returns the bytes of y */
export type Serve = (
  workbook: Workbook,
  parts: {
    engine: Uint8Array;
    library: string;
    run: (engine: CudaEngine) => Promise<Uint8Array>;
  },
) => Promise<Uint8Array>;

/** Builds and runs a quantised network. @returns y */
export type Quantize = (
  workbook: Workbook,
  parts: {
    network: NetworkDefinition;
    addScale: (x: Tensor) => Tensor;
    buildAndRun: (y: Tensor) => Promise<number[]>;
  },
) => Promise<number[]>;

/** Sets the inputs of a resize and runs it. @returns the least and the largest value of the output */
export type Resize = (
  workbook: Workbook,
  parts: {
    context: ExecutionContext;
    input: DeviceBuffer;
    factor: DeviceBuffer;
    enqueue: () => Promise<[number, number]>;
  },
) => Promise<[number, number]>;
