/** What operators mean from opset 7 to 21: each model runs in an engine and in ONNX Runtime, with the same results. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  writeModel,
  type ModelAttribute,
  type ModelNode,
  type ModelTensor,
} from '../../src/onnx/model';
import { createParser } from '../../src/onnx/parser';
import { hostTensor, numbersOf } from '../runtime/network/operations/native-network';
import { runNetwork } from './engine-run';
import { float, int64s } from './parsed';

const opsets = suite('operators by opset');
const DIMS = [1, 2, 4, 3];
const NUMBERS = Array.from({ length: 24 }, (_, i) => ((i * 7) % 24) / 4 - 2.5);

const floats = (name: string, dims: number[], ...values: number[]): ModelTensor => ({
  name,
  type: 'float',
  dims,
  data: Float32Array.from(values),
});
const node = (
  opType: string,
  inputs: string[],
  attributes: Record<string, ModelAttribute> = {},
  outputs = ['y'],
): ModelNode => ({ opType, inputs, outputs, attributes });

/** Runs the nodes on x [1,2,h,w] both ways; what they are to make is all tensors that no node reads. */
function same(
  name: string,
  versions: number[],
  nodes: ModelNode[],
  constants: ModelTensor[] = [],
  type: ModelTensor['type'] = 'float',
): void {
  for (const version of versions) {
    opsets(`${name}, opset ${version}`, async () => {
      const read = new Set(nodes.flatMap(({ inputs }) => inputs));
      const made = nodes.flatMap((each) => each.outputs).filter((each) => !read.has(each));
      const bytes = writeModel({
        nodes,
        inputs: [float('x', 1, 2, 'h', 'w')],
        outputs: made.map((each) => ({ name: each, type })),
        constants,
        opsets: { '': version },
      });
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
      const expected = await session.run({
        x: new Tensor('float32', Float32Array.from(NUMBERS), DIMS),
      });
      const [actual] = await runNetwork(
        (network) => {
          createParser(network).parse(bytes);
          return [...network.outputs];
        },
        () => [new Map([['x', hostTensor('kFLOAT', DIMS, NUMBERS)]])],
      );
      made.forEach((each, index) => {
        const [ours, theirs] = [actual?.[index], expected[each]];
        assert.ok(ours && theirs);
        assert.equal(ours.dims, [...theirs.dims], each);
        const wanted = Array.from(theirs.data as Float32Array, Number);
        numbersOf(ours).forEach((value, i) => {
          assert.ok(
            Math.abs(value - (wanted[i] ?? NaN)) < 1e-5,
            `${each}[${i}]: ${value}, ${wanted[i]}`,
          );
        });
      });
    });
  }
}

same(
  'Clip with attributes',
  [7, 10],
  [node('Clip', ['x'], { min: { float: -1 }, max: { float: 2 } })],
);
same(
  'Clip with inputs',
  [11, 13, 21],
  [node('Clip', ['x', 'low', 'high'])],
  [floats('low', [], -1), floats('high', [], 2)],
);
same('Clip with one limit', [11, 21], [node('Clip', ['x', '', 'high'])], [floats('high', [], 2)]);
same(
  'Squeeze and Unsqueeze with attributes',
  [7, 11],
  [node('Squeeze', ['x'], { axes: [0] }, ['s']), node('Unsqueeze', ['s'], { axes: [1, 3] })],
);
same(
  'Squeeze and Unsqueeze with inputs',
  [13, 21],
  [node('Squeeze', ['x', 'zero'], {}, ['s']), node('Unsqueeze', ['s', 'ends'])],
  [int64s('zero', 0), int64s('ends', 0, -1)],
);
same('Split in equal parts', [7, 11], [node('Split', ['x'], { axis: 2 }, ['a', 'b'])]);
same('Split by attribute', [7, 11], [node('Split', ['x'], { axis: 2, split: [1, 3] }, ['a', 'b'])]);
same(
  'Split by input',
  [13, 18, 21],
  [node('Split', ['x', 'parts'], { axis: 2 }, ['a', 'b'])],
  [int64s('parts', 1, 3)],
);
same('Split by number', [18, 21], [node('Split', ['x'], { axis: 2, num_outputs: 2 }, ['a', 'b'])]);
same('ReduceSum by attribute', [7, 11], [node('ReduceSum', ['x'], { axes: [1, 3], keepdims: 0 })]);
same(
  'ReduceMean by attribute',
  [7, 13, 17],
  [node('ReduceMean', ['x'], { axes: [2], keepdims: 1 })],
);
same(
  'ReduceSum by input',
  [13, 21],
  [node('ReduceSum', ['x', 'axes'], { keepdims: 0 })],
  [int64s('axes', 1, -1)],
);
same('ReduceMax by input', [18, 21], [node('ReduceMax', ['x', 'axes'])], [int64s('axes', 2)]);
same('ReduceSum of nothing', [13, 21], [node('ReduceSum', ['x'], { noop_with_empty_axes: 1 })]);
same(
  'Softmax of the rest, of one axis',
  [7, 11, 13, 21],
  [node('Softmax', ['x'], { axis: 2 }, ['a']), node('LogSoftmax', ['x'], {}, ['b'])],
);
same(
  'Pad with attributes',
  [7, 10],
  [node('Pad', ['x'], { pads: [0, 0, 1, 0, 0, 0, 0, 2], value: { float: 3 } })],
);
same(
  'Pad with inputs',
  [11, 13, 18, 21],
  [node('Pad', ['x', 'pads', 'fill'])],
  [int64s('pads', 0, 0, 1, 0, 0, 0, 0, 2), floats('fill', [], 3)],
);
same(
  'Slice with attributes',
  [7, 9],
  [node('Slice', ['x'], { starts: [1, -2], ends: [4, 100], axes: [2, 3] })],
);
same(
  'Slice with inputs',
  [10, 11, 13, 21],
  [node('Slice', ['x', 'starts', 'ends', 'axes', 'steps'])],
  [int64s('starts', 3, -1), int64s('ends', -100, 0), int64s('axes', 2, 3), int64s('steps', -2, -1)],
);
same('Dropout', [7, 10, 12, 13, 21], [node('Dropout', ['x'])]);
same(
  'Upsample',
  [9],
  [node('Upsample', ['x', 'scales'], { mode: 'nearest' })],
  [floats('scales', [4], 1, 1, 2, 2)],
);
same(
  'Resize by scales',
  [10],
  [node('Resize', ['x', 'scales'], { mode: 'linear' })],
  [floats('scales', [4], 1, 1, 2, 2)],
);
for (const mode of ['nearest', 'linear', 'cubic']) {
  same(
    `Resize by scales, ${mode}`,
    [11, 13, 18, 19, 21],
    [node('Resize', ['x', 'none', 'scales'], { mode })],
    [floats('none', [0]), floats('scales', [4], 1, 1, 2, 2)],
  );
}
same(
  'Resize by sizes',
  [13, 19],
  [node('Resize', ['x', '', '', 'sizes'], { mode: 'cubic' })],
  [int64s('sizes', 1, 2, 7, 5)],
);
same('Shape', [7, 13], [node('Shape', ['x'])], [], 'int64');
same(
  'Shape from start to end',
  [15, 19, 21],
  [node('Shape', ['x'], { start: 1, end: -1 })],
  [],
  'int64',
);
same('Flatten', [7, 9, 11, 13, 21], [node('Flatten', ['x'], { axis: 2 })]);
same('Flatten from the end', [11, 21], [node('Flatten', ['x'], { axis: -1 })]);
same(
  'PRelu',
  [7, 9, 16, 21],
  [node('PRelu', ['x', 'slope'])],
  [floats('slope', [2, 1, 1], 0.5, -1)],
);
same(
  'BatchNormalization',
  [7, 9, 14, 15, 21],
  [node('BatchNormalization', ['x', 'scale', 'bias', 'mean', 'var'], { epsilon: { float: 0.01 } })],
  [
    floats('scale', [2], 1, 2),
    floats('bias', [2], 0.5, -1),
    floats('mean', [2], 0.25, 1),
    floats('var', [2], 1, 4),
  ],
);
same(
  'GlobalAveragePool and GlobalMaxPool',
  [7, 21],
  [node('GlobalAveragePool', ['x'], {}, ['a']), node('GlobalMaxPool', ['x'], {}, ['b'])],
);
same(
  'Gemm',
  [7, 9, 11, 13, 21],
  [
    node('Flatten', ['x'], { axis: 3 }, ['m']),
    node('Gemm', ['m', 'b', 'c'], { transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } }),
  ],
  [floats('b', [2, 3], 1, 2, 3, 4, 5, 6), floats('c', [2], 1, -1)],
);
same(
  'Gemm without C',
  [11, 21],
  [node('Flatten', ['x'], { axis: 3 }, ['m']), node('Gemm', ['m', 'b'])],
  [floats('b', [3, 1], 1, 2, 3)],
);
same(
  'Cast and Identity',
  [7, 9, 13, 19, 21],
  [
    node('Cast', ['x'], { to: 6 }, ['i']),
    node('Cast', ['i'], { to: 1 }, ['f']),
    node('Identity', ['f']),
  ],
);
same(
  'Constant',
  [7, 11, 13, 21],
  [
    node(
      'Constant',
      [],
      { value: { tensor: { type: 'float', dims: [2, 1, 1], data: Float32Array.of(1, 2) } } },
      ['c'],
    ),
    node('Mul', ['x', 'c']),
  ],
);
same(
  'Constant by number and list',
  [12, 13, 21],
  [
    node('Constant', [], { value_float: { float: 2 } }, ['a']),
    node('Constant', [], { value_floats: { floats: [1, 2, 3] } }, ['b']),
    node('Mul', ['a', 'b'], {}, ['c']),
    node('Add', ['x', 'c']),
  ],
);
same(
  'ConstantOfShape',
  [9, 20, 21],
  [
    node('Shape', ['x'], {}, ['s']),
    node(
      'ConstantOfShape',
      ['s'],
      { value: { tensor: { type: 'float', dims: [1], data: Float32Array.of(3) } } },
      ['c'],
    ),
    node('Add', ['x', 'c']),
  ],
);
same(
  'Reshape by computed sizes',
  [7, 13, 14, 21],
  [
    node('Shape', ['x'], {}, ['s']),
    node('Gather', ['s', 'last'], {}, ['w']),
    node('Concat', ['minus', 'w'], { axis: 0 }, ['t']),
    node('Reshape', ['x', 't']),
  ],
  [int64s('last', 3), int64s('minus', -1)],
);
same('Gelu', [20, 21], [node('Gelu', ['x'], { approximate: 'tanh' })]);
same(
  'AveragePool',
  [7, 10, 11, 19, 21],
  [node('AveragePool', ['x'], { kernel_shape: [2, 2], strides: [2, 1], pads: [1, 0, 0, 1] })],
);
same(
  'MaxPool',
  [7, 8, 10, 12, 21],
  [node('MaxPool', ['x'], { kernel_shape: [2, 2], auto_pad: 'SAME_UPPER' })],
);

opsets.run();
