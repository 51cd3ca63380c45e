/** The traces of this host against recordings of the real library (recordings/README.md). */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findCompiler } from '../../src/cuda/compiler';
import { parseTrace } from '../../src/trace/compare';
import {
  recordedScenarios,
  runConformance,
  type ConformanceResult,
} from '../../src/trace/conformance';
import { differencePicture, resultLine } from '../../src/trace/conformance-text';
import { DIFFERENCES, type Difference } from '../../src/trace/differences';

const recordings = join(process.cwd(), 'recordings');
const names = recordedScenarios(recordings).map(({ name }) => name);
const temporary: string[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'workbook-conformance-'));
  temporary.push(path);
  return path;
}

const read = (name: string): string => readFileSync(join(recordings, name), 'utf8');

/** A folder with some of the recordings. */
function some(...chosen: string[]): string {
  const path = folder();
  for (const name of chosen)
    for (const file of [`${name}.json`, `${name}.jsonl`])
      copyFileSync(join(recordings, file), join(path, file));
  return path;
}

function only(results: readonly ConformanceResult[]): ConformanceResult {
  assert.is(results.length, 1);
  return results[0] as ConformanceResult;
}

const equal = suite('traces equal to TensorRT 10.6 on an H200');

/** All of them, several in a process: what one run leaves behind would show in the next. */
let all: Promise<Map<string, ConformanceResult>> | undefined;
async function resultOf(name: string): Promise<ConformanceResult> {
  all ??= runConformance(recordings, { processes: 2, perProcess: 16 }).then(
    (results) => new Map(results.map((result) => [result.name, result])),
  );
  return (await all).get(name) as ConformanceResult;
}

for (const name of names) {
  equal(name, async () => {
    const result = await resultOf(name);
    const explanation = `${resultLine(result)}\n${differencePicture(result)}`;
    assert.is.not(result.status, 'unexplained', explanation);
  });
}

equal('every difference on purpose still explains a recording', async () => {
  const used = new Set<string>();
  for (const name of names) used.add((await resultOf(name)).explanation?.id ?? '');
  for (const { id, reason, source } of DIFFERENCES) {
    assert.ok(used.has(id), `${id} explains nothing any more`);
    assert.ok(reason.length > 20 && source !== '', `${id} says no reason or source`);
  }
  assert.is(new Set(DIFFERENCES.map(({ id }) => id)).size, DIFFERENCES.length);
});

for (const name of ['v3-single', 'v2-single', 'v3-static', 'v2-static']) {
  equal(`${name} with other names and dims: they follow`, async () => {
    // The recording itself, renamed and with other extents: only the scenario tells the host.
    const change = (text: string) =>
      text
        .replaceAll('"p0"', '"renamed"')
        .replaceAll('"x"', '"image"')
        .replaceAll('"y"', '"result"')
        .replace(/\[\s*(-1|\d|"\?"),\s*3,\s*8,\s*8\s*\]/g, '[$1,5,6,7]');
    const path = folder();
    const recording = change(read(`${name}.jsonl`));
    assert.not.match(recording, /3,\s*8,\s*8/);
    writeFileSync(join(path, 'other.json'), change(read(`${name}.json`)));
    writeFileSync(join(path, 'other.jsonl'), recording);
    const result = only(await runConformance(path));
    assert.is(result.status, 'equal', resultLine(result));
    assert.ok((result.comparison?.equalRecords ?? 0) > 30);
  });
}
equal.after(() => temporary.splice(0).forEach((path) => rmSync(path, { recursive: true })));
equal.run();

const conformance = suite('runConformance');

conformance('a changed recording is unexplained, and says where', async () => {
  const path = some('v3-single');
  const changed = parseTrace(read('v3-single.jsonl')).map((record) =>
    record.method === 'getWorkspaceSize' ? { ...record, result: 4096 } : record,
  );
  writeFileSync(
    join(path, 'v3-single.jsonl'),
    changed.map((record) => JSON.stringify(record)).join('\n'),
  );
  const result = only(await runConformance(path));
  assert.is(result.status, 'unexplained');
  assert.is(result.comparison?.first?.a?.result, 4096);
  assert.is(result.comparison?.first?.b?.result, 0);
  assert.is(result.before.length, 10);
  assert.is(result.failure, null);
});

conformance('a difference on purpose explains what it matches, and nothing else', async () => {
  const path = some('v3-single', 'v2-single');
  for (const name of ['v3-single', 'v2-single'])
    writeFileSync(
      join(path, `${name}.jsonl`),
      read(`${name}.jsonl`).replace(/"method": ?"clone"/, '"method": "copy"'),
    );
  const difference: Difference = {
    id: 'copy',
    matches: ({ layers }, { recorded, here }) =>
      layers[0]?.kind === 'pluginV3' && recorded?.method === 'copy' && here?.method === 'clone',
    reason: 'the recording was changed by this test',
    source: 'this test',
  };
  const results = await runConformance(path, { differences: [difference] });
  assert.equal(
    results.map(({ name, status }) => `${name} ${status}`),
    ['v2-single unexplained', 'v3-single explained'],
  );
  assert.is(results[1]?.explanation?.reason, difference.reason);
});

conformance('the order and the company of a process change nothing', async () => {
  const chosen = ['v3-fail-enqueue', 'v3-single', 'v3-two-profiles', 'v2-single'];
  const path = some(...chosen);
  const together = await runConformance(path, { perProcess: chosen.length, processes: 1 });
  const alone = await runConformance(path, { perProcess: 1, processes: 1 });
  const plain = (results: ConformanceResult[]) =>
    results.map(({ name, status, comparison }) => ({ name, status, comparison }));
  assert.equal(plain(together), plain(alone));
  assert.ok(together.every(({ status }) => status === 'equal'));
});

conformance('a scenario that is none is a result', async () => {
  const path = some('v3-single');
  writeFileSync(join(path, 'v3-single.json'), '{"steps": ["fly"]}');
  const result = only(await runConformance(path));
  assert.is(result.status, 'unexplained');
  assert.match(result.failure ?? '', 'Cannot run the scenario');
});

conformance('a recording that is none is a result', async () => {
  for (const text of ['', '{"seq": 1}\n{"seq": ']) {
    const path = some('v3-single');
    writeFileSync(join(path, 'v3-single.jsonl'), text);
    const result = only(await runConformance(path));
    assert.is(result.status, 'unexplained');
    assert.match(result.failure ?? '', text === '' ? 'one is empty' : 'line 2');
  }
});

/** A scenario whose plugin library does something when it is loaded. */
function withLibrary(path: string, name: string, statement: string): void {
  const source = join(path, `${name}.cpp`);
  const library = join(path, `lib${name}.so`);
  writeFileSync(
    source,
    `#include <cstdlib>\n#include <unistd.h>\nnamespace { struct Load { Load() { ${statement} } } load; }\n`,
  );
  const [program = '', ...args] = findCompiler(process.env['CXX']).command;
  const built = spawnSync(program, [...args, '-shared', '-fPIC', source, '-o', library]);
  assert.is(built.status, 0, String(built.stderr));
  const scenario = JSON.parse(read('v3-single.json')) as object;
  writeFileSync(join(path, `${name}.json`), JSON.stringify({ ...scenario, libraries: [library] }));
  copyFileSync(join(recordings, 'v3-single.jsonl'), join(path, `${name}.jsonl`));
}

conformance('a crash and a hang are results, and the others go on', async () => {
  const path = some('v3-single', 'v2-single');
  withLibrary(path, 'crash', 'std::abort();');
  withLibrary(path, 'hang', 'for (;;) pause();');
  const seen: string[] = [];
  const results = await runConformance(path, {
    perProcess: 8,
    processes: 2,
    timeMs: 1500,
    onResult: ({ name }, done, of) => seen.push(`${name} ${done}/${of}`),
  });
  assert.equal(
    results.map(({ name, status }) => `${name} ${status}`),
    ['crash unexplained', 'hang unexplained', 'v2-single equal', 'v3-single equal'],
  );
  assert.match(results[0]?.failure ?? '', 'SIGABRT');
  assert.match(results[1]?.failure ?? '', 'time limit');
  assert.is(seen.length, 4);
  assert.match(seen[3] ?? '', ' 4/4');
});

/** Children of this process. */
function children(): number[] {
  const { pid } = process;
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

conformance('a process that dies takes no scenario with it', async () => {
  const path = some('v3-single', 'v2-single', 'v3-tactics', 'v3-static');
  const others = new Set(children());
  let killed = 0;
  const watch = setInterval(() => {
    const child = children().find((pid) => !others.has(pid));
    if (child === undefined || killed > 0) return;
    killed = child;
    process.kill(child, 'SIGKILL');
  }, 1);
  const results = await runConformance(path, { perProcess: 4, processes: 1 });
  clearInterval(watch);
  assert.ok(killed > 0);
  assert.equal(
    results.map(({ status }) => status),
    ['equal', 'equal', 'equal', 'equal'],
  );
});

conformance.after(() => temporary.splice(0).forEach((path) => rmSync(path, { recursive: true })));
conformance.run();
