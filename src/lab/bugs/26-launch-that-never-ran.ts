import type { Bug } from './bug';

export const bug: Bug = {
  number: 26,
  name: '26-launch-that-never-ran',
  title: 'A launch that never ran',
  symptom: 'The output is what was in its memory before; no error anywhere near.',
  message: {
    text:
      'invalid configuration argument (cudaErrorInvalidConfiguration, 9; 1 from CUDA 13 on); ' +
      'with too many registers: too many resources requested for launch ' +
      '(cudaErrorLaunchOutOfResources, 701)',
    from: 'CUDA 12 and 13 on an H200, native/cuda-emulator/README.md',
  },
  shown:
    'Every element of the result is wrong, and enqueue() says 0. The launch log holds no ' +
    'launch.',
  cause:
    'A block of 2,048 threads is more than a device has; the launch fails, and nobody asks ' +
    'cudaGetLastError().',
  fix: 'Blocks of a fixed size, as many as needed; return cudaGetLastError() after every launch.',
  never: 'No launch without cudaGetLastError() in the next line.',
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
