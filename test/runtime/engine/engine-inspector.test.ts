import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../../src/errors';
import { EngineInspector } from '../../../src/runtime/engine/engine-inspector';
import { DATA_TYPES } from '../../../src/runtime/enums';
import { formatText } from '../../../src/runtime/engine/format-text';
import { mixedPlan, nativeLayer, plan, plugin, tensor, use } from '../../display/plans';

interface LayerJson {
  Name: string;
  [key: string]: unknown;
}
interface EngineJson {
  Layers: LayerJson[];
  Bindings: string[];
}

test('details in the keys and order of TensorRT', () => {
  const { Layers, Bindings } = new EngineInspector(mixedPlan(), 'kDETAILED').toJSON() as EngineJson;
  assert.equal(Bindings, ['x', 's', 'indices', 'count', 'y']);
  assert.is(Layers.length, 14);
  const conv = Layers[0] ?? { Name: '' };
  assert.equal(Object.keys(conv), [
    'Name',
    'LayerType',
    'Inputs',
    'Outputs',
    'ParameterType',
    'KernelSize',
    'NbOutputMaps',
    'Padding',
    'TacticValue',
    'StreamId',
    'Metadata',
  ]);
  assert.is(conv['LayerType'], 'Convolution');
  const probe = Layers[2] ?? { Name: '' };
  assert.is(probe['LayerType'], 'PluginV3');
  assert.equal(Object.entries(probe).slice(4), [
    ['PluginType', 'Probe'],
    ['PluginVersion', '2'],
    ['PluginMetadata', '[Metadata not provided by plugin]'],
    ['TacticValue', '0x0000000000000002'],
    ['StreamId', 0],
    ['Metadata', ''],
  ]);
  const reformat = Layers[1] ?? { Name: '' };
  assert.equal(Object.entries(reformat).slice(4, 6), [
    ['ParameterType', 'Reformat'],
    ['Origin', 'REFORMAT'],
  ]);
  const tail = Layers[6] as unknown as { Inputs: unknown[] };
  assert.equal(tail.Inputs[1], {
    Name: 's',
    Location: 'Host',
    Dimensions: [2],
    'Format/Datatype': 'Int64',
  });
});

test('unknown extents are -1; a context knows those of its profile', () => {
  const inspector = new EngineInspector(mixedPlan(), 'kDETAILED');
  const outputs = (layer: number): unknown => {
    const json = JSON.parse(inspector.getLayerInformation(layer, 'kJSON')) as {
      Outputs: unknown[];
    };
    return json.Outputs[0];
  };
  const unknown = {
    Name: 'features for probe',
    Location: 'Device',
    Dimensions: [-1, 16, 8, 8],
    'Format/Datatype': 'Half',
  };
  assert.equal(outputs(1), unknown);
  const context = { inspectedProfile: 0, inspectedDims: () => [3, 16, 8, 8] };
  assert.is(inspector.setExecutionContext(context), true);
  assert.is(inspector.getExecutionContext(), context);
  assert.equal(outputs(1), {
    ...unknown,
    Dimensions: [3, 16, 8, 8],
  });
  assert.equal(outputs(8), unknown, 'a layer of the other profile');
  inspector.setExecutionContext(null);
  assert.equal(outputs(1), unknown);
});

test('only names, or nothing, as the engine was built', () => {
  const two = plan({
    tensors: [tensor('x', [2], { mode: 'kINPUT' }), tensor('y', [2], { mode: 'kOUTPUT' })],
    layers: [plugin('a "b"', [use('x')], [use('t')]), plugin('c', [use('t')], [use('y')])],
  });
  const names = new EngineInspector(two);
  assert.is(names.verbosity, 'kLAYER_NAMES_ONLY');
  assert.is(names.getLayerInformation(0, 'kJSON'), '"a \\"b\\""');
  assert.is(names.getLayerInformation(0, 'kONELINE'), 'a "b"');
  assert.equal(JSON.parse(names.getEngineInformation('kJSON')), {
    Layers: ['a "b"', 'c'],
    Bindings: ['x', 'y'],
  });
  assert.is(names.getEngineInformation('kONELINE'), 'Layers:\na "b"\nc\n\nBindings:\nx\ny\n');
  const none = new EngineInspector(two, 'kNONE');
  assert.is(none.getLayerInformation(1, 'kJSON'), '');
  assert.equal(none.toJSON(), { Layers: [], Bindings: ['x', 'y'] });
});

test('one line a layer', () => {
  const layers = [
    plugin('p', [use('x')], [use('y')], { tactic: -1 }),
    nativeLayer('n', 'kMATRIX_MULTIPLY', [], [use('y')], { ops: ['kNONE', 'kTRANSPOSE'], by: [2] }),
  ];
  const one = plan({
    tensors: [tensor('x', [1, 3], { mode: 'kINPUT' }), tensor('y', [1, 3], { mode: 'kOUTPUT' })],
    layers,
  });
  const inspector = new EngineInspector(one, 'kDETAILED');
  const y = '{ Name: y, Location: Device, Dimensions: [1,3], Format/Datatype: Float }';
  assert.is(
    inspector.getLayerInformation(0, 'kONELINE'),
    `Name: p, LayerType: PluginV3, Inputs: [ ${y.replace('y', 'x')}], Outputs: [ ${y}], ` +
      'PluginType: Probe, PluginVersion: "2", PluginMetadata: "[Metadata not provided by plugin]", ' +
      'TacticValue: 0xffffffffffffffff, StreamId: 0, Metadata: ',
  );
  assert.is(
    inspector.getLayerInformation(1, 'kONELINE'),
    `Name: n, LayerType: MatrixMultiply, Inputs: [], Outputs: [ ${y}], ParameterType: MatrixMultiply, ` +
      'Ops: ["kNONE", "kTRANSPOSE"], By: [2], TacticValue: 0x0000000000000000, StreamId: 0, Metadata: ',
  );
});

test('what a plugin says of itself', () => {
  const layer = plugin('p', [use('x')], [use('y')]);
  const texts = [{ metadata: 'a "b"\n' }, { metadata: '' }, { generation: 'V2' as const }].map(
    (fields) => {
      const said = plan({ layers: [{ ...layer, plugin: { ...layer.plugin, ...fields } }] });
      const inspector = new EngineInspector(said, 'kDETAILED');
      const json = JSON.parse(inspector.getLayerInformation(0, 'kJSON')) as LayerJson;
      return json['PluginMetadata'];
    },
  );
  assert.equal(texts, ['a "b"\n', '', undefined]);
});

test('JSON has dims in one line and leaves texts alone', () => {
  const name = 'in [\n  1,\n  2\n]';
  const odd = plan({
    tensors: [tensor('x', [1, 3], { mode: 'kINPUT' })],
    layers: [plugin(name, [use('x')], [use('y')])],
  });
  const text = new EngineInspector(odd, 'kDETAILED').getLayerInformation(0, 'kJSON');
  assert.match(text, '"Dimensions": [1,3]');
  assert.is((JSON.parse(text) as LayerJson).Name, name);
});

test('every type has a word of its own', () => {
  assert.is(new Set(DATA_TYPES.map(formatText)).size, DATA_TYPES.length);
});

test('a layer or format that does not exist is an error with its code', () => {
  const inspector = new EngineInspector(mixedPlan(), 'kDETAILED');
  const code = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      if (error instanceof WorkbookError) return error.code;
    }
    return 'none';
  };
  assert.is(
    code(() => inspector.getLayerInformation(14, 'kJSON')),
    'LAYER_UNKNOWN',
  );
  assert.is(
    code(() => inspector.getLayerInformation(-1, 'kJSON')),
    'LAYER_UNKNOWN',
  );
  assert.is(
    code(() => inspector.getEngineInformation('json' as 'kJSON')),
    'FORMAT_UNKNOWN',
  );
});

test.run();
