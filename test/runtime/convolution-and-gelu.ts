/** A network of native layers and plugins, and the same model for ONNX Runtime. */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { encodeModel } from '../../src/onnx/model';
import { chars, field } from '../../src/runtime/plugin/plugin-field';
import type { Dims } from '../../src/runtime/tensor';
import { randomFloats } from '../plugins/numbers';
import { build, scalarField } from './plugin-network';

const KERNEL = randomFloats(4 * 3 * 3 * 3, 21);
const BIAS = randomFloats(4, 22);
const ERF = [field('approximate', chars('none\0'), 'kCHAR')];

/** x [-1,3,-1,-1] -> convolution -> Gelu -> Relu -> resize by 2 -> AddScalar(0.5) -> y */
export const buildNetwork = (): Promise<Uint8Array> =>
  build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [-1, 3, -1, -1]);
    const conv = network.addConvolutionNd(x, 4, [3, 3], KERNEL, BIAS, { padding: [1, 1] });
    const gelu = layer('gelu', 'Gelu', [conv.setName('conv').getOutput(0)], ERF);
    const relu = network.addActivation(gelu.getOutput(0), 'kRELU').setName('relu');
    const resized = network
      .addResize(relu.getOutput(0), {
        scales: [1, 1, 2, 2],
        resizeMode: 'kLINEAR',
        coordinateTransformation: 'kHALF_PIXEL',
      })
      .setName('resize');
    const added = layer('add', 'AddScalar', [resized.getOutput(0)], scalarField(0.5), {
      version: '1',
    });
    network.markOutput(added.getOutput(0).setName('y'));
    profile({
      x: [
        [1, 3, 4, 4],
        [2, 3, 6, 5],
        [4, 3, 16, 16],
      ],
    });
  });

/** The same model as ONNX Runtime runs it. */
export async function reference(data: Float32Array, dims: Dims): Promise<OrtTensor> {
  const floats = (values: Float32Array, extents: Dims) => ({
    type: 'float' as const,
    dims: extents,
    data: new Uint8Array(values.buffer),
  });
  const model = encodeModel(
    {
      nodes: [
        {
          opType: 'Conv',
          inputs: ['x', 'w', 'b'],
          outputs: ['c'],
          attributes: { pads: [1, 1, 1, 1], kernel_shape: [3, 3] },
        },
        { opType: 'Gelu', inputs: ['c'], outputs: ['g'] },
        { opType: 'Relu', inputs: ['g'], outputs: ['r'] },
        {
          opType: 'Resize',
          inputs: ['r', '', 'scales'],
          outputs: ['s'],
          attributes: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
        },
        { opType: 'Add', inputs: ['s', 'half'], outputs: ['y'] },
      ],
      inputs: [{ name: 'x', type: 'float' }],
      outputs: [{ name: 'y', type: 'float' }],
      constants: [
        { name: 'w', ...floats(KERNEL, [4, 3, 3, 3]) },
        { name: 'b', ...floats(BIAS, [4]) },
        { name: 'scales', ...floats(Float32Array.of(1, 1, 2, 2), [4]) },
        { name: 'half', ...floats(Float32Array.of(0.5), []) },
      ],
    },
    21,
  );
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  try {
    return (await session.run({ x: new OrtTensor('float32', data, dims) }))['y'] as OrtTensor;
  } finally {
    await session.release();
  }
}

/** Extents of x, all inside the profile. */
export const SHAPES: Dims[] = [
  [2, 3, 6, 5],
  [1, 3, 16, 16],
  [4, 3, 4, 9],
  [2, 3, 6, 5],
];
