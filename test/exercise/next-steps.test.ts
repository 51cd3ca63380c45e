/** What a new user reads in a terminal: where to go next, and nothing that says nothing. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { terminalColumns } from '../../src/display/crash-picture-text';
import { projectRoot } from '../../src/native-loader';

const NAME = '01-add-a-number';
const work = mkdtempSync(join(tmpdir(), 'next-steps-'));
test.after(() => rmSync(work, { recursive: true }));

function workbook(...args: string[]): string {
  const { stdout } = spawnSync(process.execPath, [join(projectRoot, 'dist', 'cli.js'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, WORKBOOK_WORK: work, LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
  });
  return stdout;
}

test('alone: the file that it says to edit is there', () => {
  const [, file = ''] = /^ {2}edit +(\S+)$/m.exec(workbook()) ?? [];
  assert.match(file, /01-add-a-number\/addNumber\.ts$/);
  assert.ok(existsSync(file), file);
});

test('data alone makes nothing', () => {
  rmSync(join(work, NAME), { recursive: true });
  workbook('--json');
  assert.not.ok(existsSync(join(work, NAME)));
});

test('a stub’s verdict has no seed; one of hidden inputs has the whole command', () => {
  assert.not.match(workbook('check', NAME), /--seed/);
  cpSync(join(projectRoot, 'solutions', NAME), join(work, NAME), { recursive: true });
  const passed = workbook('check', NAME);
  assert.not.match(passed, /--seed/);
  assert.match(passed, /Next exercise: 0\d-[^]*\n {2}read [^]*\n {2}edit [^]*\n {2}check /);
});

test('a table with a head, its columns one below the other, in 80 columns', () => {
  const [head = '', ...rows] = workbook('list').trimEnd().split('\n');
  assert.match(head, /^ {3}exercise +title +.*time +points$/);
  const end = head.length;
  for (const row of rows) {
    assert.ok(terminalColumns(row) <= 80, row);
    assert.match(row.slice(0, end), /\d$/, row);
  }
});

test('hints keep to the width of the terminal', () => {
  for (const language of ['en', 'zh'])
    for (const line of workbook('hint', '03-read', '--lang', language).split('\n'))
      assert.ok(terminalColumns(line) <= 80, line);
});

test.run();
