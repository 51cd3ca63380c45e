import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { projectRoot } from '../../src/native-loader';
import { USAGE } from '../../src/commands/usage';

const NAME = '01-run-a-plugin';
const SOLUTION = join(projectRoot, 'solutions', NAME, 'run.ts');
const CLI = join(projectRoot, 'dist', 'cli.js');

interface Ran {
  code: number | null;
  text: string;
}
interface Context {
  work: string;
  workbook: (...args: string[]) => Ran;
}
const test = suite<Context>('commands of exercises');
test.before.each((context) => {
  const work = mkdtempSync(join(tmpdir(), 'work-'));
  context.work = work;
  context.workbook = (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      encoding: 'utf8',
      env: environment(work),
    });
    return { code: status, text: stdout + stderr };
  };
});
test.after.each(({ work }) => rmSync(work, { recursive: true }));

const environment = (work: string): NodeJS.ProcessEnv => ({
  ...process.env,
  WORKBOOK_WORK: work,
  LC_ALL: 'C.UTF-8',
  NO_COLOR: '1',
});
const data = ({ text }: Ran): Record<string, unknown> =>
  JSON.parse(text) as Record<string, unknown>;

test('alone it tells the progress and what is next, in both languages and as data', ({
  workbook,
}) => {
  const { code, text } = workbook();
  assert.is(code, 0);
  assert.match(text, /0 of \d+ exercises done/);
  assert.match(text, /Next exercise: 01-/);
  assert.match(workbook('--lang', 'zh').text, /完成 0 \/ \d+ 道练习[^]*下一道练习/);
  const { exercises, next } = data(workbook('--json'));
  assert.ok(Array.isArray(exercises) && exercises.length >= 2);
  assert.match(String(next), /^01-/);
});

test('check: a copy is made, the stub fails, the solution passes, the progress remembers', ({
  workbook,
  work,
}) => {
  const first = workbook('check', NAME);
  assert.is(first.code, 1);
  assert.match(first.text, /✘ 01-run-a-plugin[^]*Nothing is filled in yet[^]*Stuck\?/);
  const copy = join(work, NAME);
  assert.equal(readdirSync(copy).sort(), ['.origin', 'README.md', 'README.zh.md', 'run.ts']);
  cpSync(SOLUTION, join(copy, 'run.ts'));
  const second = workbook('check', 'run-a-plugin');
  assert.is(second.code, 0);
  assert.match(second.text, /✔ 01-run-a-plugin .* 10 of 10 points/);
  const json = data(workbook('check', NAME, '--json', '--seed', 'x'));
  assert.equal([json['passed'], json['points'], json['seed']], [true, 10, 'x']);
  assert.match(workbook('list').text, /✔ {2}01-run-a-plugin.*10\/10/);
  assert.match(workbook('solution', NAME).text, /solutions\/01-run-a-plugin\/run\.ts/);
  assert.is(workbook('check', '--all').code, 0);
});

test('hints come one by one', ({ workbook }) => {
  const stages = [1, 2, 3, 3].map(() => Number(data(workbook('hint', NAME, '--json'))['stage']));
  assert.equal(stages, [1, 2, 3, 3]);
  assert.match(workbook('hint', NAME).text, /no more hints[^]*--give-up/);
  assert.match(workbook('hint', NAME, '--lang=zh').text, /提示 3 \/ 3/);
  assert.match(workbook('list').text, /… {2}01-run-a-plugin/);
});

test('the solution waits for a pass, or is given up for', ({ workbook }) => {
  const locked = workbook('solution', NAME);
  assert.is(locked.code, 1);
  assert.match(locked.text, /once its check passes, or with --give-up/);
  const shown = workbook('solution', NAME, '--give-up');
  assert.is(shown.code, 0);
  assert.ok(shown.text.includes(readFileSync(SOLUTION, 'utf8')));
  assert.match(workbook('list').text, /○ {2}01-run-a-plugin/);
});

test('reset keeps what was there', ({ workbook, work }) => {
  workbook('check', NAME);
  const file = join(work, NAME, 'run.ts');
  const stub = readFileSync(file, 'utf8');
  writeFileSync(file, 'mine');
  const { backup } = data(workbook('reset', NAME, '--json'));
  assert.is(readFileSync(file, 'utf8'), stub);
  assert.is(readFileSync(join(String(backup), 'run.ts'), 'utf8'), 'mine');
});

test('what is not understood says so', ({ workbook, work }) => {
  for (const args of [
    ['check', '--wrong'],
    ['check', 'a', 'b'],
    ['reset'],
    ['list', 'x'],
    ['check', '--lang', 'fr'],
    ['nothing'],
  ]) {
    const { code, text } = workbook(...args);
    assert.is(code, 2, args.join(' '));
    assert.ok(text.includes('Usage: workbook'), args.join(' '));
  }
  const unknown = workbook('check', 'no-such-exercise');
  assert.is(unknown.code, 1);
  assert.match(unknown.text, /there is none of this name; expected one of 01-/);
  assert.not.ok(existsSync(join(work, 'no-such-exercise')));
  for (const command of ['check', 'watch', 'hint', 'list', 'reset', 'solution'])
    assert.ok(USAGE.includes(`\n  ${command} `) || USAGE.includes(`\n  ${command}\n`), command);
});

test('watch checks again after a save, and ends by a signal', async ({ work }) => {
  const child = spawn(process.execPath, [CLI, 'watch', NAME], { env: environment(work) });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const seen = async (pattern: RegExp): Promise<void> => {
    for (let tries = 0; !pattern.test(text); tries += 1) {
      if (tries > 600) throw new Error(`${String(pattern)} is not in ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  try {
    await seen(/0 of 10 points[^]*Watching/);
    cpSync(SOLUTION, join(work, NAME, 'run.ts'));
    await seen(/10 of 10 points[^]*Watching/);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    assert.is(await ended, 0);
  } finally {
    child.kill('SIGKILL');
  }
});

test.run();
