/** What operations compute, against their formulas in plain JavaScript. ONNX's node tests cover what ONNX's operators do as well. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { DataType } from '../../../../src/runtime/enums';
import {
  ACTIVATION_TYPES,
  type ActivationType,
} from '../../../../src/runtime/network/operations/activation';
import type { SliceMode } from '../../../../src/runtime/network/operations/slice-places';
import { WorkbookError } from '../../../../src/errors';
import { hostTensor, NativeNetwork, numbersOf, type TestTensor } from './native-network';
import { assertClose, randomFloats, roundToEven } from '../../../plugins/numbers';

type Build = (network: NativeNetwork, inputs: TestTensor[]) => TestTensor;

/** Runs layers on inputs of one type. */
async function compute(
  inputs: [dims: number[], numbers: readonly number[]][],
  build: Build,
  type: DataType = 'kFLOAT',
): Promise<number[]> {
  const network = new NativeNetwork();
  const tensors = inputs.map(([dims], index) => network.addInput(`x${index}`, type, dims));
  const output = build(network, tensors);
  const feeds = new Map(
    inputs.map(([dims, numbers], index) => [`x${index}`, hostTensor(type, dims, numbers)]),
  );
  const [result] = await network.run([output], feeds);
  if (!result) throw new Error('no result');
  return numbersOf(result);
}

const first =
  (
    build: (network: NativeNetwork, x: TestTensor) => { getOutput(index: number): TestTensor },
  ): Build =>
  (network, [x]) =>
    build(network, x as TestTensor).getOutput(0);

const [alpha, beta] = [0.75, 1.5];
/** @see NvInfer.h 10.16, `ActivationType` */
const FORMULAS: Record<ActivationType, (x: number) => number> = {
  kRELU: (x) => Math.max(0, x),
  kSIGMOID: (x) => 1 / (1 + Math.exp(-x)),
  kTANH: Math.tanh,
  kLEAKY_RELU: (x) => (x >= 0 ? x : alpha * x),
  kELU: (x) => (x >= 0 ? x : alpha * (Math.exp(x) - 1)),
  kSELU: (x) => (x > 0 ? beta * x : beta * (alpha * Math.exp(x) - alpha)),
  kSOFTSIGN: (x) => x / (1 + Math.abs(x)),
  kSOFTPLUS: (x) => alpha * Math.log(Math.exp(beta * x) + 1),
  kCLIP: (x) => Math.max(alpha, Math.min(beta, x)),
  kHARD_SIGMOID: (x) => Math.max(0, Math.min(1, alpha * x + beta)),
  kSCALED_TANH: (x) => alpha * Math.tanh(beta * x),
  kTHRESHOLDED_RELU: (x) => (x > alpha ? x : 0),
  kGELU_ERF: (x) => 0.5 * x * (1 + erf(Math.SQRT1_2 * x)),
  kGELU_TANH: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (0.044715 * x ** 3 + x))),
};

/** The error function by its series, which converges well for small numbers. */
function erf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 60; ++n) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

for (const type of ACTIVATION_TYPES) {
  test(`${type}, within 2e-6`, async () => {
    const numbers = randomFloats(50, 3).map((value) => 3 * value);
    const build = first((network, x) => network.addActivation(x, type, { alpha, beta }));
    const actual = await compute([[[50], [...numbers]]], build);
    const expected = [...numbers].map(FORMULAS[type]);
    assertClose(actual, expected, (value) => 2e-6 * Math.max(1, Math.abs(value)), type);
  });
}

const SEVENS = [7, -7, 7, -7, 6, 0];
const DIVISORS = [2, 2, -2, -2, 3, 5];

for (const type of ['kINT32', 'kINT64', 'kINT8', 'kFLOAT'] as const) {
  test(`${type} divided downwards and towards 0`, async () => {
    const divide = (operation: 'kDIV' | 'kFLOOR_DIV') =>
      compute(
        [
          [[2, 3], SEVENS],
          [[2, 3], DIVISORS],
        ],
        (network, [a, b]) =>
          network.addElementWise(a as TestTensor, b as TestTensor, operation).getOutput(0),
        type,
      );
    assert.equal(await divide('kFLOOR_DIV'), [3, -4, -4, 3, 2, 0]);
    const quotients = type === 'kFLOAT' ? [3.5, -3.5, -3.5, 3.5, 2, 0] : [3, -3, -3, 3, 2, 0];
    assert.equal(
      (await divide('kDIV')).map((value) => value + 0),
      quotients,
    );
  });
}

test('the least whole number divided by -1 does not end the process', async () => {
  for (const operation of ['kDIV', 'kFLOOR_DIV'] as const) {
    const divided = await compute(
      [
        [
          [2, 1],
          [-(2 ** 31), 7],
        ],
        [
          [2, 1],
          [-1, -1],
        ],
      ],
      (network, [a, b]) =>
        network.addElementWise(a as TestTensor, b as TestTensor, operation).getOutput(0),
      'kINT32',
    );
    assert.is(divided[1], -7);
  }
});

test('a whole number divided by 0 is an error, not the end of the process', async () => {
  try {
    await compute(
      [
        [[1, 1], [7]],
        [[1, 1], [0]],
      ],
      (network, [a, b]) =>
        network.addElementWise(a as TestTensor, b as TestTensor, 'kDIV').getOutput(0),
      'kINT32',
    );
  } catch (error) {
    assert.instance(error, WorkbookError);
    assert.is((error as WorkbookError).code, 'NATIVE_LAYERS_FAILED');
    return;
  }
  assert.unreachable('nothing was refused');
});

/** Where a place outside an extent of 4 reads. @see NvInfer.h 10.16, `SampleMode` */
const PLACES: Record<Exclude<SliceMode, 'kSTRICT_BOUNDS' | 'kFILL'>, (place: number) => number> = {
  kWRAP: (place) => ((place % 4) + 4) % 4,
  kCLAMP: (place) => Math.max(0, Math.min(3, place)),
  kREFLECT: (place) => {
    const phase = ((place % 6) + 6) % 6;
    return phase < 4 ? phase : 6 - phase;
  },
};

for (const [mode, placeOf] of Object.entries(PLACES)) {
  test(`slice ${mode}`, async () => {
    for (const [start, size, stride] of [
      [-9, 12, 2],
      [11, 9, -3],
      [2, 3, 0],
    ] as const) {
      const build = first((network, x) =>
        network.addSlice(x, [start], [size], [stride], { mode: mode as SliceMode }),
      );
      const expected = Array.from({ length: size }, (_, i) => placeOf(start + i * stride));
      assert.equal(await compute([[[4], [0, 1, 2, 3]]], build), expected);
    }
  });
}

test('slice kFILL', async () => {
  const fill = (value?: number) =>
    compute(
      [
        [
          [2, 2],
          [1, 2, 3, 4],
        ],
      ],
      first((network, x) => {
        const given = value === undefined ? undefined : Float32Array.of(value);
        const tensor = given && network.addConstant([], given).getOutput(0);
        const options = tensor ? { fill: tensor } : {};
        return network.addSlice(x, [-1, 1], [3, 2], [1, 1], { mode: 'kFILL', ...options });
      }),
    );
  assert.equal(await fill(), [0, 0, 2, 0, 4, 0]);
  assert.equal(await fill(9), [9, 9, 2, 9, 4, 9]);
});

test('a slice downwards to the first element', async () => {
  const build = first((network, x) => network.addSlice(x, [3], [4], [-1]));
  assert.equal(await compute([[[4], [0, 1, 2, 3]]], build), [3, 2, 1, 0]);
});

test('pooling with padding: what an average counts, and the blend', async () => {
  const pool = (type: 'kAVERAGE' | 'kMAX_AVERAGE_BLEND', options: object) =>
    compute(
      [
        [
          [1, 1, 1, 2],
          [4, 8],
        ],
      ],
      first((network, x) =>
        network.addPoolingNd(x, type, [1, 2], { stride: [1, 1], padding: [0, 1], ...options }),
      ),
    );
  assert.equal(await pool('kAVERAGE', {}), [4, 6, 8]);
  assert.equal(await pool('kAVERAGE', { averageCountExcludesPadding: false }), [2, 6, 4]);
  // 1/4 of the average and 3/4 of the maximum
  assert.equal(await pool('kMAX_AVERAGE_BLEND', { blendFactor: 0.25 }), [4, 7.5, 8]);
});

test('vectors in front are rows, behind columns', async () => {
  const vector: [number[], number[]] = [[3], [1, 2, 3]];
  const matrix: [number[], number[]] = [
    [2, 3],
    [1, 0, 0, 0, 1, 1],
  ];
  const columns = await compute([matrix, vector], (network, [a, b]) =>
    network.addMatrixMultiply(a as TestTensor, 'kNONE', b as TestTensor, 'kVECTOR').getOutput(0),
  );
  assert.equal(columns, [1, 5]);
  const rows = await compute([vector, matrix], (network, [a, b]) =>
    network
      .addMatrixMultiply(a as TestTensor, 'kVECTOR', b as TestTensor, 'kTRANSPOSE')
      .getOutput(0),
  );
  assert.equal(rows, [1, 5]);
});

test('shuffle: transpose, reshape, transpose', async () => {
  const build = first((network, x) =>
    network.addShuffle(x, {
      firstTranspose: [1, 0],
      reshapeDimensions: [0, 1, -1],
      secondTranspose: [2, 0, 1],
    }),
  );
  // [[0,1,2],[3,4,5]] -> [[0,3],[1,4],[2,5]] -> [3,1,2] -> [2,3,1]
  const actual = await compute(
    [
      [
        [2, 3],
        [0, 1, 2, 3, 4, 5],
      ],
    ],
    build,
  );
  assert.equal(actual, [0, 1, 2, 3, 4, 5]);
});

test('resized to one element: the formula or the first', async () => {
  const resize = (selectorForSinglePixel: 'kFORMULA' | 'kUPPER') =>
    compute(
      [
        [
          [1, 4],
          [0, 10, 20, 30],
        ],
      ],
      first((network, x) =>
        network.addResize(x, {
          outputDimensions: [1, 1],
          resizeMode: 'kLINEAR',
          coordinateTransformation: 'kHALF_PIXEL',
          selectorForSinglePixel,
        }),
      ),
    );
  assert.equal(await resize('kFORMULA'), [15]);
  assert.equal(await resize('kUPPER'), [0]);
});

test('quantize rounds halves to the even number and stays inside', async () => {
  const numbers = [0.5, 1.5, -2.5, 200, -200, 3];
  const build = first((network, x) => {
    const scale = network.addConstant([], Float32Array.of(0.5)).getOutput(0);
    const half = network.addElementWise(x, x, 'kSUM').getOutput(0); // twice x, by 1/2: 4x
    return network.addQuantize(half, scale);
  });
  const expected = numbers.map((value) => Math.max(-128, Math.min(127, roundToEven(4 * value))));
  assert.equal(await compute([[[6], numbers]], build), expected);
  const whole = first((network, x) => {
    const scale = network.addConstant([], Float32Array.of(1)).getOutput(0);
    return network.addQuantize(x, scale);
  });
  assert.equal(await compute([[[6], numbers]], whole), [0, 2, -2, 127, -128, 3]);
});

test('a convolution is what its sum says', async () => {
  const x = [...randomFloats(2 * 4 * 5, 7)];
  const kernel = randomFloats(3 * 2 * 2 * 3, 8);
  const bias = Float32Array.of(1, 2, 3);
  const build = first((network, input) =>
    network.addConvolutionNd(input, 3, [2, 3], kernel, bias, {
      stride: [1, 2],
      prePadding: [1, 0],
      postPadding: [0, 1],
    }),
  );
  const at = (c: number, h: number, w: number) =>
    h < 0 || h >= 4 || w < 0 || w >= 5 ? 0 : (x[(c * 4 + h) * 5 + w] ?? NaN);
  const expected: number[] = [];
  for (let k = 0; k < 3; ++k)
    for (let h = 0; h < 4; ++h)
      for (let w = 0; w < 2; ++w) {
        let sum = bias[k] ?? NaN;
        for (let c = 0; c < 2; ++c)
          for (let r = 0; r < 2; ++r)
            for (let s = 0; s < 3; ++s)
              sum += (kernel[((k * 2 + c) * 2 + r) * 3 + s] ?? NaN) * at(c, h - 1 + r, 2 * w + s);
        expected.push(sum);
      }
  assertClose(await compute([[[1, 2, 4, 5], x]], build), expected, () => 1e-5, 'convolution');
});
test.run();
