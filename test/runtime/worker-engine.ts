/** What worker.test.ts runs in each worker: deserialises every engine, runs all of them in turn, and reports. */
import { parentPort, workerData } from 'node:worker_threads';
import { Stream } from '../../src/runtime/context/device';
import { createRuntime } from '../../src/runtime/engine/engine';
import { run } from './add-scalar-engine';

const { engines, seed, runs } = workerData as {
  engines: Uint8Array[];
  seed: number;
  runs: number;
};
/** What the engines of worker.test.ts add. */
const SCALARS = [1.5, -2, 5];

async function main(): Promise<void> {
  const runtime = createRuntime();
  const open = engines.map((bytes) => runtime.deserializeCudaEngine(bytes));
  const contexts = open.map((engine) => engine.createExecutionContext());
  const stream = new Stream();
  const wrong: string[] = [];
  for (let i = 0; i < runs; i += 1) {
    const rows = Array.from({ length: 1 + (i % 8) }, (_, row) => [seed, i, row, seed * i]);
    for (const [k, context] of contexts.entries()) {
      const expected = rows.flat().map((value) => value + (SCALARS[k] ?? 0));
      const actual = await run(context, stream, rows);
      if (JSON.stringify(actual) !== JSON.stringify(expected))
        wrong.push(`${seed} ${i}: ${actual.join()}`);
    }
  }
  for (const context of contexts) context.destroy();
  for (const engine of open) engine.destroy();
  runtime.destroy();
  stream.destroy();
  parentPort?.postMessage(wrong);
}

void main();
