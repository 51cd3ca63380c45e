import { declarationStart, declaresVariable } from './declaration';
import type { Rewriting } from './rewrite';

/**
 * `__device__`, `__constant__` or `__managed__`. The word goes; a variable of namespace scope becomes static, because with nvcc it
 * is visible in its own file only, so that two files may use one name.
 */
export function rewriteDeviceWord({ tokens, edits, scopes }: Rewriting, word: number): void {
  const from = tokens.startOf(word);
  const to = tokens.endOf(word);
  const first = declarationStart(tokens, word);
  if (scopes.current !== 'namespace' || !declaresVariable(tokens, first))
    return edits.blank(from, to);
  for (let i = first; !tokens.is(i, ';') && !tokens.is(i, '='); i++) {
    if (i >= tokens.count) break;
    const text = tokens.text(i);
    if (text === 'static' || text === 'extern' || text === 'inline') return edits.blank(from, to);
    if (i < word && /^__(?:device|constant|managed)__$/.test(text)) return edits.blank(from, to);
  }
  edits.replace(from, to, 'static __attribute__((unused))');
}
