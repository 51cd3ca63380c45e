import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { listFiles } from '../setup/files.mjs';
import { inRoot, root, venv } from '../setup/paths.mjs';

/** `npm run format`: formats every file that is written by hand. */
export function main() {
  const native = ['native', 'test', 'examples', 'bench'].flatMap((dir) =>
    listFiles(dir, (file) => /\.(cpp|h|cu|cuh)$/.test(file)),
  );
  const commands = [
    [
      process.execPath,
      inRoot('node_modules', 'prettier', 'bin', 'prettier.cjs'),
      '--write',
      '--log-level=warn',
      '.',
    ],
    [path.join(venv, 'bin', 'clang-format'), '-i', ...native],
  ];
  for (const [file, ...args] of commands) {
    const { status } = spawnSync(file, args, { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
