import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { SandboxUnavailableError } from './sandbox-error';

const INSTALL =
  'install bubblewrap (Debian, Ubuntu: sudo apt-get install bubblewrap; Fedora: sudo dnf install bubblewrap)';
const MORE = 'see docs/sandbox.md';

/** The path of bubblewrap. @throws {SandboxUnavailableError} `SANDBOX_UNAVAILABLE` where there is none */
export function findBubblewrap(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const here = `${process.platform} on ${process.arch}`;
    throw new SandboxUnavailableError(`it needs Linux on x86-64, this is ${here}`, MORE);
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'bwrap');
    if (isAbsolute(folder) && isProgram(path)) return path;
  }
  throw new SandboxUnavailableError('bwrap is not installed', INSTALL);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What may be done where bubblewrap is there and does not work. */
export function cureFor(said: string): string {
  if (isOn('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')) {
    return `allow user namespaces: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile for bwrap; ${MORE}`;
  }
  if (isOff('/proc/sys/kernel/unprivileged_userns_clone')) {
    return `allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1; ${MORE}`;
  }
  if (isOff('/proc/sys/user/max_user_namespaces')) {
    return `allow user namespaces: sudo sysctl -w user.max_user_namespaces=10000; ${MORE}`;
  }
  if (/unknown option|Unknown option/i.test(said)) {
    return `bubblewrap 0.5 or newer is needed; ${MORE}`;
  }
  return `in a container it needs the right to make namespaces (Docker: --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN); ${MORE}`;
}

function isOn(path: string): boolean {
  return setting(path) === '1';
}

function isOff(path: string): boolean {
  return setting(path) === '0';
}

function setting(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null; // a kernel without it
  }
}
