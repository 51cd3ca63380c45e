import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeNotebook, notebookText, type Notebook } from '../../src/lesson/notebook';

/** A folder below the clone with notebooks/{en,zh}/x.ipynb, as the lessons' own. */
const test = suite<{ folder: string }>('execute notebooks');

const code = (id: string, source: string, volatile = false) => ({
  kind: 'code' as const,
  id,
  source,
  ...(volatile ? { volatile } : {}),
});

const cells = [
  code(
    'figure',
    "import { field, byteMap, show, float32 } from 'tensorrt-plugin-workbook';\nshow(byteMap(field('s', float32(1), 'kFLOAT32')));",
  ),
  code('time', 'process.hrtime.bigint()', true),
  code('sum', '1 + 1'),
];

const paths = (folder: string) =>
  (['en', 'zh'] as const).map((language) => join(folder, 'notebooks', language, 'x.ipynb'));

test.before.each((context) => {
  mkdirSync('.workbook', { recursive: true });
  context.folder = mkdtempSync(resolve('.workbook', 'execute-'));
  for (const path of paths(context.folder)) {
    mkdirSync(join(path, '..'), { recursive: true });
    const language = path.includes('/zh/') ? 'zh' : 'en';
    writeFileSync(
      path,
      notebookText(makeNotebook({ title: 'X', minutes: 1, cells }, language, null)),
    );
  }
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

/** Runs the English notebook for both languages; returns the cells that showed something else than the files. */
function execute(folder: string, ...options: string[]): string[] {
  const python = resolve('.venv/bin/python');
  const [english = ''] = paths(folder);
  const run = spawnSync(python, ['python/execute_notebooks.py', '--both', ...options, english], {
    encoding: 'utf8',
    env: { ...process.env, JUPYTER_PATH: resolve('.venv/share/jupyter') },
  });
  const last = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '{}') as {
    event: string;
    differs: string[];
  };
  assert.is(last.event, 'passed', run.stdout + run.stderr);
  return last.differs;
}

const outputs = (path: string): string[] =>
  (JSON.parse(readFileSync(path, 'utf8')) as Notebook).cells.map((cell) =>
    JSON.stringify(cell.outputs),
  );

test('one run fills both notebooks, each in its language, and a second one changes nothing', ({
  folder,
}) => {
  const [english = '', chinese = ''] = paths(folder);
  assert.equal(execute(folder, '--write'), ['figure', 'time', 'sum']);
  const [figure, , sum] = outputs(english);
  const [zhFigure, , zhSum] = outputs(chinese);
  assert.match(figure ?? '', /Bytes of field s/);
  assert.not.match(figure ?? '', /字段|vnd.workbook/);
  assert.match(zhFigure ?? '', /字段 s 的字节/);
  assert.is(zhSum, sum);

  const before = paths(folder).map((path) => readFileSync(path, 'utf8'));
  assert.equal(execute(folder, '--write'), []);
  assert.equal(
    paths(folder).map((path) => readFileSync(path, 'utf8')),
    before,
  );
  assert.equal(execute(folder, '--write', '--remeasure'), ['time']);
  assert.is.not(
    outputs(english)[1],
    JSON.stringify((JSON.parse(before[0] ?? '') as Notebook).cells[1]?.outputs),
  );
});

test('without --write nothing is written, and what differs is named', ({ folder }) => {
  const before = paths(folder).map((path) => readFileSync(path, 'utf8'));
  assert.equal(execute(folder), ['figure', 'time', 'sum']);
  assert.equal(
    paths(folder).map((path) => readFileSync(path, 'utf8')),
    before,
  );
});

test.run();
