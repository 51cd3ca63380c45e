/** A machine where no sandbox can be made. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectRoot } from '../../src/native-loader';
import { ClassRoom, MODULE, solution, stub } from './class-room';

interface Context {
  room: ClassRoom;
  grade: (...args: string[]) => { code: number | null; out: string; err: string };
}
const test = suite<Context>('without a sandbox');
// No bwrap is found by it.
const PATH = mkdtempSync(join(tmpdir(), 'workbook-test-no-bwrap-'));
test.before.each((context) => {
  const room = new ClassRoom();
  room.handIn('ann', MODULE, solution(MODULE));
  room.handIn('bob', MODULE, stub(MODULE));
  context.room = room;
  context.grade = (...args) => {
    const cli = join(projectRoot, 'dist', 'cli.js');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [cli, 'grade', room.submissions, '--out', room.out, ...args],
      { encoding: 'utf8', env: { ...process.env, PATH, LC_ALL: 'C.UTF-8' } },
    );
    return { code: status, out: stdout, err: stderr };
  };
});
test.after.each(({ room }) => room.remove());
test.after(() => rmSync(PATH, { recursive: true }));

test('grading refuses, with the reason and what to do', ({ room, grade }) => {
  const { code, out, err } = grade();
  assert.is(code, 1);
  assert.is(out, '');
  assert.match(err, /^Cannot make a sandbox: bwrap is not installed; install bubblewrap/);
  assert.match(err, '--no-sandbox');
  assert.not.ok(existsSync(room.out));
});

test('--no-sandbox: graded in the lab, and every line says so', ({ room, grade }) => {
  const feedback = join(dirname(room.out), 'feedback');
  const json = `${room.out}.json`;
  const { code, out, err } = grade('--no-sandbox', '--feedback', feedback, '--json', json);
  assert.is(code, 0, err);
  for (const line of `${out}${err}`.trim().split('\n')) assert.match(line, /^\[no sandbox\] /);
  assert.match(err, 'NO SANDBOX: what was handed in runs as you');
  const [, ann, bob, ...more] = readFileSync(room.out, 'utf8').trim().split('\r\n');
  assert.match(ann ?? '', /^ann,01-run-a-plugin,10,10,yes,"3 of 3",[a-z]{8},no sandbox,$/);
  assert.match(bob ?? '', /^bob,01-run-a-plugin,0,10,no,.*,no sandbox,"Nothing is filled in\."$/);
  assert.is(more.length, 0);
  assert.match(readFileSync(json, 'utf8'), '"place": "no sandbox"');
  for (const file of ['feedback.txt', 'feedback.html'])
    assert.match(readFileSync(join(feedback, 'ann', file), 'utf8'), 'Graded without a sandbox.');
});

test('what is not understood is said, and nothing is graded', ({ grade, room }) => {
  const wrong: [string[], RegExp][] = [
    [['--jobs', 'many'], /--jobs is no positive number/],
    [['--time=0'], /--time is no positive number/],
    [['--unknown'], /Unknown option/],
    [['more'], /One .* at a time/],
  ];
  for (const [args, message] of wrong) {
    const { code, err } = grade(...args);
    assert.is(code, 2, err);
    assert.match(err, message);
  }
  const { code, err } = grade('--no-sandbox', '--exercises', '01-run-a-plugin,99-none');
  assert.is(code, 1);
  assert.match(err, 'Cannot find exercise "99-none"');
  assert.not.ok(existsSync(room.out));
});

test.run();
