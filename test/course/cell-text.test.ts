import vm from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readCellText } from '../../src/course/cell-text';
import { fileText, rawOfText, textOfRaw } from '../../src/exercise/file-text';

const TEXTS = [
  'a\n',
  '',
  '`x` and ``',
  '${CXX} $(CC) $ {',
  'back\\slash\\n \\` \\\\` \\${ \\\\\\${x}',
  'tab\tand\u4e2d\u6587\n',
];

test('a text goes between backticks and comes back, and TypeScript agrees', () => {
  for (const text of TEXTS) {
    const raw = rawOfText(text);
    assert.is(textOfRaw(raw), text);
    const cell = `const made = fileText\`${raw}\`;`;
    assert.equal(readCellText(cell, 'made'), { text });
    assert.is(vm.runInNewContext(`${cell} made`, { fileText }), text);
  }
});

test('a text that ends with a backslash gets a line break, which a template needs', () => {
  assert.is(textOfRaw(rawOfText('end\\')), 'end\\\n');
});

test('fileText refuses what is put into the text', () => {
  assert.throws(
    () => fileText`a${1}b`,
    (error: { code?: string }) => error.code === 'FILE_TEXT_INVALID',
  );
});

test('String.raw is read as it is', () => {
  assert.equal(readCellText('const a = String.raw`x\\n\\``;', 'a'), { text: 'x\\n\\`' });
});

test('what else stands in the cell changes nothing', () => {
  const cell =
    '// mine\nconst b = 1;\nexport const a = fileText`x`;\nconsole.log(a);\nfunction f() { const a = 1; return a; }';
  assert.equal(readCellText(cell, 'a'), { text: 'x' });
});

/** Cells, and what is said of them. */
const REFUSED: readonly (readonly [string | null, RegExp])[] = [
  [null, /is not in the notebook/],
  ['', /does not read/],
  ['let a = fileText`x`;', /does not read/],
  ['const a = "x";', /does not read/],
  ['const a = `x`;', /does not read/],
  ['const a = other`x`;', /does not read/],
  ['const a = fileText`x`.trim();', /does not read/],
  ['function f() { const a = fileText`x`; }', /does not read/],
  ['const { a } = { a: fileText`x` };', /does not read/],
  ['const a = fileText`x`; const a = fileText`y`;', /does not read/],
  ['const a = fileText`x${1}`;', /something is put into the text/],
  ['const a = fileText`// the `count`\n`;', /syntax error/],
  ['const a = fileText`x', /syntax error/],
  ['const a = fileText`x\\`', /syntax error/],
  [`const a = ${'('.repeat(100_000)}`, /does not read|syntax error/],
  ['x'.repeat(2 ** 20 + 1), /larger than 1 MiB/],
];

test('a cell that is something else is refused with a reason in both languages, and never run', () => {
  for (const [cell, words] of REFUSED) {
    const read = readCellText(cell, 'a');
    assert.ok('problem' in read, String(cell).slice(0, 80));
    assert.match(read.problem.en, words);
    assert.ok(read.problem.zh.length > 5);
  }
});

test.run();
