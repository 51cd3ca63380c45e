/** Nodes that become plugin layers: which plugin is found, how it is made and added, and what is said where that fails. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ModelAttribute, ModelContents, ModelTensor } from '../../src/onnx/model';
import type { PluginLayer } from '../../src/runtime/network/layer';
import { trace } from '../../src/trace/trace';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { registryWithProbe } from '../runtime/plugin-network';
import { float, int64s, networkOf, parsed, refusalOf } from './parsed';

const plugins = suite('plugins from ONNX');
registryWithPlugins();
registryWithProbe();

type Attributes = Readonly<Record<string, ModelAttribute>>;

/** A model of one node. */
function one(
  opType: string,
  attributes: Attributes,
  {
    inputs = [float('x', 1, 3, 'h', 'w')],
    reads = inputs.map(({ name }) => name),
    domain = 'Test',
    outputs = ['y'],
    constants = [],
  }: {
    inputs?: ModelTensor[];
    reads?: string[];
    domain?: string;
    outputs?: string[];
    constants?: ModelTensor[];
  } = {},
): ModelContents {
  return {
    nodes: [{ name: 'it', opType, domain, inputs: reads, outputs, attributes }],
    inputs,
    outputs: outputs.map((name) => ({ name, type: 'float' as const, dims: [1, 3, 'a', 'b'] })),
    constants,
  };
}

const pluginOf = (model: ModelContents): PluginLayer => {
  const layer = networkOf(model).layers.at(-1);
  assert.is(layer?.kind, 'plugin');
  return layer as PluginLayer;
};
const messageOf = (model: ModelContents) => refusalOf(model).message;
const factor = float('factor', 1, 1, 'oh', 'ow');

plugins('version "1" where nothing is said, else plugin_version; V2 and V3 alike', () => {
  const inputs = [float('x', 1, 3, 'h', 'w'), factor];
  const first = pluginOf(one('DynamicTRTResize', { align_corners: 0 }, { inputs }));
  assert.is(first.plugin.label, 'DynamicTRTResize version 1');
  assert.is(first.plugin.generation, 'V2');
  assert.is(first.name, 'it');
  assert.is(first.getOutput(0).name, 'y');
  const size: ModelTensor = { name: 'size', type: 'int64', dims: [2] };
  const second = pluginOf(
    one(
      'DynamicTRTResize',
      { align_corners: 0, plugin_version: '2', tensorrt_plugin_shape_input_indices: [1] },
      { inputs: [float('x', 1, 3, 'h', 'w'), size] },
    ),
  );
  assert.is(second.plugin.generation, 'V3');
  assert.equal(
    [second.inputs, second.shapeInputs].map((tensors) => tensors.map(({ name }) => name)),
    [['x'], ['size']],
  );
});

plugins('shape inputs count from the end where negative; a constant may be one', () => {
  const layer = pluginOf(
    one(
      'DynamicTRTResize',
      { align_corners: 0, plugin_version: '2', tensorrt_plugin_shape_input_indices: [-1] },
      { reads: ['x', 'size'], constants: [int64s('size', 8, 9)] },
    ),
  );
  assert.equal(layer.getOutput(0).getDimensions(), [1, 3, 8, 9]);
  assert.is(layer.shapeInputs[0]?.producer?.name, 'size');
});

plugins('shape inputs that are none', () => {
  const shapeInputs = (value: ModelAttribute) =>
    one('AddScalar', {
      plugin_version: '2',
      scalar: { float: 1 },
      tensorrt_plugin_shape_input_indices: value,
    });
  assert.match(messageOf(shapeInputs([1])), 'names input 1, and the node has 1');
  assert.match(messageOf(shapeInputs([-2])), 'names input -2, and the node has 1');
  assert.match(messageOf(shapeInputs('0')), 'must be INTS, and is string');
  const ignored = one('AddScalar', {
    scalar: { float: 1 },
    tensorrt_plugin_shape_input_indices: [0],
  });
  assert.match(
    parsed(ignored).logged.join(),
    'for an IPluginV2-derivative plugin. Ignoring shape input indices.',
  );
});

plugins('a plugin that is not registered: what is near', () => {
  const other = messageOf(one('AddScalar', { plugin_version: '7' }));
  assert.match(other, 'no plugin "AddScalar" version "7" is registered (namespace "")');
  assert.match(other, 'registered are AddScalar version "1", AddScalar version "2"');
  assert.match(
    messageOf(one('Addscaler', {})),
    'did you mean AddScalar version "1" or AddScalar version "2"?',
  );
  const wrongKind = messageOf(one('AddScalar', { plugin_version: 2 }));
  assert.match(
    wrongKind,
    'attribute plugin_version is INT, and the parser reads a STRING only: it got ""',
  );
  assert.match(messageOf(one('AddScalar', { plugin_namespace: 'mine' })), '(namespace "mine")');
  const { error, logged } = parsed(one('Nope', {}));
  assert.is(
    error?.errors[0]?.desc,
    'creator && "Plugin not found, are the plugin name, version, and namespace correct?"',
  );
  assert.match(
    logged.join('\n'),
    /kERROR IPluginRegistry::getCreator: Error Code 4: .*plugin: Nope, version: 1/,
  );
  const empty = { getAllCreators: () => [], getCreator: () => assert.unreachable() as never };
  assert.match(
    refusalOf(one('Nope', {}), {
      registry: {
        ...empty,
        getCreator: registryWithPlugins().getCreator.bind(registryWithPlugins()),
      },
    }).message,
    'no plugin is registered at all: load a plugin library first',
  );
});

plugins(
  'the namespace is what plugin_namespace says, else none; the domain does not matter',
  () => {
    const creator = registryWithPlugins().getCreator('AddScalar', '2');
    const within = (namespace: string) => ({
      generation: creator.generation,
      getPluginName: () => 'AddScalar',
      getPluginVersion: () => '1',
      getPluginNamespace: () => namespace,
      getFieldNames: () => creator.getFieldNames(),
      createPlugin: (...args: Parameters<typeof creator.createPlugin>) => {
        made.push(namespace);
        return creator.createPlugin(...args);
      },
    });
    const made: string[] = [];
    const find = (spaces: string[], attributes: Attributes) => {
      const creators = spaces.map(within);
      const registry = { getAllCreators: () => creators, getCreator: () => within('none') };
      made.length = 0;
      parsed(one('AddScalar', { scalar: { float: 1 }, ...attributes }), { registry });
      return made[0];
    };
    assert.is(find(['Test', '', 'mine'], {}), '');
    assert.is(find(['Test', 'mine'], {}), undefined);
    assert.is(find(['Test', '', 'mine'], { plugin_namespace: 'mine' }), 'mine');
    assert.is(find(['Test', ''], { plugin_namespace: 'mine' }), undefined);
  },
);

plugins("TensorRT's own operators go first, in any domain; a flag turns that round", () => {
  const gelu = one('Gelu', { plugin_version: '2' });
  assert.is(networkOf(gelu).layers[0]?.kind, 'native');
  const { network, parser } = parsed(gelu, { override: true });
  assert.is(network.layers[0]?.kind, 'plugin');
  assert.ok(parser.getFlag('kENABLE_PLUGIN_OVERRIDE'));
  const relu = networkOf(one('Relu', {}, { domain: 'com.example' }));
  assert.is(relu.layers[0]?.kind, 'native');
  const tile = one('Tile', { plugin_version: '2' });
  assert.match(
    messageOf(tile),
    'TensorRT has a layer for it, this host has none; a plugin of this name is registered',
  );
});

plugins('createPlugin returns null: the node, the plugin and what it logged', () => {
  const error = refusalOf(one('AddScalar', { plugin_version: '2', scalar: 1 }));
  assert.equal(
    error.errors.map(({ code, desc, node }) => [code, desc, node]),
    [['kUNSUPPORTED_NODE', 'Assertion failed: plugin: Could not create the plugin.', 0]],
  );
  assert.match(
    error.message,
    'node 0 "it" (AddScalar): plugin AddScalar version 2: Cannot create plugin "it"',
  );
  assert.match(error.message, /logged: .*scalar/);
});

plugins('a plugin that reports no shape: what it logged is in the error', () => {
  const error = refusalOf(
    one(
      'DynamicTRTResize',
      { align_corners: 0 },
      { inputs: [float('x', 1, 3, 'h', 'w'), float('f', 4)] },
    ),
  );
  assert.is(error.errors[0]?.code, 'kINVALID_NODE');
  assert.match(
    error.message,
    'logged: Cannot infer the shape of DynamicTRTResize: x has 4 dims and factor 1',
  );
});

plugins('inputs that are left out, constants of other types, more outputs than there are', () => {
  const attributes = { scalar: { float: 1 }, plugin_version: '2' };
  assert.match(messageOf(one('AddScalar', attributes, { reads: [''] })), 'input 0 is left out');
  const strings = {
    reads: ['c'],
    constants: [{ name: 'c', type: 'uint32', dims: [1], data: Uint32Array.of(1) } as const],
  };
  assert.match(
    messageOf(one('AddScalar', attributes, strings)),
    'initializer "c" is a tensor of uint32, which TensorRT',
  );
  assert.match(
    messageOf(one('AddScalar', attributes, { outputs: ['y', 'z'] })),
    'the plugin has 1 outputs, and the node names 2',
  );
  const doubles = {
    reads: ['c'],
    constants: [
      { name: 'c', type: 'double', dims: [1, 1, 1, 1], data: Float64Array.of(1) } as const,
    ],
  };
  assert.is(pluginOf(one('AddScalar', attributes, doubles)).inputs[0]?.getType(), 'kFLOAT');
});

plugins('the parser ends the plugin that it made: the network has its clone', () => {
  for (const version of ['1', '2']) {
    trace.reset();
    const network = networkOf(one('AddScalar', { scalar: { float: 1 }, plugin_version: version }));
    const alive = trace.undestroyed();
    assert.is(alive.length, 1);
    assert.match(alive[0]?.parent ?? '', /^plugin#/);
    const made = trace.records().filter(({ method }) => method === 'createPlugin');
    assert.is(made.length, 1);
    network.destroy();
    assert.equal(trace.undestroyed(), []);
  }
});

plugins('where the layer is refused, the plugin ends too', () => {
  trace.reset();
  refusalOf(one('AddScalar', { scalar: { float: 1 }, plugin_version: '2' }, { reads: [''] }));
  assert.equal(trace.undestroyed(), []);
});

plugins('text reaches a plugin with its closing NUL', () => {
  trace.reset();
  parsed(one('Probe', { plugin_version: '2', accept: 'kFLOAT:kLINEAR' }));
  const call = trace.records().find(({ method }) => method === 'createPlugin');
  assert.match(JSON.stringify(call?.args), /"accept"/);
  const [field] = (call?.args['fields'] ?? []) as { name: string; length: number }[];
  assert.is(field?.length, 'kFLOAT:kLINEAR'.length + 1);
});

plugins.run();
