import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../src/onnx/model';
import { field, int32 } from '../src/runtime/plugin/plugin-field';
import { compare, type Comparison } from './measure';
import { preparedPlugin } from './plugin-call';

const [FROM, TO, CHANNELS] = [256, 512, 3];

/** Bicubic 1x3x256x256 -> 512x512 in FP32: DynamicTRTResize on the emulator against ONNX Runtime's Resize(cubic). */
export async function resize(): Promise<Comparison> {
  const x = Float32Array.from({ length: CHANNELS * FROM * FROM }, (_, i) => Math.sin(i / 7));
  const plugin = preparedPlugin(
    'DynamicTRTResize',
    [field('align_corners', int32(0), 'kINT32')],
    [
      { desc: { type: 'kFLOAT', format: 'kLINEAR', dims: [1, CHANNELS, FROM, FROM] }, data: x },
      { desc: { type: 'kINT32', format: 'kLINEAR', dims: [2] }, data: int32(TO, TO) },
    ],
    {
      desc: { type: 'kFLOAT', format: 'kLINEAR', dims: [1, CHANNELS, TO, TO] },
      byteLength: CHANNELS * TO * TO * 4,
    },
  );
  const session = await InferenceSession.create(
    encodeModel({
      nodes: [
        {
          opType: 'Resize',
          inputs: ['x', '', '', 'sizes'],
          outputs: ['y'],
          attributes: {
            mode: 'cubic',
            cubic_coeff_a: { float: -0.75 },
            coordinate_transformation_mode: 'half_pixel',
          },
        },
      ],
      inputs: [{ name: 'x', type: 'float', dims: [1, CHANNELS, FROM, FROM] }],
      outputs: [{ name: 'y', type: 'float', dims: [1, CHANNELS, TO, TO] }],
      constants: [
        {
          name: 'sizes',
          type: 'int64',
          dims: [4],
          data: BigInt64Array.of(1n, 3n, BigInt(TO), BigInt(TO)),
        },
      ],
    }),
    { logSeverityLevel: 3 },
  );
  const input = new Tensor('float32', x, [1, CHANNELS, FROM, FROM]);
  plugin.run();
  const reference = (await session.run({ x: input }))['y']?.data as Float32Array;
  const ours = plugin.output.toFloat32Array();
  const worst = ours.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (reference[i] ?? NaN))),
    0,
  );
  if (!(worst < 1e-5)) throw new Error(`the two differ by ${worst}`);
  return compare(
    'bicubic 1x3x256x256 -> 512x512, FP32',
    { what: 'DynamicTRTResize on the emulator', run: plugin.run },
    { what: 'ONNX Runtime Resize(cubic)', run: () => session.run({ x: input }) },
    { ratio: 8 },
  );
}
