import path from 'node:path';
import { CommandError, runCommand } from '../setup/command.mjs';
import { stateDir, venv } from '../setup/paths.mjs';
import { pythonEnv } from '../setup/python.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { dim, red, startLine } from '../setup/screen.mjs';
import { compileTests } from '../test/compile.mjs';
import { runTestFile } from '../test/run-file.mjs';

const buildDir = path.join(stateDir, 'native-tests');
const tool = (name) => path.join(venv, 'bin', name);

/**
 * `npm run test:native`: builds test/native with address and undefined-behaviour sanitizers, and runs it. The last line is
 * `N passed, N failed`.
 */
export async function main() {
  const machine = await setUpForCommand({ quiet: true });
  if (!machine) return;
  const env = {
    ...pythonEnv,
    PATH: `${path.join(venv, 'bin')}:${process.env.PATH}`,
    CXX: machine.compiler.file,
    NINJA_STATUS: '[%f/%t] ',
    UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
  };
  const configure = [
    ...['-S', '.', '-B', buildDir, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=RelWithDebInfo'],
    ...['-DWORKBOOK_NATIVE_TESTS=ON', '-DWORKBOOK_SANITIZE=address;undefined'],
  ];
  const ok =
    (await step('Configuring', tool('cmake'), configure, env)) &&
    (await step('Building', tool('cmake'), ['--build', buildDir], env));
  if (!ok) {
    console.log('0 passed, 1 failed');
    return;
  }
  const ran = [];
  const ctest = [
    '--test-dir',
    buildDir,
    '--output-on-failure',
    '--no-tests=error',
    '--timeout',
    '300',
  ];
  await step('Running under ASan, UBSan', tool('ctest'), ctest, env, (line) => ran.push(line));
  const verdicts = ran.map((line) => line.match(/^\s*\d+\/\d+ Test +#\d+: \S+ \.+ *(.*)$/)?.[1]);
  const native = verdicts.filter((verdict) => verdict?.startsWith('Passed')).length;
  const plugins = await runPlugins();
  const passed = native + plugins.passed;
  const failed =
    Math.max(verdicts.filter(Boolean).length - native, native === 0 ? 1 : 0) + plugins.failed;
  if (failed > 0) process.exitCode = 1;
  console.log(`${passed} passed, ${failed} failed`);
}

/** The plugin library under the same sanitizers; its tests are written in TypeScript. */
async function runPlugins() {
  const { ok } = await compileTests();
  if (!ok) return { passed: 0, failed: 1 };
  const line = startLine('Running the plugins under ASan, UBSan');
  const run = await runTestFile('test/sanitized/plugins.ts');
  if (run.failed === 0) line.done();
  else {
    line.failed();
    console.log(dim(run.output));
  }
  return run;
}

async function step(title, file, args, env, keep = () => {}) {
  const line = startLine(title);
  try {
    await runCommand(file, args, {
      log: 'native-tests',
      env,
      onLine: (text) => {
        keep(text);
        line.activity(text);
      },
    });
    line.done();
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    line.failed();
    for (const text of error.lines.slice(-150)) console.log(dim(`  | ${text}`));
    console.log(red(error.message));
    process.exitCode = 1;
    return false;
  }
}
