import type { Bug } from './bug';

export const bug: Bug = {
  number: 4,
  name: '04-quantized-too-late',
  title: 'Q -> DQ -> plugin in place of Q -> plugin -> DQ',
  symptom:
    'An INT8 plugin in a quantised network: the build stops with an assertion or without a ' +
    'supported format.',
  message: {
    text: 'Assertion !n->candidateRequirements.empty() failed. … incorrectly marked as an int8 node',
    from: 'TensorRT 8.6.1, NVIDIA/TensorRT issues 3055, 3040',
  },
  shown:
    'The build throws FORMAT_NONE_SUPPORTED: offered was kFLOAT, because DQ ends the ' +
    'quantised part; the plugin accepts kINT8. The assertion of 8.6 has no counterpart here.',
  cause: 'The plugin sits behind DQ, where tensors are floating-point again.',
  fix:
    'Put the plugin between Q and DQ: Q makes its kINT8 input, DQ takes its kINT8 output, ' +
    'both with scales.',
  never: 'Draw the pairs: what computes in INT8 stands between a Q and a DQ, never behind both.',
  sides: { kind: 'host', plugin: 'plugin.cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'FORMAT_NONE_SUPPORTED',
      message: /could not find any supported formats/,
    },
    cured: { outcome: 'returned', result: [1, 2, 3, 4, 5, 6, 7, 8] },
  },
  reproduce: (workbook, { library, host, program }, require) => {
    const steps = require(host) as typeof import('./host');
    steps.load(library);
    const network = workbook.createBuilder().createNetwork({ stronglyTyped: true });
    const quantize = require(program) as import('./host-program').Quantize;
    return quantize(workbook, {
      network,
      addScale: (x) => steps.addScale(network, x),
      buildAndRun: (y) => steps.buildAndRun(network, y),
    });
  },
};
