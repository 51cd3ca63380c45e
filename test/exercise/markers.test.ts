import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MarkerError, splitSource } from '../../src/exercise/markers';

test('a place becomes the stub in one file and the solution in the other', () => {
  const text = [
    'before',
    '    // SOLUTION',
    '    return 1; // right',
    '    // STUB',
    '    // // yours',
    '    //   return 0;',
    '    //',
    '    // END',
    'after',
  ].join('\n');
  const { stub, solution, places } = splitSource(text);
  assert.is(stub, 'before\n    // yours\n      return 0;\n\nafter');
  assert.is(solution, 'before\n    return 1; // right\nafter');
  assert.is(places, 1);
});

test('a stub may be empty, comments may be those of a shell, and anchors go', () => {
  const text =
    '# ANCHOR: x\n# SOLUTION\nall: lib.so\n# END\n# ANCHOR_END: x\n# SOLUTION\na\n# STUB\n# b\n# END';
  assert.equal(splitSource(text), { stub: 'b', solution: 'all: lib.so\na', places: 2 });
});

test('JSON with marks becomes JSON', () => {
  const { stub, solution } = splitSource(
    '{\n// SOLUTION\n"a": 1\n// STUB\n// "a": null\n// END\n}',
  );
  assert.equal([JSON.parse(stub), JSON.parse(solution)], [{ a: null }, { a: 1 }]);
});

const wrong: [string, string, number][] = [
  ['an END alone', 'x\n// END', 2],
  ['a STUB alone', '// STUB\n// END', 1],
  ['no END', 'a\n// SOLUTION\nx', 2],
  ['one in another', '// SOLUTION\n// SOLUTION\n// END', 2],
  ['a stub that is code', '// SOLUTION\nx\n// STUB\ny\n// END', 4],
];
for (const [what, text, line] of wrong)
  test(`${what} is an error with its line`, () => {
    assert.throws(
      () => splitSource(text),
      (error: unknown) => error instanceof MarkerError && error.line === line,
    );
  });

test.run();
