/** The addon in worker threads, its logger, and standard output. */
import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { binding, probeLibrary } from './binding';

const addon = join(process.cwd(), 'build', 'Release', 'workbook.node');
const useAddon = `
  const { parentPort } = require('node:worker_threads');
  const binding = require(${JSON.stringify(addon)});
  const creator = binding.pluginRegistry.getCreator('Probe', '2', '');
  let messages = [];
  binding.setLogger((severity, message) => messages.push(severity));
  binding.pluginRegistry.getCreator('Nope', '1', '');
  const ids = [];
  for (let i = 0; i < 100; ++i) {
    const plugin = creator.createPlugin('p', [], 'kBUILD');
    const clone = plugin.getCapabilityInterface('kRUNTIME').attachToContext();
    ids.push(plugin.id, clone.id);
    clone.destroy();
    plugin.destroy();
    new binding.DeviceBuffer(100);
  }
  const kept = [creator.createPlugin('kept', [], 'kBUILD'), new binding.Stream()];
  parentPort.postMessage({ ids, id: creator.id, messages });
`;

interface Report {
  ids: string[];
  id: string;
  messages: string[];
}
const runWorker = () =>
  new Promise<Report>((resolve, reject) => {
    let report: Report | undefined;
    const worker = new Worker(useAddon, { eval: true });
    worker.on('message', (message: Report) => (report = message));
    worker.on('error', reject);
    worker.on('exit', () => (report ? resolve(report) : reject(new Error('no message'))));
  });

test('workers use the addon at the same time; numbers are shared, objects are not', async () => {
  binding.setLogger(null);
  binding.pluginRegistry.loadLibrary(probeLibrary);
  const reports = await Promise.all([runWorker(), runWorker(), runWorker()]);
  const ids = reports.flatMap((report) => report.ids);
  assert.is(new Set(ids).size, ids.length);
  assert.equal([...new Set(reports.map(({ id }) => id))], ['creator#2']);
});

test('a message of another thread reaches the logger through the event loop', async () => {
  const messages: string[] = [];
  const worker = new Worker(
    `require(${JSON.stringify(addon)}).pluginRegistry.getCreator('FromWorker', '1', '')`,
    { eval: true },
  );
  binding.setLogger((severity, message) => messages.push(`${severity} ${message}`));
  await new Promise((resolve) => worker.on('exit', resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.is(messages.length, 1);
  assert.match(messages[0] ?? '', /^kERROR IPluginRegistry::getCreator.*FromWorker/);
  binding.setLogger(null);
});

test('a logger that throws does not disturb the caller', () => {
  binding.setLogger(() => {
    throw new Error('from the logger');
  });
  assert.is(binding.pluginRegistry.getCreator('Nope', '1', ''), null);
  binding.setLogger(null);
});

test('a logger that calls back', () => {
  let depth = 0;
  binding.setLogger(() => {
    if (++depth < 5) binding.pluginRegistry.getCreator('Nope', '1', '');
  });
  binding.pluginRegistry.getCreator('Nope', '1', '');
  assert.is(depth, 5);
  binding.setLogger(null);
});

/** Runs `body` in a child that has the addon as `binding`. */
const child = (body: string) =>
  spawnSync(
    process.execPath,
    ['-e', `const binding = require(${JSON.stringify(addon)}); ${body}`],
    {
      encoding: 'utf8',
    },
  );

test('a logger does not keep the process running; without one errors go to standard error', () => {
  const silent = child(
    `binding.setLogger(() => {}); binding.pluginRegistry.getCreator('Nope', '1', '');`,
  );
  assert.equal([silent.status, silent.stderr], [0, '']);
  const { status, stderr } = child(`binding.pluginRegistry.getCreator('Nope', '1', '');`);
  assert.is(status, 0);
  assert.match(stderr, /^\[E\] IPluginRegistry::getCreator: Error Code 4/);
});

test('takeStandardOutput() gives the old descriptor', () => {
  const { stdout, stderr } = child(`
    const fd = binding.takeStandardOutput();
    process.stdout.write('to stderr\\n');
    require('node:fs').writeSync(fd, 'to stdout\\n');
    binding.flushOutput();`);
  assert.equal([stdout, stderr], ['to stdout\n', 'to stderr\n']);
});

test('undestroyed objects at exit are left alone', () => {
  const { status, stderr } = child(`
    binding.pluginRegistry.loadLibrary(${JSON.stringify(probeLibrary)});
    globalThis.kept = [binding.pluginRegistry.getCreator('Probe', '2', '').createPlugin('p', [], 'kBUILD'),
      new binding.DeviceBuffer(100), new binding.Stream()];`);
  assert.equal([status, stderr], [0, '']);
});

test.run();
