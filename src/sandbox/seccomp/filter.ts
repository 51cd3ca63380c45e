import { constants } from 'node:os';
import {
  and,
  ARCHITECTURE,
  argument,
  assemble,
  load,
  returns,
  SYSCALL_NUMBER,
  unless,
  type Instruction,
} from './bpf';
import { CLONE, CLONE3, IOCTL, MMAP, REFUSED, SOCKET, SOCKETPAIR } from './syscalls';

const KILL_PROCESS = 0x80000000;
const ALLOW = 0x7fff0000;
const FAIL = 0x00050000; // with an errno
const REFUSE = returns(FAIL | constants.errno.EPERM);
const UNKNOWN = returns(FAIL | constants.errno.ENOSYS);

const AUDIT_ARCH_X86_64 = 0xc000003e;
/** System calls of the x32 ABI have this bit. */
const X32 = 0x40000000;
const AF_UNIX = 1;
/** CLONE_NEWNS, _NEWCGROUP, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET */
const NEW_NAMESPACES =
  0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;
const MAP_SHARED_AND_ANONYMOUS = 0x21;
/** Types into, and controls, somebody's terminal. */
const TERMINAL_IOCTLS = [0x5412 /* TIOCSTI */, 0x541c /* TIOCLINUX */];

/** Where the call is this one, runs the rules, which find the number gone. */
function onCall(number: number, ...rules: Instruction[]): Instruction[] {
  return [unless('equal', number, rules.length), ...rules];
}

/** The kernel looks at the lower half of these arguments alone, so nothing hides in the upper one. */
function onlyUnixSockets(number: number): Instruction[] {
  const refuseOthers = [load(argument(0)), unless('equal', AF_UNIX, 1), returns(ALLOW), REFUSE];
  return onCall(number, ...refuseOthers);
}

/**
 * The system call filter of a sandbox as BPF for x86-64: what it names fails with EPERM, all else works. A call of another architecture's ABI ends the
 * process; one of the x32 ABI does not exist. `clone3`, whose flags a filter cannot see, does not exist either: C libraries then use `clone`.
 */
export function seccompFilter(): Buffer {
  const refused = Object.values(REFUSED).flatMap((numbers) => Object.values(numbers));
  return assemble([
    load(ARCHITECTURE),
    // Jumps over the next instruction where it holds.
    { ...unless('equal', AUDIT_ARCH_X86_64, 0), jumpTrue: 1 },
    returns(KILL_PROCESS),
    load(SYSCALL_NUMBER),
    unless('atLeast', X32, 1),
    UNKNOWN,
    ...refused.flatMap((number) => onCall(number, REFUSE)),
    ...onCall(CLONE3, UNKNOWN),
    ...onlyUnixSockets(SOCKET),
    ...onlyUnixSockets(SOCKETPAIR),
    ...onCall(
      CLONE,
      load(argument(0)),
      unless('anyBit', NEW_NAMESPACES, 1),
      REFUSE,
      returns(ALLOW),
    ),
    ...onCall(
      MMAP,
      load(argument(3)),
      and(MAP_SHARED_AND_ANONYMOUS),
      unless('equal', MAP_SHARED_AND_ANONYMOUS, 1),
      REFUSE,
      returns(ALLOW),
    ),
    ...onCall(
      IOCTL,
      load(argument(1)),
      ...TERMINAL_IOCTLS.flatMap((request) => [unless('equal', request, 1), REFUSE]),
      returns(ALLOW),
    ),
    returns(ALLOW),
  ]);
}
