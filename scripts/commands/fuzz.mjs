import { spawnSync } from 'node:child_process';
import { inRoot, root } from '../setup/paths.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { compileTests } from '../test/compile.mjs';

/** `npm run fuzz [-- --count 1000000 --seed 1]`: sets up, and reads that many damaged engine files. */
export async function main(args) {
  if (!(await setUpForCommand({ quiet: true }))) return;
  const { ok } = await compileTests();
  const program = inRoot('dist-test', 'test', 'runtime', 'engine-fuzz-main.js');
  const { status } = ok
    ? spawnSync(process.execPath, ['--enable-source-maps', program, ...args], {
        cwd: root,
        stdio: 'inherit',
      })
    : { status: 1 };
  process.exitCode = status ?? 1;
}
