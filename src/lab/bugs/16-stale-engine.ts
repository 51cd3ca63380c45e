import type { Bug } from './bug';

export const bug: Bug = {
  number: 16,
  name: '16-stale-engine',
  title: 'The serialised layout changed, the engine is stale',
  symptom:
    'An engine that ran yesterday aborts in deserializePlugin() after the library was ' +
    'updated.',
  message: {
    text: 'Assertion d == a + length failed',
    from: 'wang-xinyu/tensorrtx issue 1315',
  },
  shown:
    'The engine is built with version 1 of the library in a process of its own; this one ' +
    'deserialises it with the new library: SIGABRT in deserializePlugin(), the assertion on ' +
    'standard error.',
  cause:
    'The new library reads eight bytes where the old one wrote four. The length tells, and ' +
    'nobody asks it before reading.',
  fix:
    'Read what the length allows, give older layouts their default, refuse the rest with ' +
    'nullptr; or register the new layout as a new plugin version.',
  never:
    'Change the version of the plugin whenever what it writes changes; with IPluginV3 add a ' +
    'field, which has a name.',
  sides: { kind: 'plugin', extension: 'cpp' },
  others: ['version1'],
  line: 'assert(d == a + length)',
  expected: {
    broken: {
      outcome: 'died',
      signal: 'SIGABRT',
      cause: 'assertion',
      stderr: /Assertion .*d == a \+ length.* failed/,
      during: 'deserializePlugin',
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: async (workbook, { library, host, others }, require) => {
    // The engine is of last year.
    const built = await workbook.runInChild(
      async (_workbook, files: { library: string; host: string }, load) => {
        const steps = load(files.host) as typeof import('./host');
        steps.load(files.library);
        return [...(await steps.buildScale({ version: '1' }))];
      },
      { library: others['version1'] ?? '', host },
    );
    const steps = require(host) as typeof import('./host');
    steps.load(library);
    const engine = Uint8Array.from(built.result ?? []);
    const runtime = workbook.createRuntime();
    return steps.floats(await steps.runEngine(runtime.deserializeCudaEngine(engine)));
  },
};
