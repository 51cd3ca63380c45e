import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { layerTable } from '../../src/display/layer-table';
import { mixedPlan } from './plans';

test('what was chosen for each layer; formats with extents at kOPT', () => {
  const rows = layerTable(mixedPlan(), { profile: 0 }).toJSON() as Record<string, unknown>[];
  assert.is(rows.length, 7);
  assert.equal(rows[2], {
    layer: 'probe',
    kind: 'plugin',
    runs: 'Probe version 2',
    inputs: 'features for probe: kHALF:kCHW4 [2,16,8,8]',
    outputs: 'probed: kHALF:kCHW4 [2,16,8,8]\nunused: kINT32:kLINEAR [1]',
    tactic: 2,
    'workspace bytes': 4096,
    'time ms': 0.0123,
    alternatives: 6,
  });
  assert.is(rows[1]?.['runs'], 'kFLOAT:kLINEAR → kHALF:kCHW4');
  assert.is(rows[1]?.['tactic'], null);
});

test('several profiles have a column; an engine is taken as well as its plan', () => {
  const rows = layerTable({ plan: mixedPlan() }).toJSON() as Record<string, unknown>[];
  assert.equal(
    rows.map(({ profile }) => profile),
    [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1],
  );
  assert.match(String(rows[7]?.['inputs']), 'kFLOAT:kLINEAR [8,16,8,8]');
});

test('in a terminal a cell of two lines takes two lines, numbers stand to the right', () => {
  const lines = layerTable(mixedPlan(), { profile: 0 }).toText().split('\n');
  const at = lines.findIndex((line) => line.startsWith('probe '));
  assert.match(lines[at] ?? '', /probed: kHALF:kCHW4 \[2,16,8,8\] +2 +4096 +0\.0123 +6$/);
  assert.match(lines[at + 1] ?? '', /^ +unused: kINT32:kLINEAR \[1\]$/);
});

test('without any time there is no column for it', () => {
  const timed = mixedPlan();
  const layers = timed.layers.map((layer) => ({ ...layer, timeMs: null }));
  assert.match(layerTable(timed).toText(), 'time ms');
  assert.not.match(layerTable({ ...timed, layers }).toText(), 'time ms');
});

test.run();
