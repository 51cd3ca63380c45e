import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 4,
  name: '04-quantized-too-late',
  title: {
    en: 'Q -> DQ -> plugin in place of Q -> plugin -> DQ',
    zh: 'Q -> DQ -> plugin，本该是 Q -> plugin -> DQ',
  },
  symptom: {
    en:
      'An INT8 plugin in a quantised network: the build stops with an assertion or without a ' +
      'supported format.',
    zh: '量化 network 里的 INT8 plugin：构建停下，要么是断言失败，要么说没有受支持的 format。',
  },
  message: {
    text: printed(
      'Assertion !n->candidateRequirements.empty() failed. … incorrectly marked as an int8 node',
    ),
    from: {
      en: 'TensorRT 8.6.1, NVIDIA/TensorRT issues 3055, 3040',
      zh: 'TensorRT 8.6.1，见 NVIDIA/TensorRT issue 3055、3040',
    },
  },
  shown: {
    en:
      'The build throws FORMAT_NONE_SUPPORTED: offered was kFLOAT, because DQ ends the ' +
      'quantised part; the plugin accepts kINT8. The assertion of 8.6 has no counterpart here.',
    zh:
      '构建抛出 FORMAT_NONE_SUPPORTED：给出的是 kFLOAT，因为量化的部分到 DQ 就结束了；' +
      'plugin 接受的是 kINT8。8.6 的那条断言，这里没有对应的东西。',
  },
  cause: {
    en: 'The plugin sits behind DQ, where tensors are floating-point again.',
    zh: 'plugin 放在了 DQ 后面，那里的 tensor 已经变回浮点。',
  },
  fix: {
    en:
      'Put the plugin between Q and DQ: Q makes its kINT8 input, DQ takes its kINT8 output, ' +
      'both with scales.',
    zh:
      '把 plugin 放到 Q 和 DQ 之间：Q 产生它的 kINT8 输入，DQ 接走它的 kINT8 输出，' +
      '两边都要有 scale。',
  },
  never: {
    en: 'Draw the pairs: what computes in INT8 stands between a Q and a DQ, never behind both.',
    zh: '把 Q/DQ 成对画出来：用 INT8 计算的，应该夹在一个 Q 和一个 DQ 中间，绝不在两者之后。',
  },
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
