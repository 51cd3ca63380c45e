import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runInChild } from '../../src/lab/child';
import { pluginLibrary } from '../../src/native-loader';
import { writeEngineFile } from '../../src/runtime/engine/engine-file';
import { fuzz } from './engine-fuzz';
import { mutated, original, Random } from './engine-mutation';
import { runnablePlan, samplePlan } from './sample-plan';

/** `npm run fuzz` does a million; the seeds here are others. */
const FILES = 20_000;
const DESERIALIZED = 400;

const originals = [samplePlan(), runnablePlan()].map((plan) => original(writeEngineFile(plan)));
const report = fuzz(originals, 0, FILES);

test('damaged files are refused with an EngineFileError, or are plans', () => {
  assert.equal(report.failures, [], 'each with the seed that makes the file again');
  assert.is(report.runs, FILES);
  for (const code of ['ENGINE_CORRUPT', 'ENGINE_TRUNCATED', 'ENGINE_FOREIGN', 'accepted'])
    assert.ok((report.outcomes[code] ?? 0) > 0, `${code} is among the outcomes`);
});

test('a seed makes the same file again', () => {
  assert.equal(mutated(17, originals), mutated(17, originals));
  assert.is.not(Buffer.compare(mutated(17, originals), mutated(18, originals)), 0);
  const random = new Random(1);
  const drawn = new Set(Array.from({ length: 1000 }, () => random.below(10)));
  assert.is(drawn.size, 10);
});

test('what is a plan all the same runs or is refused clearly, and never ends the process', async () => {
  const seeds = report.accepted.slice(0, DESERIALIZED);
  const files = seeds.map((seed) => Buffer.from(mutated(seed, originals)).toString('base64'));
  const child = await runInChild(
    async ({ createRuntime, DeviceBuffer, getPluginRegistry, Stream }, given) => {
      getPluginRegistry().loadLibrary(given.library);
      const stream = new Stream();
      let runs = 0;
      const unclear: string[] = [];
      for (const [i, file] of given.files.entries()) {
        const seed = given.seeds[i];
        // What was last said tells where a crash was.
        console.log(`seed ${seed}`);
        const runtime = createRuntime();
        try {
          const engine = runtime.deserializeCudaEngine(Buffer.from(file, 'base64'));
          try {
            const context = engine.createExecutionContext();
            const buffers = [0, 1].map(() => new DeviceBuffer(4096));
            try {
              context.setInputShape('x', [1, 4]);
              context.setTensorAddress('s', [2]);
              context.setTensorAddress('x', buffers[0] as never);
              context.setTensorAddress('y', buffers[1] as never);
              await context.enqueueV3(stream);
              stream.synchronize();
              runs += 1;
            } finally {
              for (const buffer of buffers) buffer.free();
              context.destroy();
            }
          } finally {
            engine.destroy();
          }
        } catch (error) {
          const clear = error instanceof Error && 'code' in error && typeof error.code === 'string';
          if (!clear)
            unclear.push(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
        } finally {
          runtime.destroy();
        }
      }
      return { runs, unclear };
    },
    { files, seeds, library: pluginLibrary },
    { timeMs: 120_000 },
  );
  const last = child.stdout.trim().split('\n').at(-1);
  assert.is(child.outcome, 'returned', `${last}: ${child.error?.message ?? child.stderr}`);
  assert.equal(child.result?.unclear, []);
  assert.ok((child.result?.runs ?? 0) > 0, 'some of them are whole enough to run');
});
test.run();
