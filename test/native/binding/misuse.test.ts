/** Constructors, receivers and arguments that work against the caller. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { anything, badDescs, listsOf } from './bad-values';
import { binding, call, codeOf, desc, newV2 } from './binding';
import {
  buffer,
  build,
  core,
  creatorV1,
  event,
  expr,
  invocation,
  program,
  reformat,
  runtime,
  stream,
  v2,
  v3,
} from './good-objects';

stream.beginCapture();
const graph = stream.endCapture();

test('constructors refuse wrong arguments', () => {
  for (const value of [...anything, 2 ** 41]) {
    assert.is(
      codeOf(() => Reflect.construct(binding.DeviceBuffer, [value])),
      'ARGUMENT_INVALID',
    );
  }
  for (const value of badDescs) {
    for (const args of [
      [value, desc],
      [desc, value],
    ]) {
      assert.ok(codeOf(() => Reflect.construct(binding.Reformat, args)) !== 'nothing was thrown');
    }
  }
  for (const value of listsOf(badDescs)) {
    assert.is(
      codeOf(() => Reflect.construct(binding.Invocation, [value, []])),
      'ARGUMENT_INVALID',
    );
    assert.is(
      codeOf(() => Reflect.construct(binding.Invocation, [[], value])),
      'ARGUMENT_INVALID',
    );
  }
});

test('what the native side makes cannot be constructed', () => {
  for (const object of [
    creatorV1,
    v2,
    v3,
    core,
    build,
    runtime,
    expr.constant(1),
    graph,
    graph.instantiate(),
  ]) {
    const make = (): unknown => Reflect.construct(object.constructor, [{}, 1, null]);
    assert.is(codeOf(make), 'CONSTRUCTOR_INTERNAL', object.constructor.name);
  }
});

test('a method of one class does not run on an object of another', () => {
  const all: object[] = [
    creatorV1,
    v2,
    v3,
    core,
    build,
    runtime,
    expr,
    expr.constant(1),
    buffer,
    stream,
    invocation,
    event,
    reformat,
    program,
    graph,
    graph.instantiate(),
  ];
  for (const object of all) {
    const others = all.filter((one) => one.constructor !== object.constructor);
    const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object) as object);
    for (const [name, member] of Object.entries(members)) {
      const run: unknown = Reflect.get(member, 'value') ?? Reflect.get(member, 'get');
      if (name === 'constructor' || typeof run !== 'function') continue;
      for (const receiver of [...others, {}, null, 1]) {
        const apply = (): unknown => Reflect.apply(run as () => unknown, receiver, []);
        assert.throws(apply, undefined, name);
      }
    }
  }
});

test('an array that changes while it is read', () => {
  const growing = [desc];
  Object.defineProperty(growing, 0, {
    get: () => {
      growing.push(desc);
      return desc;
    },
  });
  assert.type(call(v2, 'getWorkspaceSize', growing, [desc]), 'number');
  const destroying = newV2('Probe');
  const trap = {
    ...desc,
    get dims() {
      destroying.destroy();
      return [1];
    },
  };
  assert.is(
    codeOf(() => destroying.getWorkspaceSize([trap], [desc])),
    'OBJECT_DESTROYED',
  );
  const throwing = {
    get dims(): number[] {
      throw Object.assign(new Error('mine'), { code: 'MINE' });
    },
  };
  assert.is(
    codeOf(() => call(v2, 'getWorkspaceSize', [throwing], [])),
    'MINE',
  );
});

test.run();
