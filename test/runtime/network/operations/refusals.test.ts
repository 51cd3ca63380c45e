/** What TensorRT refuses when a native layer is added. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError } from '../../../../src/errors';
import type { DataType } from '../../../../src/runtime/enums';
import { NativeNetwork, type TestTensor } from './native-network';

const network = new NativeNetwork();
let count = 0;
const input = (dims: number[], type: DataType = 'kFLOAT') =>
  network.addInput(`x${count++}`, type, dims);
const image = input([-1, 3, 8, 8]);
const matrix = input([2, 3]);
const whole = input([2, 3], 'kINT32');
const floats = (length: number) => new Float32Array(length);

/** Name, what is added, and what the message says. */
const REFUSALS: [name: string, act: () => unknown, message: string][] = [
  [
    'activation type',
    () => network.addActivation(image, 'kSWISH' as never),
    'no such ActivationType',
  ],
  [
    'activation of whole numbers',
    () => network.addActivation(whole, 'kTANH'),
    'input 0 has a type',
  ],
  [
    'alpha',
    () => network.addActivation(image, 'kELU', { alpha: 'x' as never }),
    'alpha is not valid',
  ],
  [
    'elementwise ranks',
    () => network.addElementWise(image, matrix, 'kSUM'),
    'different ranks; expected inputs of the same rank; actual [-1,3,8,8] and [2,3]',
  ],
  [
    'elementwise extents',
    () => network.addElementWise(matrix, input([2, 4]), 'kSUM'),
    'cannot be broadcast along axis 1; expected equal extents, or 1; actual [2,3] and [2,4]',
  ],
  [
    'elementwise types',
    () => network.addElementWise(matrix, whole, 'kSUM'),
    'different types; expected the same type, or kFLOAT and kHALF; actual kFLOAT and kINT32',
  ],
  ['logical types', () => network.addElementWise(matrix, matrix, 'kAND'), 'expected kBOOL'],
  ['unary type', () => network.addUnary(whole, 'kEXP'), 'input 0 has a type'],
  ['not of floats', () => network.addUnary(matrix, 'kNOT'), 'expected kBOOL; actual kFLOAT'],
  [
    'kernel weights',
    () => network.addConvolutionNd(image, 4, [3, 3], floats(100)),
    'kernel weights do not fit the number of maps and the kernel size; expected a multiple of 36 weights; actual 100',
  ],
  [
    'channels',
    () => network.addConvolutionNd(image, 4, [3, 3], floats(4 * 2 * 9)),
    'does not have the channels that the kernel is for; expected 2 channels, known while building; actual 3',
  ],
  [
    'channels that are not known',
    () => network.addConvolutionNd(input([1, -1, 8, 8]), 4, [3, 3], floats(4 * 3 * 9)),
    'actual an extent that is not known',
  ],
  [
    'bias',
    () => network.addConvolutionNd(image, 4, [1, 1], floats(12), floats(3)),
    'expected 4 weights; actual 3',
  ],
  [
    'groups',
    () => network.addConvolutionNd(image, 4, [1, 1], floats(4), null, { nbGroups: 3 }),
    'multiple of 3',
  ],
  [
    'one spatial axis',
    () => network.addConvolutionNd(image, 4, [3], floats(36)),
    '2 or 3 spatial dimensions',
  ],
  [
    'rank of a convolution',
    () => network.addConvolutionNd(matrix, 4, [1, 1], floats(12)),
    'has 2 dimensions; expected 4 dimensions',
  ],
  [
    'stride',
    () => network.addConvolutionNd(image, 4, [1, 1], floats(12), null, { stride: [0, 1] }),
    'the stride is not valid',
  ],
  ['weights', () => network.addConstant([1], 'x' as never), 'the weights are not valid'],
  [
    'number of weights',
    () => network.addConstant([2, 2], floats(3)),
    'expected 4 elements; actual 3',
  ],
  ['rank of pooling', () => network.addPoolingNd(matrix, 'kMAX', [2, 2]), 'has 2 dimensions'],
  [
    'matrices',
    () => network.addMatrixMultiply(matrix, 'kNONE', matrix, 'kNONE'),
    'the matrices do not fit; expected as many columns in the first as rows in the second; actual [2,3] and [2,3]',
  ],
  [
    'matrices of different ranks',
    () => network.addMatrixMultiply(image, 'kNONE', matrix, 'kTRANSPOSE'),
    'different ranks before the matrices',
  ],
  ['softmax axes', () => network.addSoftMax(image, { axes: 3 }), 'a bit mask with one bit'],
  ['softmax axis', () => network.addSoftMax(image, { axes: 16 }), 'has no axis 4'],
  [
    'reduce axes',
    () => network.addReduce(image, 'kSUM', 0, true),
    'a bit mask of at least one of 8 axes',
  ],
  [
    'reduce axis',
    () => network.addReduce(matrix, 'kSUM', 4, true),
    'there is no axis 2; expected an axis from 0 to 1',
  ],
  [
    'average of whole numbers',
    () => network.addReduce(whole, 'kAVG', 1, true),
    'input 0 has a type',
  ],
  [
    'reshape',
    () => network.addShuffle(matrix, { reshapeDimensions: [7] }),
    'its reshape changes the number of elements; expected 6 elements, as [2,3] has; actual [7]',
  ],
  [
    'two open extents',
    () => network.addShuffle(matrix, { reshapeDimensions: [-1, -1] }),
    'at most one -1',
  ],
  [
    'a copied extent',
    () => network.addShuffle(matrix, { reshapeDimensions: [1, 6, 0] }),
    'copies extent 2',
  ],
  ['permutation', () => network.addShuffle(matrix, { firstTranspose: [0, 0] }), 'each axis once'],
  [
    'rank of a permutation',
    () => network.addShuffle(image, { firstTranspose: [1, 0] }),
    'expected 4 axes; actual [1,0]',
  ],
  [
    'a shape tensor that is computed from data',
    () =>
      network.addShuffle(matrix, {
        reshapeDimensions: network.addCast(input([2]), 'kINT32').getOutput(0),
      }),
    'the values of its shape tensor',
  ],
  [
    'slice outside',
    () => network.addSlice(matrix, [0, 1], [2, 3], [1, 1]),
    'it reads place 3 of axis 1; expected places from 0 to 2',
  ],
  [
    'slice before',
    () => network.addSlice(matrix, [0, 1], [2, 3], [1, -1]),
    'it reads place -1 of axis 1',
  ],
  [
    'rank of a slice',
    () => network.addSlice(matrix, [0], [1], [1]),
    'the start has another rank than input',
  ],
  [
    'lengths of a slice',
    () => network.addSlice(matrix, [0], [1, 1], [1]),
    'have different lengths',
  ],
  [
    'concatenation',
    () => network.addConcatenation([matrix, input([3, 3])], { axis: 1 }),
    'equal extents but along axis 1; actual [2,3] and [3,3]',
  ],
  [
    'axis of concatenation',
    () => network.addConcatenation([matrix], { axis: 2 }),
    'there is no axis 2',
  ],
  ['no inputs', () => network.addConcatenation([]), 'it has 0 inputs'],
  [
    'indices',
    () => network.addGather(matrix, matrix, 0),
    'input 1 has a type that the layer does not take; expected kINT32, kINT64; actual kFLOAT',
  ],
  ['axis of gather', () => network.addGather(matrix, whole, 2), 'there is no axis 2'],
  [
    'resize without a size',
    () => network.addResize(image),
    'does not say once how large the output is; expected scales or output dimensions; actual neither',
  ],
  [
    'two sizes',
    () => network.addResize(image, { scales: [1, 1, 2, 2], outputDimensions: [1, 3, 4, 4] }),
    'actual both',
  ],
  ['rank of scales', () => network.addResize(image, { scales: [2, 2] }), 'another rank than input'],
  ['a scale', () => network.addResize(image, { scales: [1, 1, 0, 1] }), 'a scale is not valid'],
  [
    'axes of cubic',
    () => network.addResize(image, { scales: [1, 2, 2, 2], resizeMode: 'kCUBIC' }),
    'kCUBIC cannot resize axis 1 of 4; expected only the last 2 axes resized',
  ],
  [
    'selector',
    () => network.addResize(image, { scales: [1, 1, 2, 2], selectorForSinglePixel: 'kUPPER' }),
    'kHALF_PIXEL only',
  ],
  ['cast', () => network.addCast(matrix, 'kFP8'), 'no such DataType'],
  [
    'a type that is not computed',
    () => network.addIdentity(input([1], 'kFP8')),
    'input 0 has a type',
  ],
  ['scales along no axis', () => network.addQuantize(matrix, input([3])), 'needs the axis'],
  [
    'scales that do not fit',
    () => network.addQuantize(matrix, input([3]), { axis: 0 }),
    'the scale does not fit the axis; expected 2 scales; actual 3',
  ],
  ['dequantized floats', () => network.addDequantize(matrix, input([])), 'input 0 has a type'],
  ['condition', () => network.addSelect(matrix, matrix, matrix), 'input 0 has a type'],
];

for (const [name, act, message] of REFUSALS) {
  test(name, () => {
    try {
      act();
    } catch (error) {
      assert.instance(error, ApiUsageError);
      const { code, details, message: said } = error as ApiUsageError;
      assert.is(code, 'OPERATION_INVALID');
      assert.ok(said.includes(message), said);
      assert.ok(details.layer ?? details.method, 'the layer or the method is named');
      return;
    }
    assert.unreachable('nothing was refused');
  });
}

test('symbolic extents are written shortly', () => {
  const x = network.addInput('img', 'kFLOAT', [-1, 3, -1, -1]);
  const print = (tensor: TestTensor) => tensor.shape.join(', ');
  const options = { stride: [2, 2], padding: [1, 1] };
  const convolved = network.addConvolutionNd(x, 8, [3, 3], floats(216), null, options);
  assert.is(
    print(convolved.getOutput(0)),
    'img[0], 8, floor_div(img[2] + -1, 2) + 1, floor_div(img[3] + -1, 2) + 1',
  );
  const flat = network.addShuffle(x, { reshapeDimensions: [0, -1] }).getOutput(0);
  assert.is(print(flat), 'img[0], 3 * img[2] * img[3]');
  const twice = network.addResize(x, { scales: [1, 1, 2, 1.5] }).getOutput(0);
  assert.is(print(twice), 'img[0], 3, 2 * img[2], floor_div(3 * img[3], 2)');
});
test.run();
