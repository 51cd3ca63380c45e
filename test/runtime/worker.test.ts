/** Engines in worker threads: each deserialises its own and runs it, at the same time as the others. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../src/native-loader';
import { addLogger } from '../../src/runtime/logger';
import type { TraceRecord } from '../../src/trace/record';
import { trace } from '../../src/trace/trace';
import { buildAddScalar } from './add-scalar-engine';
import { build, scalarField } from './plugin-network';

const WORKERS = 3;
const RUNS = 40;

/** Runs worker-engine.ts in a worker thread. @returns the results that were wrong */
function runWorker(engines: Uint8Array[], seed: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'worker-engine.js'), {
      workerData: { engines, seed, runs: RUNS },
    });
    let report: string[] | undefined;
    worker.on('message', (message: string[]) => (report = message));
    worker.on('error', reject);
    worker.on('exit', (code) =>
      report ? resolve(report) : reject(new Error(`a worker ended with code ${code}`)),
    );
  });
}

/** y = ((x + x) + 5) - x, the sum in the middle by a plugin, the others by ONNX Runtime. */
const buildWithNativeLayers = () =>
  build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [-1, 4]);
    const doubled = network.addElementWise(x, x, 'kSUM').getOutput(0);
    const added = layer('add', 'AddScalar', [doubled], scalarField(5)).getOutput(0);
    network.markOutput(network.addElementWise(added, x, 'kSUB').getOutput(0).setName('y'));
    profile({
      x: [
        [1, 4],
        [2, 4],
        [8, 4],
      ],
    });
  });

test('workers run engines at the same time: right results, and a whole trace', async () => {
  const engines = [
    await buildAddScalar('1', 1.5),
    await buildAddScalar('2', -2),
    await buildWithNativeLayers(),
  ];
  trace.reset();
  const reports = await Promise.all(
    Array.from({ length: WORKERS }, (_, seed) => runWorker(engines, seed)),
  );
  assert.equal(reports.flat(), []);

  const records = trace.records();
  const sequences = records.map(({ seq }) => seq);
  assert.is(new Set(sequences).size, sequences.length, 'no number twice');
  assert.is(Math.max(...sequences), sequences.length - 1, 'and none left out');
  assert.equal(
    records.filter(({ unfinished }) => unfinished),
    [],
  );
  const byObject = new Map<string, TraceRecord[]>();
  for (const record of records) {
    if (record.method !== 'enqueue' || !record.object.startsWith('plugin#')) continue;
    byObject.set(record.object, [...(byObject.get(record.object) ?? []), record]);
  }
  assert.is(byObject.size, WORKERS * engines.length);
  for (const calls of byObject.values()) {
    assert.is(calls.length, RUNS);
    assert.is(new Set(calls.map(({ thread }) => thread)).size, 1, 'one thread a plugin object');
    assert.ok(calls.every(({ result }) => result === 0));
    assert.equal(
      calls.map(({ args }) => args),
      Array.from({ length: RUNS }, (_, i) => expectedArgs(1 + (i % 8))),
    );
  }
  const threads = [...byObject.values()].map(([first]) => first?.thread);
  assert.is(new Set(threads).size, WORKERS);
});

test('a worker’s messages are its own, and this thread keeps its logger when it ends', async () => {
  const heard: string[] = [];
  const remove = addLogger((_, message) => heard.push(message));
  const body = `
    const { native } = require(${JSON.stringify(join(__dirname, '../../src/native-loader'))});
    const { addLogger } = require(${JSON.stringify(join(__dirname, '../../src/runtime/logger'))});
    const heard = [];
    addLogger((_, message) => heard.push(message));
    native().pluginRegistry.getCreator('FromWorker', '1', '');
    require('node:worker_threads').parentPort.postMessage(heard);`;
  const worker = new Worker(body, { eval: true });
  const theirs = await new Promise<string[]>((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
  });
  await new Promise((resolve) => worker.on('exit', resolve));
  assert.is(theirs.length, 1);
  assert.match(theirs[0] ?? '', /FromWorker/);
  assert.equal(heard, []);
  native().pluginRegistry.getCreator('FromMain', '1', '');
  assert.is(heard.length, 1);
  assert.match(heard[0] ?? '', /FromMain/);
  remove();
});

function expectedArgs(rows: number): object {
  const desc = { type: 'kFLOAT', format: 'kLINEAR', dims: [rows, 4] };
  return { in: [desc], out: [desc], workspaceNull: true };
}

test.run();
