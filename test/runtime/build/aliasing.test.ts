/** Plugins that work in place: everybody else still reads what was there before. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DeviceBuffer } from '../../../src/runtime/context/device';
import type { Tensor } from '../../../src/runtime/network/layer';
import { errorOf, withContext } from '../add-scalar-engine';
import {
  build,
  floatsOf,
  layerNames,
  probeFields,
  runOnce,
  scalarField,
  type Definition,
} from '../plugin-network';

const X = Float32Array.from([1, -2, 3.5, 4, 5, 6, 7, 8]);
const plus = (value: number) => Array.from(X, (element) => Math.fround(element + value));

/** A network over x [-1,4] in which plugins may work in place. */
function inPlace(define: (x: Tensor, definition: Definition) => void): Promise<Uint8Array> {
  return build((definition) => {
    definition.config.setPreviewFeature('kALIASED_PLUGIN_IO_10_03', true);
    definition.profile({
      x: [
        [1, 4],
        [2, 4],
        [8, 4],
      ],
    });
    define(definition.network.addInput('x', 'kFLOAT', [-1, 4]), definition);
  });
}

/** Checks the outputs of one run, each an offset from x. */
async function gives(bytes: Uint8Array, offsets: Record<string, number>, layers?: string[]) {
  await withContext(bytes, async (context, stream) => {
    if (layers) assert.equal(layerNames(context), layers);
    for (const repeated of ['first', 'again']) {
      const outputs = await runOnce(context, stream, { x: { data: X, dims: [2, 4] } });
      for (const [name, offset] of Object.entries(offsets))
        assert.equal(floatsOf(outputs[name]), plus(offset), `${name}, ${repeated}`);
    }
  });
}

const addScalar = (d: Definition, name: string, input: Tensor, value: number) =>
  d.layer(name, 'AddScalar', [input], scalarField(value)).getOutput(0).setName(`${name}.out`);
const addInPlace = (d: Definition, name: string, input: Tensor, value: number) =>
  d.layer(name, 'AddInPlace', [input], scalarField(value)).getOutput(0).setName(`${name}.out`);
const mark = (d: Definition, ...tensors: Tensor[]) => {
  for (const tensor of tensors) d.network.markOutput(tensor);
};

test('input and output of the network: both addresses as they are bound', async () => {
  const bytes = await inPlace((x, d) => mark(d, addInPlace(d, 'w', x, 10)));
  await withContext(bytes, async (context, stream, engine) => {
    assert.is(engine.getDeviceMemorySize(), 0);
    const [one, other] = [DeviceBuffer.from(X), DeviceBuffer.from(new Float32Array(8))];
    context.setInputShape('x', [2, 4]);
    context.setTensorAddress('x', one);
    context.setTensorAddress('w.out', one);
    await context.enqueueV3(stream);
    stream.synchronize();
    assert.equal([...one.toFloat32Array()], plus(10), 'one buffer: in place');
    context.setTensorAddress('w.out', other);
    const error = await errorOf(() => context.enqueueV3(stream));
    assert.is(error.code, 'PLUGIN_METHOD_FAILED', 'two buffers: this plugin refuses them');
    assert.match(error.message, /must be the same memory/);
    assert.equal([...one.toFloat32Array()], plus(10));
    one.free();
    other.free();
  });
});

test('between layers the output takes the place of the input, along a whole chain', async () => {
  const bytes = await inPlace((x, d) => {
    let tensor = addScalar(d, 'first', x, 1);
    for (const name of ['w1', 'w2', 'w3']) tensor = addInPlace(d, name, tensor, 10);
    mark(d, addScalar(d, 'last', tensor, 100));
  });
  await gives(bytes, { 'last.out': 131 }, ['first', 'w1', 'w2', 'w3', 'last']);
  await withContext(bytes, (_context, _stream, engine) => {
    assert.is(engine.plan.memory[0]?.regions.length, 1, 'four tensors in one place');
    return Promise.resolve();
  });
});

test('an input that only the plugin reads is worked on in the caller’s memory', async () => {
  const bytes = await inPlace((x, d) =>
    mark(d, addScalar(d, 'last', addInPlace(d, 'w', x, 10), 1)),
  );
  await withContext(bytes, async (context, stream) => {
    const [x, y] = [DeviceBuffer.from(X), new DeviceBuffer(32)];
    context.setInputShape('x', [2, 4]);
    context.setTensorAddress('x', x);
    context.setTensorAddress('last.out', y);
    await context.enqueueV3(stream);
    stream.synchronize();
    assert.equal([...y.toFloat32Array()], plus(11));
    assert.equal([...x.toFloat32Array()], plus(10));
    x.free();
    y.free();
  });
});

test('other readers run first', async () => {
  const bytes = await inPlace((x, d) => {
    const a = addScalar(d, 'first', x, 1);
    const w = addInPlace(d, 'w', a, 10);
    mark(d, w, addScalar(d, 'r1', a, 100), addScalar(d, 'r2', a, 1000));
  });
  const offsets = { 'w.out': 11, 'r1.out': 101, 'r2.out': 1001 };
  await gives(bytes, offsets, ['first', 'r1', 'r2', 'w']);
});

test('two that work in place on one tensor: the first on a copy', async () => {
  const bytes = await inPlace((x, d) => {
    const a = addScalar(d, 'first', x, 1);
    mark(d, addInPlace(d, 'w1', a, 10), addInPlace(d, 'w2', a, 20));
  });
  await gives(bytes, { 'w1.out': 11, 'w2.out': 21 });
});

test('a reader that needs the result as well: the plugin works on a copy', async () => {
  for (const kind of ['native', 'plugin'] as const) {
    const bytes = await inPlace((x, d) => {
      const a = addScalar(d, 'first', x, 1);
      const w = addInPlace(d, 'w', a, 10);
      const reader =
        kind === 'native'
          ? d.network.addElementWise(a, w, 'kMAX')
          : d.layer('reader', 'Probe', [a, w], probeFields({}));
      mark(d, reader.getOutput(0).setName('y'));
    });
    await gives(bytes, { y: kind === 'native' ? 11 : 1 });
  }
});

test('what the caller reads, or gives to others too, is left alone', async () => {
  const marked = await inPlace((x, d) => {
    const a = addScalar(d, 'first', x, 1);
    mark(d, a, addScalar(d, 'last', addInPlace(d, 'w', a, 10), 0));
  });
  await gives(marked, { 'first.out': 1, 'last.out': 11 });
  const shared = await inPlace((x, d) => {
    const w = addInPlace(d, 'w', x, 10);
    mark(d, addScalar(d, 'last', w, 0), addScalar(d, 'reader', x, 5));
  });
  await gives(shared, { 'last.out': 10, 'reader.out': 5 });
});

test('between native layers', async () => {
  const bytes = await inPlace((x, d) => {
    const doubled = d.network.addElementWise(x, x, 'kSUM').getOutput(0);
    const w = addInPlace(d, 'w', doubled, 10);
    mark(d, d.network.addElementWise(w, x, 'kSUB').getOutput(0).setName('y'));
  });
  await gives(bytes, { y: 10 });
});

test('in FP16: a reformatted copy is worked on, and nobody else gets it', async () => {
  const half = 'kHALF:kLINEAR';
  const bytes = await inPlace((x, d) => {
    d.config.setFlag('kFP16');
    d.config.choices['w'] = { in: [half], out: [half] };
    d.config.choices['reader'] = { in: [half], out: [half] };
    d.config.choices['first'] = { in: ['kFLOAT:kLINEAR'], out: ['kFLOAT:kLINEAR'] };
    const a = addScalar(d, 'first', x, 1);
    mark(d, addInPlace(d, 'w', a, 10), addScalar(d, 'reader', a, 100));
  });
  await gives(bytes, { 'w.out': 11, 'reader.out': 101 });
});
test.run();
