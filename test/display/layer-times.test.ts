import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { profileTable, summarizeLayers, type LayerTime } from '../../src/display/layer-times';
import { WorkbookError } from '../../src/errors';

const once: LayerTime[] = [
  { layer: 'conv', ms: 0.3 },
  { layer: 'probe', ms: 0.1 },
];
const thrice: LayerTime[] = [
  ...once,
  { layer: 'conv', ms: 0.5 },
  { layer: 'probe', ms: 0.2 },
  { layer: 'conv', ms: 0.1 },
  { layer: 'probe', ms: 0.6 },
];

test('a layer that comes again begins the next enqueue', () => {
  const [conv, probe] = summarizeLayers(thrice);
  assert.is(conv?.runs, 3);
  assert.is(conv?.medianMs, 0.3);
  assert.is(probe?.minMs, 0.1);
  assert.is(probe?.maxMs, 0.6);
  // Without starts the layers follow each other: probe started at 0.3, 0.5 and 0.1.
  assert.is(probe?.startMs, 0.3);
  assert.ok(Math.abs((conv?.share ?? 0) - 0.5) < 1e-9);
  assert.equal(
    summarizeLayers([once, thrice.slice(2, 4), thrice.slice(4)]),
    summarizeLayers(thrice),
  );
});

test('an even number of enqueues: the mean of the two in the middle', () => {
  assert.ok(Math.abs((summarizeLayers(thrice.slice(0, 4))[0]?.medianMs ?? 0) - 0.4) < 1e-12);
});

test('the profile as trtexec prints it, slowest first', () => {
  const table = profileTable([
    once,
    [
      { layer: 'conv', ms: 0.1 },
      { layer: 'probe', ms: 0.7 },
    ],
  ]);
  assert.equal(table.toJSON(), [
    { 'Time(ms)': 0.8, 'Avg.(ms)': 0.4, 'Median(ms)': 0.4, 'Time(%)': 66.7, Layer: 'probe' },
    { 'Time(ms)': 0.4, 'Avg.(ms)': 0.2, 'Median(ms)': 0.2, 'Time(%)': 33.3, Layer: 'conv' },
  ]);
  const inOrder = profileTable(once, { order: 'execution' }).toJSON() as { Layer: string }[];
  assert.equal(
    inOrder.map(({ Layer }) => Layer),
    ['conv', 'probe'],
  );
});

test('nothing timed, and times that are none', () => {
  assert.equal(summarizeLayers([]), []);
  for (const ms of [NaN, -1, Infinity])
    assert.throws(
      () => profileTable([{ layer: 'a', ms }]),
      (error: Error) => error instanceof WorkbookError && error.code === 'TIME_INVALID',
    );
});

test.run();
