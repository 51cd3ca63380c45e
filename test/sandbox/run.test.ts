/** What a sandbox is for: compilers, programs and the workbook itself run in it, side by side. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { projectRoot } from '../../src/native-loader';
import { buildPlugin } from '../../src/cell';
import {
  runSandboxed,
  workbookView,
  type SandboxOptions,
  type SandboxReport,
} from '../../src/sandbox';
import { sandboxSuite } from './sandbox-suite';

const shell = (script: string, more: Partial<SandboxOptions> = {}): Promise<SandboxReport> =>
  runSandboxed({ command: '/bin/sh', args: ['-c', script], ...more });

const compile = (text: string, more: Partial<SandboxOptions> = {}): Promise<SandboxReport> =>
  runSandboxed({
    command: '/usr/bin/g++',
    args: ['-std=c++17', 'mine.cpp', '-o', '/out/mine'],
    files: { 'mine.cpp': text },
    ...more,
    limits: { wallSeconds: 60, cpuSeconds: 30, ...more.limits },
  });

async function rejects(promise: Promise<unknown>, code: string): Promise<void> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown as { code?: string },
  );
  assert.is(error?.code, code);
}

void sandboxSuite({
  'what goes in comes out': async () => {
    const report = await shell('cat; cat a/b.txt >&2; pwd; cp a/b.txt /out; exit 7', {
      stdin: Buffer.from('from outside\n'),
      files: { 'a/b.txt': 'in a file' },
    });
    assert.is(report.exitCode, 7);
    assert.is(report.signal, null);
    assert.is(report.limit, null);
    assert.is(report.stdout, 'from outside\n/box/work\n');
    assert.is(report.stderr, 'in a file');
    assert.equal(report.files, [{ path: 'b.txt', bytes: Buffer.from('in a file') }]);
    assert.ok(report.peakBytes > 0 && report.scratchBytes > 0);
  },

  'much on standard input that nobody reads hangs nobody': async () => {
    const report = await shell('exit 0', { stdin: Buffer.alloc(2 ** 22) });
    assert.is(report.exitCode, 0);
    const read = await shell('wc -c', { stdin: Buffer.alloc(2 ** 22) });
    assert.is(read.stdout, '4194304\n');
  },

  'a folder is copied, without its links': async () => {
    const folder = mkdtempSync(join(tmpdir(), 'workbook-test-folder-'));
    try {
      mkdirSync(join(folder, 'below'));
      writeFileSync(join(folder, 'below', 'run.sh'), '#!/bin/sh\necho ran\n', { mode: 0o755 });
      symlinkSync('/etc/passwd', join(folder, 'link'));
      const report = await shell('find . | sort; below/run.sh; echo more > below/new', {
        files: folder,
      });
      assert.is(report.stdout, '.\n./below\n./below/run.sh\nran\n', report.stderr);
      assert.not.ok(existsSync(join(folder, 'below', 'new')));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  'the environment is what was given': async () => {
    process.env['WORKBOOK_TEST_SECRET'] = 'secret';
    const report = await shell('env | sort', { env: { GIVEN: 'a = b' } });
    delete process.env['WORKBOOK_TEST_SECRET'];
    assert.match(report.stdout, 'GIVEN=a = b\n');
    assert.not.match(report.stdout, /secret/i);
    const names = report.stdout.match(/^\w+/gm);
    assert.equal(names, ['GIVEN', 'HOME', 'LANG', 'PATH', 'PWD', 'TMPDIR']);
  },

  'no capability, no way to get one, a filter, a user of no account': async () => {
    const { stdout } = await shell('grep -E "^(Cap|NoNew|Seccomp:)" /proc/self/status; id -u');
    for (const line of stdout.match(/^Cap.*/gm) ?? ['none']) assert.match(line, /\t0+$/);
    assert.match(stdout, 'NoNewPrivs:\t1');
    assert.match(stdout, 'Seccomp:\t2');
    assert.ok(Number(/^\d+$/m.exec(stdout)?.[0]) >= 60_000, stdout);
  },

  'runs side by side see nothing of each other': async () => {
    const turns = Array.from({ length: 6 }, (_none, index) =>
      shell(`echo ${index} > /box/work/own; sleep 0.3; ls /proc | grep -c "^[0-9]"; ls; cat own`),
    );
    const reports = await Promise.all(turns);
    reports.forEach(({ stdout }, index) => {
      const [processes, ...rest] = stdout.trim().split('\n');
      assert.ok(Number(processes) <= 4, stdout);
      assert.equal(rest, ['own', String(index)]);
    });
  },

  'a program is compiled in one sandbox and run in another': async () => {
    const made = await compile('#include <cstdio>\nint main() { std::puts("hello"); }\n');
    assert.is(made.exitCode, 0, made.stderr);
    const [file] = made.files;
    assert.is(file?.path, 'mine');
    const run = await shell('chmod +x mine && ./mine', { files: { mine: file?.bytes ?? '' } });
    assert.is(run.stdout, 'hello\n', run.stderr);
  },

  'a compilation reads no file that it must not': async () => {
    const solutions = join(projectRoot, 'solutions', 'any', 'any.cpp');
    const real = join(projectRoot, 'package.json');
    assert.ok(existsSync(real));
    for (const path of ['/etc/passwd', '/etc/shadow', '/proc/1/environ', solutions, real]) {
      const report = await compile(`#include "${path}"\nint main() {}\n`);
      assert.is(report.exitCode, 1, path);
      assert.match(report.stderr, /No such file|Permission denied/, path);
      assert.not.match(report.stderr, /root:|workbook"|typescript/, path);
      assert.equal(report.files, []);
    }
  },

  'templates without end cost what the limits say': async () => {
    // Doubles at each of 28 levels; bounded by the limits, and by g++'s depth.
    const bomb = `template <int N, int M> struct T { static constexpr long value = T<N - 1, 2 * M>::value + T<N - 1, 2 * M + 1>::value; };
      template <int M> struct T<0, M> { static constexpr long value = 1; };
      int main() { return T<26, 0>::value; }\n`;
    const time = await compile(bomb, { limits: { cpuSeconds: 1, memoryBytes: 2 ** 31 } });
    assert.is(time.limit, 'cpuSeconds');
    assert.ok(time.wallMs < 10_000, `${time.wallMs}`);
    const memory = await compile(bomb, { limits: { memoryBytes: 150 * 2 ** 20 } });
    assert.is(memory.limit, 'memoryBytes');
    assert.equal(memory.files, []);
  },

  'the workbook runs in it: plugins, kernels, ONNX Runtime': async () => {
    const inputs =
      '{ input: { dims: [1, 3, 8, 8], values: new Float32Array(192) }, factor: { dims: [1, 1, 16, 16] } }';
    const script = `const { getPluginRegistry, modelPath, pluginLibrary, runModel, trace } = require(${JSON.stringify(projectRoot)});
      getPluginRegistry().loadLibrary(pluginLibrary);
      trace.reset();
      runModel(modelPath('srcnn-dynamic-trt-resize.onnx'), ${inputs}).then(({ output }) =>
        console.log(output.toFloat32Array().length, trace.records().some(({ method }) => method === 'enqueue')));`;
    const report = await runSandboxed({
      command: process.execPath,
      args: ['-e', script],
      ...workbookView(),
      limits: { wallSeconds: 60 },
    });
    assert.is(report.stdout, '768 true\n', report.stderr);
  },

  'it compiles plugins in it, with the headers that were precompiled outside': async () => {
    await buildPlugin({ plugin: 'addScalarPlugin' });
    const script = `const { buildPlugin, runInChild } = require(${JSON.stringify(projectRoot)});
      const load = ({ getPluginRegistry }, library) => {
        getPluginRegistry().loadLibrary(library);
        return getPluginRegistry().getAllCreators().length;
      };
      buildPlugin({ plugin: 'addScalarPlugin' })
        .then((library) => runInChild(load, library))
        .then(({ outcome, result }) => console.log(outcome, result));`;
    const report = await runSandboxed({
      command: process.execPath,
      args: ['-e', script],
      ...workbookView(),
      limits: { wallSeconds: 60, cpuSeconds: 30 },
    });
    assert.is(report.stdout, 'returned 2\n', report.stderr);
    assert.is(report.leftRunning, 0);
  },

  'AddressSanitizer works in it': async () => {
    const wrong = 'int main(int n, char**) { int a[2] = {}; return a[n + 1]; }\n';
    const args = ['-fsanitize=address', '-g', 'mine.cpp', '-o', '/out/mine'];
    const made = await compile(wrong, { args });
    assert.is(made.exitCode, 0, made.stderr);
    const files = { mine: made.files[0]?.bytes ?? '' };
    const run = await shell('chmod +x mine && ./mine', { files });
    assert.match(run.stderr, 'stack-buffer-overflow');
  },

  'what would show too much is refused': async () => {
    const paths = ['/', '/etc', '/proc', projectRoot, join(projectRoot, 'test'), 'relative'];
    for (const path of [...paths, join(projectRoot, 'lessons'), '/nowhere']) {
      await rejects(shell('true', { readOnly: [path] }), 'SANDBOX_PATH_REFUSED');
    }
    const folder = mkdtempSync(join(tmpdir(), 'workbook-test-link-'));
    symlinkSync(join(projectRoot, 'test'), join(folder, 'innocent'));
    await rejects(shell('true', { readOnly: [join(folder, 'innocent')] }), 'SANDBOX_PATH_REFUSED');
    rmSync(folder, { recursive: true });
    for (const path of ['../x', '/x', '.']) {
      await rejects(shell('true', { files: { [path]: '' } }), 'SANDBOX_FILE_REFUSED');
    }
  },

  'the checks are not in what shows the workbook': async () => {
    const checks = join(projectRoot, 'dist', 'checks');
    const ours = join(checks, `test-${process.pid}`);
    mkdirSync(ours, { recursive: true });
    try {
      const { stdout } = await shell(`ls -d ${checks} && ls ${checks} | wc -l`, workbookView());
      assert.is(stdout, `${checks}\n0\n`);
      await rejects(shell('true', { readOnly: [ours] }), 'SANDBOX_PATH_REFUSED');
    } finally {
      rmSync(ours, { recursive: true });
    }
  },

  'hidden folders are empty': async () => {
    const readOnly = [join(projectRoot, 'dist')];
    const list = `ls ${join(projectRoot, 'dist')} | wc -l; ls ${join(projectRoot, 'dist', 'lab')}`;
    const { stdout } = await shell(list, { readOnly, hidden: [join(projectRoot, 'dist', 'lab')] });
    assert.match(stdout, /^\d\d+\n$/);
  },

  'a program that is not there is said, and not mistaken for one that failed': async () => {
    await rejects(runSandboxed({ command: '/usr/bin/no-such-program' }), 'COMMAND_MISSING');
  },

  'the caller can end it': async () => {
    const abort = new AbortController();
    const run = shell('sleep 20', { abort: abort.signal });
    setTimeout(() => abort.abort(), 400);
    const startedAt = performance.now();
    const error = await run.then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    assert.is(error?.name, 'AbortError');
    assert.ok(performance.now() - startedAt < 5000);
  },
});
