import { typescript as ts } from './tslab';

/** Text put into a cell at an offset of its source. */
interface Insertion {
  offset: number;
  text: string;
}

/** A cell as given to the converter, and the way back to the learner's text. */
export interface RewrittenSource {
  text: string;
  /** The offset in the learner's text of an offset in `text`. */
  originalOffset(offset: number): number;
}

/**
 * Rewrites what tslab's converter gets wrong, leaving the lines as they are:
 * - `{ a }` becomes `{ a: a }`, because it does not find an `a` of an earlier cell in a shorthand property;
 * - a top-level `for await` gets an `await` before it, because by itself it is not noticed as top-level await.
 */
export function rewriteSource(source: string): RewrittenSource {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest, true);
  const insertions: Insertion[] = [];
  const visit = (node: ts.Node, statement: ts.Node, inFunction: boolean): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      insertions.push({ offset: node.name.end, text: `: ${node.name.text}` });
    } else if (ts.isForOfStatement(node) && node.awaitModifier && !inFunction) {
      insertions.push({ offset: statement.getStart(file), text: 'await null;' });
    }
    const below = inFunction || ts.isFunctionLike(node) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => visit(child, statement, below));
  };
  for (const statement of file.statements) visit(statement, statement, false);
  insertions.sort((a, b) => a.offset - b.offset);
  return {
    text: applyInsertions(source, insertions),
    originalOffset: (offset) => originalOffset(insertions, offset),
  };
}

function applyInsertions(source: string, insertions: readonly Insertion[]): string {
  let text = '';
  let from = 0;
  for (const { offset, text: inserted } of insertions) {
    text += source.slice(from, offset) + inserted;
    from = offset;
  }
  return text + source.slice(from);
}

function originalOffset(insertions: readonly Insertion[], offset: number): number {
  let shift = 0;
  for (const insertion of insertions) {
    if (insertion.offset + shift >= offset) break;
    shift = Math.min(shift + insertion.text.length, offset - insertion.offset);
  }
  return offset - shift;
}
