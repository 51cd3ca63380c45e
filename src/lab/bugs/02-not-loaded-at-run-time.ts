import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 2,
  name: '02-not-loaded-at-run-time',
  title: { en: 'The library is not loaded at run time', zh: '运行时没有加载库' },
  symptom: {
    en: 'The engine builds, and the program that serves it cannot read it.',
    zh: 'engine 构建得好好的，到了提供服务的程序里却读不出来。',
  },
  message: {
    text: printed(
      'Cannot deserialize plugin since corresponding IPluginCreator not found in Plugin ' +
        'Registry',
    ),
    from: {
      en: 'TensorRT 8.2 to 8.6, NVIDIA/TensorRT issue 1913',
      zh: 'TensorRT 8.2 到 8.6，NVIDIA/TensorRT issue 1913',
    },
  },
  shown: {
    en:
      'A process of its own builds the engine; in the one that deserialises it the registry is ' +
      'empty: PLUGIN_NOT_FOUND, in the phase deserialize of the trace.',
    zh:
      'engine 在另一个进程里构建；反序列化它的进程里 registry 是空的：PLUGIN_NOT_FOUND，' +
      '在调用记录的 deserialize 阶段。',
  },
  cause: {
    en:
      'An engine file holds the name, version, namespace and parameters of a plugin, not its ' +
      'code.',
    zh: 'engine 文件里只有 plugin 的名字、版本、命名空间和参数，没有它的代码。',
  },
  fix: {
    en:
      'Load the plugin library before deserializeCudaEngine(), or put it into the engine with ' +
      'setPluginsToSerialize().',
    zh:
      '在 deserializeCudaEngine() 之前加载 plugin 库，' +
      '或者用 setPluginsToSerialize() 把库放进 engine。',
  },
  never: {
    en:
      'Let one function load libraries and deserialise, and let nothing else call ' +
      'deserializeCudaEngine().',
    zh: '加载库和反序列化写在同一个函数里，别的地方一律不调 deserializeCudaEngine()。',
  },
  sides: { kind: 'host', plugin: 'plugin.cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'PLUGIN_NOT_FOUND',
      message: /Cannot find plugin: Scale, version: 2/,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: async (workbook, { library, host, program }, require) => {
    // Another process builds the engine.
    const built = await workbook.runInChild(
      async (_workbook, files: { library: string; host: string }, load) => {
        const steps = load(files.host) as typeof import('./host');
        steps.load(files.library);
        return [...(await steps.buildScale())];
      },
      { library, host },
    );
    const { floats, runEngine } = require(host) as typeof import('./host');
    const serve = require(program) as import('./host-program').Serve;
    const engine = Uint8Array.from(built.result ?? []);
    return floats(await serve(workbook, { engine, library, run: runEngine }));
  },
};
