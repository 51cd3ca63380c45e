import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 6,
  name: '06-no-get-creators',
  title: {
    en: 'A static plugin library given to --dynamicPlugins',
    zh: '按 --staticPlugins 写的库，交给了 --dynamicPlugins',
  },
  symptom: {
    en:
      'trtexec --dynamicPlugins, or IPluginRegistry::loadLibrary, refuses a library that ' +
      '--staticPlugins loads without a word.',
    zh:
      '同一个库，--staticPlugins 一声不吭就加载了，' +
      'trtexec --dynamicPlugins 或 IPluginRegistry::loadLibrary 却拒绝它。',
  },
  message: {
    text: printed(
      'IPluginRegistry::loadLibrary: Error Code 3: API Usage Error (SymbolAddress for ' +
        'getCreators could not be loaded, check function name against library symbol); ' +
        'libscale.so does not contain getCreators or getPluginCreators function.',
    ),
    from: {
      en:
        'the first by TensorRT 10.6.0, loadLibrary() of this library on a CPU, 2026-11-22; the ' +
        'second in NVIDIA/TensorRT issue 4121',
      zh:
        '前一句：TensorRT 10.6.0，2026-11-22 在 CPU 上对这个库调用 loadLibrary()；' +
        '后一句见 NVIDIA/TensorRT issue 4121',
    },
  },
  shown: {
    en:
      'loadLibrary throws LIBRARY_NOT_LOADED with the second text. TensorRT 10.6 unloads the ' +
      'refused library and keeps what it registered, so that the next getCreator() for it is a ' +
      'segmentation fault; this host takes the registration back.',
    zh:
      'loadLibrary 抛出 LIBRARY_NOT_LOADED，用的是后一句。TensorRT 10.6 卸载了被拒绝的库，' +
      '却留着它注册的东西，于是下一次 getCreator() 找它就是段错误；参考宿主会把注册撤掉。',
  },
  cause: {
    en:
      'The library registers itself while it is loaded (REGISTER_TENSORRT_PLUGIN) and does not ' +
      'export getCreators() and setLoggerFinder(), by which loadLibrary() asks for creators.',
    zh:
      '库在被加载时自己注册（REGISTER_TENSORRT_PLUGIN），' +
      '没有导出 getCreators() 和 setLoggerFinder()，' +
      '而 loadLibrary() 正是靠它们来要 creator 的。',
  },
  fix: {
    en: 'Export both with C linkage; or load the library with --staticPlugins (plain dlopen).',
    zh: '以 C 链接方式导出这两个函数；或者用 --staticPlugins（就是普通的 dlopen）加载。',
  },
  never: {
    en: 'Decide for one way in and write it into the README of the library.',
    zh: '只选一种加载方式，并写进库的 README。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'LIBRARY_NOT_LOADED',
      message: /does not contain getCreators or getPluginCreators function\./,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { dynamic: true }),
};
