import type { Bug } from './bug';

export const bug: Bug = {
  number: 5,
  name: '05-old-base-class',
  title: 'An old base class with dynamic shapes',
  symptom: 'A plugin that has served for years fails as soon as an extent is -1.',
  message: {
    text: 'PluginV2Layer must be V2DynamicExt when there are runtime input dimensions.',
    from: 'NVIDIA/TensorRT issue 544',
  },
  shown:
    'createPlugin throws PLUGIN_UNSUPPORTED: this host takes IPluginV2DynamicExt and ' +
    'IPluginV3 only, and says so one step earlier than TensorRT, which waits for the build.',
  cause:
    'IPluginV2, IPluginV2Ext and IPluginV2IOExt get shapes as numbers while the network is ' +
    'defined; a shape that is known at run time only cannot be a number.',
  fix:
    'Derive from IPluginV2DynamicExt, or better from IPluginV3: shapes become expressions, ' +
    'and enqueue() gets the descriptors of the run.',
  never:
    'Start every new plugin from IPluginV3; the older classes are deprecated since 8.5 or ' +
    '10.0.',
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
