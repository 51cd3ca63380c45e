/** One case an operation and setting: its inputs, and the layers to add. Extents are drawn at random. */
import type { DataType } from '../../../../src/runtime/enums';
import { ACTIVATION_TYPES } from '../../../../src/runtime/network/operations/activation';
import { ELEMENT_WISE_OPERATIONS } from '../../../../src/runtime/network/operations/elementwise';
import { MATRIX_OPERATIONS } from '../../../../src/runtime/network/operations/matrix-multiply';
import { POOLING_TYPES } from '../../../../src/runtime/network/operations/pooling';
import { REDUCE_OPERATIONS } from '../../../../src/runtime/network/operations/reduce';
import { SLICE_MODES } from '../../../../src/runtime/network/operations/slice-places';
import { UNARY_OPERATIONS } from '../../../../src/runtime/network/operations/unary';
import { PADDING_MODES } from '../../../../src/runtime/network/operations/window';
import type { NativeNetwork, TestLayer, TestTensor } from './native-network';

/** A letter is an unknown extent, the same for the same letter: its `least` (1) or up to 6 more. */
export type Extent = number | string;

export interface Case {
  name: string;
  types: readonly DataType[];
  inputs: readonly (readonly Extent[])[];
  /** Least extents of letters. */
  least?: Record<string, number>;
  build: (network: NativeNetwork, inputs: TestTensor[]) => TestLayer;
}

const FLOATING: readonly DataType[] = ['kFLOAT', 'kHALF', 'kBF16'];
const WHOLE: readonly DataType[] = ['kINT32', 'kINT64'];
const ALL: readonly DataType[] = [...FLOATING, ...WHOLE, 'kINT8', 'kUINT8', 'kBOOL'];

type Build = (network: NativeNetwork, inputs: TestTensor[]) => TestLayer;

/** A build of one input. */
const one =
  (build: (network: NativeNetwork, x: TestTensor) => TestLayer): Build =>
  (network, [x]) =>
    build(network, x as TestTensor);
const two =
  (build: (network: NativeNetwork, x: TestTensor, y: TestTensor) => TestLayer): Build =>
  (network, [x, y]) =>
    build(network, x as TestTensor, y as TestTensor);

function withType(cases: Omit<Case, 'types'>, types: readonly DataType[]): Case[] {
  return types.map((type) => ({
    ...cases,
    name: `${cases.name} ${type}`,
    types: cases.inputs.map(() => type),
  }));
}

const image = [['n', 3, 'h', 'w']];
const large = { h: 7, w: 6 };
const ramp = (count: number) => Float32Array.from({ length: count }, (_, i) => (i % 7) / 4 - 0.5);

const activations = ACTIVATION_TYPES.flatMap((type) =>
  withType(
    {
      name: type,
      inputs: [['a', 'b']],
      build: one((network, x) => network.addActivation(x, type, { alpha: 0.5, beta: 0.75 })),
    },
    type === 'kRELU' ? [...FLOATING, ...WHOLE] : FLOATING,
  ),
);

const elementWise = ELEMENT_WISE_OPERATIONS.flatMap((operation) => {
  const logical = ['kAND', 'kOR', 'kXOR'].includes(operation);
  const numbers = ALL.filter((type) => type !== 'kBOOL');
  return withType(
    {
      name: operation,
      inputs: [
        ['a', 1, 'c'],
        ['a', 'b', 1],
      ],
      build: two((network, x, y) => network.addElementWise(x, y, operation)),
    },
    logical ? ['kBOOL'] : numbers,
  );
});

const unary = UNARY_OPERATIONS.flatMap((operation) => {
  let types = FLOATING;
  if (operation === 'kNOT') types = ['kBOOL'];
  if (['kABS', 'kNEG', 'kSIGN'].includes(operation)) types = [...FLOATING, ...WHOLE, 'kINT8'];
  return withType(
    {
      name: operation,
      inputs: [['a', 'b']],
      build: one((network, x) => network.addUnary(x, operation)),
    },
    types,
  );
});

const windows = PADDING_MODES.flatMap((paddingMode) => [
  ...withType(
    {
      name: `convolution ${paddingMode}`,
      inputs: [['n', 4, 'h', 'w']],
      least: large,
      build: one((network, x) =>
        network.addConvolutionNd(x, 6, [3, 2], ramp(6 * 2 * 6), ramp(6), {
          stride: [2, 3],
          // ONNX Runtime has no dilation with a SAME mode.
          dilation: paddingMode === 'kEXPLICIT_ROUND_DOWN' ? [2, 1] : [1, 1],
          nbGroups: 2,
          prePadding: [1, 0],
          postPadding: [0, 2],
          paddingMode,
        }),
      ),
    },
    // ONNX's Conv cannot round up.
    paddingMode === 'kEXPLICIT_ROUND_UP' ? [] : FLOATING,
  ),
  ...POOLING_TYPES.flatMap((type) =>
    withType(
      {
        name: `${type} ${paddingMode}`,
        inputs: image,
        least: large,
        build: one((network, x) =>
          network.addPoolingNd(x, type, [3, 2], {
            stride: [2, 3],
            prePadding: [1, 0],
            postPadding: [0, 1],
            paddingMode,
            blendFactor: 0.25,
          }),
        ),
      },
      FLOATING,
    ),
  ),
]);

const kernels: Case[] = [
  ...withType(
    {
      name: 'convolution, kernel and bias as tensors',
      inputs: [['n', 3, 'h', 'w'], [2, 3, 3, 3], [2]],
      least: large,
      build: (network, [x, kernel, bias]) =>
        network.addConvolutionNd(
          x as TestTensor,
          2,
          [3, 3],
          kernel as TestTensor,
          bias as TestTensor,
        ),
    },
    FLOATING,
  ),
  ...withType(
    {
      name: 'convolution of three axes',
      inputs: [['n', 2, 'd', 'h', 'w']],
      least: { ...large, d: 3 },
      build: one((network, x) => network.addConvolutionNd(x, 4, [2, 3, 1], ramp(48))),
    },
    FLOATING,
  ),
  ...withType(
    {
      name: 'deconvolution',
      inputs: [['n', 4, 'h', 'w']],
      build: one((network, x) =>
        network.addDeconvolutionNd(x, 6, [3, 4], ramp(4 * 3 * 12), ramp(6), {
          stride: [2, 3],
          dilation: [1, 2],
          nbGroups: 2,
          prePadding: [1, 0],
          postPadding: [0, 2],
        }),
      ),
    },
    FLOATING,
  ),
];

const resizes = [
  ...withType(
    {
      name: 'nearest, scales',
      inputs: image,
      build: one((network, x) => network.addResize(x, { scales: [1, 1, 0.7, 2.5] })),
    },
    [...FLOATING, 'kINT8', 'kUINT8', 'kINT32'],
  ).map((test) => ({ ...test, least: { h: 2 } })),
  ...withType(
    {
      name: 'linear, dimensions',
      inputs: [['a', 'b']],
      build: one((network, x) =>
        network.addResize(x, {
          resizeMode: 'kLINEAR',
          outputDimensions: [5, 9],
          coordinateTransformation: 'kHALF_PIXEL',
          selectorForSinglePixel: 'kUPPER',
        }),
      ),
    },
    FLOATING,
  ),
  ...withType(
    {
      name: 'cubic, of twice a shape',
      inputs: image,
      build: one((network, x) => {
        const shape = network.addShape(x).getOutput(0);
        const factors = network.addConstant([4], BigInt64Array.of(1n, 1n, 2n, 2n)).getOutput(0);
        const twice = network.addElementWise(shape, factors, 'kPROD').getOutput(0);
        return network.addResize(x, {
          resizeMode: 'kCUBIC',
          outputDimensions: twice,
          coordinateTransformation: 'kALIGN_CORNERS',
          cubicCoeff: -0.5,
          excludeOutside: true,
        });
      }),
    },
    FLOATING,
  ),
];

const matrices = MATRIX_OPERATIONS.flatMap((op0) =>
  MATRIX_OPERATIONS.flatMap((op1) => {
    const first = { kNONE: ['m', 'k'], kTRANSPOSE: ['k', 'm'], kVECTOR: ['k'] }[op0];
    const second = { kNONE: ['k', 'n'], kTRANSPOSE: ['n', 'k'], kVECTOR: ['k'] }[op1];
    return withType(
      {
        name: `matrices ${op0} ${op1}`,
        inputs: [
          ['a', 1, ...first],
          [1, 'b', ...second],
        ],
        build: two((network, x, y) => network.addMatrixMultiply(x, op0, y, op1)),
      },
      FLOATING,
    );
  }),
);

const reductions = REDUCE_OPERATIONS.flatMap((operation) =>
  [true, false].flatMap((keepDimensions) =>
    withType(
      {
        name: `reduce ${operation}${keepDimensions ? ', kept' : ''}`,
        inputs: [['a', 'b', 'c']],
        build: one((network, x) => network.addReduce(x, operation, 0b101, keepDimensions)),
      },
      operation === 'kAVG' ? FLOATING : [...FLOATING, ...WHOLE, 'kINT8'],
    ),
  ),
);

const movements = [
  ...withType(
    {
      name: 'shuffle',
      inputs: [['a', 'b', 4, 'c']],
      build: one((network, x) =>
        network.addShuffle(x, {
          firstTranspose: [1, 0, 3, 2],
          reshapeDimensions: [0, 2, -1],
          secondTranspose: [2, 0, 1],
        }),
      ),
    },
    ALL,
  ),
  ...withType(
    {
      name: 'shuffle to another shape',
      inputs: [
        ['a', 'b'],
        ['b', 'a'],
      ],
      build: two((network, x, y) =>
        network.addShuffle(x, { reshapeDimensions: network.addShape(y).getOutput(0) }),
      ),
    },
    ALL,
  ),
  ...withType(
    {
      name: 'slice',
      inputs: [['a', 8, 9]],
      least: { a: 3 },
      build: one((network, x) => network.addSlice(x, [0, 7, 1], [3, 4, 3], [1, -2, 3])),
    },
    ALL,
  ),
  ...withType(
    {
      name: 'slice that repeats',
      inputs: [['a', 1]],
      build: one((network, x) => network.addSlice(x, [0, 0], [1, 5], [1, 0])),
    },
    ALL,
  ),
  ...SLICE_MODES.flatMap((mode) =>
    withType(
      {
        name: `slice ${mode} by shapes`,
        inputs: [
          ['a', 'b'],
          ['a', 'b'],
        ],
        build: two((network, x, y) => {
          const size = network.addShape(y).getOutput(0);
          const strict = mode === 'kSTRICT_BOUNDS';
          return network.addSlice(x, strict ? [0, 0] : [-9, 2], size, strict ? [1, 1] : [3, -1], {
            mode,
          });
        }),
      },
      ALL,
    ),
  ),
  ...withType(
    {
      name: 'concatenation',
      inputs: [
        ['a', 'b', 3],
        ['a', 'c', 3],
        ['a', 2, 3],
      ],
      build: (network, inputs) => network.addConcatenation(inputs, { axis: 1 }),
    },
    ALL,
  ),
  ...withType(
    {
      name: 'gather',
      inputs: [['a', 3, 'b']],
      build: one((network, x) => {
        const indices = network.addConstant([2, 2], Int32Array.of(0, 2, 1, 1)).getOutput(0);
        return network.addGather(x, indices, 1);
      }),
    },
    ALL,
  ),
  ...withType(
    {
      name: 'gather elements',
      inputs: [[3, 2]],
      build: one((network, x) => {
        const indices = network.addConstant([2, 2], BigInt64Array.of(0n, 2n, 1n, 1n)).getOutput(0);
        return network.addGatherV2(x, indices, 'kELEMENT');
      }),
    },
    ALL,
  ),
  ...withType(
    {
      name: 'select',
      inputs: [
        ['a', 1],
        [1, 'b'],
      ],
      build: two((network, x, y) =>
        network.addSelect(network.addElementWise(x, y, 'kEQUAL').getOutput(0), x, y),
      ),
    },
    ALL,
  ),
  ...withType({ name: 'identity', inputs: [['a']], build: one((n, x) => n.addIdentity(x)) }, ALL),
  ...withType({ name: 'shape', inputs: [['a', 2]], build: one((n, x) => n.addShape(x)) }, ALL),
  ...ALL.flatMap((to) =>
    withType(
      { name: `cast to ${to} of`, inputs: [['a', 'b']], build: one((n, x) => n.addCast(x, to)) },
      ALL,
    ),
  ),
];

const others = [
  ...withType(
    {
      name: 'softmax',
      inputs: image,
      build: one((network, x) => network.addSoftMax(x)),
    },
    FLOATING,
  ),
  ...FLOATING.flatMap((type) =>
    withType(
      {
        name: `quantize and dequantize to ${type} of`,
        inputs: image,
        build: one((network, x) => {
          const scales = network.addConstant([3], Float32Array.of(0.5, 0.25, 1)).getOutput(0);
          const quantized = network.addQuantize(x, scales, { axis: 1 }).getOutput(0);
          return network.addDequantize(quantized, scales, { axis: 1, toType: type });
        }),
      },
      FLOATING,
    ),
  ),
];

export const CASES: readonly Case[] = [
  ...activations,
  ...elementWise,
  ...unary,
  ...windows,
  ...kernels,
  ...resizes,
  ...matrices,
  ...reductions,
  ...movements,
  ...others,
];
