/** The log of calls, as the host uses it. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from '@msgpack/msgpack';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { binding, codeOf, newV2, newV3, present, probeLibrary } from './binding';

binding.setLogger(null);
binding.pluginRegistry.loadLibrary(probeLibrary);
const { trace } = binding;
const folder = mkdtempSync(join(tmpdir(), 'workbook-'));

/** The events in `bytes`, up to the first size of 0. */
function events(bytes: Uint8Array): unknown[][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const list: unknown[][] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const size = view.getUint32(at, true);
    if (size === 0) break;
    list.push(decode(bytes.subarray(at + 4, at + 4 + size)) as unknown[]);
    at += 4 + size;
  }
  return list;
}
/** Object and method of every call, in order. */
const calls = () =>
  events(trace.read(0))
    .filter(([kind]) => kind === 0)
    .map(([, , phase, object, className, parent, method]) => [
      phase,
      object,
      className,
      parent,
      method,
    ]);

test('events of the host and of plugins share the log and the numbers', () => {
  trace.reset();
  trace.setPhase('addLayers');
  assert.is(trace.nextSequence(), 0);
  trace.append(encode([0, 0, 'addLayers', 'host', null, null, 'addLayers', {}, 0, 1]));
  newV3('Probe').destroy();
  assert.equal(calls(), [
    ['addLayers', 'host', null, null, 'addLayers'],
    ['addLayers', 'creator#2', 'Probe@2', null, 'createPlugin'],
    ['addLayers', 'plugin#1', 'Probe@2', 'creator#2', 'construct'],
    ['addLayers', 'plugin#1', 'Probe@2', 'creator#2', 'destruct'],
  ]);
  const sequences = events(trace.read(0)).map(([, sequence]) => sequence);
  assert.equal(sequences, [0, 1, 2, 2, 1, 3, 3]);
});

test('read() from an offset gives what came since', () => {
  trace.reset();
  newV2('Probe').destroy();
  const before = trace.length;
  trace.append(encode('later'));
  assert.equal(trace.read(before).subarray(4), encode('later'));
  assert.equal(trace.read(trace.length), new Uint8Array(0));
  assert.is(
    codeOf(() => trace.read(trace.length + 1)),
    'ARGUMENT_INVALID',
  );
});

test('a self call keeps the number of the object it made', () => {
  trace.reset();
  const plugin = newV3('Probe');
  const attached = present(present(plugin.getCapabilityInterface('kRUNTIME')).attachToContext());
  assert.is(attached.id, 'plugin#2');
  assert.equal(
    calls()
      .slice(3)
      .map(([, object, , , method]) => [object, method]),
    [
      ['plugin#1', 'attachToContext'],
      ['plugin#1', 'clone'],
      ['plugin#2', 'construct'],
    ],
  );
  attached.destroy();
  plugin.destroy();
});

test('disabled, nothing is recorded; numbers go on', () => {
  trace.reset();
  trace.setEnabled(false);
  newV2('Probe').destroy();
  trace.setEnabled(true);
  assert.is(trace.length, 0);
  const plugin = newV2('Probe');
  assert.is(plugin.id, 'plugin#2');
  plugin.destroy();
});

test('with a path the events are in the file at once', () => {
  const path = join(folder, 'trace');
  trace.reset(path);
  newV2('Probe').destroy();
  const length = trace.length;
  assert.equal(events(readFileSync(path)), events(trace.read(0)));
  trace.reset();
  assert.is(statSync(path).size, length);
  assert.is(trace.length, 0);
});

test('a path that cannot be written', () => {
  assert.is(
    codeOf(() => trace.reset(join(folder, 'no', 'such', 'trace'))),
    'TRACE_FILE_UNWRITABLE',
  );
  newV2('Probe').destroy();
  assert.ok(trace.length > 0);
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
