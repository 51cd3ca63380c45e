import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lifelines } from '../../src/display/lifelines';
import { swimLane } from '../../src/display/swim-lane';
import { textWidth } from '../../src/display/svg';
import type { TraceRecord } from '../../src/trace/record';
import { tags } from './svg-tags';

function recording(name: string): TraceRecord[] {
  return readFileSync(`recordings/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line, at) => ({
      ...(JSON.parse(line) as Omit<TraceRecord, 'seq'>),
      seq: at + 1,
      durationUs: 0,
      thread: 1,
    }));
}

const record = (fields: Partial<TraceRecord>): TraceRecord => ({
  seq: 1,
  phase: 'build',
  object: 'plugin#1',
  class: 'P@2',
  parent: 'creator#1',
  method: 'clone',
  args: {},
  result: null,
  durationUs: 1,
  thread: 1,
  ...fields,
});

test('every recording draws: balanced, deterministic, in both languages, none wider than a page', () => {
  for (const file of readdirSync('recordings')) {
    if (!file.endsWith('.jsonl')) continue;
    const records = recording(file.replace('.jsonl', ''));
    for (const lang of ['en', 'zh'] as const) {
      const svg = swimLane(records, { lang }).toSVG?.() ?? '';
      tags(svg);
      assert.is(swimLane(records, { lang }).toSVG?.(), svg);
      assert.not.ok(/NaN|undefined|Infinity/.test(svg), file);
      assert.ok(Number(/width="([\d.]+)"/.exec(svg)?.[1]) <= 1000, file);
    }
  }
});

test('who lives when, made by whom, held by whom', () => {
  const { lives, events } = lifelines(recording('v3-single'));
  const holders = Object.fromEntries(lives.map(({ object, holder }) => [object, holder]));
  assert.equal(holders, {
    'creator#2': 'creator',
    'plugin#1': 'caller',
    'plugin#2': 'network',
    'plugin#3': 'builder',
    'plugin#4': 'builder',
    'plugin#5': 'builder',
    'plugin#6': 'builder',
    'plugin#7': 'engine',
    'plugin#8': 'context',
  });
  for (const { holder, birth, death } of lives)
    if (holder !== 'creator') {
      assert.is(events[birth]?.kind, 'birth');
      assert.is(events[death]?.kind, 'death');
    }
});

test('repeats are counted, questions about names and interfaces only in the legend', () => {
  const { events, muted } = lifelines(recording('v3-single'));
  const calls = events.flatMap((event) => (event.kind === 'burst' ? event.calls : []));
  const walk = calls.find(({ method }) => method === 'supportsFormatCombination');
  assert.is(walk?.records.length, 16);
  assert.not.ok(calls.some(({ method }) => method === 'getCapabilityInterface'));
  assert.is(muted['getCapabilityInterface'], 63);
  const svg = swimLane(recording('v3-single')).toSVG?.() ?? '';
  assert.ok(svg.includes('supportsFormatCombination ×16</text>'));
  assert.ok(svg.includes('getCapabilityInterface ×63'));
});

test('the clone a plugin makes inside attachToContext is marked as its own call', () => {
  const { events } = lifelines(recording('v3-single'));
  const nested = events.flatMap((event) =>
    event.kind === 'burst' ? event.calls.filter((call) => call.nested) : [],
  );
  assert.equal([...new Set(nested.map(({ method }) => method))], ['clone']);
  assert.is(nested.length, 3);
});

test('runs that ask the same become one phase with a count', () => {
  const enqueue = (phase: string): TraceRecord => record({ phase, method: 'enqueue', result: 0 });
  const host = (phase: string): TraceRecord =>
    record({ phase, object: 'host', method: 'enqueue', result: true });
  const phases = ['enqueue', 'enqueue#2', 'enqueue#3'];
  const { events, phases: folded } = lifelines(
    phases.flatMap((phase) => [enqueue(phase), host(phase)]),
  );
  assert.equal(
    folded.map(({ name }) => name),
    ['enqueue#1–#3'],
  );
  const [burst] = events;
  assert.is(burst?.kind === 'burst' ? burst.calls[0]?.records.length : 0, 3);
});

test('a plugin that the user ends after a step is not part of that step', () => {
  const records = [
    record({ phase: 'addLayers', method: 'construct' }),
    record({ phase: 'addLayers', object: 'plugin#2', parent: 'plugin#1', method: 'construct' }),
    record({ phase: 'destroyNetwork', object: 'plugin#2', parent: 'plugin#1', method: 'destruct' }),
    record({ phase: 'destroyNetwork', object: 'host', method: 'destroyNetwork', result: true }),
    record({ phase: 'destroyNetwork', method: 'destruct' }),
  ];
  const { phases } = lifelines(records);
  assert.equal(
    phases.map(({ name }) => name),
    ['addLayers', 'destroyNetwork', 'destroyPlugins'],
  );
});

test('a call that did not return is marked', () => {
  const crash = record({ phase: 'enqueue', method: 'enqueue', unfinished: true });
  const svg = swimLane([crash]).toSVG?.() ?? '';
  assert.ok(svg.includes('enqueue ⚠</text>'));
  assert.ok(svg.includes('did not return'));
  assert.ok((swimLane([crash], { lang: 'zh' }).toSVG?.() ?? '').includes('没有返回'));
});

test('a failed call and a failed phase are marked', () => {
  const svg = swimLane(recording('v3-fail-enqueue')).toSVG?.() ?? '';
  assert.ok(svg.includes('enqueue ✗</text>'));
  assert.ok(svg.includes('enqueue #1 ✗</text>'));
});

test('a capability question that did not return is drawn although it is muted otherwise', () => {
  const crash = record({ method: 'getCapabilityInterface', unfinished: true });
  assert.ok(swimLane([crash]).toSVG?.().includes('getCapabilityInterface ⚠</text>'));
});

test('an empty trace says so', () => {
  assert.ok(swimLane([]).toSVG?.().includes('The trace is empty'));
  assert.is(swimLane([], { lang: 'zh' }).toText(), '记录为空');
  assert.equal(tags(swimLane([]).toSVG?.() ?? ''), ['svg', 'desc', 'text']);
});

test('a part of a trace draws too: objects made before it', () => {
  const records = recording('v3-single').filter(({ phase }) => phase.startsWith('enqueue'));
  const svg = swimLane(records).toSVG?.() ?? '';
  assert.ok(svg.includes('>plugin#8</text>'));
  assert.not.ok(svg.includes('>plugin#7</text>'));
});

test('a long trace breaks into panels of the width asked for', () => {
  const svg = swimLane(recording('v3-two-profiles'), { width: 500 }).toSVG?.() ?? '';
  assert.ok(Number(/width="([\d.]+)"/.exec(svg)?.[1]) < 600);
  assert.ok(svg.includes('(continued)'));
});

test('a very long trace draws', () => {
  const records = Array.from({ length: 10000 }, (_, at) =>
    record({ phase: `p${at}`, object: `plugin#${at % 3}`, method: 'enqueue', result: 0 }),
  );
  assert.ok(swimLane(records).toSVG?.().includes('p9999'));
});

test('names from a plugin cannot break out of the drawing', () => {
  const nasty = '</text><script>alert(1)</script>&"\u0001\ud800';
  const svg =
    swimLane([
      record({
        object: nasty,
        class: nasty,
        method: nasty,
        args: { [nasty]: nasty },
        result: nasty,
      }),
      record({ object: 'host', phase: nasty, method: nasty }),
    ]).toSVG?.() ?? '';
  assert.not.ok(tags(svg).includes('script'));
  assert.ok(svg.includes('\ufffd'));
});

test('text widths are those of Helvetica', () => {
  assert.is(Math.round(textWidth('clone', 1000)), 2390);
  assert.is(textWidth('中文', 10), 20);
});

test.run();
