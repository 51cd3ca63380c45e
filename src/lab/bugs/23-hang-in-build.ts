import type { Bug } from './bug';

export const bug: Bug = {
  number: 23,
  name: '23-hang-in-build',
  title: 'The build does not end',
  symptom: 'The build takes for ever at full load of one core.',
  message: {
    text: 'no message: buildSerializedNetwork does not return',
    from:
      'a loop that trusts desc.dims; NvInferRuntime.h 10.16 says that they may hold -1 in ' +
      'configurePlugin',
  },
  shown:
    'The lab stops it at the time limit and names the call that did not return: ' +
    'configurePlugin.',
  cause:
    'While an engine is built, desc.dims holds -1 where an extent is not known; a loop that ' +
    'counts up to -1 has a long way to go.',
  fix:
    'Read min, opt or max, which are always concrete; and write loops that end for any ' +
    'number.',
  never:
    'Treat every extent in a descriptor as untrusted input: check it before a loop or an ' +
    'allocation depends on it.',
  sides: { kind: 'plugin', extension: 'cpp' },
  timeMs: 5000,
  line: 'mRows++ != ',
  expected: {
    broken: { outcome: 'timedOut', during: 'configurePlugin' },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
