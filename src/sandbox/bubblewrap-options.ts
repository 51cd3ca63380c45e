import type { Identity } from './identity';
import { OUT, SCRATCH, TEMPORARY, WORK, type SandboxOptions } from './options';
import { foldersAbove, visiblePaths } from './visible';

/** Where the launcher is inside. */
export const LAUNCHER = '/launcher';
const NOBODY = '65534';
/** To become somebody else, for good. */
const FOR_LAUNCHER = ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'];
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];
const PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * Bubblewrap's options for a sandbox: nothing of this machine but what is named, a root and devices that nothing can be written to, and one folder `/box` in memory
 * of a limited size. They go through a pipe: a command line would be visible inside.
 */
export function bubblewrapOptions(
  options: SandboxOptions,
  identity: Identity,
  launcher: string,
  { scratchBytes, filter }: { scratchBytes: number; filter: number },
): string[] {
  const environment = {
    PATH,
    HOME: TEMPORARY,
    TMPDIR: TEMPORARY,
    LANG: 'C.UTF-8',
    ...options.env,
  };
  return [
    ...['--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(identity.user === null
      ? ['--unshare-user', '--uid', NOBODY, '--gid', NOBODY, '--cap-drop', 'ALL']
      : ['--cap-drop', 'ALL', ...FOR_LAUNCHER.flatMap((name) => ['--cap-add', name])]),
    // A process of bubblewrap's own, were it the first inside, would have no system call filter, and a memory that can be written to.
    ...['--as-pid-1', '--die-with-parent', '--new-session', '--hostname', 'sandbox', '--clearenv'],
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...visiblePaths(options.readOnly ?? [], options.hidden ?? []),
    ...['--proc', '/proc', '--tmpfs', '/dev'],
    ...DEVICES.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
    ...['--symlink', '/proc/self/fd', '/dev/fd'],
    ...['stdin', 'stdout', 'stderr'].flatMap((name, file) => [
      '--symlink',
      `/proc/self/fd/${file}`,
      `/dev/${name}`,
    ]),
    ...['--size', String(scratchBytes), '--tmpfs', '/box'],
    ...[WORK, OUT, TEMPORARY, SCRATCH].flatMap((folder) => ['--dir', folder]),
    ...(options.scratch ?? []).flatMap((path, index) => [
      ...['--dir', `${SCRATCH}/${index}`],
      ...foldersAbove(path),
      ...['--symlink', `${SCRATCH}/${index}`, path],
    ]),
    ...['--symlink', OUT, '/out'],
    // Where something of the real one is visible, it is a folder that cannot be written to.
    ...((options.readOnly ?? []).some((path) => path.startsWith('/tmp/'))
      ? []
      : ['--symlink', TEMPORARY, '/tmp']),
    ...['--ro-bind', launcher, LAUNCHER],
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    ...['--chdir', WORK, '--seccomp', String(filter)],
  ];
}
