/** What the importer refuses, and what it makes of graphs that the node tests do not have. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError } from '../../src/errors';
import { importNativeGraph } from '../../src/onnx/import-native';
import { decodeModel, encodeModel, type OnnxNode, type OnnxTensor } from '../../src/onnx/model';
import { hostTensor, NativeNetwork, numbersOf } from '../runtime/network/operations/native-network';

const x: OnnxTensor = { name: 'x', type: 'float', dims: [-1, 3] };

function imported(
  nodes: OnnxNode[],
  outputs: string[],
  inputs = [x],
  constants: OnnxTensor[] = [],
) {
  const network = new NativeNetwork();
  const graph = {
    nodes,
    inputs,
    outputs: outputs.map((name) => ({ name, type: 'float' as const })),
    constants,
  };
  return { network, outputs: importNativeGraph(decodeModel(encodeModel(graph, 21)), network) };
}

function refusal(nodes: OnnxNode[], inputs?: OnnxTensor[]): ApiUsageError {
  try {
    imported(nodes, ['y'], inputs);
  } catch (error) {
    assert.instance(error, ApiUsageError);
    return error as ApiUsageError;
  }
  return assert.unreachable('nothing was refused') as never;
}

test('an operator that no native layer computes', () => {
  const error = refusal([{ opType: 'NonZero', inputs: ['x'], outputs: ['y'] }]);
  assert.is(error.code, 'ONNX_NODE_UNSUPPORTED');
  assert.match(error.message, 'Cannot import node "y" (NonZero): no native layer does this');
  assert.is(error.details.method, 'NonZero');
});

test('an input that nothing makes, an axis that is none, a parameter that is computed', () => {
  const missing = refusal([{ opType: 'Relu', inputs: ['z'], outputs: ['y'] }]);
  assert.match(missing.message, 'nothing makes its input "z"');
  const attributes = { axis: 2 };
  const axis = refusal([{ opType: 'Softmax', inputs: ['x'], outputs: ['y'], attributes }]);
  assert.match(axis.message, 'an axis is not one of the tensor; expected -2 to 1; actual 2');
  const axes = refusal([
    { opType: 'Shape', inputs: ['x'], outputs: ['s'] },
    { opType: 'Squeeze', inputs: ['x', 's'], outputs: ['y'] },
  ]);
  assert.match(axes.message, 'the list of axes is computed, not a constant');
  const kind = { axis: 'one' };
  const wrong = refusal([{ opType: 'Softmax', inputs: ['x'], outputs: ['y'], attributes: kind }]);
  assert.match(wrong.message, 'attribute "axis" is of another kind; expected int; actual string');
});

test('an input of a type that there is not', () => {
  const error = refusal([], [{ name: 'x', type: 'double', dims: [1] }]);
  assert.is(error.code, 'ONNX_INPUT_UNSUPPORTED');
});

test('an output of the graph that nothing makes', () => {
  assert.match(refusal([]).message, 'nothing makes this output of the graph');
});

test('a constant and an input as outputs of the graph', async () => {
  const constants: OnnxTensor[] = [
    { name: 'c', type: 'float', dims: [2], data: Float32Array.of(5, 6) },
  ];
  const { network, outputs } = imported([], ['c', 'x'], [x], constants);
  const feeds = new Map([['x', hostTensor('kFLOAT', [1, 3], [1, 2, 3])]]);
  const results = await network.run(outputs, feeds);
  assert.equal(results.map(numbersOf), [
    [5, 6],
    [1, 2, 3],
  ]);
});

test('a reshape by computed numbers, as PyTorch exports them', async () => {
  const int64 = (name: string, ...values: number[]): OnnxTensor => ({
    name,
    type: 'int64',
    dims: values.length === 1 && name.startsWith('scalar') ? [] : [values.length],
    data: BigInt64Array.from(values, BigInt),
  });
  const nodes: OnnxNode[] = [
    { opType: 'Shape', inputs: ['x'], outputs: ['shape'] },
    { opType: 'Gather', inputs: ['shape', 'scalar0'], outputs: ['n'], attributes: { axis: 0 } },
    { opType: 'Mul', inputs: ['n', 'scalar3'], outputs: ['n3'] },
    { opType: 'Unsqueeze', inputs: ['n3', 'zero'], outputs: ['count'] },
    { opType: 'Concat', inputs: ['count', 'one'], outputs: ['target'], attributes: { axis: 0 } },
    { opType: 'Reshape', inputs: ['x', 'target'], outputs: ['y'] },
  ];
  const constants = [int64('scalar0', 0), int64('scalar3', 3), int64('zero', 0), int64('one', 1)];
  const { network, outputs } = imported(nodes, ['y'], [x], constants);
  assert.is(String(outputs[0]?.shape[0]), 'x[0] * 3');
  const feeds = new Map([['x', hostTensor('kFLOAT', [2, 3], [1, 2, 3, 4, 5, 6])]]);
  const [y] = await network.run(outputs, feeds);
  assert.equal(y?.dims, [6, 1]);
});
test.run();
