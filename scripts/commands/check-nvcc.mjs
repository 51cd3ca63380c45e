import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { listFiles } from '../setup/files.mjs';
import { inRoot, stateDir } from '../setup/paths.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { dim, mark, red, seconds } from '../setup/screen.mjs';
import { cudaStep } from '../setup/steps/cuda.mjs';

const require = createRequire(import.meta.url);
const folders = [
  'native/plugins',
  'native/reformat',
  'examples',
  'solutions',
  'test/build/fixtures',
  'test/cuda',
];

/** CUDA sources that are not for nvcc, and why. */
const skipped = {
  'test/cuda/programs/faulty.cu': 'does not compile, on purpose',
  'test/cuda/programs/checks.cu': 'uses the emulator’s reports (workbook/checks.h)',
  'test/cuda/programs/streams.cu': 'uses the emulator’s launch log (workbook/launch_log.h)',
};

/**
 * `npm run check:nvcc`: compiles every .cu of this project with nvcc, for each GPU that `workbook build --nvcc` compiles for, and links
 * the plugin library, so that what runs on the emulator stays plain CUDA. Needs no GPU; installs nvcc where it is missing. The last line
 * is `N passed, N failed`.
 */
export async function main() {
  const began = Date.now();
  if (!(await setUpForCommand({ quiet: true, also: [cudaStep] }))) {
    console.log('0 passed, 1 failed');
    return;
  }
  const total = { passed: 0, failed: 0 };
  const attempt = async (title, work) => {
    const started = Date.now();
    try {
      await work();
      total.passed += 1;
      console.log(`${mark.done} ${title.padEnd(66)} ${seconds(Date.now() - started).padStart(8)}`);
    } catch (error) {
      total.failed += 1;
      console.log(`${mark.failed} ${title.padEnd(66)} ${red(error.message)}`);
      if (error.diagnostics) console.log(dim(error.diagnostics.replace(/^/gm, '  | ')));
    }
  };
  for (const [file, why] of Object.entries(skipped))
    if (fs.existsSync(inRoot(file))) console.log(`${mark.note} ${file.padEnd(66)} ${dim(why)}`);
  const files = folders.flatMap((folder) => listFiles(folder, (file) => file.endsWith('.cu')));
  const compile = compiler();
  await twoAtATime(
    files.filter((file) => !skipped[file]),
    (file) => attempt(file, () => compile(inRoot(file))),
  );
  await attempt('the plugin library, linked', linkPluginLibrary);
  if (total.failed > 0 || files.length === 0) process.exitCode = 1;
  console.log(`CUDA sources checked after ${seconds(Date.now() - began)}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
}

/** What `workbook build --nvcc` does with one source; unchanged ones are not compiled again. */
function compiler() {
  const { BuildCache } = require('../../dist/build/build-cache.js');
  const { commandsFor } = require('../../dist/build/commands.js');
  const { compileObject } = require('../../dist/build/compile-object.js');
  const { pluginFlags } = require('../../dist/build/flags.js');
  const { findCompiler } = require('../../dist/cuda/compiler.js');
  const cxx = findCompiler(process.env.CXX);
  const tools = { compiler: cxx, flags: pluginFlags('nvcc', cxx) };
  const cache = new BuildCache(path.join(stateDir, 'build'));
  return async (source) => {
    const { compile } = commandsFor(
      { sources: [source], output: '', options: givenHeaders(source) },
      tools,
      cache.folder,
    );
    await compileObject(compile[0], cache);
  };
}

/** A solution's sources include headers that are given with the exercise. */
function givenHeaders(source) {
  const [folder, name] = path.relative(inRoot(), source).split(path.sep);
  return folder === 'solutions' ? [`-I${inRoot('exercises', name)}`] : [];
}

async function linkPluginLibrary() {
  const { buildPluginLibrary } = require('../../dist/build/plugin-library.js');
  const sources = listFiles('native/plugins', (file) => /\.(cpp|cu)$/.test(file)).map((file) =>
    inRoot(file),
  );
  await buildPluginLibrary({
    sources,
    output: path.join(stateDir, 'nvcc', 'libworkbook_plugins.so'),
    tool: 'nvcc',
  });
}

async function twoAtATime(items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
