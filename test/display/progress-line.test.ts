import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as jupyter from 'tslab/dist/jupyter';
import { progressLine } from '../../src/display/progress-line';

/** What a terminal shows after it was written to: one line, written over. */
function terminal(): { write: (text: string) => void; line: () => string; writes: () => number } {
  let [line, writes] = ['', 0];
  const write = (text: string): void => {
    writes += 1;
    assert.ok(text.startsWith('\r') && text.endsWith('\u001b[K'));
    line = text.slice(1, -3);
    assert.not.ok(/[\r\n]/.test(line));
  };
  return { write, line: () => line, writes: () => writes };
}

test('one line, written over, gone at the end', () => {
  const screen = terminal();
  let time = 0;
  const monitor = progressLine(screen.write, { now: () => time });
  monitor.phaseStart('Building', null, 4);
  assert.is(screen.writes(), 0, 'short work is silent');
  time = 2000;
  assert.is(monitor.stepComplete('Building', 0), true);
  assert.is(screen.line(), 'Building 1/4 [████░░░░░░░░░░░░] 2 s');
  time = 2200;
  monitor.phaseStart('Timing probe', 'Building', 8);
  assert.is(screen.line(), 'Building 1/4  Timing probe 0/8 [████░░░░░░░░░░░░] 2 s');
  time = 3600;
  monitor.stepComplete('Timing probe', 3);
  assert.is(screen.line(), 'Building 1/4  Timing probe 4/8 [██████░░░░░░░░░░] 4 s');
  monitor.phaseFinish('Timing probe');
  monitor.phaseFinish('Building');
  assert.is(screen.line(), '');
});

test('not more often than a person can read, and never longer than a line', () => {
  const screen = terminal();
  let time = 0;
  const monitor = progressLine(screen.write, { now: () => time, afterMs: 0, everyMs: 100 });
  monitor.phaseStart('a phase with a long name '.repeat(9), null, 1000);
  for (; time < 1000; time += 1) monitor.stepComplete('', time);
  assert.is(screen.writes(), 10);
  assert.ok(Array.from(screen.line()).length <= 78);
});

test('short work writes nothing at all; a phase that ends takes what is inside with it', () => {
  const screen = terminal();
  let time = 0;
  const monitor = progressLine(screen.write, { now: () => time });
  for (const name of ['first', 'second']) {
    monitor.phaseStart(name, null, 2);
    monitor.phaseStart('inner', name, 2);
    time += 900;
    monitor.phaseFinish(name);
  }
  assert.is(screen.writes(), 0);
  monitor.phaseFinish('never started');
});

test('in a notebook: one output, updated in place, empty at the end', () => {
  const sent: { data: Record<string, string>; transient: unknown; update: boolean }[] = [];
  const module = jupyter as unknown as { lastWriteDisplayData: unknown };
  module.lastWriteDisplayData = (
    message: { data: Record<string, string>; transient: unknown },
    update: boolean,
  ) => sent.push({ ...message, update });
  try {
    let time = 0;
    const monitor = progressLine(undefined, { now: () => time });
    monitor.phaseStart('Building', null, 2);
    time = 1500;
    monitor.stepComplete('Building', 0);
    time = 1700;
    monitor.stepComplete('Building', 1);
    monitor.phaseFinish('Building');
  } finally {
    module.lastWriteDisplayData = null;
  }
  assert.equal(
    sent.map(({ update }) => update),
    [false, true, true],
  );
  assert.is(sent[0]?.data['text/plain'], 'Building 1/2 [████████░░░░░░░░] 2 s');
  assert.is(sent[2]?.data['text/plain'], '');
  assert.is(new Set(sent.map(({ transient }) => JSON.stringify(transient))).size, 1);
});

test.run();
