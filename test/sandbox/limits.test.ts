/** Programs that want more than they may have: each is ended, is told why in the report, and leaves nothing. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Hostile, sandboxSuite } from './sandbox-suite';

const MIB = 2 ** 20;
const hostile = new Hostile();

void sandboxSuite({
  'an endless loop ends at its processor time': async () => {
    const report = await hostile.run('loop', { cpuSeconds: 0.5 });
    assert.is(report.limit, 'cpuSeconds');
    assert.is(report.timedOut, true);
    assert.is(report.exitCode, null);
    assert.ok(report.cpuMs >= 500 && report.cpuMs < 2500, `${report.cpuMs} ms`);
  },

  'a program that sleeps for ever ends at the time by the clock': async () => {
    const report = await hostile.run('sleepLong', { wallSeconds: 0.4 });
    assert.is(report.limit, 'wallSeconds');
    assert.is(report.timedOut, true);
    assert.ok(report.wallMs >= 400 && report.wallMs < 3000, `${report.wallMs} ms`);
    assert.ok(report.cpuMs < 400);
  },

  'ignoring every signal does not help': async () => {
    const report = await hostile.run('ignoreSignals', { wallSeconds: 0.4 });
    assert.is(report.limit, 'wallSeconds');
    assert.is(report.signal, 'SIGKILL');
    assert.ok(report.wallMs < 3000, `${report.wallMs} ms`);
  },

  'a program that stops itself ends at the time by the clock': async () => {
    const report = await hostile.run('stopItself', { wallSeconds: 0.4 });
    assert.is(report.limit, 'wallSeconds');
  },

  'memory ends at the limit': async () => {
    const report = await hostile.run('eatMemory', { memoryBytes: 256 * MIB }, '1024');
    assert.is(report.limit, 'memoryBytes');
    assert.not.match(report.stdout, 'ate it all');
    assert.ok(report.peakBytes > 256 * MIB, `${report.peakBytes}`);
    assert.ok(report.peakBytes < 640 * MIB, `${report.peakBytes}`);
    const less = await hostile.run('eatMemory', { memoryBytes: 256 * MIB }, '100');
    assert.is(less.limit, null);
    assert.match(less.stdout, 'ate it all');
  },

  'page tables are memory': async () => {
    const report = await hostile.run('eatPageTables', { memoryBytes: 128 * MIB }, '600');
    assert.is(report.limit, 'memoryBytes');
    assert.not.match(report.stdout, 'ate it all');
  },

  'memory that would not be counted is not given; reserved addresses are': async () => {
    const { stdout } = await hostile.run('hideMemory');
    assert.is(
      stdout,
      'memfd_create: EPERM\nshmget: EPERM\nshared anonymous: EPERM\nprivate anonymous: ok\nreserved: ok\n',
    );
  },

  'processes end at the limit': async () => {
    const report = await hostile.run('forkMany', { processes: 32 }, '200');
    assert.is(report.limit, 'processes');
    const fewer = await hostile.run('forkMany', { processes: 32, wallSeconds: 1 }, '20');
    assert.is(fewer.limit, 'wallSeconds');
    assert.is(fewer.stdout, '20\n');
  },

  'where all are made before anybody looks, the kernel counts threads': async () => {
    const report = await hostile.run('forkMany', { processes: 2 }, '200');
    assert.is(report.limit, 'processes');
    if (report.stdout !== '') assert.ok(Number(report.stdout) <= 32, report.stdout);
  },

  'open files end at the limit': async () => {
    const report = await hostile.run('exhaustFiles', { openFiles: 100 });
    assert.is(report.exitCode, 0);
    assert.is(report.stdout, '97 EMFILE\n');
  },

  'a file that grows too large is a limit, too': async () => {
    const report = await hostile.run('writeHuge', { fileBytes: 4 * MIB }, '40');
    assert.is(report.limit, 'fileBytes');
    assert.is(report.signal, 'SIGXFSZ');
    assert.is(report.files[0]?.bytes.length, 4 * MIB);
  },

  'many files fill no more than their room': async () => {
    const report = await hostile.run('fillScratch', { scratchBytes: 8 * MIB }, '40');
    assert.is(report.limit, 'scratchBytes');
    assert.is(report.stdout, 'write: ENOSPC\n');
    assert.ok(report.scratchBytes <= 8 * MIB);
  },

  'empty files count, too': async () => {
    const report = await hostile.run('makeFiles', { files: 500 }, '20000');
    assert.is(report.limit, 'files');
  },

  'a flood of output is cut, said, and ended': async () => {
    const report = await hostile.run('flood', { outputBytes: 10_000 });
    assert.is(report.limit, 'outputBytes');
    assert.is(report.stdout.length, 10_000);
    assert.is(report.stdoutCut, true);
    assert.is(report.stderrCut, false);
  },

  'an answer that is too long is ended': async () => {
    const report = await hostile.run('answer', { answerBytes: 10 }, 'x'.repeat(100), {
      answer: true,
    });
    assert.is(report.limit, 'answerBytes');
    assert.is(report.answer.length, 10);
    const short = await hostile.run('answer', { answerBytes: 10 }, 'short', { answer: true });
    assert.is(short.limit, null);
    assert.is(short.answer.toString(), 'short');
    const none = await hostile.run('answer', {}, 'short');
    assert.is(none.stdout, 'answer: EBADF\n');
  },
});

test.after(() => hostile.remove());
