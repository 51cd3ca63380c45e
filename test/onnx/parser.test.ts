/** The parser as a whole: models become networks, everything that is refused is told at once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../src/errors';
import { writeModel, type ModelContents } from '../../src/onnx/model';
import { createParser, OnnxParserError } from '../../src/onnx/parser';
import { createBuilder } from '../../src/runtime/builder';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { numbersOf } from '../runtime/network/operations/native-network';
import { runNetwork } from './engine-run';
import { float, int64s, layersOf, networkOf, parsed, refusalOf } from './parsed';

const parser = suite('OnnxParser');
registryWithPlugins();

const addScalar: ModelContents = {
  nodes: [
    { name: 'relu', opType: 'Relu', inputs: ['x'], outputs: ['h'] },
    {
      name: 'plus',
      opType: 'AddScalar',
      domain: 'Test',
      inputs: ['h'],
      outputs: ['y'],
      attributes: { scalar: { float: 2 } },
    },
  ],
  inputs: [float('x', 'n', 3)],
  outputs: [float('y', 'n', 3)],
};

parser('native operators and plugins become one network, which runs', async () => {
  const feed = {
    type: 'kFLOAT' as const,
    dims: [1, 3],
    bytes: new Uint8Array(Float32Array.of(-1, 0, 5).buffer),
  };
  const [outputs] = await runNetwork(
    (network) => {
      const parserOf = createParser(network);
      parserOf.parse(writeModel(addScalar));
      assert.equal(layersOf(network), ['relu: h[-1,3]', 'plus: y[-1,3]']);
      assert.is(parserOf.getLayerOutputTensor('plus', 0), network.outputs[0]);
      assert.is(parserOf.getLayerOutputTensor('plus', 1), null);
      return [...network.outputs];
    },
    () => [new Map([['x', feed]])],
  );
  assert.equal(outputs?.map(numbersOf), [[2, 2, 7]]);
});

parser(
  'every refused node is told, with its reason, and the errors stay until they are cleared',
  () => {
    const { error, parser: own } = parsed({
      nodes: [
        { name: 'first', opType: 'Nope', inputs: ['x'], outputs: ['a'] },
        { opType: 'If', inputs: ['x'], outputs: ['b'] },
        { name: 'det', opType: 'Det', inputs: ['x'], outputs: ['c'] },
        { name: 'fine', opType: 'Relu', inputs: ['x'], outputs: ['d'] },
        { name: 'lost', opType: 'Relu', inputs: ['nobody'], outputs: ['e'] },
      ],
      inputs: [float('x', 2)],
      outputs: [float('e', 2)],
    });
    assert.is(error?.code, 'ONNX_PARSE_FAILED');
    assert.equal(
      error?.errors.map(({ code, node, nodeName, nodeOperator }) => [
        code,
        node,
        nodeName,
        nodeOperator,
      ]),
      [
        ['kINVALID_NODE', 0, 'first', 'Nope'],
        ['kUNSUPPORTED_NODE', 1, '', 'If'],
        ['kUNSUPPORTED_NODE', 2, 'det', 'Det'],
        ['kINVALID_GRAPH', 4, 'lost', 'Relu'],
      ],
    );
    assert.match(error?.message ?? '', 'Cannot parse the model: 4 problems');
    assert.match(error?.message ?? '', 'node 0 "first" (Nope): no plugin "Nope" version "1"');
    assert.match(error?.message ?? '', 'node 1 (If): it holds graphs');
    assert.match(error?.message ?? '', 'node 4 "lost" (Relu): nothing makes its input "nobody"');
    assert.is(own.getNbErrors(), 4);
    assert.is(
      own.getError(3)?.desc,
      'Assertion failed: (ctx->tensors().count(inputName)): Node input was not registered.',
    );
    assert.is(own.getError(4), null);
    own.clearErrors();
    assert.is(own.getNbErrors(), 0);
  },
);

parser(
  'nodes are imported until one is refused: the first that the network refuses is told',
  () => {
    const { error, network } = parsed({
      nodes: [
        { name: 'sum', opType: 'Add', inputs: ['x', 'z'], outputs: ['a'] },
        { name: 'relu', opType: 'Relu', inputs: ['a'], outputs: ['y'] },
      ],
      inputs: [float('x', 2), float('z', 3)],
      outputs: [float('y', 2)],
    });
    assert.equal(
      error?.errors.map(({ code, nodeName }) => [code, nodeName]),
      [['kINVALID_NODE', 'sum']],
    );
    assert.match(error?.errors[0]?.desc ?? '', /^Invalid Node - sum\n/);
    assert.is(network.layers.length, 1);
  },
);

parser('nodes may come in any order; the order of the layers is one that works', () => {
  const network = networkOf({
    nodes: [
      { name: 'last', opType: 'Add', inputs: ['a', 'b'], outputs: ['y'] },
      { name: 'b', opType: 'Tanh', inputs: ['a'], outputs: ['b'] },
      { name: 'a', opType: 'Relu', inputs: ['x'], outputs: ['a'] },
    ],
    inputs: [float('x', 2)],
    outputs: [float('y', 2)],
  });
  assert.equal(
    network.layers.map(({ name }) => name),
    ['a', 'b', 'last'],
  );
});

parser('circles, and tensors that two nodes make, are refused', () => {
  const relu = (input: string, output: string, name = '') => ({
    name,
    opType: 'Relu',
    inputs: [input],
    outputs: [output],
  });
  const model = (...nodes: ReturnType<typeof relu>[]) => ({
    nodes,
    inputs: [float('x', 2)],
    outputs: [float('y', 2)],
  });
  const circle = refusalOf(model(relu('b', 'a', 'one'), relu('a', 'b', 'two'), relu('a', 'y')));
  assert.is(circle.errors[0]?.code, 'kINVALID_GRAPH');
  assert.match(circle.message, 'wait for each other in a circle: 0 "one", 1 "two"');
  assert.match(refusalOf(model(relu('y', 'y', 'self'))).message, 'in a circle: 0 "self"');
  const twice = refusalOf(model(relu('x', 'y'), relu('x', 'y')));
  assert.match(twice.message, 'nodes 0 and 1 both make tensor "y"');
  assert.match(refusalOf(model(relu('x', 'x'))).message, /circle: 0 "x"|"x" is there already/);
});

parser('layers and tensors have the names of nodes, a second one of a name gets a number', () => {
  const network = networkOf({
    nodes: [
      { name: 'same', opType: 'Relu', inputs: ['x'], outputs: ['a'] },
      { name: 'same', opType: 'Relu', inputs: ['a'], outputs: ['b'] },
      { opType: 'Relu', inputs: ['b'], outputs: ['y'] },
    ],
    inputs: [float('x', 2)],
    outputs: [float('y', 2)],
  });
  assert.equal(layersOf(network), ['same: a[2]', 'same_0: b[2]', 'node_of_y: y[2]']);
});

parser('an initializer is one layer under its own name, however many read it', () => {
  const network = networkOf({
    nodes: [
      { name: 'add', opType: 'Add', inputs: ['x', 'c'], outputs: ['a'] },
      { name: 'mul', opType: 'Mul', inputs: ['a', 'c'], outputs: ['y'] },
    ],
    inputs: [float('x', 2)],
    outputs: [float('y', 2)],
    constants: [{ ...float('c', 2), data: Float32Array.of(1, 2) }],
  });
  assert.equal(
    network.layers.map(({ name }) => name),
    ['c', 'add', 'mul'],
  );
});

parser('inputs and constants as outputs, one tensor as two outputs, another type', () => {
  const network = networkOf({
    nodes: [{ name: 'relu', opType: 'Relu', inputs: ['x'], outputs: ['h'] }],
    inputs: [float('x', 2), float('z', 2)],
    outputs: [float('h', 2), float('z', 2), float('c', 2)],
    constants: [{ ...float('c', 2), data: Float32Array.of(1, 2) }],
  });
  assert.equal(
    network.outputs.map(({ name }) => name),
    ['h', 'z', 'c'],
  );
  assert.equal(
    network.inputs.map(({ name }) => name),
    ['x', '__z'],
  );
  const { network: cast, logged } = parsed({
    nodes: [{ opType: 'Relu', inputs: ['x'], outputs: ['y'] }],
    inputs: [float('x', 2)],
    outputs: [{ name: 'y', type: 'float16', dims: [2] }],
  });
  assert.is(cast.outputs[0]?.getType(), 'kHALF');
  assert.match(logged.join(), '"y" is declared kHALF, and the tensor is kFLOAT: it is cast');
});

parser('an output that nothing makes, an input without shape or of a foreign type', () => {
  const missing = refusalOf({ nodes: [], inputs: [], outputs: [float('y', 2)] });
  assert.match(missing.message, 'nothing makes graph output "y"');
  const inputs = refusalOf({
    nodes: [],
    inputs: [
      { name: 'a', type: 'float' },
      { name: 'b', type: 'string', dims: [2] },
      { name: 'c', type: 'complex64', dims: [2] },
    ],
    outputs: [],
  });
  assert.equal(
    inputs.errors.map(({ code, node }) => [code, node]),
    [
      ['kUNSUPPORTED_NODE', -1],
      ['kUNSUPPORTED_NODE', -1],
    ],
  );
  assert.equal(
    networkOf({
      nodes: [],
      inputs: [{ name: 'a', type: 'float' }],
      outputs: [],
    }).inputs[0]?.getDimensions(),
    [],
  );
  assert.match(inputs.message, 'graph input "b" is of type string');
});

parser("a model has to say which version of ONNX's operators it means", () => {
  const model = writeModel({
    nodes: [{ opType: 'Relu', inputs: ['x'], outputs: ['y'] }],
    inputs: [float('x', 2)],
    outputs: [float('y', 2)],
    opsets: { '': 6 },
  });
  const { error, logged } = parsed(model);
  assert.is(error, null);
  assert.match(logged.join(), 'ONNX graphs generated with at least opset 7.');
});

parser('kUINT8 inside the network is refused, as in TensorRT', () => {
  const { errors } = refusalOf({
    nodes: [
      { name: 'cast', opType: 'Cast', inputs: ['x'], outputs: ['u'], attributes: { to: 2 } },
      { opType: 'Cast', inputs: ['u'], outputs: ['y'], attributes: { to: 1 } },
    ],
    inputs: [float('x', 2)],
    outputs: [float('y', 2)],
  });
  assert.is(errors[0]?.desc, 'TensorRT does not support UINT8 types for intermediate tensors!');
});

parser('parse wants an empty network', () => {
  const network = createBuilder().createNetwork();
  const own = createParser(network);
  own.parse(writeModel(addScalar));
  try {
    own.parse(writeModel(addScalar));
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OnnxParserError);
    assert.is((error as OnnxParserError).code, 'NETWORK_NOT_EMPTY');
  }
});

parser('files: theirs is the folder of external data; what is no file is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onnx-parser-'));
  const codeOf = (path: string): string => {
    try {
      createParser(createBuilder().createNetwork()).parseFromFile(path);
      return 'parsed';
    } catch (error) {
      assert.instance(error, WorkbookError);
      assert.instance(error, OnnxParserError);
      return (error as OnnxParserError).code;
    }
  };
  try {
    const file = join(folder, 'model.onnx');
    writeFileSync(file, writeModel(addScalar));
    assert.is(codeOf(file), 'parsed');
    assert.is(codeOf(folder), 'ONNX_FILE_UNREADABLE');
    assert.is(codeOf(join(folder, 'absent.onnx')), 'ONNX_FILE_UNREADABLE');
    writeFileSync(file, 'no ONNX at all');
    assert.is(codeOf(file), 'ONNX_INVALID');
    writeFileSync(file, '');
    assert.is(codeOf(file), 'ONNX_INVALID');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

parser('a damaged tensor in an attribute is told with its node', () => {
  const tensor = { type: 'float', dims: [3], data: Float32Array.of(1) } as const;
  const error = refusalOf({
    nodes: [
      {
        name: 'c',
        opType: 'Constant',
        inputs: [],
        outputs: ['y'],
        attributes: { value: { tensor } },
      },
    ],
    inputs: [],
    outputs: [float('y', 3)],
  });
  assert.is(error.code, 'ONNX_INVALID');
  assert.equal(
    error.errors.map(({ code, node, nodeName }) => [code, node, nodeName]),
    [['kINVALID_NODE', 0, 'c']],
  );
});

parser('supportsOperator tells what has native layers here', () => {
  const own = createParser(createBuilder().createNetwork());
  assert.ok(own.supportsOperator('Conv'));
  assert.not.ok(own.supportsOperator('DynamicTRTResize'));
  assert.not.ok(own.supportsOperator('constructor'));
});

parser('sizes of a resize from computed shapes, as PyTorch exports them', () => {
  const network = networkOf({
    nodes: [
      { opType: 'Shape', inputs: ['x'], outputs: ['sx'] },
      { opType: 'Slice', inputs: ['sx', 'zero', 'two', 'zero'], outputs: ['nc'] },
      { opType: 'Shape', inputs: ['factor'], outputs: ['sf'] },
      { opType: 'Slice', inputs: ['sf', 'two', 'four', 'zero'], outputs: ['hw'] },
      { opType: 'Concat', inputs: ['nc', 'hw'], outputs: ['sizes'], attributes: { axis: 0 } },
      {
        name: 'resize',
        opType: 'Resize',
        inputs: ['x', '', '', 'sizes'],
        outputs: ['y'],
        attributes: { mode: 'cubic', cubic_coeff_a: { float: -0.75 } },
      },
    ],
    inputs: [float('x', 1, 3, 'h', 'w'), float('factor', 1, 1, 'oh', 'ow')],
    outputs: [float('y', 1, 3, 'oh', 'ow')],
    constants: [int64s('zero', 0), int64s('two', 2), int64s('four', 4)],
  });
  assert.equal(network.outputs[0]?.getDimensions(), [1, 3, -1, -1]);
});

parser.run();
