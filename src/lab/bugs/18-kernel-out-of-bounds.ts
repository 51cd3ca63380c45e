import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 18,
  name: '18-kernel-out-of-bounds',
  title: { en: 'A kernel leaves its memory while it is timed', zh: '计时的时候 kernel 越界' },
  symptom: {
    en:
      'The build stops with CUDA error 700, or a run does, at a call that has nothing to do ' +
      'with it.',
    zh: '构建停下，报 CUDA 错误 700；或者是某次运行停下，停在一个毫不相干的调用上。',
  },
  message: {
    text: printed(
      'Cuda Error in findFastestTactic: 700 (an illegal memory access was encountered)',
    ),
    from: { en: 'NVIDIA/TensorRT issues 1976, 3105', zh: '见 NVIDIA/TensorRT issue 1976、3105' },
  },
  shown: {
    en:
      'Built with --check: memcheck names the kernel, the block, the thread and how far behind ' +
      'which allocation it wrote. Without it 700 shows only when a page without memory is met.',
    zh:
      '带 --check 编译：memcheck 会说出是哪个 kernel、哪个 block、哪个线程，' +
      '写到了哪块内存后面多远。不带的话，要碰上没有内存的页，才会出 700。',
  },
  cause: {
    en:
      'The last block has more threads than there are elements left, and nothing keeps them ' +
      'out.',
    zh: '最后一个 block 的线程比剩下的元素多，又没有什么把多出来的拦住。',
  },
  fix: { en: 'if (i < count) in the kernel.', zh: '在 kernel 里写 if (i < count)。' },
  never: {
    en:
      'Run every kernel once with extents that are no multiple of the block, under memcheck (on ' +
      'a GPU: compute-sanitizer).',
    zh:
      '每个 kernel 都用除不尽 block 的长度在 memcheck 下跑一遍（GPU 上用 ' +
      'compute-sanitizer）。',
  },
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
