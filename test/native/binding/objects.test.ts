/** Identity and life of creators and plugins. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  binding,
  call,
  codeOf,
  creatorOf,
  desc,
  newV2,
  newV3,
  present,
  probeLibrary,
} from './binding';

binding.setLogger(null);
const handle = binding.pluginRegistry.loadLibrary(probeLibrary);

test('creators are numbered in order of registration and are always the same objects', () => {
  const all = binding.pluginRegistry.getAllCreators();
  assert.equal(
    all.map(({ id, className }) => [id, className]),
    [
      ['creator#1', 'Probe@1'],
      ['creator#2', 'Probe@2'],
    ],
  );
  assert.is(creatorOf('Probe', '2'), all[1]);
  assert.is(binding.pluginRegistry.getAllCreators()[0], all[0]);
  assert.is(binding.pluginRegistry.getCreator('Nope', '1', ''), null);
  assert.is(creatorOf('Probe', '1').getInterfaceInfo().kind, 'PLUGIN CREATOR_V1');
  assert.equal(creatorOf('Probe', '2').getInterfaceInfo(), {
    kind: 'PLUGIN CREATOR_V3ONE',
    major: 1,
    minor: 0,
  });
});

test('field names declare: no data', () => {
  const [first] = creatorOf('Probe', '2').getFieldNames();
  assert.is(first?.name, 'outputs');
  assert.is(first?.data, null);
});

test('getFieldNames() is no argument of createPlugin(): the data is missing', () => {
  const creator = creatorOf('Probe', '2');
  assert.is(
    codeOf(() => creator.createPlugin('p', creator.getFieldNames(), 'kBUILD')),
    'FIELD_DATA_MISSING',
  );
});

test('capability objects are the same every time and know their plugin', () => {
  const plugin = newV3('Probe');
  const build = present(plugin.getCapabilityInterface('kBUILD'));
  assert.is(plugin.getCapabilityInterface('kBUILD'), build);
  assert.is(build.id, plugin.id);
  assert.is(build.className, 'Probe@2');
  plugin.destroy();
});

test('after destroy() every method throws OBJECT_DESTROYED', () => {
  const v3 = newV3('Probe');
  const parts = [
    present(v3.getCapabilityInterface('kCORE')),
    present(v3.getCapabilityInterface('kBUILD')),
    present(v3.getCapabilityInterface('kRUNTIME')),
  ];
  const v2 = newV2('Probe');
  const { id } = v3;
  v3.destroy();
  v2.destroy();
  assert.is(v3.id, id);
  const dynamic = { desc, min: [1, 3], opt: [2, 3], max: [4, 3] };
  const expr = new binding.ExprBuilder();
  const enqueue = [new binding.Invocation([], []), new binding.Stream()];
  /** Arguments that would be accepted: the check comes after they were read. */
  const args: Record<string, unknown[]> = {
    getCapabilityInterface: ['kCORE'],
    configurePlugin: [[dynamic], [dynamic]],
    getOutputDataTypes: [1, ['kFLOAT']],
    getOutputShapes: [[], [], 1, expr],
    getOutputDataType: [0, ['kFLOAT']],
    getOutputDimensions: [0, [], expr],
    onShapeChange: [[desc], [desc]],
    setTactic: [0],
    getValidTactics: [0],
    getAliasedInput: [0],
    serialize: [1],
    setPluginNamespace: [''],
    enqueue,
  };
  for (const object of [v3, v2, ...parts]) {
    const prototype = Object.getPrototypeOf(object) as object;
    for (const method of Object.getOwnPropertyNames(prototype)) {
      const property = Object.getOwnPropertyDescriptor(prototype, method);
      if (method === 'constructor' || typeof property?.value !== 'function') continue;
      let given = args[method] ?? [];
      if (method === 'supportsFormatCombination')
        given = [0, [object === v2 ? desc : dynamic], 1, 0];
      if (method === 'getWorkspaceSize') given = object === v2 ? [[desc], []] : [[dynamic], []];
      assert.is(
        codeOf(() => call(object, method, ...given)),
        'OBJECT_DESTROYED',
        method,
      );
    }
  }
});

test('V2: bytes go round, a short buffer is noticed', () => {
  const plugin = newV2('Probe');
  const bytes = plugin.serialize(plugin.getSerializationSize());
  const copy = present(creatorOf('Probe', '1').deserializePlugin('p', bytes));
  assert.equal(copy.serialize(bytes.length), bytes);
  assert.is(
    codeOf(() => plugin.serialize(bytes.length - 1)),
    'SERIALIZE_OVERRUN',
  );
  copy.destroy();
  plugin.destroy();
});

test('V3: fields go round', () => {
  const fields = [
    {
      name: 'tactics',
      type: 'kINT32',
      length: 2,
      data: new Uint8Array(new Int32Array([4, 9]).buffer),
    },
  ] as const;
  const plugin = newV3('Probe', [...fields]);
  const runtime = present(plugin.getCapabilityInterface('kRUNTIME'));
  assert.equal(runtime.getFieldsToSerialize(), fields);
  const attached = present(runtime.attachToContext());
  assert.equal(attached.getCapabilityInterface('kBUILD')?.getValidTactics(2), [4, 9]);
  attached.destroy();
  plugin.destroy();
});

test('getAliasedInput() exists where the build interface is BuildV2', () => {
  const plain = newV3('Probe');
  const alias = { name: 'alias', type: 'kINT32', length: 1, data: new Uint8Array(4) } as const;
  const aliasing = newV3('Probe', [alias]);
  assert.is(
    codeOf(() => plain.getCapabilityInterface('kBUILD')?.getAliasedInput(0)),
    'INTERFACE_MISSING',
  );
  const build = present(aliasing.getCapabilityInterface('kBUILD'));
  assert.is(build.getInterfaceInfo().major, 2);
  assert.is(build.getAliasedInput(0), 0);
  plain.destroy();
  aliasing.destroy();
});

test('a deregistered library: its creators throw, a library loaded again has new ones', () => {
  const creator = creatorOf('Probe', '2');
  const plugin = newV3('Probe');
  assert.is(
    codeOf(() => binding.pluginRegistry.loadLibrary(probeLibrary)),
    'LIBRARY_NOT_LOADED',
  );
  binding.pluginRegistry.deregisterLibrary(handle);
  assert.equal(binding.pluginRegistry.getAllCreators(), []);
  assert.is(
    codeOf(() => creator.getPluginName()),
    'OBJECT_DESTROYED',
  );
  assert.is(
    codeOf(() => binding.pluginRegistry.deregisterLibrary(handle)),
    'ARGUMENT_INVALID',
  );
  plugin.destroy(); // its code is still there
  const again = binding.pluginRegistry.loadLibrary(probeLibrary);
  assert.is.not(again, handle);
  assert.is(creatorOf('Probe', '2').id, 'creator#4');
});

test('what cannot be loaded says why', () => {
  assert.is(
    codeOf(() => binding.pluginRegistry.loadLibrary('/no/such.so')),
    'LIBRARY_NOT_LOADED',
  );
  assert.is(
    codeOf(() => binding.pluginRegistry.openLibrary('/no/such.so')),
    'LIBRARY_NOT_LOADED',
  );
  assert.is(
    codeOf(() => binding.pluginRegistry.openLibrary(__filename)),
    'LIBRARY_NOT_LOADED',
  );
  assert.equal(binding.pluginRegistry.openLibrary(probeLibrary), []); // it has no REGISTER_TENSORRT_PLUGIN
});

test.run();
