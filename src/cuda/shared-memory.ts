import { declarationStart } from './declaration';
import type { Rewriting } from './rewrite';
import type { Tokens } from './tokens';

/**
 * A `__shared__` declaration.
 *
 * In a function `__shared__ float tile[32][33], sum;` becomes a local struct with these members and references to the
 * members of the running block's copy, and `extern __shared__ float s[];` a pointer to the dynamic part. At namespace
 * scope the pointer is the runtime library's own variable.
 */
export function rewriteShared(rewriting: Rewriting, word: number): void {
  const { tokens, edits } = rewriting;
  const first = declarationStart(tokens, word);
  const end = declarationEnd(tokens, word);
  if (end < 0) rewriting.fail(word, 'Cannot read a __shared__ declaration: no ; ends it');
  let external = false;
  for (let i = first; i < end; i++) {
    const text = tokens.text(i);
    if (text === 'extern') external = true;
    if (text === 'extern' || text === 'static' || text === '__shared__')
      edits.blank(tokens.startOf(i), tokens.endOf(i));
  }
  const names = declaredNames(tokens, word, end);
  if (names.length === 0)
    rewriting.fail(word, 'Cannot read a __shared__ declaration: it declares no name');
  if (external) return rewriteDynamic(rewriting, first, end, names);
  if (rewriting.scopes.current !== 'function') {
    edits.insert(tokens.startOf(first), 'static __thread ');
    return;
  }
  const number = rewriting.unique();
  const references = names.map((name) => {
    const text = tokens.text(name);
    return ` [[maybe_unused]] auto& ${text} = workbookShared${number}.${text};`;
  });
  edits.insert(tokens.startOf(first), `struct WorkbookShared${number} { `);
  edits.insert(
    tokens.endOf(end),
    ` }; auto& workbookShared${number} = ` +
      `::workbook::emulator::sharedVariables<WorkbookShared${number}>();${references.join('')}`,
  );
}

/** `extern __shared__ float s[][4];` becomes `float (*s)[4] = …;` */
function rewriteDynamic(rewriting: Rewriting, first: number, end: number, names: number[]): void {
  const { tokens, edits, scopes } = rewriting;
  const name = names[0];
  if (name === undefined || names.length !== 1)
    return rewriting.fail(
      first,
      'Cannot read an extern __shared__ declaration: it declares more than one name',
    );
  let after = name + 1;
  if (tokens.is(after, '[')) {
    const close = tokens.closing(after);
    edits.blank(tokens.startOf(after), tokens.endOf(close));
    after = close + 1;
  }
  const pointer = tokens.is(after, '[') ? `(*${tokens.text(name)})` : `*${tokens.text(name)}`;
  edits.replace(tokens.startOf(name), tokens.endOf(name), pointer);
  if (scopes.current === 'function') {
    edits.insert(tokens.startOf(first), '[[maybe_unused]] ');
    edits.insert(tokens.startOf(end), ' = ::workbook::emulator::DynamicShared{}');
  } else {
    edits.insert(tokens.startOf(first), 'extern __thread ');
    edits.insert(
      tokens.startOf(end),
      ' __asm__("workbookDynamicSharedPointer") __attribute__((tls_model("initial-exec")))',
    );
  }
}

function declarationEnd(tokens: Tokens, word: number): number {
  for (let i = word; i < tokens.count; i++) {
    if (tokens.is(i, ';')) return i;
    if (tokens.is(i, '(') || tokens.is(i, '[') || tokens.is(i, '{')) {
      i = tokens.closing(i);
      if (i < 0) return -1;
    }
  }
  return -1;
}

/** The tokens that name the declared variables: each stands before `[`, `,`, `=` or the end. */
function declaredNames(tokens: Tokens, word: number, end: number): number[] {
  const names: number[] = [];
  let candidate = -1;
  let found = false;
  for (let i = word + 1; i <= end; i++) {
    if (i === end || tokens.is(i, ',')) {
      if (!found && candidate >= 0) names.push(candidate);
      candidate = -1;
      found = false;
    } else if (tokens.is(i, '[') || tokens.is(i, '=')) {
      if (!found && candidate >= 0) names.push(candidate);
      found = true;
      if (tokens.is(i, '[')) i = tokens.closing(i);
    } else if (tokens.is(i, '(') || tokens.is(i, '{')) {
      i = tokens.closing(i);
    } else if (tokens.is(i, '<') && tokens.isIdentifier(i - 1) && names.length === 0) {
      i = Math.max(i, tokens.closingAngle(i));
    } else if (tokens.isIdentifier(i)) {
      candidate = i;
    }
  }
  return names;
}
