import type { Bug } from './bug';

export const bug: Bug = {
  number: 10,
  name: '10-two-copies-of-static-state',
  title: 'Two copies of static state',
  symptom: 'All runs well, and the process dies at exit.',
  message: {
    text: 'free(): invalid pointer, in _dl_fini',
    from: 'glibc, NVIDIA/TensorRT issue 1896',
  },
  shown:
    'The right result comes back, then SIGABRT: the destructors of global objects run at ' +
    'exit, and this one runs twice.',
  cause:
    'state.cpp is in libstate.so and in the plugin library. The dynamic linker makes one ' +
    'variable of the two definitions; each library constructs it, and each destroys it.',
  fix:
    'Define the state in one library and link that; or hide it (-fvisibility=hidden, an ' +
    'anonymous namespace), so that there are really two.',
  never: 'Compile a source into one library only, and build with -fvisibility=hidden.',
  sides: { kind: 'recipe', inputs: ['plugin.cpp', 'state.cpp', 'state.h'] },
  expected: {
    broken: {
      outcome: 'died',
      signal: 'SIGABRT',
      cause: 'heapCorruption',
      result: [2, 4, 6, 8, 10, 12, 14, 16],
    },
    cured: { outcome: 'returned', exitCode: 0, result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
