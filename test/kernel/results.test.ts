import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CellResult, TestKernel } from './kernel-client';

const test = suite<{ kernel: TestKernel; folder: string }>('kernel: results');
const resultOf = ({ published }: CellResult): unknown =>
  published.find(({ type }) => type === 'execute_result')?.content.data;

test.before(async (context) => {
  // As a notebook: in a folder below the clone, from where node_modules is found.
  mkdirSync('.workbook', { recursive: true });
  context.folder = mkdtempSync(path.resolve('.workbook', 'kernel-test-'));
  context.kernel = await TestKernel.start(context.folder);
});
test.after(async ({ kernel, folder }) => {
  await kernel.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the last expression is an execute_result', async ({ kernel }) => {
  const cell = await kernel.execute('const half = 0.5;\nhalf');
  assert.equal(resultOf(cell), { 'text/plain': '0.5' });
  assert.equal(cell.published[0]?.content, {
    code: 'const half = 0.5;\nhalf',
    execution_count: cell.reply.execution_count,
  });
  assert.is(cell.stdout, '');
});

test('a cell without a value has no execute_result', async ({ kernel }) => {
  assert.is(resultOf(await kernel.execute('const nothing = 1')), undefined);
  assert.is(resultOf(await kernel.execute('undefined')), undefined);
});

test('a value can say how it is displayed', async ({ kernel }) => {
  const cell = await kernel.execute(
    '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>1</b>" }) })',
  );
  assert.equal(resultOf(cell), { 'text/html': '<b>1</b>' });
});

test('names of earlier cells: constants again, shorthand properties, both sides of an assignment', async ({
  kernel,
}) => {
  await kernel.execute('const rows = 2; let columns = 3;');
  assert.equal(resultOf(await kernel.execute('({ rows, columns })')), {
    'text/plain': '{ rows: 2, columns: 3 }',
  });
  assert.equal(resultOf(await kernel.execute('const rows = 5; rows')), { 'text/plain': '5' });
  assert.equal(resultOf(await kernel.execute('({ columns } = { columns: 7 }); columns')), {
    'text/plain': '7',
  });
});

test('await and for await at top level', async ({ kernel }) => {
  assert.equal(resultOf(await kernel.execute('const later = await Promise.resolve(4);\nlater')), {
    'text/plain': '4',
  });
  const cell = await kernel.execute('for await (const each of [1, 2]) console.log(each);');
  assert.equal([cell.reply.status, cell.stdout], ['ok', '1\n2\n']);
});

test('what is printed and displayed keeps its order', async ({ kernel }) => {
  const { published } = await kernel.execute(
    'import { display } from "tslab";\nconsole.log("a"); display.html("<i>b</i>"); console.log("c"); console.error("d"); "e"',
  );
  const order = published
    .slice(1)
    .map(({ content }) => content.text ?? Object.values(content.data as Record<string, string>)[0]);
  assert.equal(order, ['a\n', '<i>b</i>', 'c\n', 'd\n', "'e'"]);
});

test('twenty thousand lines arrive in few messages', async ({ kernel }) => {
  const { stdout, published } = await kernel.execute(
    'for (let i = 0; i < 20000; i++) console.log(i)',
  );
  assert.is(stdout, Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(''));
  assert.ok(published.length < 500, `${published.length} messages`);
});

test('the package is imported with its types from a notebook’s folder', async ({ kernel }) => {
  const cell = await kernel.execute(
    "import * as workbook from 'tensorrt-plugin-workbook';\ntypeof workbook.getPluginRegistry",
  );
  assert.equal(resultOf(cell), { 'text/plain': "'function'" });
  const wrong = await kernel.execute(
    "import { noSuchThing } from 'tensorrt-plugin-workbook';\nnoSuchThing",
  );
  assert.is(wrong.reply.ename, 'TypeScriptError');
});

test('completion and inspection count code points', async ({ kernel }) => {
  const code = '"𝄞"; process.stdo';
  const length = Array.from(code).length;
  const { content } = await kernel.request('complete_request', { code, cursor_pos: length });
  assert.is((content.matches as string[])[0], 'stdout');
  assert.equal([content.cursor_start, content.cursor_end], [length - 4, length]);
  const inspected = await kernel.request('inspect_request', {
    code: 'console.log',
    cursor_pos: 9,
    detail_level: 0,
  });
  assert.is(inspected.content.found, true);
});

test('every other request gets its reply', async ({ kernel }) => {
  const expected: [string, object][] = [
    ['comm_info', { status: 'ok', comms: {} }],
    ['history', { status: 'ok', history: [] }],
  ];
  for (const [name, content] of expected) {
    const reply = await kernel.request(`${name}_request`);
    assert.equal([reply.type, reply.content], [`${name}_reply`, content]);
  }
  const { content } = await kernel.request('is_complete_request', { code: 'function f() {' });
  assert.equal(content, { status: 'incomplete', indent: '  ' });
  const info = await kernel.request('kernel_info_request');
  assert.is((info.content.language_info as { name: string }).name, 'typescript');
});

test.run();
