import { spawn } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { delay, TestKernel } from './kernel-client';

const test = suite<{ kernel: TestKernel }>('kernel: queue, interrupt, end');

test.before(async (context) => {
  context.kernel = await TestKernel.start();
});
test.after(({ kernel }) => kernel.stop());

async function statuses(
  kernel: TestKernel,
  codes: string[],
  options: object = {},
): Promise<unknown[]> {
  const ids = codes.map((code) => kernel.send(code, { ...options }));
  const results = [];
  for (const id of ids) results.push((await kernel.result(id)).reply.status);
  return results;
}

test('cells sent together stop at the first error', async ({ kernel }) => {
  assert.equal(await statuses(kernel, ['1', 'throw 1', '2', '3']), [
    'ok',
    'error',
    'aborted',
    'aborted',
  ]);
  assert.equal(await statuses(kernel, ['nope', '2']), ['error', 'aborted']);
  const slow = 'await new Promise(done => setTimeout(done, 300)); throw 1';
  assert.equal(await statuses(kernel, [slow, '2', '3']), ['error', 'aborted', 'aborted']);
});

test('unless the requests say that they go on', async ({ kernel }) => {
  assert.equal(await statuses(kernel, ['throw 1', '2', 'nope', '3'], { stop_on_error: false }), [
    'error',
    'ok',
    'error',
    'ok',
  ]);
});

test('what is sent after the reply to an error is run', async ({ kernel }) => {
  for (let i = 0; i < 3; i += 1) {
    assert.is((await kernel.execute('throw 1')).reply.status, 'error');
    assert.is((await kernel.execute('1')).reply.status, 'ok');
  }
});

test('cells run one after the other', async ({ kernel }) => {
  const first = kernel.send(
    'await new Promise(done => setTimeout(done, 100)); console.log("first")',
  );
  const second = kernel.send('console.log("second")');
  await kernel.result(second);
  assert.is((await kernel.result(first)).stdout, 'first\n');
});

test('an interrupt ends a loop, a wait and a blocking call', async ({ kernel }) => {
  const endless = [
    'console.log("endless loop"); while (true) ;',
    'console.log("endless wait"); await new Promise(() => {})',
    'import { execSync } from "child_process"; console.log("endless call"); execSync("sleep 20")',
  ];
  for (const code of endless) {
    const id = kernel.send(code);
    await kernel.see(({ type, parent }) => type === 'stream' && parent === id);
    await delay(100);
    kernel.interrupt();
    const { reply } = await kernel.result(id);
    assert.equal([reply.status, reply.ename], ['error', 'KeyboardInterrupt']);
  }
  assert.is((await kernel.execute('1')).reply.status, 'ok');
});

test('a busy kernel answers, and stays busy', async ({ kernel }) => {
  const id = kernel.send('await new Promise(done => setTimeout(done, 300))');
  await delay(100);
  assert.is((await kernel.request('kernel_info_request')).content.status, 'ok');
  const state = await kernel.see(
    ({ parent, type, content }) =>
      parent === id && type === 'status' && content.execution_state === 'busy',
  );
  assert.ok(state);
  await kernel.result(id);
});

test('a shutdown request ends the process, whatever still runs', async () => {
  const kernel = await TestKernel.start();
  await kernel.execute('setInterval(() => {}, 1000)');
  const { content } = await kernel.request('shutdown_request', { restart: true }, 'control');
  assert.equal(content, { status: 'ok', restart: true });
  assert.is(await kernel.ended(), 0);
  await kernel.relaunch();
  assert.is((await kernel.execute('1')).reply.execution_count, 1);
  await kernel.stop();
});

test('a kernel whose server is gone ends, even from within a loop', async () => {
  for (const code of ['1', 'console.log("looping"); while (true) ;']) {
    const server = spawn('sleep', ['60']);
    const kernel = await TestKernel.start(process.cwd(), server.pid);
    const id = kernel.send(code);
    await kernel.see(({ type, parent }) => parent === id && type !== 'status');
    server.kill('SIGKILL');
    assert.ok([0, 'SIGKILL'].includes((await kernel.ended()) ?? ''));
    await kernel.stop();
  }
});

test.run();
