import type { Bug } from './bug';

export const bug: Bug = {
  number: 2,
  name: '02-not-loaded-at-run-time',
  title: 'The library is not loaded at run time',
  symptom: 'The engine builds, and the program that serves it cannot read it.',
  message: {
    text:
      'Cannot deserialize plugin since corresponding IPluginCreator not found in Plugin ' +
      'Registry',
    from: 'TensorRT 8.2 to 8.6, NVIDIA/TensorRT issue 1913',
  },
  shown:
    'A process of its own builds the engine; in the one that deserialises it the registry is ' +
    'empty: PLUGIN_NOT_FOUND, in the phase deserialize of the trace.',
  cause:
    'An engine file holds the name, version, namespace and parameters of a plugin, not its ' +
    'code.',
  fix:
    'Load the plugin library before deserializeCudaEngine(), or put it into the engine with ' +
    'setPluginsToSerialize().',
  never:
    'Let one function load libraries and deserialise, and let nothing else call ' +
    'deserializeCudaEngine().',
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
