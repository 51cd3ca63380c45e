import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runPlugin } from './run-plugin';

const clone = process.cwd();
const bin = join(clone, '.venv', 'bin');
// A blank and a letter beyond ASCII: folders of users have them.
const folder = join(mkdtempSync(join(tmpdir(), 'workbook-cmake-')), 'my plügins');
mkdirSync(folder);

/** Runs cmake of the project's environment. */
function cmake(...args: string[]): { code: number | null; output: string } {
  const run = spawnSync(join(bin, 'cmake'), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  });
  return { code: run.status, output: run.stdout + run.stderr };
}

/** Configures a project in a clean build folder. */
const configure = (source: string, build: string, ...options: string[]) =>
  cmake('-S', source, '-B', build, '-G', 'Ninja', ...options);

function succeed(run: { code: number | null; output: string }): void {
  assert.is(run.code, 0, run.output);
}

const hardSwish = (x: number) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1);

test('the example is built with TensorRTWorkbook_DIR, runs, and is not built again', async () => {
  cpSync(join(clone, 'examples', 'cmake-plugin'), join(folder, 'hard swish'), { recursive: true });
  succeed(configure('hard swish', 'build', `-DTensorRTWorkbook_DIR=${join(clone, 'cmake')}`));
  succeed(cmake('--build', 'build'));
  const x = [-4, -3, -1, 0, 1.5, 3, 7];
  const library = join(folder, 'build', 'libhard_swish.so');
  const report = await runPlugin({ library, plugin: 'HardSwish', fields: {}, x });
  const y = report.result ?? [];
  assert.is(y.length, x.length, JSON.stringify(report));
  x.forEach((value, i) => assert.ok(Math.abs((y[i] ?? NaN) - hardSwish(value)) <= 1e-6, `${value}`));
  assert.match(cmake('--build', 'build').output, /no work to do/);
});

test('a project of one line more: its own target, the names that it knows, a changed header', () => {
  const source = join(folder, 'own');
  mkdirSync(join(source, 'include'), { recursive: true });
  const list = `cmake_minimum_required(VERSION 3.21)
project(own LANGUAGES CXX)
find_package(TensorRTWorkbook 0.1 REQUIRED)
add_library(own SHARED own.cpp)
target_include_directories(own PRIVATE include)
target_compile_definitions(own PRIVATE STEP=2)
target_link_libraries(own PRIVATE nvinfer CUDA::cudart)
workbook_target_plugin_sources(own SOURCES src/own.cu OPTIONS -O3 NVCC_OPTIONS --use_fast_math)
`;
  mkdirSync(join(source, 'src'));
  const files = {
    'CMakeLists.txt': list,
    'include/own.h': '#pragma once\nvoid launchOwn(int* p);\n',
    'own.cpp': '#include "own.h"\n#include <NvInfer.h>\nvoid own(int* p) { launchOwn(p); cudaDeviceSynchronize(); }\n',
    'src/own.cu':
      '#include "own.h"\n__global__ void k(int* p) { *p += STEP; }\nvoid launchOwn(int* p) { k<<<1, 1>>>(p); }\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(source, name), text);
  succeed(configure('own', 'own-build', `-DCMAKE_PREFIX_PATH=${clone}`));
  succeed(cmake('--build', 'own-build'));
  writeFileSync(join(source, 'include', 'own.h'), `${files['include/own.h']}// changed\n`);
  assert.match(cmake('--build', 'own-build', '--verbose').output, /Building CUDA object|compile\.js/);
});

test('what cannot be found is said', () => {
  const options = (source: string, ...more: string[]) =>
    configure(source, `build-${readdirSync(folder).length}`, `-DTensorRTWorkbook_DIR=${join(clone, 'cmake')}`, ...more);
  const wrong = options('own', '-DTensorRTWorkbook_CUDA=opencl');
  assert.ok(wrong.code !== 0);
  assert.match(wrong.output.replace(/\s+/g, ' '), /`opencl`, must be emulator or nvcc/);
  mkdirSync(join(folder, 'later'));
  writeFileSync(
    join(folder, 'later', 'CMakeLists.txt'),
    'cmake_minimum_required(VERSION 3.21)\nproject(later LANGUAGES CXX)\nfind_package(TensorRTWorkbook 9 REQUIRED)\n',
  );
  assert.match(options('later').output.replace(/\s+/g, ' '), /requested version "9"/);
});

test.after(() => rmSync(join(folder, '..'), { recursive: true }));
test.run();
