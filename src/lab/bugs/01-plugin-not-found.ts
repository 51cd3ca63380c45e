import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 1,
  name: '01-plugin-not-found',
  title: { en: 'The plugin is not found', zh: '找不到 plugin' },
  symptom: {
    en:
      'The network cannot be made: the registry, or the parser, knows no plugin of the name ' +
      'that the model uses.',
    zh: 'network 建不起来：模型要的那个名字，registry（或 parser）里没有。',
  },
  message: {
    text: printed(
      'IPluginRegistry::getCreator: Error Code 4: API Usage Error (Cannot find plugin: Scale, ' +
        'version: 2, namespace:.)',
    ),
    from: {
      en:
        'TensorRT 10.6.0, its registry called on a CPU, 2026-11-22; 8.6 said "getPluginCreator ' +
        'could not find plugin: Custom version: 1" (NVIDIA/TensorRT issue 2367)',
      zh:
        'TensorRT 10.6.0，2026-11-22 在 CPU 上调用它的 registry；' +
        '8.6 的说法是 "getPluginCreator could not find plugin: Custom version: ' +
        '1"（NVIDIA/TensorRT issue 2367）',
    },
  },
  shown: {
    en:
      'getCreator throws PLUGIN_NOT_FOUND and lists what is registered: the near miss stands ' +
      'beside the name that was asked for.',
    zh:
      'getCreator 抛出 PLUGIN_NOT_FOUND，并列出已经注册的：只差一点的那个名字，' +
      '就列在要找的名字旁边。',
  },
  cause: {
    en:
      'The creator is registered as "ScalePlugin", the network asks for "Scale". A registry ' +
      'finds by name, version and namespace, letter by letter; a library that was never loaded ' +
      'looks the same.',
    zh:
      'creator 注册的是 "ScalePlugin"，network 要的是 "Scale"。registry 按名字、版本、' +
      '命名空间查找，一个字母都不能差；库压根没加载，看上去也是这样。',
  },
  fix: {
    en: 'Give plugin and creator the op name of the model, and the same version and namespace.',
    zh: '让 plugin 和 creator 的名字与模型里的 op 名一致，版本和命名空间也要一致。',
  },
  never: {
    en:
      'Keep the name in one constant that getPluginName() of the plugin, getPluginName() of the ' +
      'creator and the exporter of the model share.',
    zh:
      '名字只写在一个常量里，plugin 的 getPluginName()、' +
      'creator 的 getPluginName() 和导出模型的代码都用它。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'PLUGIN_NOT_FOUND',
      message: /Cannot find plugin: Scale, version: 2.*ScalePlugin version 2/s,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
