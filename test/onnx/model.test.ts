import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../src/onnx/model';

const [x, y] = ['x', 'y'].map((name) => ({ name, type: 'float' as const, dims: [2, 3] }));

test('ONNX Runtime reads what is written, attributes and constants included', async () => {
  if (!x || !y) throw new Error('no tensors');
  const model = encodeModel({
    nodes: [
      { opType: 'LeakyRelu', inputs: ['x'], outputs: ['h'], attributes: { alpha: { float: 0.5 } } },
      { opType: 'Add', inputs: ['h', 'c'], outputs: ['y'] },
    ],
    inputs: [x],
    outputs: [y],
    constants: [{ name: 'c', type: 'float', dims: [1], data: Float32Array.of(10) }],
  });
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const input = new Tensor('float32', Float32Array.of(-2, -1, 0, 1, 2, 3), [2, 3]);
  const { y: output } = await session.run({ x: input });
  assert.equal([...(output?.data as Float32Array)], [9, 9.5, 10, 11, 12, 13]);
});

test('a model that is none is refused by ONNX Runtime', async () => {
  try {
    await InferenceSession.create(Uint8Array.of(1, 2, 3), { logSeverityLevel: 4 });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, Error);
  }
});
test.run();
