import type { Bug } from './bug';

export const bug: Bug = {
  number: 3,
  name: '03-no-supported-format',
  title: 'No supported format',
  symptom: 'The build stops at the plugin layer, before anything is timed.',
  message: {
    text:
      'IBuilder::buildSerializedNetwork: Error Code 9: Internal Error (p0: could not find any ' +
      'supported formats consistent with input/output data types)',
    from:
      'TensorRT 10.6.0 on an H200, the run of ' +
      'recordings/fail-v3-supportsFormatCombination.jsonl; NVIDIA/TensorRT issues 2550, 3959',
  },
  shown:
    'The build throws FORMAT_NONE_SUPPORTED with what was offered; the trace holds every ' +
    'supportsFormatCombination call, all false.',
  cause:
    'supportsFormatCombination() says yes to kHALF only. x is kFLOAT, and without kFP16 the ' +
    'builder offers nothing else.',
  fix:
    'Accept the types that the network really has; kFLOAT in kLINEAR is always worth ' +
    'accepting.',
  never: 'Build once without any type flag: what is refused then, users will meet first.',
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
