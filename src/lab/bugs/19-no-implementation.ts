import type { Bug } from './bug';

export const bug: Bug = {
  number: 19,
  name: '19-no-implementation',
  title: 'enqueue() reports failure while it is timed',
  symptom:
    'The build stops without a word about why, after a line for each tactic that was skipped.',
  message: {
    text:
      'Error Code: 9: Skipping tactic 0x0000000000000004 due to exception Assertion ' +
      'pluginUtils::isSuccess(status) failed. … IBuilder::buildSerializedNetwork: Error Code ' +
      '10: Internal Error (Could not find any implementation for node p0.)',
    from:
      'TensorRT 10.6.0 on an H200, the run of recordings/cache-fail-enqueue.jsonl; ' +
      'NVIDIA/TensorRT issue 4261',
  },
  shown:
    'The build throws NO_IMPLEMENTATION; the trace shows enqueue() returning 1, once for each ' +
    'tactic.',
  cause:
    'enqueue() returns 1 when all went well: `return status == cudaSuccess`. 0 is success, as ' +
    'in CUDA.',
  fix:
    'Return 0 for success; return the cudaError_t itself where there is one, so that the log ' +
    'holds its number.',
  never:
    'Test enqueue() alone before the first build; where a layer has one format and one ' +
    'tactic, the builder never calls it.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'NO_IMPLEMENTATION',
      message: /Could not find any implementation for node scale\./,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
