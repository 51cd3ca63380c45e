/** The compiler driver: diagnostics at the author's lines, options, a missing compiler. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileCuda, CompileError, EMULATOR_INCLUDE } from '../../src/cuda/compile';
import { CompilerNotFoundError, findCompiler } from '../../src/cuda/compiler';
import { programSource } from './program';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cuda-compile-'));
const driver = require.resolve('../../src/cuda/compile');
const compile = suite('cuda: compile');
compile.after(() => fs.rmSync(folder, { recursive: true, force: true }));

compile('an error names the author’s file and line', () => {
  const source = programSource('faulty');
  assert.throws(
    () => compileCuda({ source, output: path.join(folder, 'faulty.o') }),
    (error: unknown) =>
      error instanceof CompileError &&
      Object.is(error.code, 'COMPILE_FAILED') &&
      error.message.includes(`${source}:7:9: error:`) &&
      error.message.includes('undeclared'),
  );
  assert.not(fs.existsSync(path.join(folder, 'faulty.o')));
});

compile('the command line takes a compiler’s options and writes dependencies', () => {
  const source = path.join(folder, 'with macro.cu');
  fs.writeFileSync(path.join(folder, 'value.h'), '#pragma once\nenum { value = VALUE };\n');
  fs.writeFileSync(
    source,
    '#include "value.h"\nstatic_assert(value == 4, "");\n__global__ void k() {}\n',
  );
  const object = path.join(folder, 'out.o');
  const depends = path.join(folder, 'out.d');
  const run = spawnSync(
    process.execPath,
    [
      driver,
      '-DVALUE=4',
      '-I',
      folder,
      '-O1',
      '-MD',
      '-MF',
      depends,
      '-MT',
      'target',
      '-c',
      '-o',
      object,
      source,
    ],
    { encoding: 'utf8' },
  );
  assert.is(run.status, 0, run.stderr);
  assert.ok(fs.existsSync(object));
  const rule = fs.readFileSync(depends, 'utf8');
  assert.match(rule, /^target:/);
  assert.match(rule, /value\.h/);
  assert.match(rule, /cuda_runtime\.h/);
});

compile('failures end with code 1 and say why', () => {
  const missing = spawnSync(process.execPath, [driver, path.join(folder, 'none.cu')], {
    encoding: 'utf8',
  });
  assert.is(missing.status, 1);
  assert.match(missing.stderr, /none\.cu: error: no such file/);
  const faulty = spawnSync(
    process.execPath,
    [driver, '-o', path.join(folder, 'x.o'), programSource('faulty')],
    { encoding: 'utf8' },
  );
  assert.is(faulty.status, 1);
  assert.match(faulty.stderr, /faulty\.cu:7:9: error:/);
  assert.is(spawnSync(process.execPath, [driver], { encoding: 'utf8' }).status, 2);
});

compile('what the emulator does not have is said in words', () => {
  const cases: [string, RegExp][] = [
    ['#include <cub/cub.cuh>', /no host back end/],
    ['#include <thrust/sort.h>', /nvidia-cuda-cccl/],
    ['#include <mma.h>', /does not have this CUDA library or feature/],
    [
      '__global__ void k(int* p) { asm volatile("mov.u32 %0, %laneid;" : "=r"(*p)); }',
      /missing\.cu:1:.*inline PTX/,
    ],
  ];
  for (const [text, expected] of cases) {
    const source = path.join(folder, 'missing.cu');
    fs.writeFileSync(source, `${text}\n`);
    assert.throws(
      () => compileCuda({ source, output: path.join(folder, 'missing.o') }),
      (error: unknown) => error instanceof CompileError && expected.test(error.diagnostics),
      text,
    );
  }
});

compile('every header works in plain C++ and in .cu files, in any order, without a warning', () => {
  const headers = fs.readdirSync(EMULATOR_INCLUDE).filter((name) => name.endsWith('.h'));
  assert.ok(headers.length > 15);
  const strict = ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-pedantic', '-fsyntax-only'];
  const [command = 'g++', ...before] = findCompiler(process.env['CXX']).command;
  for (const order of [headers, [...headers].reverse()]) {
    const text = order.map((name) => `#include <${name}>\n`).join('');
    const run = spawnSync(
      command,
      [...before, ...strict, `-I${EMULATOR_INCLUDE}`, '-x', 'c++', '-'],
      { encoding: 'utf8', input: `${text}struct Mine { int threadIdx, blockIdx, warpSize; };\n` },
    );
    assert.is(run.stderr, '');
    const source = path.join(folder, 'headers.cu');
    fs.writeFileSync(source, text);
    const object = path.join(folder, 'headers.o');
    const { warnings } = compileCuda({ source, output: object, options: ['-Wall', '-Wextra'] });
    assert.is(warnings, '');
  }
});

compile('a compiler that is not there is named', () => {
  assert.throws(
    () => findCompiler('no-such-compiler --flag'),
    (error: unknown) =>
      error instanceof CompilerNotFoundError &&
      Object.is(error.code, 'COMPILER_NOT_FOUND') &&
      /no-such-compiler --flag did not run/.test(error.message),
  );
});
compile.run();
