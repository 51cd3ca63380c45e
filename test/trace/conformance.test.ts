/** The traces of this host against recordings of the real library (recordings/README.md). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareTraces, parseTrace } from '../../src/trace/compare';
import type { TraceRecord } from '../../src/trace/record';

const root = process.cwd();
const recordings = join(root, 'recordings');
const folder = mkdtempSync(join(tmpdir(), 'workbook-'));

/** Runs `workbook trace` as a user would and returns its records. */
function traceOf(name: string, scenario: string): TraceRecord[] {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, scenario);
  const run = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), 'trace', path], {
    encoding: 'utf8',
  });
  assert.is(run.status, 0, run.stderr);
  return parseTrace(run.stdout);
}

const read = (name: string) => readFileSync(join(recordings, name), 'utf8');

const equal = suite('traces equal to TensorRT 10.6 on an H200');

const scenarios = readdirSync(recordings)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

/** What this host does not do yet. A name stands here only while its trace differs. */
const DIFFERENT: Record<string, string> = Object.fromEntries(
  ['grid-012', 'grid-042', 'grid-046', 'grid-048', 'grid-056'].map((name) => [
    name,
    'needs a reformat layer',
  ]),
);

for (const name of scenarios) {
  equal(name, () => {
    const trace = traceOf(name, read(`${name}.json`));
    const result = compareTraces(parseTrace(read(`${name}.jsonl`)), trace);
    const reason = DIFFERENT[name];
    if (reason === undefined) assert.ok(result.equal, JSON.stringify(result.first, null, 1));
    else assert.not.ok(result.equal, `is equal now, although it ${reason}`);
  });
}

for (const name of ['v3-single', 'v2-single', 'v3-static', 'v2-static']) {
  equal(`${name} with other names and dims: they follow`, () => {
    // The recording itself, renamed and with other extents: only the scenario tells the host.
    const change = (text: string) =>
      text
        .replaceAll('"p0"', '"renamed"')
        .replaceAll('"x"', '"image"')
        .replaceAll('"y"', '"result"')
        .replace(/\[\s*(-1|\d|"\?"),\s*3,\s*8,\s*8\s*\]/g, '[$1,5,6,7]');
    const recording = change(read(`${name}.jsonl`));
    assert.not.match(recording, /3,\s*8,\s*8/);
    const trace = traceOf(`${name}-other`, change(read(`${name}.json`)));
    const result = compareTraces(parseTrace(recording), trace);
    assert.ok(result.equal, JSON.stringify(result.first, null, 1));
    assert.ok(result.equalRecords > 30, `only ${result.equalRecords} records`);
  });
}

equal.after(() => rmSync(folder, { recursive: true }));
equal.run();

const comparison = suite('compareTraces');
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

comparison('drops a repeated question, and not one asked in a new state', () => {
  const [asked, set] = [record('getWorkspaceSize', 4), record('setTactic', 0)];
  assert.ok(compareTraces([asked, asked], [asked]).equal);
  assert.not.ok(compareTraces([asked, set, asked], [asked, set]).equal);
});

comparison('finds a missing, an added and a changed record', () => {
  const trace = parseTrace(read('v3-single.jsonl'));
  assert.not.ok(compareTraces(trace, trace.slice(0, -1)).equal);
  assert.not.ok(compareTraces(trace.slice(1), trace).equal);
  const at = trace.findIndex(({ method }) => method === 'configurePlugin');
  const changed = trace.map((entry, i) => (i === at ? { ...entry, result: 1 } : entry));
  assert.is(compareTraces(trace, changed).first?.b?.result, 1);
});

comparison('ignores time, thread and the order of keys', () => {
  const a = { ...record('clone', 1), args: { x: 1, y: 2 } };
  const b = { ...record('clone', 1), args: { y: 2, x: 1 }, durationUs: 9, thread: 7, seq: 5 };
  assert.ok(compareTraces([a], [b]).equal);
});

comparison('an empty trace equals nothing', () => {
  assert.throws(() => compareTraces([], []), /empty/);
});
comparison.run();
