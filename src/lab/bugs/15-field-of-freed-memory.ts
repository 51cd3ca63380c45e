import type { Bug } from './bug';

export const bug: Bug = {
  number: 15,
  name: '15-field-of-freed-memory',
  title: { en: 'A field that points to freed memory', zh: '字段指向已经释放的内存' },
  symptom: {
    en:
      'The plugin has other parameters in the engine than in the network: `20 20` for `80 80`, ' +
      'or a number that nobody wrote.',
    zh:
      'plugin 的参数在 engine 里和在 network 里不一样：`80 80` 成了 `20 20`，' +
      '或者是谁也没写过的数。',
  },
  message: {
    text: { en: 'no message: parameters arrive changed', zh: '没有报错：收到的参数变了样' },
    from: { en: 'NVIDIA/TensorRT issue 1595', zh: '见 NVIDIA/TensorRT issue 1595' },
  },
  shown: {
    en:
      'The result is wrong, and the trace shows where: createPlugin() got 2 while the network ' +
      'was made, and getFieldsToSerialize() hands over another number at each call. With ' +
      'AddressSanitizer: heap-use-after-free.',
    zh:
      '结果是错的，错在哪里看调用记录：建 network 时 createPlugin() 拿到的是 2，' +
      '而 getFieldsToSerialize() 每次交出来的都是另一个数。换上 AddressSanitizer：' +
      'heap-use-after-free。',
  },
  cause: {
    en:
      'A PluginField holds a pointer, not the data; the vector behind it ends with the method, ' +
      'and TensorRT reads afterwards.',
    zh:
      'PluginField 里是指针，不是数据；它指着的 vector 在方法结束时就没了，' +
      '而 TensorRT 之后才读。',
  },
  fix: {
    en: 'Keep the values in members of the plugin; so too the PluginFields and the collection.',
    zh: '值存在 plugin 的成员里；PluginField 和装它们的 collection 也一样。',
  },
  never: {
    en: 'What a method returns by pointer lives in the object whose method it is.',
    zh: '方法以指针形式返回的东西，要活在这个方法所属的对象里。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'returned', notResult: [2, 4, 6, 8, 10, 12, 14, 16] },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
