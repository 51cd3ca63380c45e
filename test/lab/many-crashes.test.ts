/** Crashes in a row leave nothing behind: no process, no file, no open descriptor. (1,000 by hand: WORKBOOK_CRASHES=1000.) */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runCommand } from '../../src/lab/command';
import { crashProgram } from './crash-program';
import { ownTemporaryFolder } from './own-temporary-folder';

const program = crashProgram();
const temporary = ownTemporaryFolder();
const CRASHES = Number(process.env['WORKBOOK_CRASHES'] ?? 40);
const WAYS = ['null', 'double-free', 'noexcept', 'recursion', 'division'];

const descriptors = (): number => readdirSync('/proc/self/fd').length;
const children = (): string =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('ps '))
    .join('\n');

test(`${CRASHES} crashes in a row`, async () => {
  await runCommand([program, 'null'], { debugger: false });
  const before = descriptors();
  for (let turn = 0; turn < CRASHES; turn += 1) {
    const way = WAYS[turn % WAYS.length] ?? 'null';
    const report = await runCommand([program, way], { debugger: false });
    assert.is(report.outcome, 'died');
    assert.ok((report.backtrace?.length ?? 0) > 2, `${way}, turn ${turn}`);
  }
  assert.is(descriptors(), before);
  assert.is(children(), '');
  assert.equal(temporary.left(), []);
});

test('eight at a time', async () => {
  const before = descriptors();
  const runs = Array.from({ length: 8 }, () => runCommand([program, 'null'], { debugger: false }));
  for (const report of await Promise.all(runs)) assert.is(report.crash?.cause, 'nullPointer');
  assert.is(descriptors(), before);
  assert.is(children(), '');
});

test.after(() => {
  assert.equal(temporary.left(), []);
  temporary.remove();
});
test.run();
