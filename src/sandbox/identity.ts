import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';

/** Who a command in a sandbox is. */
export interface Identity {
  /**
   * The user and group, on this machine, of nobody but this sandbox: where this process is the superuser. Otherwise null: a user namespace makes this process's
   * user somebody without rights.
   */
  user: number | null;
  /** Threads of other processes that RLIMIT_NPROC counts, too. */
  otherTasks: number;
}

/** The first number above those that systemd gives to users and containers. */
const FREE = 0x70000000;
const FREE_COUNT = 2 ** 24;
/** Where a container has 65,536 users only. */
const SMALL_FREE = 60_578;
const SMALL_FREE_COUNT = 606;

/**
 * A user namespace maps a user of its own to the user outside, for whom rules about files, such as those in `/proc/sys`, hold. The superuser must be none in there, and
 * can be somebody else.
 */
export function newIdentity(): Identity {
  if (process.geteuid?.() !== 0) {
    return { user: null, otherTasks: countsByNamespace() ? 0 : threadsOfMachine() };
  }
  const user = hasUser(FREE + FREE_COUNT)
    ? FREE + randomInt(FREE_COUNT)
    : SMALL_FREE + randomInt(SMALL_FREE_COUNT);
  return { user, otherTasks: 0 };
}

/** Since Linux 5.14 processes are counted for each user of a user namespace. */
function countsByNamespace(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}

function threadsOfMachine(): number {
  const [, threads = '0'] = /\/(\d+)/.exec(readFileSync('/proc/loadavg', 'utf8')) ?? [];
  return Number(threads);
}

function hasUser(user: number): boolean {
  return readFileSync('/proc/self/uid_map', 'utf8')
    .trim()
    .split('\n')
    .some((line) => {
      const [first = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
      return user >= first && user < first + count;
    });
}
