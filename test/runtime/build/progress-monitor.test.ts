import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError } from '../../../src/errors';
import { atOnce, inTurns, type Pausing } from '../../../src/runtime/build/pausing';
import { BuildProgress, type ProgressMonitor } from '../../../src/runtime/build/progress-monitor';

/** Writes down what it hears, and ends the build at one step. */
function listener(endAt = ''): { heard: string[]; monitor: ProgressMonitor } {
  const heard: string[] = [];
  const monitor: ProgressMonitor = {
    phaseStart: (name, parent, nbSteps) => heard.push(`start ${name} in ${parent} of ${nbSteps}`),
    stepComplete: (name, step) => {
      heard.push(`${name} ${step}`);
      return `${name} ${step}` !== endAt;
    },
    phaseFinish: (name) => heard.push(`finish ${name}`),
  };
  return { heard, monitor };
}

/** A phase of so many steps, with a pause after each. */
function steps(progress: BuildProgress, name: string, count: number, announced = count) {
  return progress.phase(name, announced, function* (step) {
    for (let n = 0; n < count; n += 1) {
      step();
      yield;
    }
  });
}

function* building(monitor: ProgressMonitor | null): Pausing<string> {
  const progress = new BuildProgress(monitor);
  return yield* progress.phase('Building', 2, function* (step) {
    yield* steps(progress, 'Timing', 2);
    step();
    yield* steps(progress, 'Writing', 1);
    step();
    return 'engine';
  });
}

const build = (monitor: ProgressMonitor | null): string => atOnce(building(monitor));

test('phases nest, and steps are counted', () => {
  const { heard, monitor } = listener();
  assert.is(build(monitor), 'engine');
  assert.equal(heard, [
    'start Building in null of 2',
    'start Timing in Building of 2',
    'Timing 0',
    'Timing 1',
    'finish Timing',
    'Building 0',
    'start Writing in Building of 1',
    'Writing 0',
    'finish Writing',
    'Building 1',
    'finish Building',
  ]);
  assert.is(build(null), 'engine');
});

test('the monitor ends a build, and every open phase is finished', () => {
  const { heard, monitor } = listener('Timing 0');
  try {
    build(monitor);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, ApiUsageError);
    assert.is((error as ApiUsageError).code, 'BUILD_CANCELLED');
    assert.match((error as Error).message, /phase "Timing"/);
  }
  assert.equal(heard.slice(2), ['Timing 0', 'finish Timing', 'finish Building']);
});

test('a failure finishes the phases too, and what follows starts anew', () => {
  const { heard, monitor } = listener();
  const progress = new BuildProgress(monitor);
  const failing = progress.phase('A', 1, () =>
    progress.phase('B', 1, (): Pausing<void> => {
      throw new Error('no implementation');
    }),
  );
  assert.throws(() => atOnce(failing), /no impl/);
  atOnce(steps(progress, 'C', 1));
  assert.equal(heard, [
    'start A in null of 1',
    'start B in A of 1',
    'finish B',
    'finish A',
    'start C in null of 1',
    'C 0',
    'finish C',
  ]);
});

test('timers have their turn at every pause', async () => {
  const { heard, monitor } = listener();
  const timer = setInterval(() => heard.push('timer'), 0);
  const slow = (function* (): Pausing<void> {
    const progress = new BuildProgress(monitor);
    for (let until = Date.now() + 20; Date.now() < until; ) yield* steps(progress, 'A', 1);
  })();
  await inTurns(slow);
  clearInterval(timer);
  assert.ok(heard.includes('timer'));
  assert.is(await inTurns(building(null)), 'engine');
});

test('steps beyond those announced and phases without steps are not reported', () => {
  const { heard, monitor } = listener();
  const progress = new BuildProgress(monitor);
  atOnce(steps(progress, 'A', 2, 1));
  atOnce(steps(progress, 'none', 1, 0));
  assert.equal(heard, ['start A in null of 1', 'A 0', 'finish A']);
});
test.run();
