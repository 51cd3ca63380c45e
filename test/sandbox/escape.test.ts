/** What a program may do to get out, to see what it must not, or to outlive its turn. */
import { createServer, type AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { projectRoot } from '../../src/native-loader';
import { Hostile, sandboxSuite } from './sandbox-suite';

const hostile = new Hostile();

/** `{ what: result }` of what the program said. */
function said(stdout: string): Record<string, string> {
  const lines = stdout.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it took more than ten seconds');
}

void sandboxSuite({
  'a daemon in a session of its own ends with its turn, and is counted': async () => {
    const report = await hostile.run('daemonise');
    assert.is(report.exitCode, 0);
    assert.is(report.leftRunning, 1);
    assert.ok(report.wallMs < 5000, `${report.wallMs} ms`);
  },

  'a process that keeps the pipes open does not keep the caller': async () => {
    const report = await hostile.run('keepPipesOpen');
    assert.is(report.exitCode, 0);
    assert.is(report.leftRunning, 1);
    assert.ok(report.wallMs + report.overheadMs < 8000);
  },

  'where the caller is killed, all ends': async () => {
    const sandbox = join(projectRoot, 'dist', 'sandbox');
    const script = `require(${JSON.stringify(sandbox)}).runSandboxed(
      { command: '${hostile.program}', args: ['sleepLong'], readOnly: ['${hostile.program}'], limits: { wallSeconds: 60 } })`;
    const caller = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const sleeps = (): boolean =>
      hostile.running().some((line) => line.startsWith(`${hostile.program} sleepLong`));
    await until(sleeps);
    caller.kill('SIGKILL');
    await until(() => hostile.running().length === 0);
  },

  'closed pipes are no end': async () => {
    const report = await hostile.run('closePipes');
    assert.is(report.exitCode, 0);
    assert.ok(report.wallMs >= 100);
  },

  'killing everybody kills nobody else': async () => {
    const report = await hostile.run('killAll');
    // Linux leaves out who asks; the first process inside takes no signals.
    assert.is(report.exitCode, 0);
    assert.match(report.stdout, 'still here');
  },

  'the parent cannot be killed or stopped': async () => {
    const report = await hostile.run('killParent');
    assert.is(report.exitCode, 0);
    assert.is(report.stdout, 'parent 1 is there: 1\n');
  },

  'the parent cannot be looked into': async () => {
    const found = said((await hostile.run('lookIntoParent')).stdout);
    assert.equal(found, {
      ptrace: 'EPERM',
      'read /proc/1/environ': 'EACCES',
      'write /proc/1/mem': 'EACCES',
      'read /proc/1/fd': 'EACCES',
      process_vm_readv: 'EPERM',
    });
  },

  'nobody can be reached': async () => {
    let calls = 0;
    const server = createServer(() => (calls += 1));
    const local = createServer(() => (calls += 1));
    const name = `workbook-sandbox-${process.pid}`;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => local.listen(`\0${name}`, resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const found = said((await hostile.run('network', {}, String(port))).stdout);
      assert.equal(found, {
        AF_INET: 'EPERM',
        AF_INET6: 'EPERM',
        AF_NETLINK: 'EPERM',
        AF_PACKET: 'EPERM',
        AF_UNIX: 'ok',
      });
      const { stdout } = await hostile.run('abstractSocket', {}, name);
      assert.is(stdout, 'abstract socket: ECONNREFUSED\n');
      assert.is(calls, 0);
    } finally {
      server.close();
      local.close();
    }
  },

  'nobody gets more rights': async () => {
    const { getpid, clone3, x32, setuid, ...others } = said(
      (await hostile.run('becomeMore')).stdout,
    );
    assert.is(getpid, 'ok');
    assert.is(clone3, 'ENOSYS');
    assert.is(x32, 'ENOSYS');
    // There may be no such user.
    assert.match(setuid ?? '', /^(EPERM|EINVAL)$/);
    assert.is(Object.keys(others).length, 16);
    for (const [what, result] of Object.entries(others)) assert.is(result, 'EPERM', what);
  },

  'a system call of another architecture is the end': async () => {
    const report = await hostile.run('otherAbi');
    assert.is(report.signal, 'SIGSYS');
    assert.is(report.exitCode, null);
  },

  'nothing of this machine can be read or written but what is shown': async () => {
    const secret = join(tmpdir(), `workbook-test-secret-${process.pid}`);
    writeFileSync(secret, 'secret');
    const paths = ['solutions', 'lessons', 'work', 'test', '.git', 'src', 'package.json'];
    const ours = paths.map((path) => join(projectRoot, path));
    const elsewhere = [homedir(), secret, '/etc/passwd', '/etc/shadow', '/var', '/sys', '/home'];
    const writable = [...ours, ...elsewhere, '/', '/usr/bin', '/dev', '/proc/1', '/usr/lib'];
    const before = readdirSync('/usr/lib').length;
    try {
      const { stdout } = await hostile.run('readAndWrite', {}, writable.join(':'));
      const found = said(stdout);
      for (const path of [...ours, ...elsewhere]) {
        assert.is(found[`read ${path}`], 'ENOENT', path);
      }
      for (const path of writable) assert.not.equal(found[`write ${path}/x`], 'ok', path);
      assert.is(found['read /usr/lib'], 'ok');
      assert.is(readdirSync('/usr/lib').length, before);
      assert.not.ok(existsSync('/usr/lib/x'));
    } finally {
      rmSync(secret);
    }
  },

  'settings of the kernel cannot be changed, also where this process could': async () => {
    const settings = ['/proc/sys/kernel', '/proc/sys/vm', '/proc/self'];
    const { stdout } = await hostile.run('readAndWrite', {}, settings.join(':'));
    const found = said(stdout);
    for (const path of settings) assert.not.equal(found[`write ${path}/x`], 'ok', path);
  },

  'links, pipes, devices and deep folders are left out, and none is opened': async () => {
    const report = await hostile.run('trickOut', {}, '/etc/passwd');
    assert.is(report.exitCode, 0);
    assert.match(report.stdout, 'tricks: 0');
    assert.match(report.stdout, 'device: EPERM');
    assert.equal(
      report.files.map(({ path, bytes }) => [path, bytes.length]),
      [
        ['plain', 5],
        ['sparse', 8 * 2 ** 20],
      ],
    );
    const why = Object.fromEntries(report.leftOut.map((each) => [each.path, each.why]));
    assert.is(why['link'], 'a link');
    assert.is(why['folder'], 'a link');
    assert.is(why['descriptors'], 'a link');
    assert.is(why['pipe'], 'a special file');
    assert.is(why['socket'], 'a special file');
    assert.ok(Object.values(why).includes('too deep'));
    assert.is(report.leftOut.length, 6);
  },

  'what is too large or too many stays where it is': async () => {
    const report = await hostile.run('trickOut', { collectedBytes: 1000 }, '/etc/passwd');
    assert.equal(
      report.files.map(({ path }) => path),
      ['plain'],
    );
    assert.ok(report.leftOut.some(({ path, why }) => path === 'sparse' && /too many/.test(why)));
    const one = await hostile.run('trickOut', { collectedFiles: 1 }, '/etc/passwd');
    assert.is(one.files.length, 1);
  },

  'a crash is a crash': async () => {
    const report = await hostile.run('crash');
    assert.is(report.signal, 'SIGSEGV');
    assert.is(report.exitCode, null);
    assert.is(report.limit, null);
  },
});

test.after(() => hostile.remove());
