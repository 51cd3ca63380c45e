import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TestKernel } from './kernel-client';

const test = suite<{ kernel: TestKernel }>('kernel: output below JavaScript');
const child = (script: string): string =>
  `import { spawn, spawnSync } from 'child_process';\nspawnSync('sh', ['-c', ${JSON.stringify(script)}], { stdio: 'inherit' });\n0`;

test.before(async (context) => {
  context.kernel = await TestKernel.start();
});
test.after(({ kernel }) => kernel.stop());

test('what a child process writes reaches the notebook', async ({ kernel }) => {
  const { stdout, stderr } = await kernel.execute(child('echo out; echo err >&2'));
  assert.equal([stdout, stderr], ['out\n', 'err\n']);
});

test('in its place between what JavaScript prints', async ({ kernel }) => {
  const { stdout } = await kernel.execute(
    `console.log('before'); ${child('echo native')}; console.log('after')`,
  );
  assert.is(stdout, 'before\nnative\nafter\n');
});

test('the hook that empties native buffers is called first', async ({ kernel }) => {
  const { stdout } = await kernel.execute(
    `import { writeSync } from 'fs';
     let buffered = 'held back\\n';
     (globalThis as any)[Symbol.for('workbook.flushOutput')] = () => { writeSync(1, buffered); buffered = ''; };
     console.log('printed');`,
  );
  assert.is(stdout, 'held back\nprinted\n');
});

test('printf of a native library is seen, before what is printed after it', async ({ kernel }) => {
  const source = path.join(kernel.folder, 'says.cpp');
  const library = path.join(kernel.folder, 'says.so');
  writeFileSync(
    source,
    '#include <cstdio>\n__attribute__((constructor)) static void say() { std::printf("from C\\n"); }\n',
  );
  execFileSync(process.env.CXX ?? 'g++', ['-shared', '-fPIC', '-o', library, source]);
  const { stdout } = await kernel.execute(
    `import { getPluginRegistry } from 'tensorrt-plugin-workbook';
     getPluginRegistry().openLibrary(${JSON.stringify(library)});
     console.log('after');`,
  );
  assert.is(stdout, 'from C\nafter\n');
});

test('more than a pipe holds does not block', async ({ kernel }) => {
  const { stdout } = await kernel.execute(child('yes 0123456789 | head -c 1100000'));
  assert.is(stdout.length, 1_100_000);
});

test('a character cut in two by a write stays whole', async ({ kernel }) => {
  const { stdout } = await kernel.execute(
    `import { writeSync } from 'fs';
     const bytes = Buffer.from('名');
     writeSync(1, bytes, 0, 1); await new Promise((done) => setTimeout(done, 250)); writeSync(1, bytes, 1);`,
  );
  assert.is(stdout, '名');
});

test('it appears while an asynchronous cell still runs, and after it', async ({ kernel }) => {
  const id = kernel.send(
    `import { spawn } from 'child_process';
     spawn('sh', ['-c', 'echo soon; sleep 1.2; echo late'], { stdio: 'inherit' });
     await new Promise((done) => setTimeout(done, 800));`,
  );
  const stream = async (text: string): Promise<unknown> =>
    kernel.see(
      (message) =>
        message.type === 'stream' &&
        message.parent === id &&
        String(message.content.text).includes(text),
    );
  await stream('soon');
  assert.not.ok(kernel.published(id).some(({ content }) => String(content.text).includes('late')));
  await kernel.result(id);
  await stream('late');
});

test('a kernel that dies leaves its last words to the next', async () => {
  const kernel = await TestKernel.start();
  await kernel.execute('console.log("shown")');
  kernel.send(
    "import { writeSync } from 'fs'; writeSync(2, 'assertion failed: nbDims == 4\\n'); process.abort();",
  );
  assert.is(await kernel.ended(), 'SIGABRT');
  await kernel.relaunch();
  const { stderr } = await kernel.execute('1');
  assert.match(stderr, 'The kernel before this one died');
  assert.match(stderr, 'assertion failed: nbDims == 4');
  assert.is((await kernel.execute('1')).stderr, '');
  await kernel.request('shutdown_request', { restart: false }, 'control');
  await kernel.ended();
  assert.equal(
    readdirSync(kernel.folder).filter((name) => /\.std(out|err)$/.test(name)),
    [],
  );
  await kernel.stop();
});

test.run();
