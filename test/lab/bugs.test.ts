/** Every mistake shows, and every cure cures it: built, and run in a process of its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bugNamed, bugs, bugSource, reproduceBug, type Bug } from '../../src/lab/bugs';
import { BROKEN } from '../../src/lab/bugs/build';

const MOST_LINES_THAT_DIFFER = 15;

/** How many lines of two texts are in one of them only. */
function linesThatDiffer(first: string, second: string): number {
  const [a, b] = [first.split('\n'), second.split('\n')];
  // Lines of the longest common subsequence, by the prefixes of both.
  let common = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    b.forEach((other, j) => {
      next.push(line === other ? (common[j] ?? 0) + 1 : Math.max(next[j] ?? 0, common[j + 1] ?? 0));
    });
    common = next;
  }
  return a.length + b.length - 2 * (common[b.length] ?? 0);
}

const words = (text: string): string => text.replace(/\s+/g, ' ');

const readmeOf = (bug: Bug): string =>
  words(readFileSync(join(BROKEN, bug.name, 'README.md'), 'utf8'));

test('the twenty mistakes, the two of the source, a hang, and what else is often met', () => {
  const folders = readdirSync(BROKEN).filter((name) => /^\d\d-/.test(name));
  assert.equal(
    bugs().map(({ name }) => name),
    folders.sort(),
  );
  assert.ok(bugs().length >= 24);
  bugs().forEach(({ number, name }, i) => {
    assert.is(number, i + 1);
    assert.is(Number(name.slice(0, 2)), number);
  });
});

test('a bug is found by name, number and both apart; another name is an error with the names', () => {
  for (const name of ['09-double-free', 'double-free', '9', 9]) assert.is(bugNamed(name).number, 9);
  assert.throws(
    () => bugSource('nope', 'broken'),
    (error: Error & { code?: string }) =>
      error.code === 'BUG_UNKNOWN' && error.message.includes('01-plugin-not-found'),
  );
});

for (const bug of bugs()) {
  test(`${bug.name}: the sides differ in the mistake only`, () => {
    const [broken, cured] = [bugSource(bug.name, 'broken'), bugSource(bug.name, 'cured')];
    const differing = linesThatDiffer(broken, cured);
    assert.ok(differing > 0 && differing <= MOST_LINES_THAT_DIFFER, `${differing} lines differ`);
    if (bug.line === undefined || existsSync(join(BROKEN, bug.name, 'plugin.cpp'))) return;
    assert.is(broken.split(bug.line).length, 2, `"${bug.line}" is one place of the broken side`);
  });

  test(`${bug.name}: the README says what the metadata says`, () => {
    const text = readmeOf(bug);
    const { title, symptom, message, shown, cause, fix, never } = bug;
    for (const { en } of [title, symptom, message.text, message.from, shown, cause, fix, never])
      assert.ok(text.includes(words(en)), `"${en}" is not in it`);
  });

  for (const side of ['broken', 'cured'] as const) {
    test(`${bug.name}: ${side}`, async () => {
      const { report, unexpected } = await reproduceBug(bug.name, side);
      assert.equal(unexpected, [], JSON.stringify({ ...report, trace: [], backtrace: [] }));
    });
  }
}

test.run();
