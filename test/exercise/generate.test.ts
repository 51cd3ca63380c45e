import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generateExercises } from '../../src/exercise/generate';
import { main } from '../../src/exercise/main';

const SOURCE = 'lessons/03-fields/exercises/03-read-a-field';
const text = (en: string): object => ({ en, zh: `${en}。` });
const description = {
  title: text('Read a field'),
  kind: 'cpp',
  order: 1,
  minutes: 5,
  points: 2,
  files: ['read.cpp'],
  hints: [text('a'), text('b'), text('c')],
  mistakes: [{ id: 'a-b', say: text('c') }],
};
const readme = 'npx workbook check 03-read-a-field\n';
const files: Record<string, string> = {
  'exercise.json': JSON.stringify(description),
  'README.md': readme,
  'README.zh.md': readme,
  'check.ts': 'export const check = { parts: [] };\n',
  'read.cpp': '// SOLUTION\nright\n// STUB\n// wrong\n// END\n',
  'given/header.h': 'given\n',
};

const test = suite<{ root: string; write: (path: string, contents: string) => void }>('generate');
test.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), 'generate-'));
  context.write = (path, contents) => {
    mkdirSync(dirname(join(context.root, path)), { recursive: true });
    writeFileSync(join(context.root, path), contents);
  };
  for (const [file, contents] of Object.entries(files))
    context.write(`${SOURCE}/${file}`, contents);
});
test.after.each(({ root }) => rmSync(root, { recursive: true }));

test('both mirrors are made, and then up to date', ({ root }) => {
  const { changed, problems } = generateExercises(root, { check: false });
  assert.equal(problems, []);
  assert.equal(changed.sort(), [
    'exercises/03-read-a-field/README.md',
    'exercises/03-read-a-field/README.zh.md',
    'exercises/03-read-a-field/exercise.json',
    'exercises/03-read-a-field/given/header.h',
    'exercises/03-read-a-field/read.cpp',
    'solutions/03-read-a-field/read.cpp',
  ]);
  const made = (path: string): string => readFileSync(join(root, path), 'utf8');
  assert.is(made('exercises/03-read-a-field/read.cpp'), 'wrong\n');
  assert.is(made('solutions/03-read-a-field/read.cpp'), 'right\n');
  const known = JSON.parse(made('exercises/03-read-a-field/exercise.json')) as Record<
    string,
    unknown
  >;
  assert.is(known['lesson'], '03-fields');
  assert.equal(known['given'], ['given/header.h']);
  assert.equal(generateExercises(root, { check: true }).changed, []);
});

test('--check writes nothing and says what is stale', ({ root, write }) => {
  generateExercises(root, { check: false });
  write(`${SOURCE}/given/header.h`, 'other\n');
  const lines: string[] = [];
  assert.is(
    main(['--check'], root, (line) => lines.push(line)),
    1,
  );
  assert.match(lines[0] ?? '', /^exercises\/03-read-a-field\/given\/header\.h: stale/);
  assert.is(
    readFileSync(join(root, 'exercises/03-read-a-field/given/header.h'), 'utf8'),
    'given\n',
  );
  assert.is(
    main([], root, () => undefined),
    0,
  );
  assert.is(
    main(['--check'], root, () => undefined),
    0,
  );
});

const broken: [string, Record<string, string | null>, RegExp][] = [
  [
    'a stray file',
    { '../../../../exercises/03-read-a-field/x': 'x' },
    /exercises\/03-read-a-field\/x: no exercise/,
  ],
  ['no check', { 'check.ts': null }, /check\.ts: it is missing/],
  ['no translation', { 'README.zh.md': null }, /README\.zh\.md: it is missing/],
  ['a README without the command', { 'README.md': 'Do it.' }, /does not name the command/],
  ['nothing to fill in', { 'read.cpp': 'x\n' }, /nothing in it is between/],
  ['a broken mark', { 'read.cpp': 'x\n// END\n' }, /read\.cpp:2: END without/],
  [
    'two hints',
    { 'exercise.json': JSON.stringify({ ...description, hints: [text('a'), text('b')] }) },
    /there are 2 hints, not 3/,
  ],
  [
    'a hint in one language',
    {
      'exercise.json': JSON.stringify({
        ...description,
        hints: [text('a'), text('b'), { en: 'c' }],
      }),
    },
    /hints\[2\] has no text in "zh"/,
  ],
  ['no JSON', { 'exercise.json': '{' }, /it is not JSON/],
];
for (const [what, change, expected] of broken)
  test(`${what} is an error`, ({ root, write }) => {
    for (const [file, contents] of Object.entries(change))
      if (contents === null) rmSync(join(root, SOURCE, file));
      else write(join(SOURCE, file), contents);
    const { problems } = generateExercises(root, { check: true });
    assert.ok(
      problems.some((problem) => expected.test(problem)),
      problems.join('\n'),
    );
    assert.is(
      main(['--check'], root, () => undefined),
      1,
    );
  });

test('an exercise of another lesson’s number is an error', ({ root, write }) => {
  for (const [file, contents] of Object.entries(files))
    write(`lessons/04-shapes/exercises/03-other/${file}`, contents);
  const { problems } = generateExercises(root, { check: true });
  assert.ok(problems.some((problem) => problem.includes('the number is not that of 04-shapes')));
});

test.run();
