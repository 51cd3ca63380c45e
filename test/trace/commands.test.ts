/** `workbook trace` and `workbook conformance`, as a user runs them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareTraces, parseTrace } from '../../src/trace/compare';

const recordings = join(process.cwd(), 'recordings');
const folder = mkdtempSync(join(tmpdir(), 'workbook-commands-'));

function workbook(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const cli = join(process.cwd(), 'dist', 'cli.js');
  return spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
}

test('trace prints the trace, and nothing else, on standard output', () => {
  const { status, stdout, stderr } = workbook('trace', join(recordings, 'v3-single.json'));
  assert.is(status, 0, stderr);
  const recorded = parseTrace(readFileSync(join(recordings, 'v3-single.jsonl'), 'utf8'));
  assert.ok(compareTraces(recorded, parseTrace(stdout)).equal);
});

test('trace of a scenario whose step fails ends there, and logs why', () => {
  const { status, stdout, stderr } = workbook('trace', join(recordings, 'v3-fail-enqueue.json'));
  assert.is(status, 0, stderr);
  assert.is(parseTrace(stdout).at(-1)?.result, false);
  assert.match(stderr, '[kERROR] enqueue');
});

test('trace refuses what is no scenario, and another host', () => {
  const path = join(folder, 'none.json');
  writeFileSync(path, '{}');
  const none = workbook('trace', path);
  assert.is(none.status, 1);
  assert.is(none.stdout, '');
  assert.match(none.stderr, 'Cannot run the scenario');
  assert.is(workbook('trace', path, '--host', 'tensorrt').status, 2);
  assert.is(workbook('trace').status, 2);
  assert.is(workbook('trace', join(folder, 'missing.json')).status, 1);
});

test('conformance prints a line each and the totals', () => {
  const { status, stdout, stderr } = workbook('conformance', '--filter', '^v[23]-single$');
  assert.is(status, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  assert.is(lines.length, 3);
  assert.match(lines[0] ?? '', /^equal +v2-single +\d+ records$/);
  assert.match(lines[1] ?? '', /^equal +v3-single +\d+ records$/);
  assert.is(lines[2], '2 equal, 0 explained, 0 unexplained');
  assert.match(stderr, '2 of 2');
});

test('conformance fails where something is unexplained, in a folder kept elsewhere', () => {
  copyFileSync(join(recordings, 'v3-single.json'), join(folder, 'changed.json'));
  const recording = readFileSync(join(recordings, 'v3-single.jsonl'), 'utf8');
  writeFileSync(
    join(folder, 'changed.jsonl'),
    recording.trimEnd().split('\n').slice(0, -1).join('\n'),
  );
  const plain = workbook('conformance', folder);
  assert.is(plain.status, 1);
  assert.match(plain.stdout, /^unexplained +changed +after \d+ records, .*the recording ends$/m);
  assert.match(plain.stdout, '0 equal, 0 explained, 1 unexplained');
  assert.match(workbook('conformance', folder, '--details').stdout, 'this host');
  const json = workbook('conformance', folder, '--json');
  assert.is(json.status, 1);
  const { totals, results } = JSON.parse(json.stdout) as {
    totals: Record<string, number>;
    results: { name: string; status: string }[];
  };
  assert.equal(totals, { equal: 0, explained: 0, unexplained: 1 });
  assert.equal(
    results.map(({ name, status }) => [name, status]),
    [['changed', 'unexplained']],
  );
});

test('conformance says what it does not understand', () => {
  for (const args of [['--fast'], ['--filter'], ['--filter', '('], ['a', 'b']]) {
    const { status, stderr } = workbook('conformance', ...args);
    assert.is(status, 2, args.join(' '));
    assert.match(stderr, 'Usage');
  }
  for (const args of [[join(folder, 'none')], ['--filter', '^no such name$']]) {
    const { status, stderr } = workbook('conformance', ...args);
    assert.is(status, 1, args.join(' '));
    assert.match(stderr, 'Cannot compare');
  }
});

test('an unknown command is a mistake, help is none', () => {
  assert.is(workbook('toString').status, 2);
  const help = workbook('--help');
  assert.is(help.status, 0);
  assert.match(help.stdout, 'conformance');
  assert.match(workbook('--version').stdout, /^\d+\.\d+\.\d+\n$/);
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
