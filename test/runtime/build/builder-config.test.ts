import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError } from '../../../src/errors';
import { BuilderConfig } from '../../../src/runtime/build/builder-config';
import { OptimizationProfile } from '../../../src/runtime/build/optimization-profile';
import { TimingCache } from '../../../src/runtime/build/timing-cache';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiUsageError) return error.code;
    throw error;
  }
  return 'accepted';
};

test('flags are set, cleared and refused by name', () => {
  const config = new BuilderConfig();
  assert.ok(config.getFlag('kTF32'), 'TensorRT has it on from the beginning');
  assert.not(config.getFlag('kFP16'));
  config.setFlag('kFP16').setFlag('kINT8').setFlag('kSTRONGLY_TYPED').clearFlag('kINT8');
  assert.ok(config.getFlag('kFP16'));
  assert.ok(config.getFlag('kSTRONGLY_TYPED'));
  assert.not(config.getFlag('kINT8'));
  for (const name of ['kFP32', '', 'toString', '__proto__', 3, null, undefined, 1n])
    assert.is(
      codeOf(() => config.setFlag(name as never)),
      'FLAG_UNKNOWN',
      String(name),
    );
  assert.is(
    codeOf(() => config.clearFlag('kFP32' as never)),
    'FLAG_UNKNOWN',
  );
  for (const name of ['kREFIT', 'kSTRIP_PLAN', 'kWEIGHT_STREAMING'] as const) {
    assert.is(
      codeOf(() => config.setFlag(name)),
      'FLAG_UNSUPPORTED',
      name,
    );
    assert.not(config.getFlag(name));
  }
  assert.throws(() => config.setFlag('kREFIT'), /kREFIT: engines of this host cannot be refitted/);
});

test('preview features', () => {
  const config = new BuilderConfig();
  assert.not(config.getPreviewFeature('kALIASED_PLUGIN_IO_10_03'));
  config.setPreviewFeature('kALIASED_PLUGIN_IO_10_03', true);
  assert.ok(config.getPreviewFeature('kALIASED_PLUGIN_IO_10_03'));
  config.setPreviewFeature('kALIASED_PLUGIN_IO_10_03', false);
  assert.not(config.getPreviewFeature('kALIASED_PLUGIN_IO_10_03'));
  assert.ok(config.getPreviewFeature('kPROFILE_SHARING_0806'));
  assert.is(
    codeOf(() => config.setPreviewFeature('kPROFILE_SHARING_0806', false)),
    'FLAG_UNSUPPORTED',
  );
  assert.is(
    codeOf(() => config.setPreviewFeature('kMULTIDEVICE_RUNTIME_10_16', true)),
    'FLAG_UNSUPPORTED',
  );
  assert.is(
    codeOf(() => config.getPreviewFeature('kNEW' as never)),
    'FLAG_UNKNOWN',
  );
});

test('memory pools', () => {
  const config = new BuilderConfig();
  assert.ok(config.getMemoryPoolLimit('kWORKSPACE') >= 2 ** 28, 'by default the device’s memory');
  config.setMemoryPoolLimit('kWORKSPACE', 0).setMemoryPoolLimit('kDLA_LOCAL_DRAM', 2 ** 20);
  assert.is(config.getMemoryPoolLimit('kWORKSPACE'), 0);
  assert.is(config.getMemoryPoolLimit('kDLA_LOCAL_DRAM'), 2 ** 20);
  assert.is(config.getMemoryPoolLimit('kDLA_GLOBAL_DRAM'), 2 ** 29);
  for (const bytes of [-1, 0.5, NaN, Infinity, '1', 1n, null])
    assert.is(
      codeOf(() => config.setMemoryPoolLimit('kWORKSPACE', bytes as never)),
      'MEMORY_POOL_INVALID',
    );
  assert.is(
    codeOf(() => config.setMemoryPoolLimit('kDLA_MANAGED_SRAM', 5000)),
    'MEMORY_POOL_INVALID',
  );
  assert.is(
    codeOf(() => config.setMemoryPoolLimit('kTACTIC_SHARED_MEMORY', 2 ** 30)),
    'MEMORY_POOL_INVALID',
  );
  assert.is(
    codeOf(() => config.setMemoryPoolLimit('kHEAP' as never, 1)),
    'MEMORY_POOL_UNKNOWN',
  );
  assert.is(config.getMemoryPoolLimit('kWORKSPACE'), 0, 'what is refused changes nothing');
});

test('levels, verbosity and counts', () => {
  const config = new BuilderConfig();
  assert.is(config.getBuilderOptimizationLevel(), 3);
  assert.is(config.setBuilderOptimizationLevel(9).getBuilderOptimizationLevel(), 5);
  assert.is(
    codeOf(() => config.setBuilderOptimizationLevel(-1)),
    'CONFIG_INVALID',
  );
  assert.is(config.getProfilingVerbosity(), 'kLAYER_NAMES_ONLY');
  assert.is(config.setProfilingVerbosity('kDETAILED').getProfilingVerbosity(), 'kDETAILED');
  assert.is(
    codeOf(() => config.setProfilingVerbosity('kALL' as never)),
    'CONFIG_INVALID',
  );
  assert.is(config.setAvgTimingIterations(8).getAvgTimingIterations(), 8);
  assert.is(
    codeOf(() => config.setAvgTimingIterations(0)),
    'CONFIG_INVALID',
  );
});

test('plugins to serialize', () => {
  const config = new BuilderConfig();
  const paths = ['a.so', 'b.so'];
  config.setPluginsToSerialize(paths);
  paths.push('c.so');
  assert.equal(config.getPluginsToSerialize(), ['a.so', 'b.so']);
  for (const wrong of [['a.so', 'a.so'], [''], [3], 'a.so', null, [1n]])
    assert.is(
      codeOf(() => config.setPluginsToSerialize(wrong as never)),
      'CONFIG_INVALID',
    );
});

test('the timing cache has to be of this device', () => {
  const config = new BuilderConfig();
  assert.is(config.getTimingCache(), null);
  const own = config.createTimingCache();
  assert.is(config.setTimingCache(own).getTimingCache(), own);
  const foreign = new TimingCache('NVIDIA H200');
  assert.is(
    codeOf(() => config.setTimingCache(foreign)),
    'TIMING_CACHE_DEVICE',
  );
  assert.is(config.getTimingCache(), own);
  assert.is(config.setTimingCache(foreign, true).getTimingCache(), foreign);
  assert.is(
    codeOf(() => config.setTimingCache({} as never)),
    'CONFIG_INVALID',
  );
  assert.is(config.setTimingCache(null).getTimingCache(), null);
});

test('reset goes back to the defaults', () => {
  const config = new BuilderConfig();
  const before = JSON.stringify(config);
  config.addOptimizationProfile(new OptimizationProfile());
  config.setFlag('kFP16').setMemoryPoolLimit('kWORKSPACE', 1).setPluginsToSerialize(['a.so']);
  config.choices = { p0: { in: [], out: [] } };
  assert.is(config.getNbOptimizationProfiles(), 1);
  assert.is.not(JSON.stringify(config), before);
  config.reset();
  assert.is(JSON.stringify(config), before);
  assert.equal(config.choices, {});
});
test.run();
