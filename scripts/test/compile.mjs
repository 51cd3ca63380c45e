import fs from 'node:fs';
import path from 'node:path';
import { CommandError, runCommand } from '../setup/command.mjs';
import { linkAtomically, listFiles } from '../setup/files.mjs';
import { inRoot } from '../setup/paths.mjs';
import { dim, red, startLine } from '../setup/screen.mjs';

const outDir = 'dist-test';
const sources = () => listFiles('test', (file) => file.endsWith('.ts'));
const outputOf = (source) => path.join(outDir, source.replace(/\.ts$/, '.js'));

/** Removes what was compiled from test files that no longer exist. */
function removeOrphans() {
  const kept = new Set(sources().map(outputOf));
  for (const file of listFiles(path.join(outDir, 'test'), (name) => name.endsWith('.js'))) {
    if (!kept.has(file)) fs.rmSync(inRoot(file));
  }
}

/**
 * Compiles test/ to dist-test/. There, '../src/…' is the compiled dist/ itself, so that tests try what is shipped.
 *
 * @returns {Promise<{ files: string[], ok: boolean }>} The test files, as sources; `ok` is false where the compiler found
 * errors (they were shown; what it could compile is there).
 */
export async function compileTests() {
  const files = sources().filter((file) => file.endsWith('.test.ts'));
  linkAtomically('../dist', inRoot(outDir, 'src'));
  removeOrphans();
  const line = startLine('Compiling the tests');
  if (!sources().every((source) => fs.existsSync(inRoot(outputOf(source))))) {
    fs.rmSync(inRoot(outDir, '.tsbuildinfo'), { force: true });
  }
  try {
    const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
    await runCommand(
      process.execPath,
      [compiler, '-p', 'tsconfig.test.json', '--pretty', 'false'],
      { log: 'compile-tests' },
    );
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    line.failed();
    for (const text of error.lines) console.log(dim(`  | ${text}`));
    console.log(red('The tests do not compile.'));
    return { files, ok: false };
  }
  line.done();
  return { files, ok: true };
}

/** Where the compiled form of a test file is. */
export const compiledTest = (source) => inRoot(outputOf(source));
