import { cpSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { demangled, relevantLines } from '../../src/exercise/run/build-words';
import { labPlace } from '../../src/exercise/run/lab-place';
import { buildRun, type BuildRun } from '../../src/exercise/run/request';
import type { RunEnd } from '../../src/exercise/run/subject';
import { tensor } from '../../src/exercise/run/tensor-value';
import { projectRoot } from '../../src/native-loader';

const FILES = ['clampPlugin.cpp', 'clampKernel.cu', 'clampKernel.h'];
const GIVEN = join(projectRoot, 'exercises', '10-from-source-to-library');
const CASE = { plugin: 'Clamp', version: '1', inferences: [[tensor('kFLOAT', [3], [-1, 0.5, 2])]] };

interface Context {
  folder: string;
  run: (
    file: string,
    text: string,
    ...requests: Omit<BuildRun, 'kind' | 'cases'>[]
  ) => Promise<RunEnd[]>;
}
const test = suite<Context>('build runs');
test.before.each((context) => {
  const folder = mkdtempSync(join(tmpdir(), 'build-runs-'));
  context.folder = folder;
  for (const file of FILES) cpSync(join(GIVEN, file), join(folder, file));
  context.run = async (file, text, ...requests) => {
    writeFileSync(join(folder, file), text);
    const runs = requests.map((request, at) => ({
      id: String(at),
      request: buildRun({ ...request, cases: [CASE] }),
    }));
    const end = await labPlace.perform({ exercise: 'x', folder, files: [...FILES, file], runs });
    return requests.map((_, at) => end.runs[String(at)] as RunEnd);
  };
});
test.after.each(async ({ folder }) => {
  await labPlace.rest?.();
  rmSync(folder, { recursive: true });
});

/** Why it was not built, or what the first case gave. */
function saidBy(end: RunEnd | undefined): string {
  if (end?.outcome === 'notBuilt') return end.failure.message;
  if (end?.outcome !== 'done' || !('cases' in end.result)) return JSON.stringify(end);
  const [first] = end.result.cases;
  return first?.error?.message ?? `${first?.inferences.length ?? 0} inference`;
}

const COMPILE =
  'set -e\n$CXX -std=c++17 -fPIC -I"$WORKBOOK/native/include" -I"$WORKBOOK/native/cuda-emulator/include" -c clampPlugin.cpp -o plugin.o\n';

test('a hole in a library is named twice: as the linker writes it, and in C++', async ({ run }) => {
  const script = `${COMPILE}$CXX -shared -o libclamp.so plugin.o\n`;
  const [end] = await run('build.sh', script, {
    commands: [['sh', 'build.sh']],
    library: 'libclamp.so',
  });
  assert.match(
    saidBy(end),
    /libclamp\.so: undefined symbol: _Z5clamp\w+, that is clamp\(float const\*, float\*, float, float, long/,
  );
  assert.not.match(saidBy(end), /\/libclamp/, 'nobody knows the folder');
});

test('requests that begin alike share what was built; one that fails takes no other with it', async ({
  run,
}) => {
  const script = 'echo once >> log\ntest "$(cat log)" = once || exit 9\ncp log libclamp.so\n';
  const build = ['sh', 'build.sh'];
  const ends = await run(
    'build.sh',
    script,
    { commands: [build], library: 'missing.so' },
    { commands: [build, ['sh', '-c', 'echo "error: lost" >&2; exit 4']], library: 'libclamp.so' },
    { commands: [build], library: 'libclamp.so' },
  );
  const [missing, lost, found] = ends.map(saidBy);
  assert.match(missing ?? '', /missing\.so was not made\. Made: libclamp\.so, log$/);
  assert.match(lost ?? '', /exit code 4\nerror: lost$/);
  assert.match(found ?? '', /file too short|invalid ELF/);
});

test('a program that is not there is named; make, if it is there, builds', async ({ run }) => {
  const [none] = await run('Makefile', 'all:\n', { commands: [['no-such-make']], library: 'x.so' });
  assert.match(saidBy(none), /^no-such-make is not on this machine/);
  const rule = 'libclamp.so:\n\t@echo "thing.cpp:3:1: error: no thing" >&2; exit 1\n';
  const [made] = await run('Makefile', rule, { commands: [['make']], library: 'libclamp.so' });
  assert.match(
    saidBy(made),
    /^make: exit code 2\nthing\.cpp:3:1: error: no thing$|^make is not on this machine/,
  );
});

test('cmake keeps its objects for the next check, and no library of an earlier one', async ({
  run,
  folder,
}) => {
  const text = (sources: string): string =>
    `cmake_minimum_required(VERSION 3.21)\nproject(x LANGUAGES CXX)\nset(CMAKE_CXX_STANDARD 17)\nfind_package(TensorRTWorkbook REQUIRED)\n${sources}\n`;
  const library = 'build/libclamp.so';
  const configure = ['cmake', '-S', '.', '-B', 'build', '-G', 'Ninja'];
  const request = { commands: [configure, ['ninja', '-C', 'build']], library };
  const target =
    'add_library(clamp SHARED)\nworkbook_target_plugin_sources(clamp SOURCES clampPlugin.cpp clampKernel.cu OPTIONS -O0)';
  const [first] = await run('CMakeLists.txt', text(target), request);
  assert.is(saidBy(first), '1 inference');
  const [gone] = await run('CMakeLists.txt', text(''), request);
  assert.match(saidBy(gone), /libclamp\.so was not made/);
  // Older than its object, and another text: it is compiled again.
  const kernel = join(folder, 'clampKernel.cu');
  writeFileSync(kernel, 'nonsense\n');
  utimesSync(kernel, 1, 1);
  const [broken] = await run('CMakeLists.txt', text(target), request);
  assert.match(saidBy(broken), /clampKernel\.cu:1:1: error: 'nonsense'/);
});

test('of much output the lines that matter, with the source below them', () => {
  const said = [
    '[1/2] Building CXX object a.o',
    'FAILED: a.o',
    '/usr/bin/g++ -I/some/where -c /tmp/x/a.cpp',
    "/tmp/x/a.cpp:3:5: error: 'y' was not declared",
    '    3 |     y = 1;',
    '      |     ^',
    'ninja: build stopped: subcommand failed.',
  ];
  assert.equal(
    relevantLines(said.join('\n'), (text) => text.replaceAll('/tmp/x/', '')),
    ["a.cpp:3:5: error: 'y' was not declared", '    3 |     y = 1;', '      |     ^'],
  );
  const linker =
    "/usr/bin/ld: a.o: in function `f()':\na.cpp:(.text._Z1fv+0x5): undefined reference to `g(int)'\ncollect2: error: ld returned 1 exit status";
  assert.equal(
    relevantLines(linker, (text) => text),
    ["a.cpp: undefined reference to `g(int)'"],
  );
  assert.equal(
    relevantLines('one\n\ntwo\n', (text) => text),
    ['one', 'two'],
  );
  assert.equal(demangled(['x: _Z1gi', 'plain']), ['x: _Z1gi, that is g(int)', 'plain']);
});

test.run();
