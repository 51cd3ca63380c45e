import type { Bug } from './bug';

export const bug: Bug = {
  number: 10,
  name: '10-two-copies-of-static-state',
  title: { en: 'Two copies of static state', zh: '静态状态有两份' },
  symptom: {
    en: 'All runs well, and the process dies at exit.',
    zh: '一切正常，进程却在退出时死掉。',
  },
  message: {
    text: {
      en: 'free(): invalid pointer, in _dl_fini',
      zh: 'free(): invalid pointer，在 _dl_fini 里',
    },
    from: { en: 'glibc, NVIDIA/TensorRT issue 1896', zh: 'glibc 的话，NVIDIA/TensorRT issue 1896' },
  },
  shown: {
    en:
      'The right result comes back, then SIGABRT: the destructors of global objects run at ' +
      'exit, and this one runs twice.',
    zh:
      '正确的结果回来了，然后是 SIGABRT：全局对象的析构函数在退出时运行，' + '而这一个运行了两次。',
  },
  cause: {
    en:
      'state.cpp is in libstate.so and in the plugin library. The dynamic linker makes one ' +
      'variable of the two definitions; each library constructs it, and each destroys it.',
    zh:
      'state.cpp 既在 libstate.so 里，也在 plugin 库里。动态链接器把两份定义并成一个变量；' +
      '两个库却各构造它一次，又各析构它一次。',
  },
  fix: {
    en:
      'Define the state in one library and link that; or hide it (-fvisibility=hidden, an ' +
      'anonymous namespace), so that there are really two.',
    zh:
      '状态只在一个库里定义，另一个去链接它；或者把它藏起来（-fvisibility=hidden，' +
      '或匿名命名空间），让它真的成为两份。',
  },
  never: {
    en: 'Compile a source into one library only, and build with -fvisibility=hidden.',
    zh: '一个源文件只编进一个库，并且用 -fvisibility=hidden 编译。',
  },
  sides: { kind: 'recipe', inputs: ['plugin.cpp', 'state.cpp', 'state.h'] },
  expected: {
    broken: {
      outcome: 'died',
      signal: 'SIGABRT',
      cause: 'heapCorruption',
      result: [2, 4, 6, 8, 10, 12, 14, 16],
    },
    cured: { outcome: 'returned', exitCode: 0, result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
