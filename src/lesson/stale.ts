/** Translations that are older than their original, by the history in git. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** When a file was last committed, in seconds since 1970; null outside of git, or for a file that was never committed. */
function committedAt(root: string, file: string): number | null {
  const git = spawnSync('git', ['log', '-1', '--format=%ct', '--', file], {
    cwd: root,
    encoding: 'utf8',
  });
  const seconds = Number(git.stdout);
  return git.status === 0 && seconds > 0 ? seconds : null;
}

/** One line for each lesson whose English text was committed after its Chinese one. */
export function staleTranslations(root: string, lessons: readonly string[]): string[] {
  return lessons.flatMap((name) => {
    const original = join('lessons', name, 'lesson.md');
    const translation = join('lessons', name, 'lesson.zh.md');
    const [changed, translated] = [committedAt(root, original), committedAt(root, translation)];
    if (changed === null || translated === null || translated >= changed) return [];
    const days = Math.ceil((changed - translated) / 86400);
    return [`${translation}: may be stale: ${original} was changed ${days} day(s) later`];
  });
}
