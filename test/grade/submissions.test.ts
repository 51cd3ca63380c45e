/** What is handed in, as files: found, taken, left alone. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allExercises, exerciseNamed, solutionFolder } from '../../src/exercise/catalogue';
import { findSubmissions, takeFiles, type Taken } from '../../src/grade/submissions';
import { UntrustedFolder } from '../../src/grade/untrusted-folder';
import { KERNEL, MODULE } from './class-room';

interface Context {
  folder: string;
  write: (path: string, text?: string | Uint8Array) => void;
}
const test = suite<Context>('submissions');
test.before.each((context) => {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-test-submissions-'));
  context.folder = folder;
  context.write = (path, text = '// mine\n') => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const kernel = exerciseNamed(KERNEL);

function opened<Result>(folder: string, act: (root: UntrustedFolder) => Result): Result {
  const root = UntrustedFolder.open(folder);
  try {
    return act(root);
  } finally {
    root.close();
  }
}
const found = (folder: string, only = ''): Record<string, string[]> =>
  opened(folder, (root) => {
    const one = only === '' ? null : exerciseNamed(only);
    const { students } = findSubmissions(root, allExercises(), one);
    return Object.fromEntries(students.map(({ name, handedIn }) => [name, [...handedIn.keys()]]));
  });
const notes = (folder: string): string[] =>
  opened(folder, (root) => findSubmissions(root, allExercises(), null).notes.map(({ en }) => en));
const taken = (folder: string, student: string, exercise = kernel): Taken =>
  opened(folder, (root) => {
    const { students } = findSubmissions(root, allExercises(), null);
    const handedIn = students.find(({ name }) => name === student)?.handedIn.get(exercise.name);
    if (!handedIn) throw new Error(`${student} handed in nothing`);
    return takeFiles(root, exercise, handedIn);
  });

test('folders of exercises, in a student’s folder or in work/', ({ folder, write }) => {
  write(`ann/${KERNEL}/scale.cu`);
  write(`bob/work/${KERNEL}/scale.cu`);
  write(`bob/work/${MODULE}/run.ts`);
  write('bob/work/progress.json');
  write(`cat/${KERNEL}/scale.cu`, '// first\n');
  write(`cat/work/${KERNEL}/scale.cu`, '// second\n');
  mkdirSync(join(folder, 'dan'));
  assert.equal(found(folder), { ann: [KERNEL], bob: [MODULE, KERNEL], cat: [KERNEL], dan: [] });
  assert.is(String(taken(folder, 'cat').files.get('scale.cu')), '// first\n');
  assert.equal(notes(folder), [`cat/work/${KERNEL}: not taken, there is one in cat/ already`]);
});

test('files in the student’s own folder, where one exercise is meant', ({ folder, write }) => {
  write('ann/scale.cu');
  write('bob/other.cu');
  assert.equal(found(folder, KERNEL), { ann: [KERNEL], bob: [] });
  assert.equal(found(folder), { ann: [], bob: [] });
});

test('what is none is named, and stops nobody', ({ folder, write }) => {
  write(`ann/${KERNEL}/scale.cu`);
  write('ann/homework/scale.cu');
  write('ann/.git/config');
  write('.cache/x');
  write('grades.xlsx');
  symlinkSync(solutionFolder(kernel), join(folder, 'ann', MODULE));
  symlinkSync('/etc', join(folder, 'eve'));
  assert.equal(found(folder), { ann: [KERNEL] });
  assert.equal(notes(folder), [
    `ann/${MODULE}: a link, not followed`,
    'ann/homework: no exercise of this name',
    'eve: a link, not followed',
    'grades.xlsx: not a student’s folder',
  ]);
});

test('names with odd characters stay what they are', ({ folder, write }) => {
  const names = ['=1+1', '-rf', 'a,"b"', 'two\nlines', '学生 甲', '..x', ' space '];
  for (const name of names) write(`${name}/${KERNEL}/scale.cu`);
  const bytes = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x6a, 0xff, 0xfe])]);
  mkdirSync(bytes);
  mkdirSync(Buffer.concat([bytes, Buffer.from(`/${KERNEL}`)]));
  writeFileSync(Buffer.concat([bytes, Buffer.from(`/${KERNEL}/scale.cu`)]), '// bytes\n');
  const students = found(folder);
  // What begins with a dot is no student.
  for (const name of names.filter((each) => !each.startsWith('.')))
    assert.equal(students[name], [KERNEL], name);
  assert.equal(students['j\\xff\\xfe'], [KERNEL]);
  assert.is(String(taken(folder, 'j\\xff\\xfe').files.get('scale.cu')), '// bytes\n');
});

test('links, pipes, folders and large files are not read', ({ folder, write }) => {
  const file = (student: string): string => join(folder, student, KERNEL, 'scale.cu');
  for (const student of ['link', 'pipe', 'folder', 'large', 'missing', 'fine'])
    mkdirSync(join(folder, student, KERNEL), { recursive: true });
  symlinkSync(join(solutionFolder(kernel), 'scale.cu'), file('link'));
  assert.is(spawnSync('mkfifo', [file('pipe')]).status, 0);
  mkdirSync(file('folder'));
  write(`large/${KERNEL}/scale.cu`, Buffer.alloc(2 ** 20 + 1));
  write(`fine/${KERNEL}/scale.cu`, Buffer.from([0xff, 0x00, 0xfe]));
  const why = (student: string): string | undefined => taken(folder, student).missing?.en;
  assert.is(why('link'), 'Nothing to grade: scale.cu is a link, which is not followed.');
  assert.is(why('pipe'), 'Nothing to grade: scale.cu is no regular file.');
  assert.is(why('folder'), 'Nothing to grade: scale.cu is a folder.');
  assert.is(why('large'), 'Nothing to grade: scale.cu is larger than 1 MiB.');
  assert.is(why('missing'), 'Nothing to grade: scale.cu is missing.');
  assert.is(taken(folder, 'missing').missing?.zh, '无法评分：scale.cu 缺失。');
  assert.is(why('fine'), undefined);
  assert.equal(taken(folder, 'fine').files.get('scale.cu'), Buffer.from([0xff, 0x00, 0xfe]));
});

test('only the exercise’s own files are taken; others and changed ones are said', ({
  folder,
  write,
}) => {
  write(`ann/${KERNEL}/scale.cu`);
  write(`ann/${KERNEL}/scalePlugin.h`, '// not the exercise’s\n');
  write(`ann/${KERNEL}/README.md`);
  write(`ann/${KERNEL}/check.ts`);
  write(`ann/${KERNEL}/a.out`);
  const { files, notes: said } = taken(folder, 'ann');
  assert.equal([...files.keys()], ['scale.cu']);
  assert.equal(
    said.map(({ en }) => en),
    [
      'Not looked at: a.out, check.ts.',
      'Changed, although given: scalePlugin.h. The exercise’s own were used.',
    ],
  );
});

test.run();
