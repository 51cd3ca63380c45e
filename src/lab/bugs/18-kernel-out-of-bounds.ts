import type { Bug } from './bug';

export const bug: Bug = {
  number: 18,
  name: '18-kernel-out-of-bounds',
  title: 'A kernel leaves its memory while it is timed',
  symptom:
    'The build stops with CUDA error 700, or a run does, at a call that has nothing to do ' +
    'with it.',
  message: {
    text: 'Cuda Error in findFastestTactic: 700 (an illegal memory access was encountered)',
    from: 'NVIDIA/TensorRT issues 1976, 3105',
  },
  shown:
    'Built with --check: memcheck names the kernel, the block, the thread and how far behind ' +
    'which allocation it wrote. Without it 700 shows only when a page without memory is met.',
  cause:
    'The last block has more threads than there are elements left, and nothing keeps them ' +
    'out.',
  fix: 'if (i < count) in the kernel.',
  never:
    'Run every kernel once with extents that are no multiple of the block, under memcheck (on ' +
    'a GPU: compute-sanitizer).',
  sides: { kind: 'plugin', extension: 'cu', check: true },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'CUDA_ERROR',
      message: /700/,
      stderr: /invalid (read|write) of 4 bytes .* by .*scaleElements/,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
