import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError } from '../../../src/errors';
import { frame } from '../../../src/runtime/engine/checked-file';
import { writeEngineFile } from '../../../src/runtime/engine/engine-file';
import type { TensorRange } from '../../../src/runtime/plugin/layer-plugin';
import { pack } from '../../../src/runtime/engine/message-pack';
import { thisHost } from '../../../src/runtime/engine/this-host';
import {
  createTimingCache,
  TimingCache,
  timingDevice,
  timingKey,
  type TimedImplementation,
} from '../../../src/runtime/build/timing-cache';
import { samplePlan } from '../sample-plan';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiUsageError) return error.code;
    throw error;
  }
  return 'accepted';
};

const range: TensorRange = {
  type: 'kFLOAT',
  format: 'kLINEAR',
  dims: [-1, 4],
  min: [1, 4],
  opt: [2, 4],
  max: [8, 4],
};
const timed: TimedImplementation = {
  plugin: { name: 'Probe', version: '2', namespace: '' },
  timingCacheId: 'id0',
  inputs: [range],
  outputs: [range],
  tactic: 1,
};

test('a key is equal only where everything that a time depends on is', () => {
  const others: TimedImplementation[] = [
    timed,
    { ...timed, plugin: { ...timed.plugin, name: 'Other' } },
    { ...timed, plugin: { ...timed.plugin, version: '1' } },
    { ...timed, plugin: { ...timed.plugin, namespace: 'mine' } },
    { ...timed, timingCacheId: 'id1' },
    { ...timed, timingCacheId: '' },
    { ...timed, tactic: 2 },
    { ...timed, inputs: [], outputs: [range, range] },
    { ...timed, inputs: [{ ...range, type: 'kHALF' }] },
    { ...timed, outputs: [{ ...range, format: 'kCHW32' }] },
    { ...timed, inputs: [{ ...range, min: [2, 4] }] },
    { ...timed, inputs: [{ ...range, opt: [3, 4] }] },
    { ...timed, inputs: [{ ...range, max: [9, 4] }] },
  ];
  assert.is(new Set(others.map(timingKey)).size, others.length);
  assert.is(timingKey(structuredClone(timed)), timingKey(timed));
});

test('times are noted, looked up, changed and forgotten', () => {
  const cache = createTimingCache();
  assert.is(cache.device, timingDevice());
  cache.record('a', 1.5);
  cache.record('b', 0);
  assert.equal([cache.lookup('a'), cache.lookup('b'), cache.lookup('c')], [1.5, 0, undefined]);
  assert.equal([cache.size, cache.queryKeys()], [2, ['a', 'b']]);
  assert.equal(JSON.parse(JSON.stringify(cache)), {
    device: timingDevice(),
    times: { a: 1.5, b: 0 },
  });
  for (const ms of [-1, NaN, Infinity, '1', null, 1n])
    assert.is(
      codeOf(() => cache.record('a', ms as never)),
      'TIMING_INVALID',
    );
  assert.is(cache.lookup('a'), 1.5);
  assert.ok(cache.update('a', 2));
  assert.not(cache.update('a', -1));
  assert.not(cache.update('c', 1));
  assert.ok(cache.update('b', NaN));
  assert.equal([cache.lookup('a'), cache.lookup('b')], [2, undefined]);
  cache.reset();
  assert.is(cache.size, 0);
});

test('a cache is written and read', () => {
  const cache = createTimingCache();
  cache.record(timingKey(timed), 0.125);
  cache.record('__proto__', 3);
  const read = createTimingCache(cache.serialize());
  assert.is(read.lookup(timingKey(timed)), 0.125);
  assert.is(read.lookup('__proto__'), 3);
  assert.is(read.device, cache.device);
  assert.is(createTimingCache(new Uint8Array()).size, 0);
});

test('combining keeps what is there, and asks for one device', () => {
  const [ours, theirs, foreign] = [
    createTimingCache(),
    createTimingCache(),
    new TimingCache('H200'),
  ];
  ours.record('a', 1);
  theirs.record('a', 2);
  theirs.record('b', 3);
  foreign.record('c', 4);
  ours.combine(theirs);
  assert.equal([ours.lookup('a'), ours.lookup('b')], [1, 3]);
  assert.is(
    codeOf(() => ours.combine(foreign)),
    'TIMING_CACHE_DEVICE',
  );
  assert.is(ours.size, 2);
  ours.combine(foreign, true);
  assert.is(ours.lookup('c'), 4);
});

test('what is no timing cache is refused with the reason', () => {
  const cache = createTimingCache();
  cache.record('a', 1);
  const blob = Buffer.from(cache.serialize());
  assert.is(
    codeOf(() => createTimingCache(writeEngineFile(samplePlan()))),
    'TIMING_CACHE_FOREIGN',
  );
  assert.is(
    codeOf(() => createTimingCache('text' as never)),
    'TIMING_CACHE_FOREIGN',
  );
  for (let length = 1; length < blob.length; length += 1)
    assert.is(
      codeOf(() => createTimingCache(blob.subarray(0, length))),
      'TIMING_CACHE_TRUNCATED',
    );
  for (let at = 0; at < blob.length; at += 1) {
    const changed = Buffer.from(blob);
    changed[at] = (changed[at] as number) ^ 0x10;
    assert.match(
      codeOf(() => createTimingCache(changed)),
      /^TIMING_CACHE_/,
      `byte ${at}`,
    );
  }
  const good = { ...thisHost(), device: 'd', times: [['a', 1]] };
  const written = (content: unknown) =>
    codeOf(() => createTimingCache(frame({ magic: 'TRTWBTIM', version: 1 }, pack(content))));
  assert.is(written(good), 'accepted');
  assert.is(written({ ...good, host: 'tensorrt' }), 'TIMING_CACHE_HOST');
  assert.is(written({ ...good, tensorrt: '8.6.1' }), 'TIMING_CACHE_VERSION');
  for (const content of [
    null,
    [],
    { ...good, device: 1 },
    { ...good, times: { a: 1 } },
    { ...good, times: [['a', -1]] },
    { ...good, times: [['a']] },
    { ...good, times: [[1, 1]] },
  ])
    assert.match(written(content), /^TIMING_CACHE_(CORRUPT|HOST)$/, JSON.stringify(content));
});
test.run();
