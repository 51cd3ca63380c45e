import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError } from '../../src/errors';
import { parseScenario } from '../../src/trace/scenario';
import { pluginFieldsOf } from '../../src/trace/scenario-fields';
import type { ScenarioPluginLayer } from '../../src/trace/scenario-layer';

type Json = Record<string, unknown>;

const plugin = (): Json => ({
  kind: 'pluginV3',
  name: 'p0',
  plugin: 'Probe',
  version: '2',
  fields: [{ name: 'outputs', type: 'kINT32', data: [1] }],
  inputs: ['x'],
  outputs: ['y'],
});
const scenario = (change: Json = {}): Json => ({
  inputs: [{ name: 'x', type: 'kFLOAT', dims: [-1, 3] }],
  layers: [plugin()],
  outputs: ['y'],
  steps: ['build'],
  ...change,
});

function refused(source: unknown): ApiUsageError {
  try {
    parseScenario(typeof source === 'string' ? source : JSON.stringify(source));
  } catch (error) {
    assert.instance(error, ApiUsageError);
    assert.is((error as ApiUsageError).code, 'SCENARIO_INVALID');
    return error as ApiUsageError;
  }
  throw new Error(`was not refused: ${JSON.stringify(source)}`);
}

test('every recorded scenario is one', () => {
  const folder = join(process.cwd(), 'recordings');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { name, steps } = parseScenario(readFileSync(join(folder, file), 'utf8'));
    assert.is(`${name}.json`, file);
    assert.ok(steps.length > 0);
  }
});

test('what may be left out', () => {
  const { name, libraries, flags, profiles, config, chosen, layers } = parseScenario(
    JSON.stringify(scenario()),
  );
  assert.equal(
    { name, libraries, flags, profiles, config, chosen },
    {
      name: '',
      libraries: [],
      flags: [],
      profiles: [],
      config: { timingCache: 'none' },
      chosen: {},
    },
  );
  assert.is((layers[0] as ScenarioPluginLayer).namespace, '');
});

test('native layers, flags, configuration, shape tensors and steps with an argument', () => {
  const parsed = parseScenario(
    JSON.stringify(
      scenario({
        flags: ['kFP16', 'kINT8', 'kSTRONGLY_TYPED', 'kALIASED_PLUGIN_IO_10_03'],
        layers: [
          { kind: 'activation', name: 'r', inputs: ['x'], outputs: ['a'] },
          { kind: 'cast', name: 'c', inputs: ['a'], outputs: ['b'], type: 'kHALF' },
          { kind: 'convolution', name: 'k', inputs: ['b'], outputs: ['y'], outMaps: 4, kernel: 3 },
        ],
        profiles: [
          {
            x: { min: [1, 3], opt: [2, 3], max: [4, 3] },
            s: { values: { min: [1], opt: [2], max: [3] } },
          },
        ],
        config: { workspaceBytes: 65536, timingCache: 'fresh' },
        steps: [
          { setInputShape: { x: [2, 3] } },
          { setShapeValues: { s: [2] } },
          { setProfile: 1 },
        ],
        chosen: { p0: { in: ['kFLOAT:kLINEAR'], out: ['kFLOAT:kHWC'], tactic: 3 } },
      }),
    ),
  );
  assert.equal(
    parsed.layers.map(({ kind }) => kind),
    ['activation', 'cast', 'convolution'],
  );
  assert.equal(parsed.layers[2], {
    kind: 'convolution',
    name: 'k',
    inputs: ['b'],
    outputs: ['y'],
    outMaps: 4,
    kernel: 3,
  });
  assert.equal(parsed.profiles[0]?.['s'], { values: { min: [1], opt: [2], max: [3] } });
  assert.equal(parsed.config, { workspaceBytes: 65536, timingCache: 'fresh' });
  assert.equal(parsed.steps, [
    { name: 'setInputShape', shapes: { x: [2, 3] } },
    { name: 'setShapeValues', values: { s: [2] } },
    { name: 'setProfile', index: 1 },
  ]);
  assert.is(parsed.chosen['p0']?.tactic, 3);
});

const convolution = { kind: 'convolution', name: 'k', inputs: ['x'], outputs: ['y'] };
const BAD: [what: string, source: unknown, where: string][] = [
  ['no JSON', '{"steps": [', 'it is not JSON'],
  ['a list', '[]', 'scenario is not valid'],
  ['nothing', 'null', 'scenario is not valid'],
  ['no inputs', scenario({ inputs: undefined }), 'inputs is not valid'],
  ['no steps', scenario({ steps: undefined }), 'steps is not valid'],
  ['an unknown step', scenario({ steps: ['build', 'fly'] }), 'steps[1]'],
  ['a step of a prototype', scenario({ steps: ['toString'] }), 'steps[0]'],
  ['a step that is a number', scenario({ steps: [1] }), 'steps[0]'],
  ['a step without a name', scenario({ steps: [{}] }), 'steps[0]'],
  [
    'two steps in one',
    scenario({ steps: [{ setProfile: 0, setInputShape: { x: [1, 3] } }] }),
    'steps[0]',
  ],
  ['an argument too many', scenario({ steps: [{ build: 1 }] }), 'steps[0].build'],
  ['an argument missing', scenario({ steps: ['setInputShape'] }), 'steps[0].setInputShape'],
  ['no profile index', scenario({ steps: [{ setProfile: '1' }] }), 'steps[0].setProfile'],
  [
    'values that are no list',
    scenario({ steps: [{ setShapeValues: { s: 3 } }] }),
    'steps[0].setShapeValues.s',
  ],
  [
    'dims that are no numbers',
    scenario({ steps: [{ setInputShape: { x: [1, '3'] } }] }),
    'steps[0].setInputShape.x[1]',
  ],
  ['an unknown flag', scenario({ flags: ['kFP17'] }), 'flags[0]'],
  [
    'an unknown type',
    scenario({ inputs: [{ name: 'x', type: 'float', dims: [1] }] }),
    'inputs[0].type',
  ],
  [
    'a fraction as extent',
    scenario({ inputs: [{ name: 'x', type: 'kFLOAT', dims: [1.5] }] }),
    'inputs[0].dims[0]',
  ],
  ['an unknown layer', scenario({ layers: [{ ...plugin(), kind: 'magic' }] }), 'layers[0].kind'],
  ['a nameless layer', scenario({ layers: [{ ...plugin(), name: 1 }] }), 'layers[0].name'],
  ['no plugin', scenario({ layers: [{ ...plugin(), plugin: undefined }] }), 'layers[0].plugin'],
  [
    'an unknown field type',
    scenario({ layers: [{ ...plugin(), fields: [{ name: 'a', type: 'INT', data: [] }] }] }),
    'layers[0].fields[0].type',
  ],
  [
    'field data that is no number',
    scenario({ layers: [{ ...plugin(), fields: [{ name: 'a', type: 'kINT32', data: [null] }] }] }),
    'layers[0].fields[0].data[0]',
  ],
  [
    'a tensor that nobody makes',
    scenario({ layers: [{ ...plugin(), inputs: ['z'] }] }),
    'layers[0]',
  ],
  [
    'a tensor of a later layer',
    scenario({
      layers: [
        { ...plugin(), inputs: ['b'] },
        { ...plugin(), outputs: ['b'] },
      ],
    }),
    'layers[0]',
  ],
  [
    'a shape input that nobody makes',
    scenario({ layers: [{ ...plugin(), shapeInputs: ['s'] }] }),
    'layers[0]',
  ],
  ['an output that nobody makes', scenario({ outputs: ['q'] }), 'outputs'],
  [
    'a convolution without a kernel',
    scenario({ layers: [{ ...convolution, outMaps: 1 }] }),
    'kernel',
  ],
  ['no maps', scenario({ layers: [{ ...convolution, outMaps: 0, kernel: 1 }] }), 'outMaps'],
  [
    'two inputs of an activation',
    scenario({ layers: [{ kind: 'activation', name: 'r', inputs: ['x', 'x'], outputs: ['y'] }] }),
    'layers[0]',
  ],
  [
    'a cast without a type',
    scenario({ layers: [{ kind: 'cast', name: 'c', inputs: ['x'], outputs: ['y'] }] }),
    'layers[0].type',
  ],
  [
    'a profile with two ends',
    scenario({ profiles: [{ x: { min: [1], max: [2] } }] }),
    'profiles[0].x.opt',
  ],
  ['a list for a profile', scenario({ profiles: [[1]] }), 'profiles[0]'],
  [
    'values without ends',
    scenario({ profiles: [{ s: { values: { min: [1] } } }] }),
    'profiles[0].s.values.opt',
  ],
  ['an unknown setting', scenario({ config: { workspace: 1 } }), 'config'],
  ['a negative workspace', scenario({ config: { workspaceBytes: -1 } }), 'config.workspaceBytes'],
  ['an unknown cache', scenario({ config: { timingCache: 'warm' } }), 'config.timingCache'],
  ['a choice without formats', scenario({ chosen: { p0: { in: [] } } }), 'chosen.p0.out'],
  [
    'a tactic that is no number',
    scenario({ chosen: { p0: { in: [], out: [], tactic: 'fast' } } }),
    'chosen.p0.tactic',
  ],
];
for (const [what, source, where] of BAD) {
  test(`refused: ${what}`, () => {
    const { message } = refused(source);
    assert.match(message, 'Cannot run the scenario: ');
    assert.ok(message.includes(where), message);
  });
}

test('a long value does not make a long message', () => {
  const { message } = refused(scenario({ inputs: 'x'.repeat(1e6) }));
  assert.ok(message.length < 300);
});

test('fields are bytes under their type; other types are refused', () => {
  const layer = (type: string, data: unknown) => {
    const fields = [{ name: 'f', type, data }];
    const { layers } = parseScenario(
      JSON.stringify(scenario({ layers: [{ ...plugin(), fields }] })),
    );
    return pluginFieldsOf(layers[0] as ScenarioPluginLayer)[0];
  };
  assert.equal(layer('kINT32', [258])?.data, new Uint8Array([2, 1, 0, 0]));
  assert.equal(layer('kCHAR', 'ab')?.data, new Uint8Array([97, 98]));
  assert.equal(layer('kFLOAT32', [1])?.data, new Uint8Array([0, 0, 0x80, 0x3f]));
  for (const [type, data] of [
    ['kCHAR', [97]],
    ['kINT32', 'ab'],
    ['kFLOAT64', [1]],
  ] as const)
    assert.throws(
      () => layer(type, data),
      (error: unknown) => (error as ApiUsageError).code === 'SCENARIO_INVALID',
    );
});

test.run();
