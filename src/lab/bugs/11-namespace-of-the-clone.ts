import type { Bug } from './bug';

export const bug: Bug = {
  number: 11,
  name: '11-namespace-of-the-clone',
  title: {
    en: 'clone() sets the namespace from the wrong member',
    zh: 'clone() 用错误的成员设置命名空间',
  },
  symptom: {
    en:
      'Garbage, or a strange word, where the log has a plugin’s namespace; the engine cannot be ' +
      'deserialised.',
    zh:
      '日志里本该是 plugin 命名空间的地方，是乱码，或者一个莫名其妙的词；' +
      'engine 无法反序列化。',
  },
  message: {
    text: {
      en: 'a plugin’s namespace in the log is garbage',
      zh: '日志里 plugin 的命名空间是乱码',
    },
    from: { en: 'NVIDIA/TensorRT issue 448', zh: '见 NVIDIA/TensorRT issue 448' },
  },
  shown: {
    en:
      'The engine asks the registry for namespace "scale_layer": PLUGIN_NOT_FOUND while it is ' +
      'deserialised. The trace shows which clone first answered getPluginNamespace with it.',
    zh:
      'engine 向 registry 要的命名空间是 "scale_layer"：反序列化时 PLUGIN_NOT_FOUND。' +
      '从调用记录能看出，最先这样回答 getPluginNamespace 的是哪个 clone。',
  },
  cause: {
    en:
      'TensorRT asks a clone, not the original, for what goes into the engine; clone() hands ' +
      'the layer name on in the place of the namespace.',
    zh:
      '要写进 engine 的东西，TensorRT 问的是 clone，不是原来那个 plugin；' +
      '而 clone() 把 layer 的名字当成命名空间传了下去。',
  },
  fix: {
    en: 'copy->setPluginNamespace(mNamespace.c_str()).',
    zh: '改成 copy->setPluginNamespace(mNamespace.c_str())。',
  },
  never: {
    en:
      'Let clone() be `return new Plugin(*this)`, and let the copy constructor do what it does ' +
      'for every member.',
    zh: 'clone() 就写 `return new Plugin(*this)`，所有成员该怎么办，都交给拷贝构造函数。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'threw', code: 'PLUGIN_NOT_FOUND', message: /namespace: ?scale_layer/ },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { version: '1' }),
};
