import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commandsFor } from '../../src/build/commands';
import { ARCHITECTURES, pluginFlags, type PluginFlags } from '../../src/build/flags';
import { buildPluginLibrary } from '../../src/build/plugin-library';
import { type CxxCompiler, findCompiler } from '../../src/cuda/compiler';
import { WorkbookError } from '../../src/errors';
import { runPlugin } from './run-plugin';

const folder = mkdtempSync(join(tmpdir(), 'workbook-flags-'));
const fixtures = join(process.cwd(), 'test', 'build', 'fixtures');
const gcc: CxxCompiler = { command: ['g++'], family: 'gcc', version: 12 };

function run(command: string[]): string {
  const [program = '', ...args] = command;
  const done = spawnSync(program, args, { encoding: 'utf8' });
  assert.is(done.status, 0, `${command.join(' ')}\n${done.stderr}`);
  return done.stdout;
}

/** As a makefile would use them. */
function make(flags: PluginFlags, output: string): void {
  const cxx = findCompiler(process.env['CXX']).command;
  const include = flags.includeDirs.map((dir) => `-I${dir}`);
  const [plugin, kernel] = ['plugin.o', 'kernel.o'].map((name) => join(folder, name)) as [string, string];
  run([...cxx, ...flags.cxxFlags, ...include, '-c', join(fixtures, 'doublerPlugin.cpp'), '-o', plugin]);
  run([...flags.cudaCompiler, ...flags.cudaFlags, '-DFACTOR=5', '-c', join(fixtures, 'doubler.cu'), '-o', kernel]);
  const link = [...flags.libraryDirs.map((dir) => `-L${dir}`), ...flags.libraries.map((name) => `-l${name}`)];
  run([...cxx, '-shared', '-o', output, plugin, kernel, ...link, ...flags.ldFlags, '-Wl,-z,defs']);
}

test('a library that is made with the flags runs', async () => {
  const library = join(folder, 'libfive.so');
  make(pluginFlags(), library);
  const report = await runPlugin({ library, plugin: 'Doubler', fields: {}, x: [1, 2, 3] });
  assert.equal(report.result, [5, 10, 15], JSON.stringify(report));
});

test('`workbook build --print-flags` prints them as JSON', () => {
  const cli = join(process.cwd(), 'dist', 'cli.js');
  assert.equal(JSON.parse(run([process.execPath, cli, 'build', '--print-flags'])), pluginFlags());
});

/** A toolkit that answers to no command but lies where nvcc would. */
function fakeToolkit(libraryDir: string, libraries: string[]): string {
  const root = mkdtempSync(join(folder, 'cuda-'));
  for (const dir of ['bin', 'include', libraryDir]) mkdirSync(join(root, dir));
  writeFileSync(join(root, 'bin', 'nvcc'), '');
  chmodSync(join(root, 'bin', 'nvcc'), 0o755);
  for (const name of libraries) writeFileSync(join(root, libraryDir, name), '');
  return root;
}

/** The toolkit of the project's environment, where it has one, comes before any other. */
const withToolkit = (root: string): PluginFlags => {
  const before = process.env['CUDA_HOME'];
  process.env['CUDA_HOME'] = root;
  try {
    return pluginFlags('nvcc', gcc);
  } finally {
    if (before === undefined) delete process.env['CUDA_HOME'];
    else process.env['CUDA_HOME'] = before;
  }
};

test('nvcc: all GPUs and PTX of the newest, CUDA’s own headers and runtime', () => {
  const flags = withToolkit(fakeToolkit('lib64', ['libcudart_static.a', 'libcudart.so.12']));
  const code = flags.cudaFlags.filter((flag) => flag.startsWith('arch='));
  const real = ARCHITECTURES.map((sm) => `arch=compute_${sm},code=sm_${sm}`);
  assert.equal(code, [...real, 'arch=compute_90,code=compute_90']);
  const words = JSON.stringify(flags);
  assert.not.match(words, /cuda-emulator|workbook_cudart/);
  assert.is(flags.libraries[1], 'cudart_static');
  assert.match(flags.includeDirs[1] ?? '', /\/include$/);
});

test('nvcc: options of g++ are handed on, the last -O and -std count, linker options are for the linker', () => {
  const flags = withToolkit(fakeToolkit('lib', ['libcudart.so.13']));
  const options = ['-O3', '-std=c++20', '-Wall', '-DN=1', '-lm', '--use_fast_math'];
  const sources = ['a.cu', 'b.cpp'];
  const plan = commandsFor({ sources, output: 'x.so', options }, { compiler: gcc, flags }, folder);
  const [cu, cpp] = plan.compile.map(({ command }) => command.join(' '));
  assert.match(cu ?? '', / -O3 -std=c\+\+20 -Xcompiler=-Wall -DN=1 --use_fast_math /);
  assert.not.match(cu ?? '', /-O2|c\+\+17|-lm/);
  assert.match(cpp ?? '', /^g\+\+ .* -Wall -DN=1 /);
  assert.not.match(cpp ?? '', /fast_math|-lm/);
  assert.ok(plan.link.includes('-lm'));
});

test('a sanitizer needs the emulator', async () => {
  const request = { sources: [join(fixtures, 'doubler.cu')], output: join(folder, 'no.so') };
  try {
    await buildPluginLibrary({ ...request, tool: 'nvcc', sanitize: 'address' });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, WorkbookError);
    assert.is((error as WorkbookError).code, 'BUILD_INVALID');
  }
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
