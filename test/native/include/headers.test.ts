import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const include = join('native', 'include');
const emulator = join('native', 'cuda-emulator', 'include');
const fixture = (name: string): string => join('test', 'native', 'include', 'fixtures', name);
const headers = [include, join(include, 'nvinfer')].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.h'))
    .map((name) => join(folder, name)),
);

const works = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const compiler = [process.env.CXX, 'c++', 'g++', 'clang++']
  .filter((command): command is string => command !== undefined && command !== '')
  .find(works);

interface Options {
  standard?: 'c++14' | 'c++17';
  major?: 8 | 10 | 11;
  flags?: string[];
}

/** Everything that a compiler may complain about is an error, but for what TensorRT itself marks as deprecated. */
function compile(files: string[], { standard = 'c++17', major, flags = [] }: Options = {}): string {
  assert.ok(compiler, 'no C++ compiler: set CXX, or install g++ or clang++');
  const version = major === undefined ? [] : [`-DNV_TENSORRT_MAJOR=${major}`];
  const strict = ['-Wall', '-Wextra', '-Wpedantic', '-Wnon-virtual-dtor', '-Werror'];
  const { stdout, stderr } = spawnSync(
    compiler,
    [
      `-std=${standard}`,
      ...strict,
      '-Wno-deprecated-declarations',
      `-I${include}`,
      ...version,
      ...flags,
      ...files,
    ],
    { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  );
  return stdout + stderr;
}
const check = (files: string[], options: Options = {}): string =>
  compile(files, { ...options, flags: ['-fsyntax-only', ...(options.flags ?? [])] });

for (const standard of ['c++14', 'c++17'] as const) {
  for (const major of [10, 11, 8] as const) {
    test(`every header compiles alone as ${standard} with NV_TENSORRT_MAJOR=${major}`, () => {
      assert.is(check(['-x', 'c++', ...headers], { standard, major }), '');
    });
  }
}

test('deprecated names warn where they are used, and the headers themselves never warn', () => {
  const used = check([fixture('implicit-batch.cpp')], { flags: ['-Wdeprecated-declarations'] });
  assert.match(used, /IPluginV2.*deprecated/);
  const unused = ['-Wdeprecated-declarations', '-Woverloaded-virtual', '-Wshadow', '-Wconversion'];
  assert.is(check(['-x', 'c++', ...headers], { flags: unused }), '');
});

test("the headers agree with the emulator's CUDA headers", () => {
  assert.is(check([fixture('third-generation.cpp')], { flags: [`-I${emulator}`] }), '');
  assert.is(check([fixture('written-for-8.6.cpp')], { flags: [`-I${emulator}`] }), '');
});

for (const major of [10, 11, 8] as const) {
  test(`sizes, offsets and enumerations are TensorRT 10's with NV_TENSORRT_MAJOR=${major}`, () => {
    assert.is(check([fixture('layouts.cpp')], { major }), '');
  });

  test(`the slots of the vtables are TensorRT 10's with NV_TENSORRT_MAJOR=${major}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'slots-'));
    try {
      const program = join(folder, 'slots');
      assert.is(compile([fixture('slots.cpp')], { major, flags: ['-o', program] }), '');
      const { status, stdout } = spawnSync(program, { encoding: 'utf8' });
      assert.is(stdout, '');
      assert.is(status, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test(`plugins of the third generation and of implicit batch compile with NV_TENSORRT_MAJOR=${major}`, () => {
    const files = [fixture('third-generation.cpp'), fixture('implicit-batch.cpp')];
    assert.is(check(files, { major }), '');
    assert.is(check(files, { major, standard: 'c++14' }), '');
  });
}

test('a V2DynamicExt source written for 8.6 compiles as it is', () => {
  for (const standard of ['c++14', 'c++17'] as const) {
    assert.is(check([fixture('written-for-8.6.cpp')], { standard }), '');
    assert.is(check([fixture('written-for-8.6.cpp')], { standard, major: 8 }), '');
  }
});

test('NV_TENSORRT_MAJOR=8 brings back the names and the narrowing of 8.6, and its few deprecations', () => {
  const strict = ['-Wdeprecated-declarations'];
  assert.is(check([fixture('only-in-8.6.cpp')], { major: 8, flags: strict }), '');
  assert.match(check([fixture('only-in-8.6.cpp')]), /Dims32/);
});

test('NV_TENSORRT_MAJOR other than 8, 10 and 11 is refused', () => {
  const said = check([fixture('layouts.cpp')], { flags: ['-DNV_TENSORRT_MAJOR=9'] });
  assert.match(said, /NV_TENSORRT_MAJOR must be 8, 10 or 11/);
});

const removed: [number, RegExp][] = [
  [1, /isOutputBroadcastAcrossBatch.*override/],
  [2, /canBroadcastInputAcrossBatch.*override/],
  [3, /registerCreator|IPluginCreatorInterface/],
  [4, /getPluginCreator/],
  [5, /getPluginCreatorList/],
  [6, /deregisterCreator|IPluginCreatorInterface/],
  [7, /kFP16/],
  [8, /NMSParameters/],
  [9, /kEXPLICIT_BATCH/],
  [10, /kCUDNN/],
];

test('NV_TENSORRT_MAJOR=11 hides what 11 removed, and nothing else', () => {
  const file = [fixture('removed-in-11.cpp')];
  const flags = (number: number): string[] => [`-DCASE=${number}`];
  for (const [number, complaint] of removed) {
    assert.is(check(file, { major: 10, flags: flags(number) }), '', `case ${number} with 10`);
    assert.match(check(file, { major: 11, flags: flags(number) }), complaint);
  }
  assert.is(check(file, { major: 10, flags: flags(0) }), '');
  assert.is(check(file, { major: 11, flags: flags(0) }), '');
});

test.run();
