import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ConformanceResult } from '../../src/trace/conformance';
import {
  differencePicture,
  firstDifferenceText,
  resultLine,
} from '../../src/trace/conformance-text';
import type { TraceRecord, TraceValue } from '../../src/trace/record';

const record = (
  method: string,
  args: Record<string, TraceValue> = {},
  result: TraceValue = null,
): TraceRecord => ({
  seq: 0,
  phase: 'build',
  object: 'plugin#4',
  class: 'Probe@2',
  parent: 'plugin#3',
  method,
  args,
  result,
  durationUs: 0,
  thread: 1,
});
const desc = (format: string, min: number[]) => ({ type: 'kFLOAT', format, dims: [-1, 3], min });
const configured = (format: string, min: number[]) =>
  record('configurePlugin', { in: [desc(format, min)], out: [] }, 0);

function differing(a: TraceRecord | null, b: TraceRecord | null): ConformanceResult {
  return {
    name: 'v3-single',
    status: 'unexplained',
    explanation: null,
    comparison: { equal: false, equalRecords: 57, first: { a, b } },
    before: [record('clone', {}, 'plugin#5')],
    failure: null,
    logged: ['build: it was refused'],
    durationMs: 1,
  };
}

test('the same call with other values: the places are named', () => {
  const first = { a: configured('kLINEAR', [1, 3]), b: configured('kHWC', [2, 3]) };
  assert.is(
    firstDifferenceText(first),
    'build: plugin#4 configurePlugin: args.in[0].format kHWC, recorded kLINEAR (and 1 more)',
  );
});

test('another result, another parent', () => {
  assert.is(
    firstDifferenceText({ a: record('clone', {}, 'plugin#5'), b: record('clone', {}, 'plugin#6') }),
    'build: plugin#4 clone: result plugin#6, recorded plugin#5',
  );
  assert.is(
    firstDifferenceText({
      a: record('construct'),
      b: { ...record('construct'), parent: 'plugin#2' },
    }),
    'build: plugin#4 construct: parent plugin#2, recorded plugin#3',
  );
});

test('another call, another phase', () => {
  const a = record('getNbTactics', {}, 2);
  assert.is(
    firstDifferenceText({ a, b: record('destruct') }),
    'build: plugin#4 destruct(), recorded plugin#4 getNbTactics() = 2',
  );
  assert.is(
    firstDifferenceText({ a, b: { ...record('destruct'), phase: 'deserialize' } }),
    'deserialize, recorded build: plugin#4 destruct(), recorded plugin#4 getNbTactics() = 2',
  );
});

test('one of the traces ends', () => {
  const call = record('clone', {}, 'plugin#5');
  assert.is(
    firstDifferenceText({ a: call, b: null }),
    'build: ends here, recorded plugin#4 clone() = plugin#5',
  );
  assert.is(
    firstDifferenceText({ a: null, b: call }),
    'build: goes on with plugin#4 clone() = plugin#5, the recording ends',
  );
});

test('a call that did not return is no call that returned nothing', () => {
  const a = record('enqueue');
  assert.is(
    firstDifferenceText({ a, b: { ...a, unfinished: true } }),
    'build: plugin#4 enqueue: unfinished true, recorded false',
  );
});

test('the line of a result', () => {
  const result = differing(record('clone', {}, 'plugin#5'), null);
  assert.is(
    resultLine(result, 10),
    'unexplained  v3-single   after 57 records, build: ends here, recorded plugin#4 clone() = plugin#5',
  );
  assert.match(resultLine({ ...result, failure: 'died of SIGSEGV' }), 'died of SIGSEGV; after 57');
  const explained = {
    ...result,
    status: 'explained' as const,
    explanation: { id: 'crash', reason: 'it dies', source: 'recordings' },
  };
  assert.is(resultLine(explained), 'explained    v3-single  crash: it dies');
  assert.is(
    resultLine({
      ...result,
      status: 'equal',
      comparison: { equal: true, equalRecords: 9, first: null },
    }),
    'equal        v3-single  9 records',
  );
});

test('the picture: what came before, the two side by side, what was logged', () => {
  const picture = differencePicture(
    differing(configured('kLINEAR', [1, 3]), configured('kHWC', [1, 3])),
  );
  const lines = picture.split('\n');
  assert.is(lines[0], '  build  plugin#4 clone() = plugin#5');
  const row = (name: string) => lines.find((line) => line.startsWith(name)) ?? '';
  assert.match(row('args.in'), /kFLOAT:kLINEAR .* {2}\[kFLOAT:kHWC .* {2}<>$/);
  assert.not.match(row('method'), '<>');
  assert.match(picture, 'logged:\n  build: it was refused');
});

test('the picture breaks long values and keeps all of them', () => {
  const values = Array.from({ length: 60 }, (_, i) => i);
  const picture = differencePicture(differing(record('getValidTactics', {}, values), null));
  assert.ok(picture.split('\n').every((line) => line.length < 150));
  for (const value of [0, 30, 59]) assert.match(picture, String(value));
  assert.match(picture, '(the trace ends)');
});

test('nothing to compare: what was logged', () => {
  const result = { ...differing(null, null), comparison: null };
  assert.is(differencePicture(result), 'logged:\n  build: it was refused');
  assert.is(differencePicture({ ...result, logged: [] }), '');
});

test.run();
