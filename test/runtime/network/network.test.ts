/** The network while it is defined: tensors taken out, outputs unmarked, names, what no output needs. */
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBuilder } from '../../../src/runtime/builder';
import { DeviceBuffer, Stream } from '../../../src/runtime/context/device';
import { createRuntime } from '../../../src/runtime/engine/engine';
import { trace } from '../../../src/trace/trace';
import { errorOf, withContext } from '../add-scalar-engine';
import {
  build,
  floatsOf,
  layerNames,
  probeFields,
  registryWithProbe,
  runOnce,
  scalarField,
} from '../plugin-network';

const X = { data: Float32Array.of(1, 2, 3, 4) };

test('removeTensor takes out an input that nobody reads, and nothing else', async () => {
  const network = createBuilder().createNetwork();
  const [used, unused] = [
    network.addInput('used', 'kFLOAT', [4]),
    network.addInput('unused', 'kFLOAT', [4]),
  ];
  const made = network.addActivation(used, 'kRELU').setName('relu').getOutput(0);
  for (const [tensor, why] of [
    [used, /"relu" reads it/],
    [made, /"relu" makes it/],
  ] as const) {
    const error = await errorOf(() => network.removeTensor(tensor));
    assert.is(error.code, 'TENSOR_IN_USE');
    assert.match(error.message, why);
  }
  network.removeTensor(unused);
  assert.equal(network.inputs, [used]);
  for (const use of [
    () => network.removeTensor(unused),
    () => network.markOutput(unused),
    () => network.addActivation(unused, 'kRELU'),
  ])
    assert.is((await errorOf(use)).code, 'TENSOR_FOREIGN');
  assert.is(network.addInput('unused', 'kINT32', [2]).getType(), 'kINT32', 'its name is free');
  network.destroy();
});

test('tensors of another network are refused everywhere', async () => {
  const builder = createBuilder();
  const [mine, other] = [builder.createNetwork(), builder.createNetwork()];
  const x = mine.addInput('x', 'kFLOAT', [4]);
  const theirs = other.addInput('x', 'kFLOAT', [4]);
  const plugin = registryWithProbe().getCreator('Probe', '2').createPlugin('p', probeFields({}));
  for (const use of [
    () => mine.addPluginV3([theirs], [], plugin),
    () => mine.addPluginV3([x], [theirs], plugin),
    () => mine.addElementWise(x, theirs, 'kSUM'),
    () => mine.markOutput(theirs),
    () => mine.removeTensor(theirs),
  ])
    assert.is((await errorOf(use)).code, 'TENSOR_FOREIGN');
  assert.is(mine.layers.length, 0);
  plugin.destroy();
  for (const network of [mine, other]) network.destroy();
});

test('an output that is unmarked is a tensor between layers again; dead layers are not in the engine', async () => {
  const bytes = await build(({ network, layer }) => {
    const x = network.addInput('x', 'kFLOAT', [4]);
    const a = layer('a', 'AddScalar', [x], scalarField(1)).getOutput(0).setName('a.out');
    const dead = layer('dead', 'AddScalar', [a], scalarField(9)).getOutput(0);
    network.addActivation(dead, 'kRELU').setName('dead too');
    const y = layer('b', 'AddScalar', [a], scalarField(1)).getOutput(0).setName('y');
    for (const tensor of [a, dead, y, y]) network.markOutput(tensor);
    for (const tensor of [a, dead, a]) network.unmarkOutput(tensor);
    assert.equal(
      [a, dead, y].map((tensor) => tensor.isNetworkOutput()),
      [false, false, true],
    );
  });
  await withContext(bytes, async (context, stream, engine) => {
    assert.is(engine.getNbIOTensors(), 2);
    assert.equal(layerNames(context), ['a', 'b']);
    assert.equal(floatsOf((await runOnce(context, stream, { x: X }))['y']), [3, 4, 5, 6]);
  });
});

test('names: one each, kept by the engine; a name given up is free', async () => {
  const bytes = await build(({ network, layer }) => {
    network.name = 'named';
    const x = network.addInput('x', 'kFLOAT', [4]);
    const [a, b] = ['a', 'b'].map((name) => layer(name, 'AddScalar', [x], scalarField(1)));
    if (!a || !b) return assert.unreachable();
    assert.throws(() => b.setName('a'), /another layer has this name/);
    assert.throws(() => b.setName(''), /Cannot name a layer/);
    assert.throws(() => b.getOutput(0).setName('x'), /another has/);
    a.setName('c');
    b.setName('a').setName('a');
    x.setName('input');
    assert.throws(() => b.getOutput(0).setName(a.getOutput(0).name), /another has/);
    network.markOutput(a.getOutput(0).setName('x'));
    network.markOutput(b.getOutput(0).setName('y'));
  });
  await withContext(bytes, async (context, stream, engine) => {
    assert.is(engine.name, 'named');
    assert.equal(
      [0, 1, 2].map((i) => engine.getIOTensorName(i)),
      ['input', 'x', 'y'],
    );
    assert.equal(layerNames(context), ['c', 'a']);
    assert.equal(floatsOf((await runOnce(context, stream, { input: X }))['x']), [2, 3, 4, 5]);
  });
});

test('a network without outputs, or with an input as output, is told so', async () => {
  const none = await errorOf(() =>
    build(({ network }) => void network.addInput('x', 'kFLOAT', [4])),
  );
  assert.is(none.code, 'NETWORK_INVALID');
  const straight = await errorOf(() =>
    build(({ network }) => network.markOutput(network.addInput('x', 'kFLOAT', [4]))),
  );
  assert.is(straight.code, 'TENSOR_IS_INPUT');
  const bytes = await build(({ network }) => {
    const x = network.addInput('x', 'kFLOAT', [4]);
    network.markOutput(network.addIdentity(x).getOutput(0).setName('y'));
  });
  await withContext(bytes, async (context, stream) => {
    assert.equal(floatsOf((await runOnce(context, stream, { x: X }))['y']), [1, 2, 3, 4]);
  });
});

test('printing any object is short, and asks no plugin anything', async () => {
  const builder = createBuilder();
  const [network, config, profile] = [
    builder.createNetwork(),
    builder.createBuilderConfig(),
    builder.createOptimizationProfile(),
  ];
  const plugin = registryWithProbe().getCreator('Probe', '2').createPlugin('p', probeFields({}));
  const x = network.addInput('x', 'kFLOAT', [-1, 4]);
  const layer = network.addPluginV3([x], [], plugin);
  const relu = network.addActivation(layer.getOutput(0), 'kRELU');
  network.markOutput(relu.getOutput(0).setName('y'));
  for (const select of ['kMIN', 'kOPT', 'kMAX'] as const)
    profile.setDimensions('x', select, [2, 4]);
  config.addOptimizationProfile(profile);
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(
    await builder.buildSerializedNetwork(network, config),
  );
  const context = engine.createExecutionContext();
  const [stream, buffer] = [new Stream(), new DeviceBuffer(4)];
  trace.reset();
  const objects = {
    builder,
    network,
    config,
    profile,
    x,
    layer,
    relu,
    runtime,
    engine,
    context,
    stream,
    buffer,
  };
  for (const [name, object] of Object.entries({ ...objects, output: layer.getOutput(0), plugin })) {
    const text = inspect(object);
    assert.ok(text.length > 0 && text.length < 1500, `${name}: ${text.length} characters`);
    assert.ok(text.split('\n').length <= 25, `${name}:\n${text}`);
    assert.not.match(text, /NativeExprBuilder|inputInfo|Map\(/, name);
  }
  assert.equal(trace.records(), []);
  context.destroy();
  for (const object of [engine, runtime, network, builder, plugin, stream]) object.destroy();
  buffer.free();
});
test.run();
