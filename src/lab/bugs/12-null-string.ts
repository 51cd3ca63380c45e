import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 12,
  name: '12-null-string',
  title: { en: 'A null string from the plugin', zh: 'plugin 给出了空指针字符串' },
  symptom: {
    en: 'The build dies, or fails, while the engine is serialised.',
    zh: '序列化 engine 时，构建崩溃或者失败。',
  },
  message: {
    text: printed('basic_string::_S_construct null not valid'),
    from: {
      en:
        'libstdc++, NVIDIA/TensorRT issue 178; newer ones say "basic_string: construction from ' +
        'null is not valid"',
      zh:
        'libstdc++，NVIDIA/TensorRT issue 178；新一些的版本说 "basic_string: construction ' +
        'from null is not valid"',
    },
  },
  shown: {
    en:
      'The build throws, naming the method that returned null; TensorRT makes a std::string of ' +
      'it.',
    zh: '构建抛出错误，指出是哪个方法返回了空指针；TensorRT 会拿它去构造 std::string。',
  },
  cause: {
    en:
      'getPluginNamespace() returns a pointer that nobody set. No caller has to call ' +
      'setPluginNamespace().',
    zh:
      'getPluginNamespace() 返回的指针从来没人赋过值。' +
      '调用者并没有义务调用 setPluginNamespace()。',
  },
  fix: {
    en: 'Initialise it to "", the default namespace; better, keep a std::string.',
    zh: '初始化为 ""，也就是默认命名空间；更好的办法是存成 std::string。',
  },
  never: {
    en:
      'Return names from a std::string or a literal, never from a pointer that may still be ' +
      'null.',
    zh: '名字要从 std::string 或字面量返回，绝不从可能还空着的指针返回。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'STRING_NULL',
      message: /getPluginNamespace: a null pointer/,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { version: '1' }),
};
