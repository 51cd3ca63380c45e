import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DeviceBuffer } from '../../src/runtime/context/device';
import { trace } from '../../src/trace/trace';
import { buildAddScalar, run, withContext } from './add-scalar-engine';

for (const version of ['1', '2'] as const) {
  test(`AddScalar version ${version} adds, at every shape of the profile`, async () => {
    await withContext(await buildAddScalar(version, 1.5), async (context, stream) => {
      for (const rows of [1, 8, 3, 1]) {
        const values = Array.from({ length: rows }, (_, r) => [r, -r, r / 4, 1e6 * r]);
        const expected = values.flat().map((value) => Math.fround(value + 1.5));
        assert.equal(await run(context, stream, values), expected);
      }
    });
  });

  test(`AddScalar version ${version} keeps its scalar through the engine file`, async () => {
    const [small, large] = [await buildAddScalar(version, -2), await buildAddScalar(version, 1000)];
    await withContext(small, async (context, stream) => {
      await withContext(large, async (other, otherStream) => {
        assert.equal(await run(context, stream, [[0, 1, 2, 3]]), [-2, -1, 0, 1]);
        assert.equal(await run(other, otherStream, [[0, 1, 2, 3]]), [1000, 1001, 1002, 1003]);
      });
    });
  });

  test(`AddScalar version ${version} in FP16: widened, added, rounded to nearest even`, async () => {
    // 1.5, -2, 65504 (the largest), 2^-24 (the smallest) and what they give with 0.25 added.
    const bits = Uint16Array.from([0x3e00, 0xc000, 0x7bff, 0x0001]);
    const expected = [0x3f00, 0xbf00, 0x7bff, 0x3400];
    await withContext(
      await buildAddScalar(version, 0.25, 'kHALF'),
      async (context, stream, engine) => {
        assert.is(engine.getTensorDataType('y'), 'kHALF');
        const [input, output] = [DeviceBuffer.from(bits), new DeviceBuffer(8)];
        context.setInputShape('x', [1, 4]);
        context.setTensorAddress('x', input);
        context.setTensorAddress('y', output);
        await context.enqueueV3(stream);
        stream.synchronize();
        assert.equal([...new Uint16Array(output.toUint8Array().buffer)], expected);
        input.free();
        output.free();
      },
    );
  });
}

test('the engine tells its tensors and profiles', async () => {
  await withContext(await buildAddScalar('2', 1), (context, _stream, engine) => {
    assert.equal([engine.getIOTensorName(0), engine.getIOTensorName(1)], ['x', 'y']);
    assert.is(engine.getNbIOTensors(), 2);
    assert.is(engine.getTensorIOMode('x'), 'kINPUT');
    assert.is(engine.getTensorIOMode('y'), 'kOUTPUT');
    assert.equal(engine.getTensorShape('y'), [-1, 4]);
    assert.equal(engine.getProfileShape('x', 0, 'kMAX'), [8, 4]);
    context.setInputShape('x', [5, 4]);
    assert.equal(context.getTensorShape('y'), [5, 4]);
    return Promise.resolve();
  });
});

test('two contexts of one engine run side by side', async () => {
  await withContext(await buildAddScalar('2', 1), async (context, stream, engine) => {
    const second = engine.createExecutionContext();
    assert.equal(await run(second, stream, [[1, 2, 3, 4]]), [2, 3, 4, 5]);
    assert.equal(await run(context, stream, [[5, 6, 7, 8]]), [6, 7, 8, 9]);
    second.destroy();
  });
});

test('the trace tells births and deaths: nothing is left alive', async () => {
  trace.reset();
  await withContext(await buildAddScalar('2', 1), async (context, stream) => {
    await run(context, stream, [[1, 2, 3, 4]]);
  });
  const records = trace.records();
  const born = records.filter(({ method }) => method === 'construct').map(({ object }) => object);
  const died = records.filter(({ method }) => method === 'destruct').map(({ object }) => object);
  assert.ok(born.length >= 6, `only ${born.length} objects`);
  assert.equal([...died].sort(), [...born].sort());
  assert.ok(records.every(({ unfinished }) => unfinished === undefined));
  const phases = new Set(records.map(({ phase }) => phase));
  for (const phase of [
    'addLayers',
    'build',
    'deserialize',
    'createContext',
    'enqueue',
    'destroyEngine',
  ]) {
    assert.ok(phases.has(phase), phase);
  }
});
test.run();
