import type { Bug } from './bug';

export const bug: Bug = {
  number: 1,
  name: '01-plugin-not-found',
  title: 'The plugin is not found',
  symptom:
    'The network cannot be made: the registry, or the parser, knows no plugin of the name ' +
    'that the model uses.',
  message: {
    text:
      'IPluginRegistry::getCreator: Error Code 4: API Usage Error (Cannot find plugin: Scale, ' +
      'version: 2, namespace:.)',
    from:
      'TensorRT 10.6.0, its registry called on a CPU, 2026-11-22; 8.6 said "getPluginCreator ' +
      'could not find plugin: Custom version: 1" (NVIDIA/TensorRT issue 2367)',
  },
  shown:
    'getCreator throws PLUGIN_NOT_FOUND and lists what is registered: the near miss stands ' +
    'beside the name that was asked for.',
  cause:
    'The creator is registered as "ScalePlugin", the network asks for "Scale". A registry ' +
    'finds by name, version and namespace, letter by letter; a library that was never loaded ' +
    'looks the same.',
  fix: 'Give plugin and creator the op name of the model, and the same version and namespace.',
  never:
    'Keep the name in one constant that getPluginName() of the plugin, getPluginName() of the ' +
    'creator and the exporter of the model share.',
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
