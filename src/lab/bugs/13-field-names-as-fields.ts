import type { Bug } from './bug';

export const bug: Bug = {
  number: 13,
  name: '13-field-names-as-fields',
  title: { en: 'getFieldNames() passed as the fields', zh: '把 getFieldNames() 当字段传进去' },
  symptom: { en: 'Segmentation fault in createPlugin().', zh: 'createPlugin() 里段错误。' },
  message: {
    text: {
      en: 'Segmentation fault in createPlugin()',
      zh: 'Segmentation fault，在 createPlugin() 里',
    },
    from: {
      en:
        'NVIDIA/TensorRT issue 2302; this program dies with TensorRT 10.6.0 on a CPU in the same ' +
        'way, 2026-11-22',
      zh:
        'NVIDIA/TensorRT issue 2302；2026-11-22 在 CPU 上用 TensorRT 10.6.0 跑这个程序，' +
        '死法一样',
    },
  },
  shown: {
    en:
      'The C++ host program dies of SIGSEGV, the backtrace has createPlugin() of the plugin and ' +
      'the line of the host that called it. From TypeScript the same mistake is the error ' +
      'FIELD_DATA_MISSING.',
    zh:
      'C++ 宿主程序死于 SIGSEGV，调用栈里有 plugin 的 createPlugin()，' +
      '也有宿主里调用它的那一行。在 TypeScript 里犯同样的错，' +
      '得到的是错误 FIELD_DATA_MISSING。',
  },
  cause: {
    en:
      'getFieldNames() declares names and types; every data pointer in it is null, and this ' +
      'creator follows it.',
    zh:
      'getFieldNames() 只声明名字和类型，里面的 data 指针全是空的，' +
      '而这个 creator 照着就去读。',
  },
  fix: {
    en:
      'Fill fields of your own with data. In the creator, look for a null pointer before ' +
      'reading.',
    zh: '自己造字段，填上数据。creator 这边，读之前先看指针是不是空的。',
  },
  never: {
    en:
      'In createPlugin() check name, type, length and data of every field before its first byte ' +
      'is read.',
    zh:
      '在 createPlugin() 里，每个字段的 name、type、length、data 都查过了，' +
      '才读它的第一个字节。',
  },
  sides: { kind: 'program', plugin: 'plugin.cpp' },
  line: '*static_cast<float const*>(fields->fields[0].data)',
  expected: {
    broken: { outcome: 'died', signal: 'SIGSEGV', cause: 'nullPointer' },
    cured: { outcome: 'exited', exitCode: 0, stdout: /a plugin of 1 field/ },
  },
  reproduce: { command: ({ program, library }) => [program, library] },
};
