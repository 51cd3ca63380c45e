/** Functions of the model (FunctionProto): their nodes stand where they are called. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ModelContents, ModelFunction, ModelNode } from '../../src/onnx/model';
import { createParser } from '../../src/onnx/parser';
import { writeModel } from '../../src/onnx/model';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { hostTensor, numbersOf } from '../runtime/network/operations/native-network';
import { runNetwork } from './engine-run';
import { float, layersOf, networkOf, refusalOf } from './parsed';

const functions = suite('functions of a model');
registryWithPlugins();

const leaky: ModelFunction = {
  name: 'Leaky',
  domain: 'mine',
  inputs: ['in'],
  outputs: ['out'],
  defaults: { slope: { float: 0.5 } },
  nodes: [
    {
      name: 'inner',
      opType: 'LeakyRelu',
      inputs: ['in'],
      outputs: ['out'],
      attributes: { alpha: { reference: 'slope', kind: 'float' } },
    },
  ],
};
const call = (
  input: string,
  output: string,
  attributes: ModelNode['attributes'] = {},
): ModelNode => ({
  name: output,
  opType: 'Leaky',
  domain: 'mine',
  inputs: [input],
  outputs: [output],
  attributes,
});
const model = (nodes: ModelNode[], all: ModelFunction[] = [leaky]): ModelContents => ({
  nodes,
  inputs: [float('x', 2)],
  outputs: [float('y', 2)],
  functions: all,
  opsets: { mine: 1 },
});

functions(
  'attributes of the call, or what the function says otherwise; names are told apart',
  async () => {
    const contents = model([call('x', 'h'), call('h', 'y', { slope: { float: 0.25 } })]);
    assert.equal(layersOf(networkOf(contents)), ['inner: h[2]', 'inner_0: y[2]']);
    const [outputs] = await runNetwork(
      (network) => {
        createParser(network).parse(writeModel(contents));
        return [...network.outputs];
      },
      () => [new Map([['x', hostTensor('kFLOAT', [2], [-8, 2])]])],
    );
    assert.equal(outputs?.map(numbersOf), [[-1, 2]]);
  },
);

functions('functions call functions; what is refused says where', () => {
  const outer: ModelFunction = {
    name: 'Outer',
    domain: 'mine',
    inputs: ['a'],
    outputs: ['b'],
    nodes: [call('a', 't'), { name: 'deep', opType: 'Nope', inputs: ['t'], outputs: ['b'] }],
  };
  const node = { ...call('x', 'y'), name: 'top', opType: 'Outer' };
  const error = refusalOf(model([node], [leaky, outer]));
  assert.equal(
    error.errors.map(({ node: at, nodeName, localFunctionStack }) => [
      at,
      nodeName,
      localFunctionStack,
    ]),
    [[0, 'deep', ['top (Outer)']]],
  );
  assert.match(error.message, 'node 0 "deep" (Nope) in function "top (Outer)": no plugin "Nope"');
});

functions("TensorRT's own operators go before a function of their name", () => {
  const relu = { ...leaky, name: 'Relu' };
  const network = networkOf(model([{ ...call('x', 'y'), opType: 'Relu' }], [relu]));
  assert.equal(
    network.layers.map(({ name }) => name),
    ['y'],
  );
});

functions(
  'an input passes through; the wrong number of inputs; an output that nothing makes',
  () => {
    const through: ModelFunction = { ...leaky, outputs: ['in'], nodes: [] };
    const network = networkOf(model([call('x', 'y')], [through]));
    assert.is(network.outputs[0]?.name, 'y');
    const many = { ...call('x', 'y'), inputs: ['x', 'x'] };
    assert.match(refusalOf(model([many])).message, 'its function takes 1 inputs, and it has 2');
    const empty: ModelFunction = { ...leaky, nodes: [] };
    assert.match(
      refusalOf(model([call('x', 'y')], [empty])).message,
      'nothing in its function makes output "out"',
    );
  },
);

functions('calls without end, too deep, and far too many nodes', () => {
  const endless: ModelFunction = { ...leaky, nodes: [call('in', 'out')] };
  assert.match(
    refusalOf(model([call('x', 'y')], [endless])).message,
    'call each other without end',
  );
  // Each calls the one before twice: 2^20 nodes.
  const doubling = Array.from({ length: 21 }, (_, i): ModelFunction => {
    const twice = (input: string, output: string) => ({
      ...call(input, output),
      opType: i === 0 ? 'Relu' : `F${i - 1}`,
    });
    return { ...leaky, name: `F${i}`, nodes: [twice('in', 'h'), twice('h', 'out')] };
  });
  const bomb = refusalOf(model([{ ...call('x', 'y'), opType: 'F20' }], doubling));
  assert.match(bomb.message, 'expand to more than 20000 nodes');
});

functions.run();
