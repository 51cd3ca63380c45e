import type { Bug } from './bug';

export const bug: Bug = {
  number: 28,
  name: '28-throw-in-noexcept',
  title: 'An exception leaves a noexcept method',
  symptom: 'The process ends in std::terminate, whatever the caller catches.',
  message: {
    text: "terminate called after throwing an instance of 'std::out_of_range'",
    from: 'C++: every method of a plugin is noexcept since TensorRT 8.0',
  },
  shown:
    'SIGABRT; the exception and its text on standard error, the method in the trace as the ' +
    'call that did not return.',
  cause:
    'std::map::at throws for a key that is not there, and nothing in the method catches it. ' +
    'std::vector::at, std::stoi, new and every function of yours that throws do the same.',
  fix: 'Catch inside the method; answer with a default, or log and return non-zero.',
  never: 'Put the body of every method that calls anything into one try block at the border.',
  sides: { kind: 'plugin', extension: 'cpp' },
  line: 'mVariants.at(',
  expected: {
    broken: {
      outcome: 'died',
      signal: 'SIGABRT',
      cause: 'uncaughtException',
      stderr: /terminate called after throwing an instance of 'std::out_of_range'/,
      during: 'onShapeChange',
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
