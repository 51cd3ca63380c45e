/** The system call filter, run by a reading of classic BPF of our own: no sandbox is needed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seccompFilter } from '../../src/sandbox/seccomp/filter';
import { REFUSED } from '../../src/sandbox/seccomp/syscalls';

const X86_64 = 0xc000003e;
const ALLOWED = 0x7fff0000;
const refused = (errno: number): number => 0x00050000 | errno;

/** Runs the filter as Linux does. @see Linux, Documentation/userspace-api/seccomp_filter.rst */
function verdict(number: number, args: bigint[] = [], architecture = X86_64): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number >>> 0, 0);
  data.writeUInt32LE(architecture, 4);
  args.forEach((value, index) => data.writeBigUInt64LE(value, 16 + 8 * index));
  const program = seccompFilter();
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 8) {
    const [code, yes, no] = [
      program.readUInt16LE(at),
      program.readUInt8(at + 2),
      program.readUInt8(at + 3),
    ];
    const k = program.readUInt32LE(at + 4);
    const jump = (holds: boolean): void => void (at += 8 * (holds ? yes : no));
    if (code === 0x06) return k;
    if (code === 0x20) accumulator = data.readUInt32LE(k);
    else if (code === 0x54) accumulator = (accumulator & k) >>> 0;
    else if (code === 0x15) jump(accumulator === k);
    else if (code === 0x35) jump(accumulator >= k);
    else if (code === 0x45) jump((accumulator & k) !== 0);
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('the filter has no end');
}

test('what is named fails, each once', () => {
  const numbers = Object.values(REFUSED).flatMap((each) => Object.values(each));
  assert.is(new Set(numbers).size, numbers.length);
  assert.ok(numbers.length > 80);
  for (const number of numbers) assert.is(verdict(number), refused(1), String(number));
});

test('what programs need works', () => {
  // read, write, mmap private, execve, fork, futex, openat, exit_group, prlimit64, getrandom
  const needed = [0, 1, 59, 57, 202, 257, 231, 302, 318, 39, 72];
  for (const number of needed) assert.is(verdict(number), ALLOWED, String(number));
});

test('arguments decide where the call alone does not', () => {
  const [socket, socketpair, clone, mmap, ioctl] = [41, 53, 56, 9, 16];
  assert.is(verdict(socket, [1n]), ALLOWED);
  for (const family of [0n, 2n, 10n, 16n, 17n, 40n])
    assert.is(verdict(socket, [family]), refused(1));
  assert.is(verdict(socketpair, [1n]), ALLOWED);
  assert.is(verdict(socketpair, [2n]), refused(1));
  // Of a thread, and of each new namespace.
  assert.is(verdict(clone, [0x3d0f00n]), ALLOWED);
  for (const bit of [17n, 25n, 26n, 27n, 28n, 29n, 30n]) {
    assert.is(verdict(clone, [(1n << bit) | 17n]), refused(1), String(bit));
  }
  assert.is(verdict(mmap, [0n, 0n, 0n, 0x22n]), ALLOWED);
  assert.is(verdict(mmap, [0n, 0n, 0n, 0x01n]), ALLOWED);
  assert.is(verdict(mmap, [0n, 0n, 0n, 0x21n]), refused(1));
  assert.is(verdict(mmap, [0n, 0n, 0n, 0x23n]), refused(1));
  assert.is(verdict(ioctl, [0n, 0x5413n]), ALLOWED);
  assert.is(verdict(ioctl, [0n, 0x5412n]), refused(1));
  assert.is(verdict(ioctl, [0n, 0xff_0000_5412n]), refused(1));
  assert.is(verdict(435), refused(38));
});

test('other ABIs have no way in', () => {
  assert.is(verdict(39, [], 0x40000003), 0x80000000);
  assert.is(verdict(0x40000000 | 39), refused(38));
});

test.run();
