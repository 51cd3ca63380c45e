import type { Bug } from './bug';

export const bug: Bug = {
  number: 15,
  name: '15-field-of-freed-memory',
  title: 'A field that points to freed memory',
  symptom:
    'The plugin has other parameters in the engine than in the network: `20 20` for `80 80`, ' +
    'or a number that nobody wrote.',
  message: {
    text: 'no message: parameters arrive changed',
    from: 'NVIDIA/TensorRT issue 1595',
  },
  shown:
    'The result is wrong, and the trace shows where: createPlugin() got 2 while the network ' +
    'was made, and getFieldsToSerialize() hands over another number at each call. With ' +
    'AddressSanitizer: heap-use-after-free.',
  cause:
    'A PluginField holds a pointer, not the data; the vector behind it ends with the method, ' +
    'and TensorRT reads afterwards.',
  fix: 'Keep the values in members of the plugin; so too the PluginFields and the collection.',
  never: 'What a method returns by pointer lives in the object whose method it is.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'returned', notResult: [2, 4, 6, 8, 10, 12, 14, 16] },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
