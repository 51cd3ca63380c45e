/** Where tensors of native layers lie: what only adjacent ones use is ONNX Runtime's, everything else is on the device. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Dims } from '../../../src/runtime/tensor';
import { fromFloats } from '../../plugins/numbers';
import { withContext } from '../add-scalar-engine';
import { build, runOnce, scalarField } from '../plugin-network';

const RANGE: readonly [Dims, Dims, Dims] = [[1], [2], [64]];

/**
 * x -> |x| -> -|x| -> |x| -> AddScalar(1) -> exp -> log -> + |x| -> y, in two profiles. `inside` is read by the native layer beside it only,
 * `read` by the plugin, `both` by a native layer on either side of it.
 */
const bytes = build(({ network, layer, profile }) => {
  const x = network.addInput('x', 'kFLOAT', [-1]);
  const both = network.addUnary(x, 'kABS').setName('abs').getOutput(0).setName('both');
  const inside = network.addUnary(both, 'kNEG').setName('neg').getOutput(0).setName('inside');
  const read = network.addUnary(inside, 'kNEG').setName('again').getOutput(0).setName('read');
  const added = layer('add', 'AddScalar', [read], scalarField(1)).getOutput(0).setName('added');
  const exp = network.addUnary(added, 'kEXP').setName('exp').getOutput(0).setName('exponent');
  const log = network.addUnary(exp, 'kLOG').setName('log').getOutput(0).setName('logarithm');
  const sum = network.addElementWise(log, both, 'kSUM').setName('sum').getOutput(0);
  network.markOutput(sum.setName('y'));
  profile({ x: RANGE });
  profile({ x: RANGE });
});

/** |x| + 1 + |x|, from a float32 exponential and logarithm. */
const expected = (x: readonly number[]) => x.map((value) => 2 * Math.abs(value) + 1);

function assertNear(actual: Float64Array, x: readonly number[]): void {
  assert.is(actual.length, x.length);
  expected(x).forEach((value, i) => assert.ok(Math.abs((actual[i] ?? NaN) - value) < 1e-5));
}

test('tensors that only adjacent native layers use take no device memory, in any profile', async () => {
  await withContext(await bytes, (_context, _stream, engine) => {
    for (const { regions } of engine.plan.memory) {
      const names = regions.filter(({ kind }) => kind === 'tensor').map(({ name }) => name);
      assert.equal(names.sort(), ['added', 'both', 'read']);
    }
    return Promise.resolve();
  });
});

test('layer by layer for a profiler the same numbers, with extents that grow and in both profiles', async () => {
  await withContext(await bytes, async (context, stream) => {
    for (const profile of [0, 1]) {
      if (profile > 0) context.setOptimizationProfile(profile);
      for (const profiled of [false, true, false]) {
        const heard: string[] = [];
        context.setProfiler(profiled ? { reportLayerTime: (name) => heard.push(name) } : null);
        for (const count of [2, 64, 1]) {
          const x = Array.from({ length: count }, (_, i) => (i % 2 ? -0.25 : 0.5) * (i + 1) * 0.05);
          const { y } = await runOnce(context, stream, {
            x: { data: Float32Array.from(x), dims: [count] },
          });
          assertNear(fromFloats(y as Uint8Array), x);
        }
        const suffix = profile > 0 ? ' [profile 1]' : '';
        const layers = ['abs', 'neg', 'again', 'add', 'exp', 'log', 'sum'].map(
          (name) => name + suffix,
        );
        assert.equal(heard, profiled ? [...layers, ...layers, ...layers] : []);
      }
    }
  });
});

test.run();
