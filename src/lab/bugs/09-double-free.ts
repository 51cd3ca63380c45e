import type { Bug } from './bug';

export const bug: Bug = {
  number: 9,
  name: '09-double-free',
  title: 'Two owners of one allocation',
  symptom:
    'The process aborts when a plugin is deleted: in the build, at the end of an engine, at ' +
    'exit.',
  message: {
    text: 'double free or corruption (fasttop)',
    from:
      'glibc, NVIDIA/TensorRT issue 4187; newer ones say "free(): double free detected in ' +
      'tcache 2"',
  },
  shown:
    'SIGABRT; the trace ends in the deletion of a clone, the backtrace in its destructor. ' +
    'With AddressSanitizer: attempting double-free, and both places where it was freed.',
  cause:
    'The copy constructor that the compiler makes copies the pointer, so that a plugin and ' +
    'its clones free the same memory.',
  fix:
    'Let members own what they hold: std::vector, std::unique_ptr, std::shared_ptr; or write ' +
    'the copy constructor.',
  never:
    'Write no delete in a plugin: a class without a destructor of its own needs no copy ' +
    'constructor of its own.',
  sides: { kind: 'plugin', extension: 'cpp' },
  line: 'delete[] mTable',
  expected: {
    broken: { outcome: 'died', signal: 'SIGABRT', cause: 'heapCorruption', during: 'destruct' },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
