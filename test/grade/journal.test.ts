/** Grades on the disk: a journal that survives, a table that spreadsheets read as it is meant. */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CSV_COLUMNS, gradesCsv } from '../../src/grade/csv';
import { writeFeedback } from '../../src/grade/feedback-files';
import type { Grade } from '../../src/grade/grade';
import { Journal } from '../../src/grade/journal';

interface Context {
  folder: string;
  path: string;
}
const test = suite<Context>('journal and table');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'workbook-test-journal-'));
  context.path = join(context.folder, 'grades.csv.journal');
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const grade = (student: string, more: Partial<Grade> = {}): Grade => ({
  student,
  exercise: '01-run-a-plugin',
  points: 4,
  of: 10,
  passed: false,
  parts: [1, 3],
  seed: 's',
  place: 'sandbox',
  reason: { en: 'It crashed.', zh: '程序崩溃。' },
  notes: [],
  report: {},
  feedback: { en: { text: 'text', html: '<p>x</p>' }, zh: { text: '文', html: '<p>文</p>' } },
  ...more,
});
const fresh = { fresh: false };

test('what was added is there again, with its seed', ({ path }) => {
  const first = Journal.open(path, fresh);
  first.add('a', grade('ann'));
  first.add('b', grade('学生'));
  first.close();
  const second = Journal.open(path, fresh);
  assert.is(second.seed, first.seed);
  assert.match(second.seed, /^[a-z]{8}$/);
  assert.equal(second.find('a'), grade('ann'));
  assert.equal(second.find('b'), grade('学生'));
  assert.is(second.find('c'), null);
  second.close();
  const other = Journal.open(path, { ...fresh, seed: 'mine' });
  assert.is(other.seed, 'mine');
  other.close();
  const last = Journal.open(path, fresh);
  assert.is(last.seed, 'mine');
  last.close();
});

test('a torn last line is no grade, whatever is left of it, and those after it are', ({ path }) => {
  const whole = Journal.open(path, { ...fresh, seed: 's' });
  whole.add('a', grade('ann'));
  const kept = readFileSync(path).length;
  whole.add('b', grade('bob'));
  whole.close();
  const all = readFileSync(path);
  for (let bytes = kept; bytes < all.length; bytes += 7) {
    writeFileSync(path, all);
    truncateSync(path, bytes);
    const again = Journal.open(path, fresh);
    assert.ok(again.find('a'), String(bytes));
    assert.is(again.find('b') === null, bytes < all.length - 1, String(bytes));
    again.add('c', grade('cat'));
    again.close();
    const after = Journal.open(path, fresh);
    assert.equal([after.seed, after.find('c')?.student], ['s', 'cat']);
    after.close();
  }
});

test('lines of other kinds are no grades', ({ path }) => {
  Journal.open(path, fresh).close();
  appendFileSync(path, 'null\n{}\n[]\n{"key":"a"}\n{"key":"a","packed":"eA=="}\n\0\0\0\n"x"\n');
  const journal = Journal.open(path, fresh);
  assert.is(journal.size, 0);
  journal.close();
});

test('one process at a time; a process that is gone holds nothing', ({ path }) => {
  const first = Journal.open(path, fresh);
  assert.throws(
    () => Journal.open(path, fresh),
    (error: { code?: string }) => error.code === 'GRADING_RUNNING',
  );
  first.close();
  // No process has this number.
  writeFileSync(`${path}.lock`, '4194305');
  Journal.open(path, fresh).close();
});

test('fresh: the old journal is set aside', ({ path }) => {
  const first = Journal.open(path, fresh);
  first.add('a', grade('ann'));
  first.close();
  const second = Journal.open(path, { fresh: true });
  assert.is(second.size, 0);
  assert.is.not(second.seed, first.seed);
  second.close();
  assert.match(readFileSync(`${path}.old`, 'utf8'), '"key":"a"');
});

/** RFC 4180. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [whole] of csv.matchAll(/(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r\n)/gy)) {
    const cell = whole.replace(/(?:,|\r\n)$/, '');
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (whole.endsWith(',')) continue;
    rows.push(row);
    row = [];
  }
  assert.is(rows.flat().join('').length > 0, true);
  return rows;
}

test('names come back, and none is a formula', () => {
  const names = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    'a,"b"',
    'two\nlines',
    '学生',
    ' =x',
    "o'x",
  ];
  const rows = parsed(
    gradesCsv(
      names.map((name) => grade(name)),
      'zh',
    ),
  );
  assert.equal(rows[0], [...CSV_COLUMNS]);
  assert.is(rows.length, names.length + 1);
  for (const [at, name] of names.entries()) {
    const row = rows[at + 1] ?? [];
    assert.is(row.length, CSV_COLUMNS.length, name);
    assert.ok(row[0] === name || row[0] === `'${name}`, `${name}: ${row[0]}`);
    assert.not.match(row[0], /^[\s=+\-@]/);
    assert.equal(row.slice(1), [
      '01-run-a-plugin',
      '4',
      '10',
      'no',
      '1 of 3',
      's',
      'sandbox',
      '程序崩溃。',
    ]);
  }
});

test('what could not be graded has no points, and says why; the lab is no sandbox', () => {
  const [, first, second] = parsed(
    gradesCsv(
      [
        { student: 'ann', exercise: 'x', why: 'it\nbroke' },
        grade('bob', { place: 'lab', passed: true }),
      ],
      'en',
    ),
  );
  assert.equal(first, ['ann', 'x', '', '', '', '', '', '', 'Not graded: it broke']);
  assert.is(second?.[7], 'no sandbox');
  assert.is(second?.[4], 'yes');
});

test('each student has a page and a text', ({ folder }) => {
  const long = '长'.repeat(80);
  const grades = [grade('<b>'), grade('<b>', { exercise: 'y' }), grade(long, { place: 'lab' })];
  assert.is(writeFeedback(folder, grades, 'zh'), 2);
  const page = readFileSync(join(folder, '<b>', 'feedback.html'), 'utf8');
  assert.match(page, /<h1>&lt;b&gt;: 8 \/ 20 分<\/h1>/);
  assert.match(page, "default-src 'none'");
  assert.match(
    readFileSync(join(folder, long, 'feedback.txt'), 'utf8'),
    /^长+: 4 \/ 10 分\n未使用沙箱评分。\n/,
  );
});

test.run();
