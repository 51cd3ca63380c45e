/** Builds with a timing cache: what is known is not timed again. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createTimingCache, type TimingCache } from '../../../src/runtime/build/timing-cache';
import { trace } from '../../../src/trace/trace';
import { errorOf, withContext } from '../add-scalar-engine';
import { build, floatsOf, probeFields, runOnce, type ProbeOptions } from '../plugin-network';

/** x -> Probe with two tactics -> y. */
const buildTimed = (cache: TimingCache | null, options: ProbeOptions = {}, extent = 8) =>
  build(({ network, config, layer }) => {
    config.setTimingCache(cache);
    if (!cache) config.setFlag('kDISABLE_TIMING_CACHE');
    const fields = probeFields({ tactics: [3, 7], timing_id: 'probe', ...options });
    const p = layer('p', 'Probe', [network.addInput('x', 'kFLOAT', [extent])], fields);
    network.markOutput(p.getOutput(0).setName('y'));
  });

/** How often a build enqueues, by the tactic set before. */
async function timedRuns(run: () => Promise<Uint8Array>): Promise<Record<string, number>> {
  trace.reset();
  await run();
  const counts: Record<string, number> = {};
  const tactic = new Map<string, unknown>();
  for (const { object, method, args } of trace.records()) {
    if (method === 'setTactic') tactic.set(object, args['tactic']);
    if (method !== 'enqueue') continue;
    const key = String(tactic.get(object));
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

test('a second build with the saved cache enqueues nothing', async () => {
  const cache = createTimingCache();
  const first = await timedRuns(() => buildTimed(cache));
  assert.equal(Object.keys(first), ['3', '7']);
  assert.ok(
    Object.values(first).every((runs) => runs >= 2),
    'a warm-up and timed runs',
  );
  assert.is(cache.size, 2);
  const saved = createTimingCache(cache.serialize());
  assert.equal(await timedRuns(() => buildTimed(saved)), {});
  assert.is(saved.size, 2, 'nothing new');
});

test('another extent, another ID or another tactic is timed, and only that', async () => {
  const cache = createTimingCache();
  await buildTimed(cache);
  assert.equal(Object.keys(await timedRuns(() => buildTimed(cache, { tactics: [3, 9] }))), ['9']);
  assert.equal(Object.keys(await timedRuns(() => buildTimed(cache, {}, 16))), ['3', '7']);
  assert.equal(Object.keys(await timedRuns(() => buildTimed(cache, { timing_id: 'other' }))), [
    '3',
    '7',
  ]);
  assert.equal(await timedRuns(() => buildTimed(cache, {}, 16)), {});
});

test('a cache that says so decides: the tactic that it calls fastest is taken', async () => {
  for (const fastest of [3, 7]) {
    const cache = createTimingCache();
    await buildTimed(cache);
    for (const key of cache.queryKeys())
      cache.update(key, key.endsWith(`,${fastest}]`) ? 0.001 : 1000);
    await withContext(await buildTimed(cache), async (context, stream, engine) => {
      const [layer] = engine.plan.layers;
      assert.is(layer?.kind === 'plugin' && layer.tactic, fastest);
      const { y } = await runOnce(context, stream, {
        x: { data: Float32Array.from({ length: 8 }, (_, i) => i) },
      });
      assert.equal(floatsOf(y), [0, 1, 2, 3, 4, 5, 6, 7]);
    });
  }
});

test('without the cache every build times; a tactic that fails is not noted', async () => {
  for (const _ of ['first', 'second'])
    assert.equal(Object.keys(await timedRuns(() => buildTimed(null))), ['3', '7']);
  const cache = createTimingCache();
  const error = await errorOf(() => buildTimed(cache, { fail: 'enqueue' }));
  assert.is(error.code, 'NO_IMPLEMENTATION');
  assert.is(cache.size, 0);
});
test.run();
