/** What a compiler refuses is said at the author's own lines. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CppError, runCpp } from '../../src/cell';

async function refused(text: string): Promise<CppError> {
  try {
    await runCpp(text);
  } catch (error) {
    if (error instanceof CppError) return error;
    throw error;
  }
  throw new Error('it was compiled');
}

test('an undeclared name: line, text and caret, counted in characters', async () => {
  const error = await refused(
    'int main() {\n    int é = 1; int  y  =  missing;\n    return é + y;\n}',
  );
  assert.is(error.code, 'CPP_COMPILE_FAILED');
  const [head, said, text, caret] = error.message.split('\n');
  assert.is(head, 'Cannot compile the text: 1 error');
  assert.match(said ?? '', /^line 2: error: .*'missing'/);
  assert.is(text, '  2 |     int é = 1; int  y  =  missing;');
  assert.is(caret, '    |                           ^');
  const [found] = error.diagnostics;
  assert.equal([found?.file, found?.line, found?.column], ['cell', 2, 27]);
  assert.equal([found?.severity, found?.text], ['error', '    int é = 1; int  y  =  missing;']);
  assert.match(error.log, 'missing');
});

test('columns are the author’s where the emulator rewrote the line', async () => {
  const error = await refused(
    '__global__ void k(int* x) {}\nint main() { k<<<1, 3>>>(nullptr);   int  a  =  nowhere; }',
  );
  const [found] = error.diagnostics;
  assert.is(found?.line, 2);
  assert.is(found?.text.slice(found.column - 1), 'nowhere; }');
});

test('an error within a library’s template names the line that used it', async () => {
  const error = await refused(
    '#include <vector>\nstruct A { A(int); };\nint main() {\n    std::vector<A> v(3);\n}',
  );
  assert.match(error.message, /error: no matching function/);
  assert.match(error.message, /line 4: note: .*required from/);
  assert.ok(error.message.split('\n').length <= 20);
});

test('very many errors are not all told', async () => {
  const error = await refused(
    `int main() {\n${Array.from({ length: 40 }, (_, i) => `    a${i} = 1;`).join('\n')}\n}`,
  );
  assert.ok(error.message.split('\n').length <= 21);
  assert.match(error.message, /40 errors/);
  assert.match(error.message, /… and \d+ more$/);
  assert.is(error.diagnostics.length, 40);
});

test('a missing header, no main, an undefined function, a launch that is none', async () => {
  assert.match(
    (await refused('#include <nowhere.h>\nint main() {}')).message,
    'line 1: error: nowhere.h',
  );
  assert.match(
    (await refused('int helper() { return 1; }')).message,
    "undefined reference to 'main'",
  );
  const undefinedFunction = await refused('void far();\nint main() {\n    far();\n}');
  assert.match(undefinedFunction.message, "line 3: error: undefined reference to 'far()'");
  assert.match((await refused('int main() {\n  nothing<<<1, ;\n}')).message, /line \d: error: /);
});

test('no text, and a file that is not there', async () => {
  const code = async (source: string | { file: string }): Promise<unknown> =>
    runCpp(source).then(
      () => null,
      (error: unknown) => (error as { code?: string }).code,
    );
  assert.is(await code('  \n'), 'CPP_SOURCE_INVALID');
  assert.is(await code({ file: 'nowhere/at-all.cu' }), 'CPP_SOURCE_INVALID');
});

test.run();
