import path from 'node:path';
import { CommandError, runCommand } from '../setup/command.mjs';
import { listFiles } from '../setup/files.mjs';
import { inRoot, venv } from '../setup/paths.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { dim, startLine } from '../setup/screen.mjs';

const tool = (...parts) => [process.execPath, inRoot('node_modules', ...parts)];
/** A stub may look as its marks left it; its solution may not. */
const nativeFiles = () =>
  ['native', 'test', 'examples', 'bench', 'solutions'].flatMap((dir) =>
    listFiles(dir, (file) => /\.(cpp|h|cu|cuh)$/.test(file)),
  );

/** What has to pass before a change is taken. Each needs the set-up only. */
const checks = () => [
  {
    title: 'prettier',
    command: [...tool('prettier', 'bin', 'prettier.cjs'), '--check', '.'],
    cure: 'npm run format',
  },
  { title: 'eslint', command: [...tool('eslint', 'bin', 'eslint.js'), '.'] },
  {
    title: 'tsc src',
    command: [
      ...tool('typescript', 'bin', 'tsc'),
      '-p',
      'tsconfig.json',
      '--noEmit',
      '--composite',
      'false',
      '--incremental',
      'false',
    ],
  },
  {
    title: 'tsc test',
    command: [...tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.test.json', '--noEmit'],
  },
  {
    title: 'tsc exercises',
    command: [...tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.exercises.json', '--noEmit'],
  },
  {
    title: 'clang-format',
    command: [path.join(venv, 'bin', 'clang-format'), '--dry-run', '-Werror', ...nativeFiles()],
    cure: 'npm run format',
  },
  {
    title: 'exercises',
    command: [process.execPath, inRoot('dist', 'exercise', 'main.js'), '--check'],
    cure: 'node dist/exercise/main.js',
  },
  {
    title: 'lessons',
    command: [process.execPath, inRoot('dist', 'lesson', 'main.js'), '--check'],
    cure: 'node dist/lesson/main.js',
    // A translation older than its original is told, but does not fail.
    tell: (text) => text.includes('may be stale'),
  },
];

/** `npm run check`: format, lint and types; prints the closing line that CI reads. */
export async function main() {
  if (!(await setUpForCommand({ quiet: true }))) return;
  let failed = 0;
  const all = checks();
  for (const { title, command, cure, tell } of all) {
    const line = startLine(title);
    const [file, ...args] = command;
    try {
      const told = [];
      const onLine = (text) => (tell?.(text) ? told.push(text) : undefined);
      await runCommand(file, args, { log: 'check', onLine });
      line.done();
      for (const text of told) console.log(dim(`  | ${text}`));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failed += 1;
      line.failed(cure ? `cure: ${cure}` : '');
      for (const text of error.lines.slice(-100)) console.log(dim(`  | ${text}`));
    }
  }
  if (failed > 0) process.exitCode = 1;
  console.log(`${all.length - failed} passed, ${failed} failed`);
}
