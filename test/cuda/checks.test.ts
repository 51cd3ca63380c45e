/** memcheck and racecheck: one faulty kernel each, what is found, and what is not when the checks are off. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildProgram, runProgram } from './program';

const checks = suite('cuda: memcheck and racecheck');

checks('name kernel, block, thread, access, allocation and distance', () => {
  const { executable, warnings } = buildProgram('checks', { check: true });
  assert.is(warnings, '');
  const result = runProgram(executable, [], { WORKBOOK_CUDA_THREADS: '1' });
  assert.is(result.status, 0, result.stderr);
  assert.equal(Object.fromEntries(result.values), {
    fine: '0',
    beyond: '700 kind 1 beyond (3,0,0) (4,0,0) write 4 allocation of 400 distance 0',
    before: '700 kind 1 before (0,0,0) (0,0,0) write 4 allocation of 400 distance -8',
    straddles: '700 kind 1 straddles (0,0,0) (0,0,0) write 4 allocation of 400 distance 0',
    misaligned: '716 kind 4 misaligned (0,0,0) (0,0,0) write 4',
    null: '700 kind 3 reads (0,0,0) (0,0,0) read 4',
    'host stack': '700 kind 3 reads (0,0,0) (0,0,0) read 4',
    'host heap': '700 kind 3 reads (0,0,0) (0,0,0) read 4',
    freed: '700 kind 2 reads (0,0,0) (0,0,0) read 4 allocation of 64 distance 0',
    pinned: '0',
    shared: '700 kind 1 sharedBeyond (0,0,0) (0,0,0) write 4',
    dynamic: '700 kind 1 dynamicBeyond (0,0,0) (0,0,0) write 4',
    'dynamic inside': '0',
    atomic: '700 kind 1 adds (0,0,0) (0,0,0) write 4 allocation of 400 distance 0',
    'race, none': '0',
    'race, barrier': '0 kind 5 missingBarrier (0,0,0) (32,0,0) write 4 other 0 read',
    'race, loop': '0 kind 5 missingInLoop (0,0,0) (0,0,0) read 4 other 63 wrote',
    'race, ordered': '0',
    'race, warp': '0 kind 5 withoutSyncwarp (0,0,0) (1,0,0) write 4 other 0 read',
    'race, off': '0',
  });
  assert.match(
    result.stderr,
    /invalid write of 4 bytes at 0x[0-9a-f]+ by beyond, block \(3,0,0\), thread \(4,0,0\): 0 bytes behind the end of allocation #\d+ of 400 bytes/,
  );
});

checks('see nothing in a program that is not instrumented', () => {
  const { executable } = buildProgram('checks', { check: false });
  const { values } = runProgram(executable);
  assert.is(values.get('beyond'), '0');
  assert.is(values.get('misaligned'), '0');
  assert.is(values.get('race, barrier'), '0');
  assert.match(values.get('freed') ?? '', /^700 kind 0 reads/);
});
checks.run();
