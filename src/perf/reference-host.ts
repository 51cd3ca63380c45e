import { cpus } from 'node:os';
import { env } from 'onnxruntime-node';
import { ApiUsageError } from '../errors';
import { native } from '../native-loader';
import { DeviceBuffer, Stream } from '../runtime/context/device';
import { Event } from '../runtime/context/event';
import { duringPhaseAsync } from '../trace/phase';
import { trace } from '../trace/trace';
import type {
  HostDescription,
  InferenceBuffer,
  InferenceHost,
  InferenceStream,
} from './inference-host';

/** The host of this package: plugins on the CUDA emulator, native layers in ONNX Runtime. */
export const referenceHost: InferenceHost = {
  describe(): HostDescription {
    const { tensorrt, cuda, compiler, host } = native().versions;
    const processors = cpus();
    const onnxruntime = env.versions.node ?? 'unknown';
    return {
      name: host,
      versions: { tensorrt, cuda, compiler, onnxruntime, node: process.version },
      device: `CUDA emulator on ${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`,
      // The emulator's streams do their work when it is submitted, and ONNX Runtime computes on the host.
      enqueueComputes: true,
    };
  },
  createStream: () => new Stream(),
  createEvent: () => new Event(),
  createDeviceBuffer: (byteLength) => new DeviceBuffer(byteLength),
  createHostMemory: (byteLength) => new Uint8Array(byteLength),
  copyToDevice(target, source, stream) {
    bufferOf(target).native.copyFrom(source, 0, streamOf(stream).native);
  },
  copyToHost(target, source, stream) {
    bufferOf(source).native.copyTo(target, 0, streamOf(stream).native);
  },
  undisturbed: (measure) =>
    // Steps inside a step write no records of their own.
    duringPhaseAsync('measureInference', async () => {
      if (!isRecording()) return measure();
      trace.setEnabled(false);
      try {
        return await measure();
      } finally {
        trace.setEnabled(true);
      }
    }),
};

/** Whether plugin calls are recorded: it shows in one that is. Where there is no creator, there is no plugin to call either. */
function isRecording(): boolean {
  const [creator] = native().pluginRegistry.getAllCreators();
  const before = native().trace.length;
  creator?.getFieldNames();
  return native().trace.length > before;
}

function bufferOf(buffer: InferenceBuffer): DeviceBuffer {
  return buffer instanceof DeviceBuffer ? buffer : foreign('a DeviceBuffer');
}

function streamOf(stream: InferenceStream): Stream {
  return stream instanceof Stream ? stream : foreign('a Stream');
}

function foreign(expected: string): never {
  throw new ApiUsageError('HOST_MISMATCH', 'Cannot copy: the memory is of another host', {
    expected: `${expected} of the reference host`,
  });
}
