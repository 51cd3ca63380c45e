/** Which lines of a cell a text has: every way to write it down. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cellLinesOf } from '../../src/cell/cell-lines';

const TICK = '`';
/** A cell whose last statement has a template at its line 3. */
const cellWith = (tag: string, written: string): string =>
  [
    "const it's = `not` + 'this';",
    '',
    `const p = run(${tag}${TICK}${written}${TICK});`,
    'show(p);',
  ].join('\n');

test('String.raw: the text as it is written, backslashes too', () => {
  const text = '#include <cstdio>\nint main() { std::puts("a\\n"); }\n';
  assert.equal(cellLinesOf(text, cellWith('String.raw', text)), [3, 4, 5]);
});

test('a text that begins on the line after the quotation mark', () => {
  assert.equal(
    cellLinesOf('\nint a;\nint b;', cellWith('String.raw', '\nint a;\nint b;')),
    [3, 4, 5],
  );
});

test('a plain template: escapes are what they stand for', () => {
  const written = "int a; // \\u00e9 \\`\nchar b = '\\\\n';\\nint c;\nint d; \\\nint e;\nint f;";
  const text = "int a; // é `\nchar b = '\\n';\nint c;\nint d; int e;\nint f;";
  assert.equal(cellLinesOf(text, cellWith('', written)), [3, 4, 4, 5, 7]);
});

test('substitutions may stand for anything, several lines too', () => {
  const written = 'int a = ${list.map((x) => `${x}`).join("}")};\n${more}\nint last;';
  const text = 'int a = 1, 2;\nint x;\nint y;\nint last;';
  assert.equal(cellLinesOf(text, cellWith('String.raw', written)), [3, 4, 4, 5]);
});

test('a quoted text of one line, and one that was trimmed', () => {
  assert.equal(cellLinesOf('int main() {}', "const a = 1;\nrun('int main() {}');"), [2]);
  assert.equal(cellLinesOf('int main() {\n}', cellWith('', '\n  int main() {\n}\n')), [4, 5]);
});

test('a text that no literal has is not found', () => {
  assert.is(cellLinesOf('int main() {}', 'run(["int main()", "{}"].join(" "));'), null);
  assert.is(
    cellLinesOf('int main() { return 1; }', cellWith('', 'int main() { return 2; }')),
    null,
  );
  assert.is(cellLinesOf('int main() {}', 'run(`int main() {}'), null);
});

test('quotation marks within the text do no harm', () => {
  const text = "char a = '\\'';\nchar const* b = \"it's\";\nint c;";
  assert.equal(cellLinesOf(text, cellWith('String.raw', text)), [3, 4, 5]);
});

test.run();
