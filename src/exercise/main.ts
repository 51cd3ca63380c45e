/** `node dist/exercise/main.js [--check]`: makes exercises/ and solutions/ of the exercises in lessons/; with --check it says what is stale. */
import { resolve } from 'node:path';
import { generateExercises } from './generate';

/** @returns the exit code */
export function main(args: readonly string[], root: string, print: (line: string) => void): number {
  const unknown = args.find((argument) => argument !== '--check');
  if (unknown !== undefined) {
    print(
      `Cannot make the exercises: unknown option ${unknown}; usage: node dist/exercise/main.js [--check]`,
    );
    return 2;
  }
  const check = args.includes('--check');
  const { changed, unchanged, problems, exercises } = generateExercises(root, { check });
  for (const problem of problems) print(problem);
  for (const file of changed)
    print(check ? `${file}: stale, run node dist/exercise/main.js` : `${file}: written`);
  print(`${exercises.length} exercises; ${unchanged} files up to date`);
  return problems.length > 0 || (check && changed.length > 0) ? 1 : 0;
}

if (require.main === module)
  process.exitCode = main(process.argv.slice(2), resolve(__dirname, '..', '..'), console.log);
