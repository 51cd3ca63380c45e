import { spawnSync } from 'node:child_process';
import { inRoot, root } from '../setup/paths.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { compileTests } from '../test/compile.mjs';

const PROGRAMS = {
  engine: ['runtime', 'engine-fuzz-main.js'],
  onnx: ['onnx', 'model-fuzz-main.js'],
};

/**
 * `npm run fuzz [-- engine|onnx --count 1000000 --seed 1]`: sets up, and reads that many damaged engine files and ONNX files, or only those
 * of one kind.
 */
export async function main(args) {
  const [first = ''] = args;
  const chosen = Object.hasOwn(PROGRAMS, first) ? [first] : Object.keys(PROGRAMS);
  const rest = Object.hasOwn(PROGRAMS, first) ? args.slice(1) : args;
  if (!(await setUpForCommand({ quiet: true }))) return;
  const { ok } = await compileTests();
  const statuses = ok ? chosen.map((name) => run(PROGRAMS[name], rest)) : [1];
  process.exitCode = statuses.find((status) => status !== 0) ?? 0;
}

function run(program, args) {
  const file = inRoot('dist-test', 'test', ...program);
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', file, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}
