import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError } from '../../src/errors';
import { BuildProgress, type ProgressMonitor } from '../../src/runtime/progress-monitor';

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

function build(monitor: ProgressMonitor | null): string {
  const progress = new BuildProgress(monitor);
  return progress.phase('Building', 2, (step) => {
    progress.phase('Timing', 2, (tick) => {
      tick();
      tick();
    });
    step();
    progress.phase('Writing', 1, (tick) => tick());
    step();
    return 'engine';
  });
}

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
  const fail = () => {
    throw new Error('no implementation');
  };
  assert.throws(() => progress.phase('A', 1, () => progress.phase('B', 1, fail)), /no impl/);
  progress.phase('C', 1, (step) => step());
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

test('a promise belongs to its phase until it settles', async () => {
  const { heard, monitor } = listener();
  const progress = new BuildProgress(monitor);
  const result = progress.phase('A', 1, async (step) => {
    await Promise.resolve();
    step();
    return 7;
  });
  assert.is(heard.length, 1);
  assert.is(await result, 7);
  assert.equal(heard, ['start A in null of 1', 'A 0', 'finish A']);
});

test('steps beyond those announced and phases without steps are not reported', () => {
  const { heard, monitor } = listener();
  const progress = new BuildProgress(monitor);
  progress.phase('A', 1, (step) => [step(), step()]);
  progress.phase('none', 0, (step) => step());
  assert.equal(heard, ['start A in null of 1', 'A 0', 'finish A']);
});
test.run();
