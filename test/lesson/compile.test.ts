import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileLesson } from '../../src/lesson/compile';
import { diagnosticText, LessonError } from '../../src/lesson/lesson';

const EN = `---
title: A lesson
minutes: 5
---

# A lesson {#a-lesson}

Hello.

\`\`\`ts
// prose
\`\`\`

## First {#first}

\`\`\`ts {cell=one}
const a = 1;

const b = a;
\`\`\`

Between.

\`\`\`ts {cell=two}
b;
\`\`\`

#### No anchor needed here

[link]: target.md
`;

const ZH = `---
title: 一课
minutes: 5
---

# 一课 {#a-lesson}

你好。

## 第一节 {#first}

{cell=one}

中间。

{cell=two}
`;

const compile = (en: string, zh: string) =>
  compileLesson({ file: 'lesson.md', text: en }, { file: 'lesson.zh.md', text: zh });

/** The diagnostics of a lesson that must not compile, as printed, without the message. */
function broken(en: string, zh: string): string[] {
  try {
    compile(en, zh);
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    return error.diagnostics.map((one) => diagnosticText(one).split(':').slice(0, 3).join(':'));
  }
  throw new Error('the lesson compiled');
}

test('cells come in order, code once for both languages, ids from anchors and cells', () => {
  const { en, zh } = compile(EN, ZH);
  assert.equal(en.title, 'A lesson');
  assert.equal(zh.minutes, 5);
  assert.equal(
    en.cells.map(({ kind, id }) => `${kind} ${id}`),
    [
      'markdown a-lesson',
      'markdown first',
      'code one',
      'markdown first-2',
      'code two',
      'markdown first-3',
    ],
  );
  assert.equal(
    zh.cells.map(({ id }) => id),
    ['a-lesson', 'first', 'one', 'first-2', 'two'],
  );
  const codeOf = (cells: typeof en.cells): string[] =>
    cells.filter(({ kind }) => kind === 'code').map(({ source }) => source);
  assert.equal(codeOf(en.cells), ['const a = 1;\n\nconst b = a;', 'b;']);
  assert.equal(codeOf(zh.cells), codeOf(en.cells));
});

test('a bare fence and a link definition stay prose; the anchor does not show', () => {
  const { en } = compile(EN, ZH);
  assert.is(en.cells[0]?.source, '# A lesson\n\nHello.\n\n```ts\n// prose\n```');
  assert.is(en.cells[1]?.source, '## First');
  assert.is(en.cells[5]?.source, '#### No anchor needed here\n\n[link]: target.md');
});

test('line breaks of Windows make no difference', () => {
  assert.equal(compile(EN.replace(/\n/g, '\r\n'), ZH), compile(EN, ZH));
});

test('a line break between Chinese characters is no space', () => {
  const text = (markdown: string): string | undefined =>
    compile(EN, ZH.replace('你好。', markdown)).zh.cells[0]?.source;
  assert.is(text('前一行，\n后一行 plugin\n再一行。'), '# 一课\n\n前一行，后一行 plugin\n再一行。');
  assert.is(text('- 前\n  后\n\n段'), '# 一课\n\n- 前后\n\n段');
  assert.is(text('```\n前\n后\n```\n前\n后'), '# 一课\n\n```\n前\n后\n```\n前后');
});

test('front matter must be there and right', () => {
  assert.equal(broken(EN.replace('---\ntitle: A lesson\nminutes: 5\n---\n', ''), ZH), [
    'lesson.md:1: front-matter',
  ]);
  assert.equal(broken(EN.replace('minutes: 5', 'minutes: soon\nauthor: me'), ZH), [
    'lesson.md:4: front-matter',
    'lesson.md:1: front-matter',
  ]);
});

test('headings need anchors', () => {
  assert.equal(broken(EN.replace(' {#first}', ''), ZH), ['lesson.md:14: heading-anchor']);
  assert.equal(broken(EN.replace('{#first}', '{#First!}'), ZH), ['lesson.md:14: heading-anchor']);
});

test('text before the first heading has no section', () => {
  assert.equal(broken(EN.replace('\n# A lesson', '\nText.\n\n# A lesson'), ZH), [
    'lesson.md:6: text-before-heading',
  ]);
});

test('a fence with braces must be a cell', () => {
  for (const info of [
    'ts {cel=one}',
    'ts{cell=one}',
    'cpp {cell=one}',
    'ts {cell=One}',
    'ts {cell=}',
  ])
    assert.equal(broken(EN.replace('ts {cell=one}', info), ZH), ['lesson.md:16: bad-fence'], info);
});

test('the translation names cells and holds no code', () => {
  assert.equal(broken(EN, ZH.replace('{cell=one}', '{cell=one} x')), [
    'lesson.zh.md:12: bad-cell-reference',
  ]);
  assert.equal(broken(EN, ZH.replace('{cell=one}', '```ts {cell=one}\nconst a = 1;\n```')), [
    'lesson.zh.md:12: code-in-translation',
  ]);
  assert.equal(broken(EN.replace('Between.', '{cell=one}'), ZH), [
    'lesson.md:22: reference-in-original',
  ]);
});

test('ids are unique over anchors, cells and the prose between cells', () => {
  assert.equal(broken(EN.replace('cell=two', 'cell=one'), ZH), ['lesson.md:24: duplicate-id']);
  assert.equal(broken(EN.replace('cell=two', 'cell=first'), ZH), ['lesson.md:24: duplicate-id']);
  assert.equal(broken(EN.replace('cell=two', 'cell=first-2'), ZH), ['lesson.md:24: duplicate-id']);
});

test('a translation that is behind is found', () => {
  assert.equal(broken(EN, ZH.replace('{cell=two}', '{cell=three}')), [
    'lesson.zh.md:16: unknown-cell',
    'lesson.zh.md:10: missing-cell',
  ]);
  assert.equal(broken(`${EN}\n## Second {#second}\n`, ZH), ['lesson.zh.md:10: missing-section']);
  assert.equal(broken(EN, `${ZH}\n## 第二节 {#second}\n`), ['lesson.zh.md:18: unknown-section']);
});

test('sections and cells come in the order of the original', () => {
  const swapped = ZH.replace('cell=one', 'cell=x')
    .replace('cell=two', 'cell=one')
    .replace('cell=x', 'cell=two');
  assert.equal(broken(EN, swapped), ['lesson.zh.md:12: order']);
  assert.equal(broken(EN, ZH.replace('## 第一节', '### 第一节')), ['lesson.zh.md:10: order']);
});

test('every broken rule is reported at once', () => {
  assert.is(broken(EN.replace(' {#first}', '').replace('ts {cell=one}', 'ts {x}'), ZH).length, 2);
});

test.run();
