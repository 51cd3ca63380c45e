/** A C++ program dies in every way, and the report says of what, where and how it came there. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runCommand } from '../../src/lab/command';
import type { CommandReport } from '../../src/lab/command-report';
import type { CrashCause } from '../../src/lab/crash';
import { guiltyFrame } from '../../src/lab/frame';
import { crashProgram } from './crash-program';

const program = crashProgram();

const die = (way: string): Promise<CommandReport> =>
  runCommand([program, way], { debugger: false, timeMs: 20_000 });

/** The way, the signal, the cause, what the words hold, and what the guilty line holds. */
const WAYS: [string, NodeJS.Signals, CrashCause, string, string][] = [
  ['null', 'SIGSEGV', 'nullPointer', 'read of address 0x0: a null pointer', 'null: crashes here'],
  [
    'inlined',
    'SIGSEGV',
    'nullPointer',
    'a null pointer (12 bytes behind it)',
    'inlined: crashes here',
  ],
  ['recursion', 'SIGSEGV', 'stackOverflow', 'the stack is used up', ''],
  ['thread-recursion', 'SIGSEGV', 'stackOverflow', 'the stack is used up', ''],
  ['read-only', 'SIGSEGV', 'readOnlyMemory', 'write of address', 'volatile*>(page) = 1'],
  ['freed', 'SIGSEGV', 'unmappedMemory', 'no memory is there', 'memory[kBYTES / 2] = 2'],
  ['wild', 'SIGSEGV', 'wildPointer', 'no pointer can have', 'deadbeef'],
  ['virtual', 'SIGSEGV', 'unmappedMemory', 'read of address 0x12345678a0', 'shape->area()'],
  ['call-null', 'SIGSEGV', 'nullPointer', 'call of address 0x0', 'function(1)'],
  ['call-data', 'SIGSEGV', 'badCall', 'no code is there', 'function(1)'],
  ['past-file', 'SIGBUS', 'endOfFile', 'past the end of a mapped file', 'page[0]'],
  ['division', 'SIGFPE', 'divisionByZero', 'division by zero', 'a / gZero'],
  ['trap', 'SIGILL', 'illegalInstruction', '__builtin_trap()', '__builtin_trap()'],
  ['abort', 'SIGABRT', 'abort', 'abort() was called', 'std::abort()'],
  ['assert', 'SIGABRT', 'assertion', 'factor has one dimension', 'assert(gZero == 1'],
  ['noexcept', 'SIGABRT', 'uncaughtException', 'what(): no factor', 'refuse()'],
  ['exception', 'SIGABRT', 'uncaughtException', 'std::invalid_argument', 'a field is missing'],
  ['double-free', 'SIGABRT', 'heapCorruption', 'double free', 'double free: crashes here'],
  ['smash', 'SIGABRT', 'stackSmashing', 'stack smashing detected', ''],
];

for (const [way, signal, cause, words, line] of WAYS) {
  test(`${way}: ${cause}`, async () => {
    const report = await die(way);
    const shown = JSON.stringify({ ...report, trace: [] }, null, 1);
    assert.is(report.outcome, 'died', shown);
    assert.is(report.signal, signal, shown);
    assert.is(report.crash?.signal, signal, shown);
    assert.is(report.crash?.cause, cause, shown);
    assert.ok(report.crash?.what.includes(words), shown);
    const guilty = guiltyFrame(report.backtrace);
    assert.match(guilty?.file ?? '', 'fixtures/crash.cpp', shown);
    const source = guilty?.source?.find((each) => each.guilty)?.text ?? '';
    assert.ok(source.includes(line), `${source}\n${shown}`);
  });
}

test('a recursion is one frame with a count, and who began it is there', async () => {
  const { backtrace, crash } = await die('thread-recursion');
  const deepest = backtrace?.find(({ repeats }) => (repeats ?? 1) > 1);
  assert.match(deepest?.function ?? '', 'recurse(int)');
  assert.ok((deepest?.repeats ?? 0) > 1000);
  assert.ok(backtrace?.some((frame) => frame.function?.includes('dieInThread')));
  assert.is(crash?.thread.main, false);
});

test('a program that hangs says where it waits', async () => {
  const report = await runCommand([program, 'hang'], { debugger: false, timeMs: 500 });
  assert.is(report.outcome, 'timedOut');
  assert.is(report.limit, 'time');
  assert.is(report.crash?.cause, 'limit');
  const source = guiltyFrame(report.backtrace)?.source ?? [];
  assert.match(source.find((each) => each.guilty)?.text ?? '', 'pause()');
});

test('a crash of a grandchild is reported, too', async () => {
  const report = await runCommand(['/bin/sh', '-c', `${program} null; exit 3`], {
    debugger: false,
  });
  assert.is(report.outcome, 'exited');
  assert.is(report.exitCode, 3);
  assert.is(report.crash?.cause, 'nullPointer');
  assert.match(guiltyFrame(report.backtrace)?.function ?? '', 'readNull');
});

test('no such program', async () => {
  try {
    await runCommand(['/nowhere/program']);
    assert.unreachable();
  } catch (error) {
    assert.is((error as { code?: string }).code, 'COMMAND_MISSING');
    assert.match((error as Error).message, 'ENOENT');
  }
});

test.run();
