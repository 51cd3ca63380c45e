import type { Bug } from './bug';

export const bug: Bug = {
  number: 12,
  name: '12-null-string',
  title: 'A null string from the plugin',
  symptom: 'The build dies, or fails, while the engine is serialised.',
  message: {
    text: 'basic_string::_S_construct null not valid',
    from:
      'libstdc++, NVIDIA/TensorRT issue 178; newer ones say "basic_string: construction from ' +
      'null is not valid"',
  },
  shown:
    'The build throws, naming the method that returned null; TensorRT makes a std::string of ' +
    'it.',
  cause:
    'getPluginNamespace() returns a pointer that nobody set. No caller has to call ' +
    'setPluginNamespace().',
  fix: 'Initialise it to "", the default namespace; better, keep a std::string.',
  never:
    'Return names from a std::string or a literal, never from a pointer that may still be ' +
    'null.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'STRING_NULL',
      message: /getPluginNamespace: a null pointer/,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { version: '1' }),
};
