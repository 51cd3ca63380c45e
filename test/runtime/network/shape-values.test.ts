/** Shapes that depend on the values of a tensor: from the caller, from a constant, from other shapes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { HostValues } from '../../../src/runtime/context/context';
import { DeviceBuffer } from '../../../src/runtime/context/device';
import type { DataType } from '../../../src/runtime/enums';
import { bicubicReference } from '../../plugins/bicubic-reference';
import { assertClose, fromFloats, randomFloats } from '../../plugins/numbers';
import { errorOf, withContext } from '../add-scalar-engine';
import { build, floatsOf, probeFields, runOnce, scalarField } from '../plugin-network';

const PIXELS = randomFloats(2 * 3 * 5 * 7, 11);

/** x [-1,3,-1,-1] and size [2] -> DynamicTRTResize 2 -> y [n,3,size]. */
const buildResize = (type: DataType) =>
  build(({ network, layer, profile }) => {
    const [x, size] = [
      network.addInput('x', 'kFLOAT', [-1, 3, -1, -1]),
      network.addInput('size', type, [2]),
    ];
    const resized = layer('resize', 'DynamicTRTResize', [x], [], { shapeInputs: [size] });
    network.markOutput(resized.getOutput(0).setName('y'));
    assert.equal([size.isShapeTensor(), x.isShapeTensor()], [true, false]);
    assert.equal(resized.getOutput(0).getDimensions(), [-1, 3, -1, -1]);
    const extents = [
      [1, 3, 4, 4],
      [2, 3, 5, 7],
      [4, 3, 8, 8],
    ] as const;
    profile(
      { x: extents.map((dims) => [...dims]) as [number[], number[], number[]] },
      {
        size: [
          [1, 1],
          [8, 8],
          [16, 20],
        ],
      },
    );
  });

for (const [type, array] of [
  ['kINT32', Int32Array],
  ['kINT64', BigInt64Array],
] as const) {
  test(`values of ${type} that the caller gives, changed between enqueues`, async () => {
    await withContext(await buildResize(type), async (context, stream, engine) => {
      assert.is(engine.getTensorLocation('size'), 'kHOST');
      assert.is(engine.getTensorLocation('x'), 'kDEVICE');
      assert.equal(
        [engine.isShapeInferenceIO('size'), engine.isShapeInferenceIO('x')],
        [true, false],
      );
      assert.equal(engine.getProfileTensorValues('size', 0, 'kMAX'), [16, 20]);
      const x = { data: PIXELS, dims: [2, 3, 5, 7] };
      for (const size of [
        [9, 4],
        [16, 20],
        [1, 1],
        [9, 4],
      ] as [number, number][]) {
        const values =
          array === Int32Array ? Int32Array.from(size) : BigInt64Array.from(size, BigInt);
        const { y } = await runOnce(context, stream, { x }, { size: values });
        assert.equal(context.getTensorShape('y'), [2, 3, ...size]);
        const expected = bicubicReference(PIXELS, 6, [5, 7], size, false);
        assertClose(fromFloats(y as Uint8Array), expected, () => 2e-6, size.join('x'));
      }
    });
  });
}

test('an array that stays bound is read at every enqueue', async () => {
  await withContext(await buildResize('kINT32'), async (context, stream) => {
    const size = Int32Array.of(4, 4);
    const x = { data: PIXELS, dims: [2, 3, 5, 7] };
    for (const height of [4, 6, 3]) {
      size[0] = height;
      const { y } = await runOnce(context, stream, { x }, { size });
      assert.is(y?.length, 2 * 3 * height * 4 * 4);
    }
  });
});

test('values that are missing, too few, no numbers or on the device are refused', async () => {
  await withContext(await buildResize('kINT32'), async (context, stream) => {
    const x = { data: PIXELS, dims: [2, 3, 5, 7] };
    context.setInputShape('x', x.dims);
    assert.equal(context.inferShapes(), ['size']);
    assert.equal(context.getTensorShape('y'), [2, 3, -1, -1]);
    const missing = await errorOf(() => context.enqueueV3(stream));
    assert.is(missing.code, 'SHAPE_MISSING');
    assert.match(missing.message, /size.*setTensorAddress\("size"/s);
    for (const wrong of [[1], [1, 2, 3], [1, 0.5], [1, NaN], {}, null, Float32Array.of(1, 2)])
      assert.is(
        (await errorOf(() => context.setTensorAddress('size', wrong as HostValues))).code,
        'ADDRESS_INVALID',
      );
  });
});

test('values outside the profile run where the memory is the caller’s, as TensorRT 10.6 does', async () => {
  // recordings/values-outside.jsonl
  await withContext(await buildResize('kINT32'), async (context, stream) => {
    const x = { data: PIXELS, dims: [2, 3, 5, 7] };
    for (const size of [
      [17, 20],
      [0, 4],
      [40, 1],
    ]) {
      const { y } = await runOnce(context, stream, { x }, { size });
      assert.is(y?.length, 2 * 3 * (size[0] ?? 0) * (size[1] ?? 0) * 4);
    }
    const [input, output] = [DeviceBuffer.from(PIXELS), new DeviceBuffer(4096)];
    context.setTensorAddress('x', input);
    context.setTensorAddress('y', output);
    for (const size of [
      [-1, 4],
      [-2, 4],
      [-2, -2],
    ]) {
      context.setTensorAddress('size', size);
      assert.is(
        (await errorOf(() => context.enqueueV3(stream))).code,
        'SHAPE_UNKNOWN',
        size.join(),
      );
    }
    input.free();
    output.free();
  });
});

test('values that make a tensor between layers larger than planned are refused', async () => {
  const bytes = await build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [4]);
    const n = network.addInput('n', 'kINT32', [1]);
    const tiled = layer('tile', 'Tile', [x], [], { shapeInputs: [n] });
    const added = layer('add', 'AddScalar', [tiled.getOutput(0)], scalarField(1));
    network.markOutput(added.getOutput(0).setName('y'));
    profile({}, { n: [[1], [2], [20]] });
  });
  await withContext(bytes, async (context, stream) => {
    const x = { data: Float32Array.of(1, 2, 3, 4) };
    const error = await errorOf(() => runOnce(context, stream, { x }, { n: [21] }));
    assert.is(error.code, 'SHAPE_OUTSIDE_PROFILE');
    assert.match(error.message, /layer "tile".*at most 320 bytes; actual 336 bytes/);
    const { y } = await runOnce(context, stream, { x }, { n: [2] });
    assert.equal(floatsOf(y), [2, 3, 4, 5, 2, 3, 4, 5], 'the context still works');
  });
});

test('a profile without the values of a shape tensor, or with wrong ones', async () => {
  const cases: [string, Record<string, [number[], number[], number[]]>][] = [
    ['PROFILE_INCOMPLETE', {}],
    [
      'PROFILE_INVALID',
      {
        n: [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
      },
    ],
    ['PROFILE_INVALID', { n: [[2], [1], [3]] }],
    ['PROFILE_INVALID', { n: [[0.5], [1], [3]] }],
  ];
  for (const [code, values] of cases) {
    const attempt = build(({ network, layer, profile }) => {
      const [x, n] = [network.addInput('x', 'kFLOAT', [2]), network.addInput('n', 'kINT32', [1])];
      const options = probeFields({ shape: 'values' });
      const probe = layer('p', 'Probe', [x], options, { shapeInputs: [n] });
      network.markOutput(probe.getOutput(0));
      profile({}, values);
    });
    assert.is((await errorOf(() => attempt)).code, code, JSON.stringify(values));
  }
});
test.run();
