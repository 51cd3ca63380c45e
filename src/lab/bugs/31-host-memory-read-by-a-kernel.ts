import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 31,
  name: '31-host-memory-read-by-a-kernel',
  title: { en: 'Host memory read by a kernel', zh: 'kernel 读主机内存' },
  symptom: {
    en: 'CUDA error 700, or, on machines that can, a kernel that is a hundred times slower.',
    zh: 'CUDA 错误 700；在允许这样做的机器上，则是 kernel 慢上一百倍。',
  },
  message: {
    text: printed('an illegal memory access was encountered (cudaErrorIllegalAddress, 700)'),
    from: { en: 'CUDA; NVIDIA/TensorRT issue 3105', zh: 'CUDA 的话；NVIDIA/TensorRT issue 3105' },
  },
  shown: {
    en:
      'Built with --check: memcheck says that the kernel reads memory of the host. Without it ' +
      'the emulator lets the kernel read it, as unified memory does.',
    zh:
      '带 --check 编译：memcheck 说 kernel 读了主机内存。不带的话，模拟器就让它读，' +
      '统一内存也是这样。',
  },
  cause: {
    en: 'The kernel is given mWeights.data(): an address of the host.',
    zh: '传给 kernel 的是 mWeights.data()：主机上的地址。',
  },
  fix: {
    en:
      'Copy the weights to the device; here into the workspace, on the stream. Better once, in ' +
      'attachToContext().',
    zh:
      '把权重拷到设备上；这里是在 stream 上拷进 workspace。' +
      '更好的是在 attachToContext() 里只拷一次。',
  },
  never: {
    en: 'What a kernel gets as a pointer comes from inputs, outputs, workspace or cudaMalloc.',
    zh: 'kernel 拿到的指针，只能来自 inputs、outputs、workspace 或 cudaMalloc。',
  },
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
