import type { Bug } from './bug';

export const bug: Bug = {
  number: 11,
  name: '11-namespace-of-the-clone',
  title: 'clone() sets the namespace from the wrong member',
  symptom:
    'Garbage, or a strange word, where the log has a plugin’s namespace; the engine cannot be ' +
    'deserialised.',
  message: {
    text: 'a plugin’s namespace in the log is garbage',
    from: 'NVIDIA/TensorRT issue 448',
  },
  shown:
    'The engine asks the registry for namespace "scale_layer": PLUGIN_NOT_FOUND while it is ' +
    'deserialised. The trace shows which clone first answered getPluginNamespace with it.',
  cause:
    'TensorRT asks a clone, not the original, for what goes into the engine; clone() hands ' +
    'the layer name on in the place of the namespace.',
  fix: 'copy->setPluginNamespace(mNamespace.c_str()).',
  never:
    'Let clone() be `return new Plugin(*this)`, and let the copy constructor do what it does ' +
    'for every member.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'threw', code: 'PLUGIN_NOT_FOUND', message: /namespace: ?scale_layer/ },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { version: '1' }),
};
