import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 19,
  name: '19-no-implementation',
  title: { en: 'enqueue() reports failure while it is timed', zh: '计时的时候 enqueue() 报告失败' },
  symptom: {
    en: 'The build stops without a word about why, after a line for each tactic that was skipped.',
    zh: '构建停下，不说为什么，只在前面为每个跳过的 tactic 留了一行。',
  },
  message: {
    text: printed(
      'Error Code: 9: Skipping tactic 0x0000000000000004 due to exception Assertion ' +
        'pluginUtils::isSuccess(status) failed. … IBuilder::buildSerializedNetwork: Error Code ' +
        '10: Internal Error (Could not find any implementation for node p0.)',
    ),
    from: {
      en:
        'TensorRT 10.6.0 on an H200, the run of recordings/cache-fail-enqueue.jsonl; ' +
        'NVIDIA/TensorRT issue 4261',
      zh:
        'H200 上的 TensorRT 10.6.0，即 recordings/cache-fail-enqueue.jsonl 那次运行；' +
        'NVIDIA/TensorRT issue 4261',
    },
  },
  shown: {
    en:
      'The build throws NO_IMPLEMENTATION; the trace shows enqueue() returning 1, once for each ' +
      'tactic.',
    zh: '构建抛出 NO_IMPLEMENTATION；调用记录里 enqueue() 返回 1，每个 tactic 一次。',
  },
  cause: {
    en:
      'enqueue() returns 1 when all went well: `return status == cudaSuccess`. 0 is success, as ' +
      'in CUDA.',
    zh:
      '一切顺利的时候，enqueue() 返回了 1：`return status == cudaSuccess`。和 CUDA 一样，' +
      '0 才是成功。',
  },
  fix: {
    en:
      'Return 0 for success; return the cudaError_t itself where there is one, so that the log ' +
      'holds its number.',
    zh: '成功返回 0；有 cudaError_t 就原样返回，日志里就会有它的编号。',
  },
  never: {
    en:
      'Test enqueue() alone before the first build; where a layer has one format and one ' +
      'tactic, the builder never calls it.',
    zh:
      '第一次构建之前，先单独测 enqueue()；layer 只有一种 format、一个 tactic 的时候，' +
      'builder 根本不会调用它。',
  },
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
