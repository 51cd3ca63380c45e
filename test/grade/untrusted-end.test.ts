/** What a sandbox may leave in place of an answer. Nothing of it is believed, and nothing of it does harm. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fail, say } from '../../src/exercise/judging';
import type { SubjectTask } from '../../src/exercise/run/subject';
import { failureOf } from '../../src/exercise/failure';
import { NoSuchEndError, readUntrustedEnd } from '../../src/grade/untrusted-end';
import { parseUntrusted } from '../../src/grade/untrusted-json';

const request = { kind: 'answers' } as const;
const task: SubjectTask = {
  exercise: 'any',
  folder: '/nowhere',
  files: ['run.ts'],
  runs: [{ id: 'first', request }],
};
const read = (value: unknown): ReturnType<typeof readUntrustedEnd> =>
  readUntrustedEnd(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), task);
const refused = (value: unknown): void => {
  assert.throws(
    () => read(value),
    (error: unknown) => error instanceof NoSuchEndError,
    JSON.stringify(value).slice(0, 200),
  );
};

const report = {
  command: [],
  outcome: 'died',
  signal: 'SIGSEGV',
  exitCode: null,
  limit: null,
  crash: null,
  backtrace: null,
  findings: [],
  trace: [],
  stdout: '',
  stderr: '',
  durationMs: 1,
  cpuMs: 1,
  peakMemoryBytes: 1,
  leftRunning: 0,
  notes: [],
};

test('an answer of ours is read; runs that were not asked for are not', () => {
  const done = { outcome: 'done', result: { answers: { a: 1 } } };
  const end = read({ runs: { first: done, second: done }, warnings: [], buildMs: 2, runMs: -1 });
  assert.equal(end, { runs: { first: done }, warnings: [], buildMs: 2, runMs: 0 });
});

test('no JSON, none of ours, too deep, too much', () => {
  for (const text of ['', 'null', '[]', '"x"', '{', '{}', '{"runs":[]}', '{"runs":null}', '\0'])
    refused(text);
  refused('['.repeat(1000));
  refused(`{"runs":{"first":${'['.repeat(100)}${']'.repeat(100)}}}`);
  refused(`[${'0,'.repeat(3_000_000)}0]`);
  refused(`{"runs":{"first":"\\`);
  // A bracket within a text is none.
  assert.equal(parseUntrusted(Buffer.from(JSON.stringify({ a: '[['.repeat(100) + '"\\' }))), {
    a: '[['.repeat(100) + '"\\',
  });
});

test('ends of no form', () => {
  const first = (run: unknown): unknown => ({ runs: { first: run } });
  for (const run of [
    null,
    [],
    {},
    { outcome: 'passed' },
    // Only what is outside may say it.
    { outcome: 'ended', message: { en: 'x', zh: 'x' } },
    { outcome: 'done' },
    { outcome: 'done', result: [] },
    { outcome: 'done', result: {}, report: {} },
    { outcome: 'done', result: { cases: [{ trace: [{ object: 1 }] }] } },
    { outcome: 'notBuilt', failure: { message: 1, diagnostics: [] } },
    { outcome: 'notBuilt', failure: { message: '', diagnostics: [{}] } },
    { outcome: 'unreadable', message: {} },
    { outcome: 'stopped' },
    { outcome: 'stopped', report: { ...report, outcome: 'passed' } },
    { outcome: 'stopped', report: { ...report, signal: '<script>' } },
    { outcome: 'stopped', report: { ...report, backtrace: {} } },
    { outcome: 'stopped', report: { ...report, backtrace: [{ kind: 'mine', address: '0' }] } },
    { outcome: 'stopped', report: { ...report, crash: {} } },
    { outcome: 'stopped', report: { ...report, findings: [{ tool: 'x' }] } },
    { outcome: 'stopped', report: { ...report, notes: [{}] } },
  ])
    refused(first(run));
});

test('keys that mean something are left out, at every depth', () => {
  const text = `{"runs":{"first":{"outcome":"done","result":{"answers":{
    "__proto__":{"passed":true},"a":{"constructor":{"prototype":{"passed":true}},"toJSON":1}}}}}}`;
  const { runs } = read(text);
  const { result } = runs['first'] as { result: { answers: Record<string, unknown> } };
  assert.equal(result.answers, { a: {} });
  assert.is(({} as { passed?: unknown }).passed, undefined);
  assert.equal(Object.keys(read('{"runs":{"__proto__":{"outcome":"x"}}}').runs), []);
});

test('texts in a result are cut, the bytes of a tensor are not', () => {
  const long = 'no plugin "'.repeat(10_000);
  const result = {
    cases: [
      {
        error: { step: 'parse', code: 'X', message: long },
        inferences: [{ outputs: [{ data: long }] }],
      },
    ],
  };
  const end = read({ runs: { first: { outcome: 'done', result } } }).runs['first'];
  assert.ok(end?.outcome === 'done' && 'cases' in end.result);
  const [one] = end.result.cases;
  assert.is(one?.error?.message.length, 20_000);
  assert.is(one?.inferences[0]?.outputs[0]?.data, long);
});

test('a crash is a verdict, and its texts are cut; paths of the sandbox are not shown', () => {
  const run = {
    outcome: 'stopped',
    report: {
      ...report,
      stderr: 'x'.repeat(100_000),
      backtrace: [
        {
          function: 'f()',
          file: '/box/work/any/scale.cu',
          line: 3,
          library: null,
          address: '0x1',
          kind: 'plugin',
        },
      ],
    },
    place: { file: '../../etc/passwd', line: 1 },
  };
  const end = read({ runs: { first: run } }).runs['first'];
  assert.is(end?.outcome === 'stopped' && end.report.stderr.length, 20_000);
  assert.is(end?.outcome === 'stopped' && end.place, undefined);
  const verdict = failureOf(end, request, {});
  assert.is(verdict?.message.en, 'It crashed in f at any/scale.cu:3.');
  assert.ok((verdict?.picture?.toHTML('zh') ?? '').length > 0);
});

test('why a place ended everything is the verdict', () => {
  const message = say('Stopped: why.', '已终止：原因。');
  assert.equal(failureOf({ outcome: 'ended', message }, request, {}), fail(message));
});

test.run();
