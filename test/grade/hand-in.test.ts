import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filesBelow } from '../../src/exercise/generate';
import { projectRoot } from '../../src/native-loader';
import { KERNEL, MODULE, solution } from './class-room';

interface Context {
  folder: string;
  work: string;
  handIn: (...args: string[]) => { code: number | null; text: string };
}
const test = suite<Context>('hand-in');
test.before.each((context) => {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-test-hand-in-'));
  const work = join(folder, 'work');
  for (const name of [KERNEL, MODULE])
    cpSync(join(projectRoot, 'exercises', name), join(work, name), { recursive: true });
  context.folder = folder;
  context.work = work;
  context.handIn = (...args) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, 'dist', 'cli.js'), 'hand-in', join(folder, 'all'), ...args],
      { encoding: 'utf8', env: { ...process.env, WORKBOOK_WORK: work, LC_ALL: 'C.UTF-8' } },
    );
    return { code: status, text: stdout + stderr };
  };
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

test('nothing was worked on: nothing is handed in', ({ handIn, folder }) => {
  const { code, text } = handIn();
  assert.is(code, 1);
  assert.match(text, 'There is nothing to hand in');
  assert.not.ok(existsSync(join(folder, 'all')));
});

test('the learner’s own files of what was worked on, and no others', ({ handIn, folder, work }) => {
  writeFileSync(join(work, KERNEL, 'scale.cu'), solution(KERNEL));
  const { code, text } = handIn('--as', 'ann');
  assert.is(code, 0, text);
  assert.match(text, `${KERNEL}: scale.cu\n`);
  assert.match(text, `${MODULE}: not yet worked on, left out\n`);
  assert.match(text, `Handed in: 1 exercises, in ${join(folder, 'all', 'ann')}`);
  assert.equal(filesBelow(join(folder, 'all')), [join('ann', KERNEL, 'scale.cu')]);
  assert.match(handIn('--as', 'ann', '--lang', 'zh').text, '已提交 1 道练习');
});

test('what was handed in before is replaced as a whole; drafts are not left', ({
  handIn,
  folder,
  work,
}) => {
  writeFileSync(join(work, KERNEL, 'scale.cu'), '// first\n');
  writeFileSync(join(work, MODULE, 'run.ts'), '// first\n');
  assert.is(handIn().code, 0);
  rmSync(join(work, MODULE), { recursive: true });
  writeFileSync(join(work, KERNEL, 'scale.cu'), '// second\n');
  const { text } = handIn();
  assert.match(text, 'It replaces what was there.');
  const own = join(folder, 'all', userInfo().username);
  assert.equal(filesBelow(own), [join(KERNEL, 'scale.cu')]);
  assert.is(readFileSync(join(own, KERNEL, 'scale.cu'), 'utf8'), '// second\n');
  assert.equal(readdirSync(join(folder, 'all')), [userInfo().username]);
});

test('a folder with other things in it is nobody’s hand-in', ({ handIn, folder, work }) => {
  writeFileSync(join(work, KERNEL, 'scale.cu'), '// mine\n');
  mkdirSync(join(folder, 'all', 'home', 'documents'), { recursive: true });
  const { code, text } = handIn('--as', 'home');
  assert.is(code, 1);
  assert.match(text, 'it has documents, which no hand-in has');
  assert.ok(existsSync(join(folder, 'all', 'home', 'documents')));
  assert.equal(readdirSync(join(folder, 'all')), ['home']);
  for (const name of ['../x', '.', '', 'a/b']) assert.is(handIn(`--as=${name}`).code, 2, name);
});

test.run();
