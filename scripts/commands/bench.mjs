import { spawnSync } from 'node:child_process';
import { inRoot, root } from '../setup/paths.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { compileTests } from '../test/compile.mjs';

/** `npm run bench`: sets up, compiles bench/ with the tests, and runs it. Its figures are ratios within one run. */
export async function main(args) {
  if (!(await setUpForCommand({ quiet: true }))) return;
  const { ok } = await compileTests();
  const program = inRoot('dist-test', 'bench', 'main.js');
  const { status } = ok
    ? spawnSync(process.execPath, ['--enable-source-maps', program, ...args], {
        cwd: root,
        stdio: 'inherit',
      })
    : { status: 1 };
  process.exitCode = status ?? 1;
}
