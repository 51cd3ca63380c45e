/** C++ in cells of the real kernel: errors and crashes at the cell's own lines. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TestKernel, type CellResult } from '../kernel/kernel-client';

const test = suite<{ kernel: TestKernel }>('kernel: C++ in cells');
const TICK = '`';

const errorText = ({ reply }: CellResult): string =>
  // eslint-disable-next-line no-control-regex
  ((reply.traceback ?? []) as string[]).join('\n').replace(/\x1b\[[0-9;]*m/g, '');

function shown({ published }: CellResult): string {
  const found = published.find(({ type }) => type === 'display_data');
  return (found?.content.data as Record<string, string> | undefined)?.['text/plain'] ?? '';
}

test.before(async (context) => {
  context.kernel = await TestKernel.start();
  await context.kernel.execute(
    "import { buildPlugin, runCpp, runInChild, show } from 'tensorrt-plugin-workbook';",
  );
});
test.after(({ kernel }) => kernel.stop());

test('a program is shown; types are right', async ({ kernel }) => {
  const result =
    await kernel.execute(`const program = await runCpp(String.raw${TICK}#include <cstdio>
int main() { std::puts("from the cell"); }${TICK});
const code: number | null = program.exitCode;
show(program);`);
  assert.is(result.reply.status, 'ok', errorText(result));
  assert.is(shown(result), 'from the cell');
});

test('a crash is at the cell’s line', async ({ kernel }) => {
  const result = await kernel.execute(`// the cell has lines of its own
const value = 5;
show(await runCpp(String.raw${TICK}
int main() {
    int* p = nullptr;
    *p = \${value};
}${TICK}));`);
  assert.match(shown(result), 'main (cell line 6)');
  assert.match(shown(result), '> 6 |     *p = ${value};');
});

test('a compile error is at the cell’s line, and nothing of the library is in the stack', async ({
  kernel,
}) => {
  const result = await kernel.execute(`const unused = 1;
await runCpp(String.raw${TICK}#include <cstdio>
int main() {
    std::puts("a\\n", nowhere);
}${TICK});`);
  assert.is(result.reply.ename, 'CppError');
  const text = errorText(result);
  assert.match(text, "CppError: Cannot compile the cell: 1 error\ncell line 4: error: 'nowhere'");
  assert.match(text, '  4 |     std::puts("a\\n", nowhere);\n    |                      ^');
  assert.match(text, /at async cell \[\d+\], line 2, column 1/);
  assert.not.match(text, 'src/cell');
});

test('a plain template, and a text that code has put together', async ({ kernel }) => {
  const plain = await kernel.execute(`await runCpp(${TICK}int main() {
    return "a\\\\n";
}${TICK});`);
  assert.match(errorText(plain), 'cell line 2: error: invalid conversion');
  const joined = await kernel.execute(
    "const text = ['int main() {', '    return \"a\";', '}'].join('\\n');\nawait runCpp(text);",
  );
  assert.match(errorText(joined), '\nline 2: error: invalid conversion');
});

test('a replaced part of a plugin: the cell’s line in a compile error', async ({ kernel }) => {
  const result = await kernel.execute(`const library = await buildPlugin({
  plugin: 'addScalarPlugin',
  replace: {
    'v2-number-of-outputs': String.raw${TICK}int32_t AddScalarPluginV2Dynamic::getNbOutputs() const noexcept {
    return two;
}${TICK},
  },
});`);
  assert.match(errorText(result), "cell line 5: error: 'two' was not declared");
});

test.run();
