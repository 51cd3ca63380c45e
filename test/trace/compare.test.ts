import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareTraces, parseTrace } from '../../src/trace/compare';
import type { TraceRecord } from '../../src/trace/record';

const record = (method: string, result: number): TraceRecord => ({
  seq: 1,
  phase: 'build',
  object: 'plugin#1',
  class: 'Probe@2',
  parent: null,
  method,
  args: {},
  result,
  durationUs: 1,
  thread: 1,
});

test('drops a repeated question, and not one asked in a new state', () => {
  const [asked, set] = [record('getWorkspaceSize', 4), record('setTactic', 0)];
  assert.ok(compareTraces([asked, asked], [asked]).equal);
  assert.not.ok(compareTraces([asked, set, asked], [asked, set]).equal);
});

test('a question in another phase, or of another object, is no repeat', () => {
  const asked = record('getWorkspaceSize', 4);
  for (const other of [
    { ...asked, phase: 'enqueue' },
    { ...asked, object: 'plugin#2' },
  ]) {
    assert.not.ok(compareTraces([asked, other], [asked]).equal);
    assert.ok(compareTraces([asked, other, other], [asked, other]).equal);
  }
});

test('finds a missing, an added and a changed record', () => {
  const trace = parseTrace(
    readFileSync(join(process.cwd(), 'recordings', 'v3-single.jsonl'), 'utf8'),
  );
  assert.not.ok(compareTraces(trace, trace.slice(0, -1)).equal);
  assert.not.ok(compareTraces(trace.slice(1), trace).equal);
  const at = trace.findIndex(({ method }) => method === 'configurePlugin');
  const changed = trace.map((entry, i) => (i === at ? { ...entry, result: 1 } : entry));
  assert.is(compareTraces(trace, changed).first?.b?.result, 1);
});

test('ignores time, thread and the order of keys', () => {
  const a = { ...record('clone', 1), args: { x: 1, y: 2 } };
  const b = { ...record('clone', 1), args: { y: 2, x: 1 }, durationUs: 9, thread: 7, seq: 5 };
  assert.ok(compareTraces([a], [b]).equal);
});

test('an empty trace equals nothing', () => {
  assert.throws(() => compareTraces([], []), /empty/);
});

test('a line that is no JSON is named by its number', () => {
  assert.throws(() => parseTrace('{"seq": 1}\n\nnot a record'), /line 3/);
});

test.run();
