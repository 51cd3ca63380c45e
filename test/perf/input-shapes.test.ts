import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ShapesError, resolveInputs } from '../../src/perf/input-shapes';
import { createRuntime } from '../../src/runtime/engine/engine';
import type { Dims } from '../../src/runtime/tensor';
import { build, scalarField } from '../runtime/plugin-network';

/** image [-1,3,-1,-1], size: two values (shape tensor), still [2,3], out = image of that size. */
const bytes = build(({ network, layer, profile }) => {
  const image = network.addInput('image', 'kFLOAT', [-1, 3, -1, -1]);
  const size = network.addInput('size', 'kINT32', [4]);
  const still = network.addInput('still', 'kFLOAT', [2, 3]);
  const resized = network
    .addResize(image, { resizeMode: 'kNEAREST', outputDimensions: size })
    .setName('resize');
  const added = layer('identity', 'AddScalar', [resized.getOutput(0)], scalarField(1));
  network.markOutput(added.getOutput(0).setName('out'));
  network.markOutput(network.addActivation(still, 'kRELU').getOutput(0).setName('relu'));
  profile(
    {
      image: [
        [1, 3, 4, 4],
        [1, 3, 8, 8],
        [4, 3, 16, 16],
      ],
    },
    {
      size: [
        [1, 3, 4, 4],
        [1, 3, 16, 16],
        [4, 3, 32, 32],
      ],
    },
  );
});

async function resolve(shapes: Record<string, Dims>): Promise<ReturnType<typeof resolveInputs>> {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(await bytes);
  try {
    return resolveInputs(engine, new Map(Object.entries(shapes)));
  } finally {
    engine.destroy();
    runtime.destroy();
  }
}

async function refused(shapes: Record<string, Dims>): Promise<ShapesError> {
  try {
    await resolve(shapes);
  } catch (error) {
    if (error instanceof ShapesError) return error;
    throw error;
  }
  throw new Error('accepted');
}

test('extents, values of a shape tensor, and an input that needs nothing', async () => {
  assert.equal(await resolve({ image: [1, 3, 8, 9], size: [1, 3, 10, 20], still: [2, 3] }), [
    { name: 'image', dims: [1, 3, 8, 9], values: null, byDefault: false },
    { name: 'size', dims: [4], values: [1, 3, 10, 20], byDefault: false },
    { name: 'still', dims: [2, 3], values: null, byDefault: false },
  ]);
  const [image] = await resolve({ 'im*': [2, 3, 4, 4], size: [2, 3, 4, 4] });
  assert.equal(image?.dims, [2, 3, 4, 4]);
});

test('every mistake lists the inputs with their ranges and says what is possible', async () => {
  for (const [shapes, why, possible] of [
    [
      { imag: [1, 3, 9, 9] },
      /no input "imag"; did you mean "image"\?/,
      '--shapes=image:1x3x9x9,size:1x3x16x16',
    ],
    [
      { image: [3, 8, 8], size: [1, 3, 9, 9] },
      /image:3x8x8: 3 dimensions where the engine has 4/,
      '--shapes=image:1x3x8x8,size:1x3x9x9',
    ],
    [
      { image: [1, 3, 8, 100], size: [1, 3, 9, 9] },
      /dimension 3 is 100, and from 4 to 16 in the profile/,
      '--shapes=image:1x3x8x16,size:1x3x9x9',
    ],
    [
      { image: [1, 4, 8, 8], size: [1, 3, 9, 9] },
      /dimension 1 is 4, and 3 in the engine/,
      '--shapes=image:1x3x8x8,size:1x3x9x9',
    ],
    [
      { image: [1, 3, 8, 8], size: [1, 3, 99, 9] },
      /value 2 is 99, and from 4 to 32/,
      '--shapes=image:1x3x8x8,size:1x3x32x9',
    ],
    [
      { image: [1, 3, 8, 8], size: [1, 3] },
      /2 values where the engine has 4/,
      '--shapes=image:1x3x8x8,size:1x3x16x16',
    ],
    [
      { still: [2, 4], image: [1, 3, 8, 8], size: [1, 3, 9, 9] },
      /still:2x4: dimension 1 is 4, and 3 in the engine/,
      '--shapes=image:1x3x8x8,size:1x3x9x9',
    ],
    [
      { size: [1, 3, 9, 9] },
      /nothing is given for "image", and 1x3x1x1 in its place: dimension 2 is 1, and from 4 to 16/,
      '--shapes=image:1x3x8x8,size:1x3x9x9',
    ],
  ] as const) {
    const error = await refused(shapes as unknown as Record<string, Dims>);
    assert.is(error.code, 'SHAPES_INVALID');
    assert.match(error.message, why);
    assert.is(error.possible, possible);
    assert.match(error.message, /image: -1x3x-1x-1, min 1x3x4x4, opt 1x3x8x8, max 4x3x16x16/);
    assert.match(error.message, /size: .*of 4 values \(shape tensor\), min 1x3x4x4/);
    assert.match(error.message, /still: 2x3$/m);
    assert.ok(error.message.includes(possible));
  }
});

test.run();
