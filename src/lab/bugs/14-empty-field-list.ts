import type { Bug } from './bug';

export const bug: Bug = {
  number: 14,
  name: '14-empty-field-list',
  title: 'The creator names no fields',
  symptom: 'An attribute of the model never arrives: the plugin runs with its default.',
  message: {
    text: 'no message: the parser copies only what getFieldNames() names',
    from: 'the ONNX parser of TensorRT 10, run on a CPU',
  },
  shown:
    'The model says scale = 2, the result is x times 1. The trace shows createPlugin() with ' +
    'an empty list of fields.',
  cause: 'The creator’s constructor never fills the list that getFieldNames() returns.',
  fix: 'Name every attribute in the list, with its type.',
  never: 'Treat a required field that is missing as an error in createPlugin(), not as a default.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'returned', result: [1, 2, 3, 4, 5, 6, 7, 8] },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runParsed(library),
};
