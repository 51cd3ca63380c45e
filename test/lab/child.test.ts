import { execFileSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runInChild } from '../../src/lab/child';
import { lastUnfinished, summarize } from '../../src/lab/child-report';
import { ownTemporaryFolder } from './own-temporary-folder';

const temporary = ownTemporaryFolder();

test('a result comes back, with what was printed and traced', async () => {
  const report = await runInChild(
    ({ getPluginRegistry, pluginLibrary, field, float32 }, scalar: number) => {
      console.log('hello');
      console.error('careful');
      const registry = getPluginRegistry();
      registry.loadLibrary(pluginLibrary);
      const plugin = registry
        .getCreator('AddScalar', '2')
        .createPlugin('add', [field('scalar', float32(scalar), 'kFLOAT32')]);
      plugin.destroy();
      return { scalar };
    },
    2.5,
  );
  assert.is(report.outcome, 'returned', JSON.stringify(report));
  assert.equal(report.result, { scalar: 2.5 });
  assert.is(report.exitCode, 0);
  assert.match(report.stdout, 'hello');
  assert.match(report.stderr, 'careful');
  assert.equal(
    report.trace.map(({ method }) => method),
    ['createPlugin', 'construct', 'destruct'],
  );
  assert.ok(report.peakMemoryBytes > 2 ** 20);
});

test('an error comes back with its code', async () => {
  const report = await runInChild(({ getPluginRegistry }) => {
    getPluginRegistry().getCreator('Nope', '1');
  }, null);
  assert.is(report.outcome, 'threw');
  assert.is(report.error?.code, 'PLUGIN_NOT_FOUND');
  assert.match(summarize(report), 'PLUGIN_NOT_FOUND');
});

for (const signal of ['SIGSEGV', 'SIGABRT', 'SIGKILL', 'SIGFPE'] as const) {
  test(`death by ${signal} is a report`, async () => {
    const report = await runInChild(async (_workbook, name: NodeJS.Signals) => {
      process.kill(process.pid, name);
      await new Promise((resolve) => setTimeout(resolve, 5000));
    }, signal);
    assert.is(report.outcome, 'died');
    assert.is(report.signal, signal);
    assert.match(summarize(report), signal);
  });
}

test('an early exit is a report', async () => {
  const report = await runInChild(() => process.exit(7), null);
  assert.is(report.outcome, 'died');
  assert.is(report.exitCode, 7);
});

test('an endless loop is stopped at the time limit, with what it started', async () => {
  const report = await runInChild(
    (_workbook, _argument, require) => {
      const { spawn } = require('node:child_process') as typeof import('node:child_process');
      spawn('sleep', ['31.41592'], { stdio: 'ignore' });
      for (;;);
    },
    null,
    { timeMs: 700 },
  );
  assert.is(report.outcome, 'timedOut');
  assert.ok(report.durationMs < 5000, `${report.durationMs} ms`);
  const running = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  assert.not.match(running, 'sleep 31.41592');
});

test('a process left behind, even in a session of its own, does not keep the caller waiting', async () => {
  for (const detached of [false, true]) {
    const report = await runInChild(
      (_workbook, own: boolean, require) => {
        const { spawn } = require('node:child_process') as typeof import('node:child_process');
        spawn('sleep', ['6.28318'], { stdio: 'inherit', detached: own }).unref();
        return 'done';
      },
      detached,
      { timeMs: 30_000 },
    );
    assert.is(report.outcome, 'returned');
    assert.ok(report.durationMs < 4000, `${report.durationMs} ms`);
  }
});

test('all memory taken is stopped at the memory limit', async () => {
  const report = await runInChild(
    async () => {
      const kept: Buffer[] = [];
      for (;;) {
        kept.push(Buffer.alloc(2 ** 24, 1));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    null,
    { memoryBytes: 400 * 2 ** 20 },
  );
  assert.is(report.outcome, 'outOfMemory');
});

test('a flood of output is cut, and nothing waits', async () => {
  const report = await runInChild(
    () => {
      for (let i = 0; i < 2000; i += 1) console.log('x'.repeat(1000));
    },
    null,
    { outputBytes: 5000 },
  );
  assert.is(report.outcome, 'returned');
  assert.is(report.stdout.length, 5000);
});

test('what cannot be parsed or is no function is an error, not a hang', async () => {
  const broken = Object.assign(() => undefined, { toString: () => '(((' });
  const report = await runInChild(broken, null);
  assert.is(report.outcome, 'threw');
  assert.is(report.error?.name, 'SyntaxError');
});

test('a finished report has no call that was cut off', async () => {
  const report = await runInChild(() => 1, null);
  assert.is(lastUnfinished(report), null);
});

test.after(() => {
  assert.equal(temporary.left(), []);
  temporary.remove();
});
test.run();
