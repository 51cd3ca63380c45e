import type { Bug } from './bug';

export const bug: Bug = {
  number: 31,
  name: '31-host-memory-read-by-a-kernel',
  title: 'Host memory read by a kernel',
  symptom: 'CUDA error 700, or, on machines that can, a kernel that is a hundred times slower.',
  message: {
    text: 'an illegal memory access was encountered (cudaErrorIllegalAddress, 700)',
    from: 'CUDA; NVIDIA/TensorRT issue 3105',
  },
  shown:
    'Built with --check: memcheck says that the kernel reads memory of the host. Without it ' +
    'the emulator lets the kernel read it, as unified memory does.',
  cause: 'The kernel is given mWeights.data(): an address of the host.',
  fix:
    'Copy the weights to the device; here into the workspace, on the stream. Better once, in ' +
    'attachToContext().',
  never: 'What a kernel gets as a pointer comes from inputs, outputs, workspace or cudaMalloc.',
  sides: { kind: 'plugin', extension: 'cu', check: true },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'CUDA_ERROR',
      message: /700/,
      stderr: /invalid read of 4 bytes .*host/,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
