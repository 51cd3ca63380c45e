import type { Bug } from './bug';

export const bug: Bug = {
  number: 26,
  name: '26-launch-that-never-ran',
  title: { en: 'A launch that never ran', zh: '从没跑起来的 launch' },
  symptom: {
    en: 'The output is what was in its memory before; no error anywhere near.',
    zh: '输出就是那块内存里原来的东西；附近没有任何报错。',
  },
  message: {
    text: {
      en:
        'invalid configuration argument (cudaErrorInvalidConfiguration, 9; 1 from CUDA 13 on); ' +
        'with too many registers: too many resources requested for launch ' +
        '(cudaErrorLaunchOutOfResources, 701)',
      zh:
        'invalid configuration argument（cudaErrorInvalidConfiguration，9；CUDA 13 起为 1）；' +
        '寄存器用得太多时：too many resources requested for ' +
        'launch（cudaErrorLaunchOutOfResources，701）',
    },
    from: {
      en: 'CUDA 12 and 13 on an H200, native/cuda-emulator/README.md',
      zh: 'H200 上的 CUDA 12 和 13，见 native/cuda-emulator/README.md',
    },
  },
  shown: {
    en:
      'Every element of the result is wrong, and enqueue() says 0. The launch log holds no ' +
      'launch.',
    zh: '结果里每个元素都是错的，enqueue() 却说 0。launch 日志里一次 launch 也没有。',
  },
  cause: {
    en:
      'A block of 2,048 threads is more than a device has; the launch fails, and nobody asks ' +
      'cudaGetLastError().',
    zh:
      '一个 block 2048 个线程，超过了设备的上限；launch 失败，' +
      '却没有人去问 cudaGetLastError()。',
  },
  fix: {
    en: 'Blocks of a fixed size, as many as needed; return cudaGetLastError() after every launch.',
    zh: 'block 大小固定，要多少个就开多少个；每次 launch 之后都返回 cudaGetLastError()。',
  },
  never: {
    en: 'No launch without cudaGetLastError() in the next line.',
    zh: '每个 launch 的下一行都是 cudaGetLastError()，没有例外。',
  },
  sides: { kind: 'plugin', extension: 'cu' },
  expected: {
    broken: { outcome: 'returned', result: { wrong: 2048 } },
    cured: { outcome: 'returned', result: { wrong: 0 } },
  },
  reproduce: async (workbook, { library, host }, require) => {
    const steps = require(host) as typeof import('./host');
    const x = Array.from({ length: 2048 }, (_, i) => i + 1);
    const all = [x.length];
    steps.load(library);
    const engine = await steps.buildScale({ dims: all, profile: [all, all, all] });
    const runtime = workbook.createRuntime();
    const y = steps.floats(await steps.runEngine(runtime.deserializeCudaEngine(engine), all, x));
    return { wrong: y.filter((value, i) => value !== 2 * (i + 1)).length };
  },
};
