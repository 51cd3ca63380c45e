/** Programs: layers in a row that one native call runs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { native, probeLibrary } from '../../../src/native-loader';
import { chars, field } from '../../../src/runtime/plugin/plugin-field';
import { trace } from '../../../src/trace/trace';
import { addScalarLayer, COUNT, DESC, floatsOf, layerOf, thrown } from '../layer-chain';

const { DeviceBuffer, Program, Reformat, Stream } = native();
const stream = new Stream();
native().pluginRegistry.loadLibrary(probeLibrary);

const buffers = (count: number) =>
  Array.from({ length: count }, () => {
    const buffer = new DeviceBuffer(COUNT * 4);
    buffer.fill(0);
    return buffer;
  });
const [a, b, c, d] = buffers(4) as [Buffer4, Buffer4, Buffer4, Buffer4];
type Buffer4 = InstanceType<typeof DeviceBuffer>;
/** A Probe layer; `fails` names the method that reports failure. */
const probe = (fails: string) =>
  layerOf('Probe', '2', fails ? [field('fail', chars(fails), 'kCHAR')] : [], a, b);

test('plugins of both generations and a reformat, in order', () => {
  const program = new Program();
  const half = new DeviceBuffer(COUNT * 2);
  const first = addScalarLayer('1', 1, a, b);
  const second = addScalarLayer('2', 10, b, c);
  const toHalf = new Reformat(DESC, { ...DESC, type: 'kHALF' });
  toHalf.setInput(c);
  toHalf.setOutput(half);
  const back = new Reformat({ ...DESC, type: 'kHALF' }, DESC);
  back.setInput(half);
  back.setOutput(d);
  assert.is(program.addEnqueue(first.plugin, first.invocation), 0);
  assert.is(program.addEnqueue(second.plugin, second.invocation), 1);
  assert.is(program.addReformat(toHalf), 2);
  assert.is(program.addReformat(back), 3);
  assert.is(program.size(), 4);
  a.copyFrom(Float32Array.of(1, 2, 3, 2049));
  assert.is(program.run(stream), -1);
  stream.synchronize();
  assert.equal(floatsOf(c), [12, 13, 14, 2060]);
  assert.equal(floatsOf(d), [12, 13, 14, 2060]);

  a.copyFrom(Float32Array.of(1, 2, 3, 4));
  assert.is(program.run(stream, 1, 2), -1);
  assert.equal(floatsOf(c), [12, 13, 14, 2060], 'only the second layer ran');
  assert.is(program.run(stream, 0, 1), -1);
  assert.is(program.run(stream, 1), -1);
  assert.equal(floatsOf(d), [12, 13, 14, 15]);

  second.invocation.setInputAddress(0, a);
  assert.is(program.run(stream), -1);
  assert.equal(floatsOf(d), [11, 12, 13, 14], 'an invocation patched in between');
  program.clear();
  assert.is(program.size(), 0);
  a.fill(0);
  assert.is(program.run(stream), -1);
  assert.equal(floatsOf(d), [11, 12, 13, 14]);
});

test('a step that fails ends the run', () => {
  const program = new Program();
  const [good, bad, after] = [probe(''), probe('enqueue'), addScalarLayer('2', 5, a, c)];
  for (const { plugin, invocation } of [good, bad, after]) program.addEnqueue(plugin, invocation);
  c.fill(0);
  assert.is(program.run(stream), 1);
  assert.is(program.lastResult(), 1);
  assert.equal(floatsOf(c), [0, 0, 0, 0]);
  assert.is(program.run(stream, 2), -1);
  assert.is(program.lastResult(), 0);
  const times = new Float64Array(3).fill(-1);
  assert.is(program.runTimed(stream, times), 1);
  assert.ok((times[0] ?? 0) > 0 && (times[1] ?? 0) > 0);
  assert.is(times[2], -1);
});

test('times of each step', () => {
  const program = new Program();
  const big = { ...DESC, dims: [1 << 20] };
  const [x, y] = [new DeviceBuffer(4 << 20), new DeviceBuffer(4 << 20)];
  const slow = new Reformat(big, big);
  slow.setInput(x);
  slow.setOutput(y);
  const fast = probe('');
  program.addEnqueue(fast.plugin, fast.invocation);
  program.addReformat(slow);
  const times = new Float64Array(4).fill(-1);
  assert.is(program.runTimed(stream, times), -1);
  assert.ok(times[0] !== undefined && times[0] > 0 && times[0] < 10_000);
  assert.ok(times[1] !== undefined && times[1] > 0 && times[1] < 10_000);
  assert.equal([...times.subarray(2)], [-1, -1]);
  times.fill(-1);
  assert.is(program.runTimed(stream, times, 1), -1);
  assert.is(times[0], -1);
  for (const wrong of [new Float64Array(1), new Float32Array(4), [0, 0], null]) {
    assert.is(
      thrown(() => program.runTimed(stream, wrong as Float64Array)).code,
      'ARGUMENT_INVALID',
    );
  }
  x.free();
  y.free();
});

test('what was destroyed or freed is an error that names the step', () => {
  const program = new Program();
  const layers = [addScalarLayer('1', 1, a, b), addScalarLayer('2', 1, b, c)] as const;
  const temporary = new DeviceBuffer(COUNT * 4);
  const third = addScalarLayer('2', 1, c, temporary);
  for (const { plugin, invocation } of [...layers, third]) program.addEnqueue(plugin, invocation);
  assert.is(program.run(stream), -1);
  temporary.free();
  const freed = thrown(() => program.run(stream));
  assert.is(freed.code, 'OBJECT_DESTROYED');
  assert.match(freed.message, /^Cannot run step 2: the device buffer of output 0 has been freed$/);
  assert.is(thrown(() => program.run(stream, 0, 1)).code, 'OBJECT_DESTROYED', 'still');
  third.invocation.setOutputAddress(0, d);
  assert.is(program.run(stream), -1);
  third.invocation.setWorkspace(new DeviceBuffer(4));
  new DeviceBuffer(4).free();
  assert.is(program.run(stream), -1, 'a buffer that is none of its own');

  layers[1].plugin.destroy();
  const v3 = thrown(() => program.run(stream));
  assert.is(v3.code, 'OBJECT_DESTROYED');
  assert.match(v3.message, /^Cannot run step 1: plugin#\d+ AddScalar@2 has been destroyed$/);
  layers[0].plugin.destroy();
  assert.match(
    thrown(() => program.run(stream)).message,
    /^Cannot run step 0: plugin#\d+ AddScalar@1 has been destroyed$/,
  );
  assert.is(program.run(stream, 2), -1);
  for (const { plugin, invocation } of layers) {
    assert.is(thrown(() => program.addEnqueue(plugin, invocation)).code, 'OBJECT_DESTROYED');
  }
  const gone = new Stream();
  gone.destroy();
  assert.is(thrown(() => program.run(gone)).code, 'OBJECT_DESTROYED');
});

test('a step added after its buffer was freed', () => {
  const program = new Program();
  const good = addScalarLayer('2', 1, a, b);
  const temporary = new DeviceBuffer(COUNT * 4);
  const late = addScalarLayer('2', 1, a, temporary);
  program.addEnqueue(good.plugin, good.invocation);
  temporary.free();
  assert.is(program.run(stream), -1);
  program.addEnqueue(late.plugin, late.invocation);
  assert.is(thrown(() => program.run(stream)).code, 'OBJECT_DESTROYED');
});

test('what belongs to a program is not collected', () => {
  const program = new Program();
  for (let i = 0; i < 50; i += 1) {
    const { plugin, invocation } = addScalarLayer('2', i, a, b);
    program.addEnqueue(plugin, invocation);
  }
  const collect = (globalThis as { gc?: () => void }).gc;
  for (let i = 0; i < 200; i += 1) new DeviceBuffer(8 << 20);
  collect?.();
  a.fill(0);
  assert.is(program.run(stream), -1);
  assert.equal(floatsOf(b), [49, 49, 49, 49]);
});

test('the trace shows what single calls show', () => {
  const layers = [addScalarLayer('1', 1, a, b), addScalarLayer('2', 1, b, c)];
  const program = new Program();
  for (const { plugin, invocation } of layers) program.addEnqueue(plugin, invocation);
  const recorded = (run: () => void) => {
    trace.reset();
    run();
    return trace
      .records()
      .map(({ object, method, args, result }) => ({ object, method, args, result }));
  };
  const single = () => {
    for (const { plugin, invocation } of layers) {
      // A V3 plugin is asked for its runtime capability at every enqueue (recordings/v3-single.jsonl).
      const runnable =
        plugin.generation === 'V2' ? plugin : plugin.getCapabilityInterface('kRUNTIME');
      runnable?.enqueue(invocation, stream);
    }
  };
  const expected = recorded(single);
  assert.equal(
    expected.map(({ method }) => method),
    ['enqueue', 'getCapabilityInterface', 'enqueue'],
  );
  assert.equal(
    recorded(() => program.run(stream)),
    expected,
  );
  layers[1]?.invocation.setOutputDesc(0, { ...DESC, dims: [2, 2] });
  const changed = recorded(() => program.run(stream));
  assert.not.equal(changed, expected);
  assert.equal(changed, recorded(single));
});

test('wrong arguments', () => {
  const program = new Program();
  const { plugin, invocation } = addScalarLayer('2', 1, a, b);
  const refused = (run: () => unknown) => assert.is(thrown(run).code, 'ARGUMENT_INVALID');
  for (const wrong of [null, undefined, 1, {}, stream, program] as never[]) {
    refused(() => program.addEnqueue(wrong, invocation));
    refused(() => program.addEnqueue(plugin, wrong));
    refused(() => program.addReformat(wrong));
    if (wrong !== stream) refused(() => program.run(wrong));
  }
  const capability = plugin.generation === 'V3' ? plugin.getCapabilityInterface('kRUNTIME') : null;
  refused(() => program.addEnqueue(capability as never, invocation));
  program.addEnqueue(plugin, invocation);
  refused(() => program.run(stream, 2));
  refused(() => program.run(stream, -1));
  refused(() => program.run(stream, 1, 0));
  refused(() => program.run(stream, 0, 2));
  refused(() => program.run(stream, 0.5));
});

test.run();
