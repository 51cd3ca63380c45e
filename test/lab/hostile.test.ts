/** What a process may do to get away, and that none of it ends, hangs or floods the caller, or leaves anything behind. */
import { execFileSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runInChild } from '../../src/lab/child';
import { runCommand } from '../../src/lab/command';
import { ownTemporaryFolder } from './own-temporary-folder';

const running = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
const temporary = ownTemporaryFolder();
const shell = (script: string): string[] => ['/bin/sh', '-c', script];
const quiet = { debugger: false } as const;

test('a daemon in a session of its own is ended, and counted', async () => {
  const daemon = 'setsid sh -c "setsid sleep 61.8034 & setsid sleep 61.8034 &" & sleep 0.3';
  const report = await runCommand(shell(daemon), quiet);
  assert.is(report.outcome, 'exited');
  assert.is(report.exitCode, 0);
  assert.is(report.leftRunning, 2);
  assert.not.match(running(), 'sleep 61.8034');
  assert.ok(report.durationMs < 5000);
});

test('processes that multiply are stopped at the limit', async () => {
  // 127 processes if they were left alone: what a test does must be bearable should it fail.
  const bomb = 'f() { [ $1 -gt 5 ] && exec sleep 27.1828; f $(($1+1)) & f $(($1+1)) & wait; }; f 0';
  const report = await runCommand(shell(bomb), { ...quiet, processes: 40, timeMs: 20_000 });
  assert.is(report.outcome, 'tooManyProcesses');
  assert.is(report.limit, 'processes');
  assert.not.match(running(), 'sleep 27.1828');
});

test('ignoring SIGTERM, SIGINT, SIGHUP and SIGXCPU does not help', async () => {
  const report = await runCommand(shell('trap "" TERM INT HUP XCPU; while :; do :; done'), {
    ...quiet,
    timeMs: 300,
  });
  assert.is(report.outcome, 'timedOut');
  assert.ok(report.durationMs < 4000, `${report.durationMs} ms`);
});

test('a process that stops itself is ended at the time limit', async () => {
  const report = await runInChild(() => process.kill(process.pid, 'SIGSTOP'), null, {
    ...quiet,
    timeMs: 400,
  });
  assert.is(report.outcome, 'timedOut');
  assert.ok(report.durationMs < 4000, `${report.durationMs} ms`);
});

test('a process that kills its parent is ended all the same', async () => {
  const report = await runInChild(
    async (_workbook, _argument, require) => {
      const { spawn } = require('node:child_process') as typeof import('node:child_process');
      spawn('sleep', ['14.1421'], { stdio: 'ignore', detached: true }).unref();
      process.kill(process.ppid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 10_000));
    },
    null,
    { ...quiet, timeMs: 1500 },
  );
  // In a namespace of its own the signal does nothing.
  assert.ok(['died', 'timedOut'].includes(report.outcome), report.outcome);
  assert.is(report.signal, 'SIGKILL');
  assert.ok(report.durationMs < 6000, `${report.durationMs} ms`);
  assert.not.match(running(), 'sleep 14.1421');
});

test('a supervisor that is ended from outside takes everything with it', async () => {
  const run = runCommand(shell('setsid sleep 22.3607 & sleep 22.3607'), { ...quiet, timeMs: 9000 });
  const supervisor = await supervisorOf('sleep 22.3607');
  process.kill(supervisor, 'SIGKILL');
  const report = await run;
  assert.is(report.outcome, 'died');
  assert.match(report.notes.join(), 'supervisor');
  assert.not.match(running(), 'sleep 22.3607');
});

/** The supervisor, a child of this process, once a command runs under it. */
async function supervisorOf(command: string): Promise<number> {
  for (let turn = 0; turn < 200; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
      encoding: 'utf8',
    });
    const found = /^ *(\d+) .*workbook_supervisor/m.exec(lines)?.[1];
    if (found !== undefined && running().includes(`\n${command}`)) return Number(found);
  }
  throw new Error('no supervisor was seen');
}

test('rubbish where the answer belongs is no answer', async () => {
  const report = await runInChild(
    (_workbook, _argument, require) => {
      const { writeSync } = require('node:fs') as typeof import('node:fs');
      writeSync(3, Buffer.alloc(100_000, 0xff));
      writeSync(3, '\n{"result": "forged"}\n{{{{\n');
      process.exit(0);
    },
    null,
    quiet,
  );
  assert.is(report.outcome, 'died');
  assert.is(report.result, undefined);
  const well = await runInChild(
    (_workbook, _argument, require) => {
      const { writeSync } = require('node:fs') as typeof import('node:fs');
      writeSync(3, 'rubbish');
      return 'right';
    },
    null,
    quiet,
  );
  assert.is(well.result, 'right');
});

test('closed pipes, and a folder that is removed, cost only what was in them', async () => {
  const report = await runInChild(
    (_workbook, _argument, require) => {
      const fs = require('node:fs') as typeof import('node:fs');
      const path = require('node:path') as typeof import('node:path');
      const folder = path.dirname(process.env['WORKBOOK_CRASH_FILE'] ?? '');
      fs.rmSync(folder, { recursive: true });
      fs.closeSync(1);
      fs.closeSync(2);
      process.kill(process.pid, 'SIGSEGV');
    },
    null,
    { timeMs: 8000 },
  );
  assert.is(report.outcome, 'died');
  assert.is(report.signal, 'SIGSEGV');
  assert.is(report.crash?.cause, 'sent');
});

test('folders that cannot be read are removed, too', async () => {
  const report = await runCommand(
    shell('mkdir -p $TMPDIR/a/b && touch $TMPDIR/a/b/c && chmod 0 $TMPDIR/a'),
    quiet,
  );
  assert.is(report.exitCode, 0, report.stderr);
});

test('a flood of output of both kinds is cut', async () => {
  const report = await runCommand(shell('yes & yes >&2 & sleep 0.4'), {
    ...quiet,
    outputBytes: 10_000,
  });
  assert.is(report.stdout.length, 10_000);
  assert.is(report.stderr.length, 10_000);
});

test('memory of all processes together counts', async () => {
  const eater = 'a=x; while :; do a=$a$a; sleep 0.05; done';
  const report = await runCommand(shell(`(${eater}) & (${eater}) & wait`), {
    ...quiet,
    memoryBytes: 100 * 2 ** 20,
    timeMs: 20_000,
  });
  assert.is(report.outcome, 'outOfMemory');
  assert.is(report.limit, 'memory');
  assert.ok(report.peakMemoryBytes > 2 ** 26);
});

test('memory that is asked for and not used counts against the address space', async () => {
  const report = await runInChild(
    async () => {
      const kept = [new ArrayBuffer(2 ** 32), new ArrayBuffer(2 ** 32)];
      await new Promise((resolve) => setTimeout(resolve, 5000));
      return kept.length;
    },
    null,
    { ...quiet, addressSpaceBytes: 6 * 2 ** 30, timeMs: 20_000 },
  );
  assert.is(report.outcome, 'outOfMemory');
  assert.is(report.limit, 'addressSpace');
  assert.ok(report.peakMemoryBytes < 2 ** 30);
});

test('processor time of all processes together counts', async () => {
  const report = await runCommand(shell('while :; do :; done & while :; do :; done'), {
    ...quiet,
    cpuMs: 400,
    timeMs: 60_000,
  });
  assert.is(report.outcome, 'timedOut');
  assert.is(report.limit, 'cpu');
  assert.ok(report.cpuMs >= 400, `${report.cpuMs}`);
});

test('a file cannot grow without end', async () => {
  const report = await runCommand(shell('head -c 3000000 /dev/zero > $TMPDIR/large'), {
    ...quiet,
    fileBytes: 2 ** 20,
  });
  assert.ok(report.exitCode !== 0);
});

test.after(() => {
  assert.equal(temporary.left(), []);
  temporary.remove();
});
test.run();
