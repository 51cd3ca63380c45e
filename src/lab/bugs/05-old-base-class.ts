import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 5,
  name: '05-old-base-class',
  title: { en: 'An old base class with dynamic shapes', zh: '旧基类遇上动态形状' },
  symptom: {
    en: 'A plugin that has served for years fails as soon as an extent is -1.',
    zh: '用了好几年的 plugin，一有维度是 -1 就失败。',
  },
  message: {
    text: printed('PluginV2Layer must be V2DynamicExt when there are runtime input dimensions.'),
    from: { en: 'NVIDIA/TensorRT issue 544', zh: '见 NVIDIA/TensorRT issue 544' },
  },
  shown: {
    en:
      'createPlugin throws PLUGIN_UNSUPPORTED: this host takes IPluginV2DynamicExt and ' +
      'IPluginV3 only, and says so one step earlier than TensorRT, which waits for the build.',
    zh:
      'createPlugin 抛出 PLUGIN_UNSUPPORTED：参考宿主只接受 IPluginV2DynamicExt 和 ' +
      'IPluginV3，而且比 TensorRT 早一步说出来，TensorRT 要等到构建。',
  },
  cause: {
    en:
      'IPluginV2, IPluginV2Ext and IPluginV2IOExt get shapes as numbers while the network is ' +
      'defined; a shape that is known at run time only cannot be a number.',
    zh:
      'IPluginV2、IPluginV2Ext、IPluginV2IOExt 在定义 network 时拿到的形状就是数字；' +
      '运行时才知道的形状，没法是数字。',
  },
  fix: {
    en:
      'Derive from IPluginV2DynamicExt, or better from IPluginV3: shapes become expressions, ' +
      'and enqueue() gets the descriptors of the run.',
    zh:
      '改为继承 IPluginV2DynamicExt，最好是 IPluginV3：形状成了表达式，' +
      'enqueue() 拿到的是这次运行的描述符。',
  },
  never: {
    en:
      'Start every new plugin from IPluginV3; the older classes are deprecated since 8.5 or ' +
      '10.0.',
    zh: '新 plugin 一律从 IPluginV3 写起；更老的那些类从 8.5 或 10.0 起就弃用了。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'PLUGIN_UNSUPPORTED',
      message: /IPluginV2IOExt.*IPluginV2DynamicExt/,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { version: '1' }),
};
