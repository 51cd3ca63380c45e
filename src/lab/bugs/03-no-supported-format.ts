import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 3,
  name: '03-no-supported-format',
  title: { en: 'No supported format', zh: '没有受支持的 format' },
  symptom: {
    en: 'The build stops at the plugin layer, before anything is timed.',
    zh: '构建停在 plugin 这个 layer 上，计时还没开始。',
  },
  message: {
    text: printed(
      'IBuilder::buildSerializedNetwork: Error Code 9: Internal Error (p0: could not find any ' +
        'supported formats consistent with input/output data types)',
    ),
    from: {
      en:
        'TensorRT 10.6.0 on an H200, the run of ' +
        'recordings/fail-v3-supportsFormatCombination.jsonl; NVIDIA/TensorRT issues 2550, 3959',
      zh:
        'H200 上的 TensorRT 10.6.0，即 recordings/fail-v3-supportsFormatCombination.jsonl 那' +
        '次运行；NVIDIA/TensorRT issue 2550、3959',
    },
  },
  shown: {
    en:
      'The build throws FORMAT_NONE_SUPPORTED with what was offered; the trace holds every ' +
      'supportsFormatCombination call, all false.',
    zh:
      '构建抛出 FORMAT_NONE_SUPPORTED，并列出问过哪些；' +
      '每一次 supportsFormatCombination 都在调用记录里，全是 false。',
  },
  cause: {
    en:
      'supportsFormatCombination() says yes to kHALF only. x is kFLOAT, and without kFP16 the ' +
      'builder offers nothing else.',
    zh:
      'supportsFormatCombination() 只认 kHALF。x 是 kFLOAT，而没有 kFP16，' +
      'builder 就不会给别的。',
  },
  fix: {
    en:
      'Accept the types that the network really has; kFLOAT in kLINEAR is always worth ' +
      'accepting.',
    zh: '接受 network 里真实的类型；kLINEAR 的 kFLOAT 总是值得接受的。',
  },
  never: {
    en: 'Build once without any type flag: what is refused then, users will meet first.',
    zh: '不带任何类型 flag 构建一次：这时被拒绝的，正是用户最先会碰到的。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'FORMAT_NONE_SUPPORTED',
      message: /could not find any supported formats consistent with input\/output data types/,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
