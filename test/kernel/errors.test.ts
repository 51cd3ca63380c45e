import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TestKernel } from './kernel-client';

const test = suite<{ kernel: TestKernel }>('kernel: errors');
const plain = (lines: unknown): string =>
  // eslint-disable-next-line no-control-regex
  (lines as string[]).join('\n').replace(/\x1b\[[0-9;]*m/g, '');

test.before(async (context) => {
  context.kernel = await TestKernel.start();
});
test.after(({ kernel }) => kernel.stop());

test('a thrown error is an error message and an error reply, naming the learner’s lines', async ({
  kernel,
}) => {
  const source =
    'interface Shape {\n  rows: number;\n}\n\nfunction deep(shape: Shape): never {\n  throw new RangeError("too large");\n}\ndeep({ rows: 3 })';
  const { reply, published } = await kernel.execute(source);
  const error = published.find(({ type }) => type === 'error');
  assert.is(reply.status, 'error');
  for (const content of [reply, error?.content ?? {}]) {
    assert.is(content.ename, 'RangeError');
    assert.is(content.evalue, 'too large');
    const text = plain(content.traceback);
    assert.match(text, 'RangeError: too large');
    assert.match(text, '> 6 |   throw new RangeError("too large");');
    assert.match(text, /at deep \(cell \[\d+\], line 6, column 9\)/);
    assert.match(text, /at cell \[\d+\], line 8, column 1/);
    assert.not.match(text, /node_modules|node:vm|dist\//);
  }
  assert.match(String((reply.traceback as string[])[0]), '\x1b[0;31mRangeError\x1b[0m');
});

test('a type error is an error message, and the cell is not run', async ({ kernel }) => {
  const { reply, published, stdout } = await kernel.execute(
    'console.log("ran");\n\nconst count: number = "three";',
  );
  assert.is(reply.status, 'error');
  assert.is(reply.ename, 'TypeScriptError');
  assert.match(plain(reply.traceback), /cell \[\d+\], line 3, column 7/);
  assert.match(plain(reply.traceback), '> 3 | const count: number = "three";');
  assert.is(stdout, '');
  assert.is(published.filter(({ type }) => type === 'error').length, 1);
});

test('a rejected await is an error of its cell', async ({ kernel }) => {
  const { reply } = await kernel.execute('await Promise.reject(new TypeError("later"))');
  assert.equal([reply.status, reply.ename, reply.evalue], ['error', 'TypeError', 'later']);
});

test('an error’s class, fields and cause are shown', async ({ kernel }) => {
  const { reply } = await kernel.execute(
    'class ShapeError extends Error { code = "SHAPE" }\nthrow new ShapeError("bad", { cause: new Error("inner") })',
  );
  assert.is(reply.ename, 'ShapeError');
  const text = plain(reply.traceback);
  assert.match(text, "code: 'SHAPE'");
  assert.match(text, /\[cause\]: Error: inner\n\s+at cell \[\d+\], line 2/);
});

test('whatever is thrown has a name and a value', async ({ kernel }) => {
  for (const [thrown, evalue] of [
    ['"text"', 'text'],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['{ a: 1 }', '{ a: 1 }'],
  ]) {
    const { reply } = await kernel.execute(`throw ${String(thrown)}`);
    assert.equal([reply.status, reply.ename, reply.evalue], ['error', 'Thrown', evalue]);
  }
});

test('an error thrown in a function of an earlier cell names that cell', async ({ kernel }) => {
  const first = await kernel.execute('function fails(): never {\n  throw new Error("far");\n}');
  const { reply } = await kernel.execute('\n\nfails()');
  const count = Number(first.reply.execution_count);
  const text = plain(reply.traceback);
  assert.match(text, `at fails (cell [${count}], line 2, column 9)`);
  assert.match(text, `at cell [${count + 1}], line 3, column 1`);
});

test('an error in a timer is reported and the kernel lives on', async ({ kernel }) => {
  await kernel.execute(
    'setTimeout(() => { throw new Error("stray") }, 1); Promise.reject(new Error("forgotten")); 0',
  );
  const all = async (text: string): Promise<unknown> =>
    kernel.see(
      ({ type, content }) =>
        type === 'stream' && content.name === 'stderr' && String(content.text).includes(text),
    );
  await all('stray');
  await all('forgotten');
  const { published } = await kernel.execute('1 + 1');
  assert.equal(published.at(-1)?.content.data, { 'text/plain': '2' });
});

test('process.exit is an error, not the end', async ({ kernel }) => {
  const { reply } = await kernel.execute('process.exit(0)');
  assert.is(reply.status, 'error');
  assert.match(String(reply.evalue), 'Cannot exit');
});

test.run();
