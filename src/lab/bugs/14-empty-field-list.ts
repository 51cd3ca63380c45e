import type { Bug } from './bug';

export const bug: Bug = {
  number: 14,
  name: '14-empty-field-list',
  title: { en: 'The creator names no fields', zh: 'creator 没有列出字段' },
  symptom: {
    en: 'An attribute of the model never arrives: the plugin runs with its default.',
    zh: '模型的属性怎么也传不到：plugin 一直用默认值在跑。',
  },
  message: {
    text: {
      en: 'no message: the parser copies only what getFieldNames() names',
      zh: '没有报错：parser 只复制 getFieldNames() 列出的字段',
    },
    from: {
      en: 'the ONNX parser of TensorRT 10, run on a CPU',
      zh: 'TensorRT 10 的 ONNX parser，在 CPU 上运行',
    },
  },
  shown: {
    en:
      'The model says scale = 2, the result is x times 1. The trace shows createPlugin() with ' +
      'an empty list of fields.',
    zh:
      '模型里写着 scale = 2，结果却是 x 乘以 1。调用记录里，' +
      'createPlugin() 拿到的字段表是空的。',
  },
  cause: {
    en: 'The creator’s constructor never fills the list that getFieldNames() returns.',
    zh: 'getFieldNames() 返回的那张表，creator 的构造函数从没填过。',
  },
  fix: {
    en: 'Name every attribute in the list, with its type.',
    zh: '每个属性连同类型都列进表里。',
  },
  never: {
    en: 'Treat a required field that is missing as an error in createPlugin(), not as a default.',
    zh: '缺了必需的字段，createPlugin() 要当成错误，不要拿默认值顶上。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'returned', result: [1, 2, 3, 4, 5, 6, 7, 8] },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runParsed(library),
};
