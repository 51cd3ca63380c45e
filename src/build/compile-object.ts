import type { BuildCache } from './build-cache';
import type { CompileStep } from './commands';
import { diagnose, runCommand } from './run-command';

/**
 * Compiles one source to an object, unless one is there that was made from the same files in the same way.
 *
 * @returns whether it was compiled, and what the compiler warned about
 * @throws {BuildError} `BUILD_FAILED` or `API_MISSING`
 */
export async function compileObject(
  step: CompileStep,
  cache: BuildCache,
): Promise<{ compiled: boolean; warnings: string }> {
  if (cache.isFresh(step.object, step.command)) return { compiled: false, warnings: '' };
  cache.forget(step.object);
  const run = await runCommand(step.command);
  if (run.exitCode !== 0) throw diagnose(step.source, run);
  cache.remember(step.object, step.command, step.dependencies());
  return { compiled: true, warnings: run.stderr };
}
