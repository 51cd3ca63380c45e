import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NativePluginV3, PluginField } from '../../src/native';
import { field, float32, float64, int32 } from '../../src/runtime/plugin/plugin-field';
import {
  buildOf,
  creatorOf,
  desc,
  dynamic,
  enqueue,
  refusesFields,
  runtimeOf,
} from './direct-call';
import { elementsOf, given, logged, withPluginV3 } from './lifetime';
import { randomFloats } from './numbers';

const tableField = (...values: number[]) => field('table', float32(...values), 'kFLOAT32');

const attach = (plugin: NativePluginV3) => {
  const attached = runtimeOf(plugin).attachToContext();
  assert.ok(attached, 'attachToContext gives a plugin');
  return given(attached);
};

function lookUp(plugin: NativePluginV3, dims: number[], x: Int32Array) {
  const { code, errors, outputs } = enqueue(
    runtimeOf(plugin),
    [{ desc: desc(dims, 'kINT32'), data: x }],
    [{ desc: desc(dims, 'kFLOAT'), byteLength: 4 * x.length }],
  );
  return { code, errors, y: [...new Float32Array(given(outputs[0]).buffer)] };
}

/** What the shared table says about itself while `act` runs: `uploaded 8`, `freed 8`. */
const moves = (act: () => void) =>
  [...logged(act).matchAll(/LookupTable: (uploaded|freed) (\d+) bytes/g)].map(
    ([, what, bytes]) => `${what} ${bytes}`,
  );

test('exactly table[x], and 0 where x is outside the table, at every size', () => {
  for (const entries of [1, 2, 255, 100_003]) {
    const table = Float32Array.from(randomFloats(entries, entries));
    withPluginV3('LookupTable', [field('table', table, 'kFLOAT32')], (plugin) => {
      const attached = attach(plugin);
      for (const dims of [[], [1], [0], [2, 0], [255], [256], [257], [3, 5, 7], [70_001]]) {
        const x = Int32Array.from(randomFloats(elementsOf(dims), 2), (value) =>
          Math.floor(value * entries * 1.2),
        );
        const expected = [...x].map((index) =>
          index >= 0 && index < entries ? given(table[index]) : 0,
        );
        assert.equal(
          lookUp(attached, dims, x),
          { code: 0, errors: [], y: expected },
          `[${dims.join()}]`,
        );
      }
      const extremes = Int32Array.of(-(2 ** 31), 2 ** 31 - 1, -1, entries, entries - 1);
      assert.equal(lookUp(attached, [5], extremes).y, [0, 0, 0, 0, given(table[entries - 1])]);
      attached.destroy();
    });
  }
});

test('objects with the same table share one upload, which goes with the last of them', () => {
  const made: NativePluginV3[] = [];
  const attachedTo = (fields: Parameters<typeof withPluginV3>[1]) =>
    withPluginV3('LookupTable', fields, (plugin) => made.push(attach(plugin)));
  assert.equal(
    moves(() => attachedTo([tableField(1, 2)])),
    ['uploaded 8'],
  );
  // Another plugin object, made by another createPlugin; the first is gone.
  assert.equal(
    moves(() => attachedTo([tableField(1, 2)])),
    [],
  );
  assert.equal(
    moves(() => made.push(attach(given(made[0])))),
    [],
  );
  // Another table is another resource, also when it has the same length.
  assert.equal(
    moves(() => attachedTo([tableField(1, 3)])),
    ['uploaded 8'],
  );
  assert.equal(
    moves(() => given(made[0]).destroy()),
    [],
  );
  assert.equal(lookUp(given(made[1]), [2], Int32Array.of(1, 0)).y, [2, 1]);
  assert.equal(
    moves(() => given(made[2]).destroy()),
    [],
  );
  assert.equal(
    moves(() => given(made[1]).destroy()),
    ['freed 8'],
  );
  assert.equal(lookUp(given(made[3]), [2], Int32Array.of(1, 0)).y, [3, 1]);
  assert.equal(
    moves(() => given(made[3]).destroy()),
    ['freed 8'],
  );
  // The key is free again, and the next user uploads again.
  assert.equal(
    moves(() => attachedTo([tableField(1, 2)])),
    ['uploaded 8'],
  );
  assert.equal(
    moves(() => given(made[4]).destroy()),
    ['freed 8'],
  );
});

test('only an object that is attached to a context holds the table', () => {
  withPluginV3('LookupTable', [tableField(5)], (plugin) => {
    const unattached = lookUp(plugin, [1], int32(0));
    assert.is(unattached.code, 1);
    assert.match(unattached.errors.join(), 'not attached to a context');
    const attached = attach(plugin);
    const clone = given(attached.clone());
    assert.equal(
      moves(() => attached.destroy()),
      ['freed 4'],
      'the clone holds no reference',
    );
    assert.match(lookUp(clone, [1], int32(0)).errors.join(), 'not attached to a context');
    const again = attach(clone);
    assert.equal(lookUp(again, [1], int32(0)).y, [5]);
    again.destroy();
    clone.destroy();
  });
});

test('types, formats, fields', () => {
  const creator = creatorOf('LookupTable', '2');
  assert.equal(
    creator.getFieldNames().map(({ name, type }) => [name, type]),
    [['table', 'kFLOAT32']],
  );
  const refuses = (fields: PluginField[], reason: string) =>
    refusesFields('LookupTable', '2', fields, reason);
  refuses([], 'field "table" is missing');
  refuses(
    [field('table', float64(1, 2), 'kFLOAT64')],
    'field "table" is kFLOAT64 x 2, must be kFLOAT32 x 2 or more',
  );
  refuses(
    [field('table', float32(), 'kFLOAT32')],
    'field "table" is kFLOAT32 x 0, must be kFLOAT32 x 1 or more',
  );
  withPluginV3('LookupTable', [tableField(1, -0, NaN, Infinity)], (plugin) => {
    const build = buildOf(plugin);
    assert.equal(build.getOutputDataTypes(1, ['kINT32']), ['kFLOAT']);
    const [x, y] = [dynamic(desc([3], 'kINT32')), dynamic(desc([3], 'kFLOAT'))];
    assert.ok(build.supportsFormatCombination(0, [x], 1, 1));
    assert.ok(build.supportsFormatCombination(1, [x, y], 1, 1));
    assert.not(build.supportsFormatCombination(0, [y], 1, 1));
    assert.not(build.supportsFormatCombination(1, [x, x], 1, 1));
    const fields = runtimeOf(plugin).getFieldsToSerialize();
    assert.equal(fields, [tableField(1, -0, NaN, Infinity)]);
    withPluginV3(
      'LookupTable',
      fields,
      (again) => {
        assert.equal(runtimeOf(again).getFieldsToSerialize(), fields);
        // Not a number is the same table when its bits are the same.
        const [first, second] = [attach(plugin), attach(again)];
        second.destroy();
        first.destroy();
      },
      'kRUNTIME',
    );
  });
});

test.run();
