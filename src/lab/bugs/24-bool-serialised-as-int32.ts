import type { Bug } from './bug';

export const bug: Bug = {
  number: 24,
  name: '24-bool-serialised-as-int32',
  title: 'A bool serialised as kINT32',
  symptom:
    'A flag is set in the network and something else at run time, on some machines, ' +
    'sometimes.',
  message: {
    text:
      'no message; where createPlugin() refuses and returns nullptr, as here: a segmentation ' +
      'fault in deserializeCudaEngine',
    from:
      'the sample sampleNonZeroPlugin of TensorRT 10; the segmentation fault: TensorRT 10.6.0 ' +
      'on an H200, 2026-11-22',
  },
  shown:
    'The trace shows the field that getFieldsToSerialize() handed over: 16843009, the bytes ' +
    '01 01 01 01, in the place of 1. createPlugin() refuses them, and deserializeCudaEngine ' +
    'throws PLUGIN_NOT_CREATED, where TensorRT would follow the null pointer.',
  cause:
    'A PluginField of kINT32 x 1 is four bytes long, a bool is one: TensorRT copies what lies ' +
    'behind it.',
  fix: 'Serialise an int32_t member; or label the bool kINT8 or kUNKNOWN with length 1.',
  never: 'Write one helper that makes a PluginField of a value and takes the label from its type.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'PLUGIN_NOT_CREATED',
      message: /Cannot deserialize layer "scale"/,
    },
    cured: { outcome: 'returned', result: [-2, -4, -6, -8, -10, -12, -14, -16] },
  },
  reproduce: (workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, {
      fields: [workbook.field('negate', workbook.int32(1), 'kINT32')],
    }),
};
