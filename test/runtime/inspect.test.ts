import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inspectable, inspectableList } from '../../src/runtime/inspect';
import { contextSummary, engineSummary } from '../../src/runtime/engine/summaries';
import { mixedPlan } from '../display/plans';

class Stub {
  /** Stands for what nobody wants to see. */
  readonly internals = { handle: 1 };
  constructor(readonly label: string) {}
  static {
    inspectable(Stub, ({ label }) => {
      if (label === '') throw new Error('Cannot print: it is destroyed');
      return { label };
    });
  }
}

class WithOwnJson {
  static {
    inspectable(WithOwnJson, () => ({ printed: true }));
  }
  toJSON(): object {
    return { own: true };
  }
}

test('an object prints its summary under its class, and serialises to it', () => {
  assert.is(inspect(new Stub('a')), "Stub { label: 'a' }");
  assert.is(JSON.stringify(new Stub('a')), '{"label":"a"}');
  assert.equal(Object.keys(new Stub('a')).sort(), ['internals', 'label']);
});

test('inside other values: at their depth and indentation', () => {
  assert.is(inspect([new Stub('a')]), "[ Stub { label: 'a' } ]");
  assert.is(
    inspect({ a: { b: { c: new Stub('a') } } }, { depth: 2 }),
    '{ a: { b: { c: [Stub] } } }',
  );
  const long = inspect({ first: new Stub('x'.repeat(80)) });
  assert.is(long, `{\n  first: Stub {\n    label: '${'x'.repeat(80)}'\n  }\n}`);
});

test('printing never throws', () => {
  assert.is(inspect(new Stub('')), 'Stub { Cannot print: it is destroyed }');
});

test('a class keeps its own toJSON', () => {
  assert.is(inspect(new WithOwnJson()), 'WithOwnJson { printed: true }');
  assert.is(JSON.stringify(new WithOwnJson()), '{"own":true}');
});

test('a list prints lines and stays an array', () => {
  const list = inspectableList([1, 2, 3], 'Numbers', (each) => `n = ${each}`, 2);
  assert.is(inspect(list), 'Numbers(3)\n  n = 1\n  n = 2\n  … 1 more');
  assert.equal(list, [1, 2, 3]);
  assert.is(JSON.stringify(list), '[1,2,3]');
  assert.is(inspect(list.filter((each) => each > 1)), '[ 2, 3 ]');
});

test('an engine and a context in a few lines', () => {
  assert.equal(engineSummary(mixedPlan()), {
    name: 'mixed',
    inputs: ['x: kFLOAT [-1,16,8,8]', 's: kINT64 [2] (host)'],
    outputs: ['indices: kINT32 [4,-1]', 'count: kINT64 []', 'y: kFLOAT [-1,16,-1,-1]'],
    layers: [
      'conv: kCONVOLUTION',
      'features to probe: reformat',
      'probe: Probe version 2',
      'probed to add: reformat',
      'add: Probe version 2',
      'nonzero: Probe version 2',
      'tail: kRESIZE',
    ],
    profiles: 2,
    contextBytes: 196608,
  });
  const { inputs } = contextSummary(
    mixedPlan(),
    1,
    () => [3],
    (name) => name === 'x',
  );
  assert.equal(inputs, ['x: kFLOAT [3]', 's: kINT64 [3] (host), no address']);
});

test.run();
