import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compilePair, parsePair, type CompiledLesson } from '../../src/lesson/compile';
import { excerptOf, numberedText, regionsOf } from '../../src/lesson/excerpt';
import { questionsFile } from '../../src/lesson/index-tables';
import { diagnosticText, LessonError } from '../../src/lesson/lesson';
import { headingLink } from '../../src/lesson/links';
import type { Shelf } from '../../src/lesson/shelf';

const SOURCE = `int one();
// ANCHOR: outer
namespace n {
    // ANCHOR: inner
    int two() {
        return 2;

    }
    // ANCHOR_END: inner
}
// ANCHOR_END: outer
// ANCHOR: open
int three();
`;

const excerpts = suite('excerpts');

excerpts('a region keeps the numbers of the file and loses its indentation', () => {
  const inner = excerptOf(SOURCE, 'inner');
  assert.equal(inner?.lines, [
    { number: 5, text: 'int two() {' },
    { number: 6, text: '    return 2;' },
    { number: 7, text: '' },
    { number: 8, text: '}' },
  ]);
  assert.is(inner && numberedText(inner), '5│ int two() {\n6│     return 2;\n7│\n8│ }');
  assert.is(
    inner && numberedText(inner, 'c++'),
    '/* 5 */ int two() {\n/* 6 */     return 2;\n/* 7 */\n/* 8 */ }',
  );
});

excerpts('a number in C++ is a comment, except within a comment', () => {
  const text = [
    '// ANCHOR: a',
    'f("/*"); // /*',
    '/* one',
    'two */ g();',
    '/**/',
    '// ANCHOR_END: a',
  ];
  const region = excerptOf(text.join('\n'), 'a');
  assert.is(
    region && numberedText(region, 'c++'),
    '/* 2 */ f("/*"); // /*\n/* 3 */ /* one\n   4    two */ g();\n/* 5 */ /**/',
  );
});

excerpts('the marks of inner regions do not show, and count as lines', () => {
  const numbers = excerptOf(SOURCE, 'outer')?.lines.map(({ number }) => number);
  assert.equal(numbers, [3, 5, 6, 7, 8, 10]);
});

excerpts('what is not there, or does not end, is no region', () => {
  assert.is(excerptOf(SOURCE, 'other'), null);
  assert.is(excerptOf(SOURCE, 'open'), null);
  assert.equal(regionsOf(SOURCE), ['outer', 'inner', 'open']);
});

excerpts('Python writes its comments with #', () => {
  assert.equal(excerptOf('# ANCHOR: a\nx = 1\n# ANCHOR_END: a\n', 'a')?.lines, [
    { number: 2, text: 'x = 1' },
  ]);
});

const FILES = new Map([['native/a.cpp', SOURCE]]);

const lesson = (title: string, body: string, questions = ''): string =>
  `---\ntitle: ${title}\nminutes: 5\ncan: do it\n${questions}---\n\n# ${title} {#top}\n\n${body}\n`;

/** Two lessons on a shelf; `body` is that of the first, in both languages. */
function compile(body: string, chinese = body): { en: CompiledLesson; zh: CompiledLesson } {
  const question = 'questions:\n  why: Why so?\n';
  const first = parsePair(
    { file: 'en.md', text: lesson('One', body) },
    { file: 'zh.md', text: lesson('一', chinese.replace(/```ts[^]*```/, '{cell=c}')) },
  );
  const second = parsePair(
    { file: '02/en.md', text: lesson('Two', '## Why `is` (it) so? {#why}', question) },
    {
      file: '02/zh.md',
      text: lesson('二', '## 为什么？ {#why}', question.replace('Why so', '为什么')),
    },
  );
  return compilePair(first, '01-one', shelfOf({ '01-one': first, '02-two': second }));
}

function shelfOf(lessons: Record<string, ReturnType<typeof parsePair>>): Shelf {
  return {
    lessons: new Map(Object.entries(lessons)),
    read: (path) => FILES.get(path) ?? null,
    exists: (path) => FILES.has(path) || path === 'lessons/glossary.md',
    exercises: () => [],
  };
}

const broken = (body: string): string[] => {
  try {
    compile(body);
  } catch (error) {
    if (error instanceof LessonError) return error.diagnostics.map(diagnosticText);
    throw error;
  }
  return [];
};

const proseOf = (compiled: CompiledLesson): string => compiled.cells[0]?.source ?? '';

const links = suite('links');

links('anchors become headings, or cells where the heading is not ASCII', () => {
  const { en, zh } = compile('[a](#top) [b](../02-two/lesson.md#why) [c](../02-two/lesson.md)');
  assert.ok(proseOf(en).endsWith('[a](#One) [b](02-two.ipynb#cell-id=why) [c](02-two.ipynb)'));
  assert.ok(
    proseOf(zh).endsWith('[a](#cell-id=top) [b](02-two.ipynb#cell-id=why) [c](02-two.ipynb)'),
  );
});

links('files are looked for, and found from the notebook', () => {
  const { en } = compile(
    '[`a`](../../native/a.cpp#L3) [g](../glossary.md) [w](https://example.org/x)',
  );
  assert.ok(
    proseOf(en).endsWith(
      '[`a`](../../native/a.cpp#L3) [g](../../lessons/glossary.md) [w](https://example.org/x)',
    ),
  );
});

links('what leads nowhere is named, once for each language', () => {
  assert.equal(broken('[a](#no)'), [
    'en.md:9: bad-link: 01-one has no section {#no}',
    'zh.md:9: bad-link: 01-one has no section {#no}',
  ]);
  assert.is(broken('[a](../02-two/lesson.md#no)').length, 2);
  assert.is(broken('[a](../03-no/lesson.md)').length, 2);
  assert.is(broken('[a](../../native/b.cpp)').length, 2);
  assert.is(broken('[a](b.md)').length, 2);
});

links('code is left alone', () => {
  assert.equal(broken('`x[a](b)`\n\n```cpp\nx[a](b);\n```'), []);
});

links('a heading’s link is its text with hyphens', () => {
  assert.is(headingLink('Is `cudaStream_t` just an *int*?'), 'Is-cudaStream_t-just-an-int?');
  assert.is(headingLink('Why `is` (it) so?'), 'Why-is-%28it%29-so?');
});

const cells = suite('excerpts in lessons');

cells('a fence becomes the region, with the file’s name and lines', () => {
  const { en, zh } = compile('```cpp {from=native/a.cpp#inner}\n```');
  assert.ok(
    proseOf(en).includes(
      '[native/a.cpp](../../native/a.cpp#L5-L8), lines 5–8\n\n```c++\n/* 5 */ int two() {\n',
    ),
  );
  assert.ok(proseOf(zh).includes('，第 5–8 行\n\n```c++\n/* 5 */ int two() {\n'));
});

cells('a line of a cell becomes the region as it can be compiled', () => {
  const { en } = compile(
    '```ts {cell=c volatile}\nf(String.raw`\n{{native/a.cpp#inner}}\n`);\n```',
  );
  const cell = en.cells.find(({ kind }) => kind === 'code');
  assert.is(cell?.source, 'f(String.raw`\nint two() {\n    return 2;\n\n}\n`);');
  assert.is(cell?.volatile, true);
});

cells('regions that are not there are named', () => {
  const [first = ''] = broken('```cpp {from=native/a.cpp#no}\n```');
  assert.match(
    first,
    /bad-excerpt: native\/a.cpp has no region "no" .* it has outer, inner, open$/,
  );
  assert.match(
    broken('```cpp {from=native/b.cpp#no}\n```')[0] ?? '',
    /there is no file native\/b.cpp/,
  );
  assert.match(broken('{{nonsense}}')[0] ?? '', /bad-placeholder/);
});

cells('both languages show the same regions', () => {
  assert.throws(
    () => compile('```cpp {from=native/a.cpp#inner}\n```', 'nothing'),
    (error: Error) => error.message.includes('zh.md:7: excerpts-differ'),
  );
});

cells('an excerpt’s fence is empty', () => {
  assert.throws(
    () => compile('```cpp {from=native/a.cpp#inner}\nint x;\n```'),
    (error: Error) => error.message.includes('bad-fence'),
  );
});

const tables = suite('tables of the front page');

tables('lessons, questions and the way on come from the front matter', () => {
  const front = parsePair(
    { file: 'i/en.md', text: lesson('All', '{{lessons}}\n\n{{questions}}') },
    { file: 'i/zh.md', text: lesson('全部', '{{lessons}}\n\n{{questions}}') },
  );
  const question = (text: string): string => `questions:\n  why: ${text}\nneeds: ['01']\n`;
  const two = parsePair(
    { file: 'en.md', text: lesson('Two', '## Because {#why}', question('Why | so?')) },
    { file: 'zh.md', text: lesson('二', '## 因为 {#why}', question('为什么？')) },
  );
  const one = parsePair(
    { file: 'en.md', text: lesson('One', 'x') },
    { file: 'zh.md', text: lesson('一', 'x') },
  );
  const shelf = shelfOf({ '01-one': one, '02-two': two, index: front });
  const { en, zh } = compilePair(front, 'index', shelf);
  assert.ok(proseOf(en).includes('| [02 Two](02-two.ipynb) | 5 | 01 | do it |'));
  assert.ok(proseOf(zh).includes('- [为什么？](02-two.ipynb#cell-id=why)'));
  assert.ok(
    questionsFile(shelf).includes(
      '| Why \\| so? | 为什么？ | 02-two #why | [en](../notebooks/en/02-two.ipynb#cell-id=why) · [中文](../notebooks/zh/02-two.ipynb#cell-id=why) |',
    ),
  );
  const last = compilePair(two, '02-two', shelf).en.cells.at(-1);
  assert.is(
    last?.source,
    '---\nBefore: [01 One](01-one.ipynb) · [All lessons and questions](index.ipynb)',
  );
});

tables('a question must be answered in a section, and in both languages', () => {
  const question = 'questions:\n  no: Why?\n';
  const pair = (en: string, zh: string) => (): unknown =>
    parsePair(
      { file: 'en.md', text: lesson('One', 'x', en) },
      { file: 'zh.md', text: lesson('一', 'x', zh) },
    );
  assert.throws(pair(question, question), (error: Error) => /unknown-question/.test(error.message));
  const other = 'questions:\n  top: Why?\n';
  assert.throws(pair(other, ''), (error: Error) => /zh.md:1: missing-question/.test(error.message));
});

for (const one of [excerpts, links, cells, tables]) one.run();
