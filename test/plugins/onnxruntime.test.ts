/** DynamicTRTResize, Gelu and Tile against ONNX Runtime's Resize(cubic), Gelu and Tile. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginField } from '../../src/native';
import { chars, field, int32 } from '../../src/runtime/plugin/plugin-field';
import { createV3, desc, enqueue, runtimeOf } from './direct-call';
import { assertClose, fromFloats, randomFloats } from './numbers';
import { encodeModel, type OnnxAttribute, type OnnxTensor } from '../../src/onnx/model';

/** One operator: its inputs by name, in its own order; '' leaves an optional one out. */
interface OneNode {
  opType: string;
  opset: number;
  inputs: [name: string, type: 'float32' | 'int64'][];
  output: 'float32';
  attributes?: Record<string, OnnxAttribute>;
}

function oneNodeModel({ opType, opset, inputs, output, attributes = {} }: OneNode): Uint8Array {
  const tensor = (name: string, type: 'float32' | 'int64'): OnnxTensor => ({
    name,
    type: type === 'float32' ? 'float' : type,
  });
  const node = { opType, inputs: inputs.map(([name]) => name), outputs: ['y'], attributes };
  const given = inputs.filter(([name]) => name !== '').map(([name, type]) => tensor(name, type));
  return encodeModel({ nodes: [node], inputs: given, outputs: [tensor('y', output)] }, opset);
}

/** What ONNX Runtime makes of it. */
async function runOnnx(node: OneNode, feeds: Record<string, Tensor>): Promise<Tensor> {
  const session = await InferenceSession.create(oneNodeModel(node), { logSeverityLevel: 3 });
  try {
    const { y } = await session.run(feeds);
    if (!y) throw new Error(`${node.opType} has no output`);
    return y;
  } finally {
    await session.release();
  }
}

/** What the plugin makes of it, FP32. */
function runPlugin(name: string, fields: PluginField[], x: Tensor, out: readonly number[]) {
  const plugin = createV3(name, fields, 'kRUNTIME');
  try {
    const input = { desc: desc([...x.dims]), data: x.data as Float32Array };
    const byteLength = 4 * out.reduce((product, extent) => product * extent, 1);
    const run = enqueue(runtimeOf(plugin), [input], [{ desc: desc([...out]), byteLength }]);
    assert.is(run.code, 0, run.errors.join());
    return fromFloats(run.outputs[0] as Uint8Array);
  } finally {
    plugin.destroy();
  }
}

const countOf = (dims: readonly number[]) => dims.reduce((product, extent) => product * extent, 1);
const floats = (dims: number[], scale = 1) =>
  new Tensor(
    'float32',
    randomFloats(countOf(dims), 5).map((value) => value * scale),
    dims,
  );
const ints = (...values: number[]) =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
const equal = suite('like ONNX Runtime');

// ONNX Runtime computes places in float32, which at index 500 leaves a fraction good to about 3e-5: hence 1e-4.
equal('DynamicTRTResize and Resize(cubic), opset 18, within 1e-4', async () => {
  const cases = [
    ['1x3x32x32', '64x64'],
    ['2x4x5x7', '11x13'],
    ['1x3x33x65', '8x5'],
    ['1x1x6x6', '1x1'],
    ['1x3x256x256', '512x512'],
  ];
  for (const [from = '', to = ''] of cases) {
    for (const align of [0, 1]) {
      const x = floats(from.split('x').map(Number));
      const sizes = [...x.dims.slice(0, 2), ...to.split('x').map(Number)];
      const y = await runOnnx(
        {
          opType: 'Resize',
          opset: 18,
          inputs: [
            ['x', 'float32'],
            ['', 'float32'],
            ['', 'float32'],
            ['sizes', 'int64'],
          ],
          output: 'float32',
          attributes: {
            mode: 'cubic',
            cubic_coeff_a: { float: -0.75 },
            coordinate_transformation_mode: align ? 'align_corners' : 'half_pixel',
          },
        },
        { x, sizes: ints(...sizes) },
      );
      const fields = [field('align_corners', int32(align), 'kINT32')];
      const actual = runPlugin('DynamicTRTResize', fields, x, sizes);
      const what = `${from} to ${to}, align_corners ${align}`;
      assertClose(actual, y.data as Float32Array, () => 1e-4, what);
    }
  }
});

equal('Gelu, opset 20, both forms, within 2e-6 (1 + |y|)', async () => {
  for (const approximate of ['none', 'tanh']) {
    const x = floats([3, 5, 1001], 8);
    const y = await runOnnx(
      {
        opType: 'Gelu',
        opset: 20,
        inputs: [['x', 'float32']],
        output: 'float32',
        attributes: { approximate },
      },
      { x },
    );
    const actual = runPlugin(
      'Gelu',
      [field('approximate', chars(approximate), 'kCHAR')],
      x,
      x.dims,
    );
    const tolerance = (value: number) => 2e-6 * (1 + Math.abs(value));
    assertClose(actual, y.data as Float32Array, tolerance, approximate);
  }
});

equal('Tile, opset 13, bit for bit', async () => {
  const cases = [
    [
      [3, 4],
      [2, 5],
    ],
    [
      [2, 3, 5, 7],
      [3, 1, 2, 1],
    ],
    [
      [1, 4, 1],
      [7, 1, 3],
    ],
  ] as const;
  for (const [dims, repeats] of cases) {
    const x = floats([...dims]);
    const node: OneNode = {
      opType: 'Tile',
      opset: 13,
      inputs: [
        ['x', 'float32'],
        ['repeats', 'int64'],
      ],
      output: 'float32',
    };
    const y = await runOnnx(node, { x, repeats: ints(...repeats) });
    const out = dims.map((extent, i) => extent * (repeats[i] ?? 1));
    assert.equal([...y.dims], out);
    assertClose(runPlugin('Tile', [], x, out), y.data as Float32Array, () => 0, `[${dims.join()}]`);
  }
});

equal.run();
