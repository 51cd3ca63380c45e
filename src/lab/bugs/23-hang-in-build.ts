import type { Bug } from './bug';

export const bug: Bug = {
  number: 23,
  name: '23-hang-in-build',
  title: { en: 'The build does not end', zh: '构建没完没了' },
  symptom: {
    en: 'The build takes for ever at full load of one core.',
    zh: '构建永远不结束，一个核一直跑满。',
  },
  message: {
    text: {
      en: 'no message: buildSerializedNetwork does not return',
      zh: '没有报错：buildSerializedNetwork 不返回',
    },
    from: {
      en:
        'a loop that trusts desc.dims; NvInferRuntime.h 10.16 says that they may hold -1 in ' +
        'configurePlugin',
      zh: '轻信 desc.dims 的循环；NvInferRuntime.h 10.16 说，在 configurePlugin 里它可能含有 -1',
    },
  },
  shown: {
    en:
      'The lab stops it at the time limit and names the call that did not return: ' +
      'configurePlugin.',
    zh: '到了时限，实验室把它停下，并指出没有返回的是哪个调用：configurePlugin。',
  },
  cause: {
    en:
      'While an engine is built, desc.dims holds -1 where an extent is not known; a loop that ' +
      'counts up to -1 has a long way to go.',
    zh: '构建期间，还不知道的维度在 desc.dims 里是 -1；循环要一路数到 -1，那可有得数了。',
  },
  fix: {
    en:
      'Read min, opt or max, which are always concrete; and write loops that end for any ' +
      'number.',
    zh: '改读 min、opt 或 max，它们总是具体的数；循环也要写成碰到什么数都会结束。',
  },
  never: {
    en:
      'Treat every extent in a descriptor as untrusted input: check it before a loop or an ' +
      'allocation depends on it.',
    zh: '描述符里的每个维度都当作不可信的输入：先检查，再拿去循环或分配内存。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  timeMs: 5000,
  line: 'mRows++ != ',
  expected: {
    broken: { outcome: 'timedOut', during: 'configurePlugin' },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
