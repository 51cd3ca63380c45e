import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 7,
  name: '07-registered-twice',
  title: { en: 'Registered twice', zh: '重复注册' },
  symptom: {
    en: 'The library does not load: its plugins exist already.',
    zh: '库加载不了：说是它的 plugin 已经存在。',
  },
  message: {
    text: printed(
      'IPluginRegistry::loadLibrary: Error Code 4: API Usage Error (Cannot register the library ' +
        'as plugin creator of Scale exists already.)',
    ),
    from: {
      en:
        'TensorRT 10.6.0, loadLibrary() of this library on a CPU, 2026-11-22; ' +
        'laugh12321/TensorRT-YOLO issue 100',
      zh:
        'TensorRT 10.6.0，2026-11-22 在 CPU 上对这个库调用 loadLibrary()；' +
        'laugh12321/TensorRT-YOLO issue 100',
    },
  },
  shown: {
    en:
      'loadLibrary throws LIBRARY_NOT_LOADED with these words. TensorRT 10.6 unloads the ' +
      'refused library and keeps what the macro registered: the next getCreator() for it is a ' +
      'segmentation fault; this host takes the registration back.',
    zh:
      'loadLibrary 抛出 LIBRARY_NOT_LOADED，说的就是这句话。' +
      'TensorRT 10.6 卸载了被拒绝的库，却留着宏注册的东西：' +
      '下一次 getCreator() 找它就是段错误；参考宿主会把注册撤掉。',
  },
  cause: {
    en:
      'REGISTER_TENSORRT_PLUGIN registers while the library is opened, and then loadLibrary() ' +
      'registers what getCreators() returns: the same name, version and namespace again. ' +
      'Loading one library in two ways does it too.',
    zh:
      '打开库的时候，REGISTER_TENSORRT_PLUGIN 已经注册了一次，' +
      '接着 loadLibrary() 又注册 getCreators() 返回的那些：名字、版本、命名空间全都一样。' +
      '同一个库用两种方式各加载一遍，也是这个结果。',
  },
  fix: {
    en: 'Register in one way: getCreators() for loadLibrary(), or the macro for dlopen().',
    zh: '只用一种方式注册：loadLibrary() 配 getCreators()，dlopen() 配宏。',
  },
  never: {
    en: 'One library, one way in; and load each library in one place of the program.',
    zh: '一个库只留一个入口；整个程序里，每个库只在一处加载。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'LIBRARY_NOT_LOADED',
      message: /Cannot register the library as plugin creator of Scale exists already\./,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { dynamic: true }),
};
