import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseCells, taskOf } from '../../src/lesson/exercise-cells';
import { emptyShelf, type Shelf, type ShelfExercise } from '../../src/lesson/shelf';

const hint = (nth: number) => ({ en: `hint ${nth} of a_b`, zh: `提示 ${nth}` });
const README = `# Scale it

Ten minutes, after [lesson 06](../../notebooks/en/06-enqueue.ipynb).

Fill in \`scale.cu\`; see [the header](scale.h) and [the glossary](../../lessons/glossary.md).

\`\`\`sh
npx workbook check 06-scale
npx workbook hint 06-scale
\`\`\`
`;
const exercise: ShelfExercise = {
  name: '06-scale',
  title: { en: 'Scale it', zh: '缩放' },
  kind: 'cpp',
  order: 1,
  minutes: 10,
  points: 8,
  files: ['scale.cu'],
  hints: [hint(1), hint(2), hint(3)],
  readme: { en: README, zh: README.replace('Fill in', '填写') },
};
const shelf: Shelf = {
  ...emptyShelf,
  exercises: (lesson) => (lesson === '06-enqueue' ? [exercise] : []),
};

test('each exercise is its task with the hints folded, and a cell that checks it', () => {
  const cells = exerciseCells('06-enqueue', 'en', shelf);
  assert.equal(
    cells.map(({ kind, id }) => [kind, id]),
    [
      ['markdown', 'exercises'],
      ['markdown', 'exercise-06-scale'],
      ['code', 'check-06-scale'],
    ],
  );
  const [, task = { source: '' }, check = { source: '' }] = cells;
  assert.match(
    task.source,
    /^### Scale it\n\n\*10 minutes · C\+\+\/CUDA · 8 points · your files:\* /,
  );
  assert.ok(task.source.includes('[scale.cu](../../work/06-scale/scale.cu)'));
  assert.is(task.source.match(/<details><summary>Hint \d of 3<\/summary>/g)?.length, 3);
  assert.ok(task.source.includes('hint 1 of a\\_b'), 'plain text stays plain');
  assert.match(check.source, /^show\(await checkExercise\('06-scale'\)\);$/m);
});

test('both languages have the same code, each its own words', () => {
  const [en, zh] = (['en', 'zh'] as const).map((language) =>
    exerciseCells('06-enqueue', language, shelf),
  );
  assert.equal(zh?.[2], en?.[2]);
  assert.match(
    zh?.[1]?.source ?? '',
    /^### 缩放\n\n\*10 分钟 · C\+\+\/CUDA · 8 分 · 你的文件：\*\[/,
  );
  assert.ok(zh?.[1]?.source.includes('填写 `scale.cu`'));
});

test('a lesson without exercises has no section for them', () => {
  assert.equal(exerciseCells('07-serialisation', 'en', shelf), []);
});

test('of the README stays the task: no title, no way to the lesson, no commands; its links lead to the copy', () => {
  assert.is(
    taskOf(README, '06-scale'),
    'Fill in `scale.cu`; see [the header](../../work/06-scale/scale.h) and [the glossary](../../lessons/glossary.md).',
  );
});

test.run();
