/** Values of shapes that layers compute, or that layers read as data too. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withContext } from '../add-scalar-engine';
import { build, floatsOf, probeFields, runOnce } from '../plugin-network';

test('Tile by a constant, and by what Shape, Gather and Concatenation make of another input', async () => {
  const bytes = await build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [2, -1]);
    const like = network.addInput('like', 'kFLOAT', [-1, 5]);
    const constant = network.addConstant([2], Int32Array.of(2, 3)).getOutput(0);
    const fixed = layer('fixed', 'Tile', [x], [], { shapeInputs: [constant] });
    assert.equal(fixed.getOutput(0).getDimensions(), [4, -1]);
    const extents = network.addShape(like).getOutput(0);
    const first = network.addConstant([1], Int32Array.of(0)).getOutput(0);
    const rows = network.addGather(extents, first, 0).getOutput(0);
    const one = network.addConstant([1], BigInt64Array.of(1n)).getOutput(0);
    const repeats = network.addConcatenation([one, rows]).getOutput(0);
    const tiled = layer('tiled', 'Tile', [x], [], { shapeInputs: [repeats] });
    network.markOutput(fixed.getOutput(0).setName('fixed.out'));
    network.markOutput(tiled.getOutput(0).setName('tiled.out'));
    profile({
      x: [
        [2, 1],
        [2, 2],
        [2, 4],
      ],
      like: [
        [1, 5],
        [2, 5],
        [6, 5],
      ],
    });
  });
  await withContext(bytes, async (context, stream, engine) => {
    assert.is(engine.getTensorLocation('like'), 'kDEVICE', 'its shape counts, not its values');
    for (const rows of [1, 6, 3]) {
      const outputs = await runOnce(context, stream, {
        x: { data: Float32Array.of(1, 2, 3, 4), dims: [2, 2] },
        like: { data: new Float32Array(rows * 5), dims: [rows, 5] },
      });
      const line = (a: number, b: number, times: number) =>
        Array.from({ length: times }, () => [a, b]).flat();
      const [top, bottom] = [line(1, 2, 3), line(3, 4, 3)];
      assert.equal(floatsOf(outputs['fixed.out']), [...top, ...bottom, ...top, ...bottom]);
      assert.equal(floatsOf(outputs['tiled.out']), [...line(1, 2, rows), ...line(3, 4, rows)]);
    }
  });
});

test('a shape tensor that plugins and native layers read as data too', async () => {
  for (const [type, array] of [
    ['kINT32', Int32Array.of(2, 3)],
    ['kINT64', BigInt64Array.of(2n, 3n)],
  ] as const) {
    const bytes = await build(({ network, layer, profile }) => {
      const x = network.addInput('x', 'kFLOAT', [1, 1]);
      const s = network.addInput('s', type, [2]);
      const copied = layer('copy', 'Probe', [s], probeFields({ accept: `${type}:kLINEAR` }));
      const cast = network.addCast(s, 'kFLOAT');
      const tiled = layer('tile', 'Tile', [x], [], { shapeInputs: [s] });
      for (const [name, of] of Object.entries({ copied, cast, tiled }))
        network.markOutput(of.getOutput(0).setName(name));
      profile(
        {},
        {
          s: [
            [1, 1],
            [2, 2],
            [4, 4],
          ],
        },
      );
    });
    await withContext(bytes, async (context, stream) => {
      const x = { data: Float32Array.of(7) };
      const { copied, cast, tiled } = await runOnce(context, stream, { x }, { s: array });
      assert.equal(copied, new Uint8Array(array.buffer));
      assert.equal(floatsOf(cast), [2, 3]);
      assert.equal(floatsOf(tiled), [7, 7, 7, 7, 7, 7]);
      const next = await runOnce(context, stream, { x }, { s: [1, 4] });
      assert.equal(
        [floatsOf(next['cast']), floatsOf(next['tiled'])],
        [
          [1, 4],
          [7, 7, 7, 7],
        ],
      );
    });
  }
});

test('two profiles with values of their own; a value that a native layer computes', async () => {
  const bytes = await build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [-1]);
    const n = network.addInput('n', 'kINT64', [1]);
    const doubled = network.addElementWise(n, n, 'kSUM').getOutput(0);
    const y = layer('tile', 'Tile', [x], [], { shapeInputs: [doubled] });
    network.markOutput(y.getOutput(0).setName('y'));
    profile({ x: [[1], [2], [2]] }, { n: [[1], [1], [2]] });
    profile({ x: [[3], [3], [3]] }, { n: [[2], [3], [5]] });
  });
  await withContext(bytes, async (context, stream, engine) => {
    assert.equal(engine.getProfileTensorValues('n', 1, 'kOPT'), [3]);
    const two = { x: { data: Float32Array.of(1, 2), dims: [2] } };
    const three = { x: { data: Float32Array.of(1, 2, 3), dims: [3] } };
    const first = await runOnce(context, stream, two, { n: [2] });
    assert.equal(floatsOf(first['y']), [1, 2, 1, 2, 1, 2, 1, 2]);
    context.setOptimizationProfile(1);
    const second = await runOnce(context, stream, three, { n: [5] });
    assert.equal(floatsOf(second['y']).length, 30);
  });
});

test.run();
