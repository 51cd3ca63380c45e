/** Reformat layers against a reference, for every pair of types and formats that there is. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginTensorDesc } from '../../src/native';
import { native } from '../../src/native-loader';
import {
  DATA_TYPES,
  TENSOR_FORMATS,
  type DataType,
  type TensorFormat,
} from '../../src/runtime/enums';
import { byteSize, bytesPerElement } from '../../src/runtime/tensor';
import { load, reference, store } from './reformat-reference';

const { DeviceBuffer, Reformat, Stream } = native();
const stream = new Stream();

const FORMATS = TENSOR_FORMATS.filter((format) => !format.startsWith('kDLA'));
const FLOATS: DataType[] = ['kFLOAT', 'kHALF', 'kBF16', 'kINT8'];
const INTEGERS: DataType[] = ['kINT32', 'kINT64', 'kBOOL', 'kUINT8'];
const TYPES = [...FLOATS, ...INTEGERS];
/** Whether a conversion exists: kINT8 is a quantised float, so no integer becomes one. */
const converts = (from: DataType, to: DataType) =>
  !(from === 'kINT8' && INTEGERS.includes(to)) && !(to === 'kINT8' && INTEGERS.includes(from));

/** A guard behind each side: the layer must not write there. */
const GUARD = 64;

/** Runs the layer on `input` and compares every byte. */
function check(from: PluginTensorDesc, to: PluginTensorDesc, input: Uint8Array): void {
  const size = byteSize(to);
  const [source, target] = [new DeviceBuffer(input.length + 1), new DeviceBuffer(size + GUARD)];
  source.copyFrom(input);
  target.fill(0xcd);
  target.fillGuard(size, GUARD);
  const reformat = new Reformat(from, to);
  reformat.setInput(source);
  reformat.setOutput(target);
  assert.is(reformat.enqueue(stream), 0);
  stream.synchronize();
  const actual = new Uint8Array(size);
  target.copyTo(actual);
  const what = `${JSON.stringify(from)} -> ${JSON.stringify(to)}`;
  assert.is(target.guardIntact(size, GUARD), -1, what);
  const expected = reference(from, to, input, size);
  const wrong = actual.findIndex((byte, i) => byte !== expected[i]);
  assert.is(wrong, -1, `${what}: byte ${wrong} is ${actual[wrong]}, expected ${expected[wrong]}`);
  source.free();
  target.free();
}

/** Numbers that any type can hold, halves between two integers among them; what lies in the padding is not zero. */
function someInput(desc: PluginTensorDesc, seed: number): Uint8Array {
  const bytes = new Uint8Array(byteSize(desc));
  const view = new DataView(bytes.buffer);
  const count = Math.floor(bytes.length / bytesPerElement(desc.type));
  for (let i = 0; i < count; i += 1) {
    const value = ((((i + seed) * 7919) % 509) - 254) / 2;
    const whole = desc.type === 'kINT64' ? BigInt(Math.trunc(value)) : value;
    store(view, desc.type, i, whole, desc.scale ?? 1);
  }
  return bytes;
}

const SHAPES: number[][] = [
  [],
  [7],
  [3, 5],
  [1, 1, 1],
  [3, 5, 7],
  [33, 3, 19],
  [8, 4, 4],
  [2, 3, 5, 7],
  [2, 40, 3, 11],
  [1, 35, 2, 3, 17],
  [2, 9, 10, 1, 3],
];

for (const [i, dims] of SHAPES.entries()) {
  test(`every pair of formats: [${dims.join(',')}]`, () => {
    for (const type of ['kFLOAT', 'kHALF', 'kINT8', 'kINT64'] as const) {
      for (const from of FORMATS) {
        for (const to of FORMATS) {
          const desc = (format: TensorFormat): PluginTensorDesc => ({ dims, type, format });
          check(desc(from), desc(to), someInput(desc(from), i));
        }
      }
    }
  });
}

test('every pair of types, in formats of every kind', () => {
  const formats: [TensorFormat, TensorFormat][] = [
    ['kLINEAR', 'kLINEAR'],
    ['kLINEAR', 'kCHW4'],
    ['kHWC8', 'kLINEAR'],
    ['kCHW32', 'kHWC'],
    ['kHWC', 'kDHWC8'],
  ];
  const scaleOf = (type: DataType) => (type === 'kINT8' ? { scale: 0.5 } : {});
  for (const from of TYPES) {
    for (const to of TYPES.filter((type) => converts(from, type))) {
      for (const [source, target] of formats) {
        const dims = [2, 11, 3, 37];
        const input = { dims, type: from, format: source, ...scaleOf(from) };
        check(input, { dims, type: to, format: target, ...scaleOf(to) }, someInput(input, 5));
      }
    }
  }
});

test('values at the edges', () => {
  const edges = [
    0, -0, 1, -1, 0.5, 1.5, 2.5, -0.5, -1.5, 127.49, 127.5, 128, -128.5, -129, 255, 255.9, 256, 65504,
    65520, 65519.9, 2 ** -24, 2 ** -25, 3 * 2 ** -26, 6.1e-5, 1.0009765625, 1.00048828125, 1.00390625,
    1.01171875, 2 ** 31, 2 ** 31 - 128, -(2 ** 31), 2 ** 63, -(2 ** 63), 1e38, 3.4e38, 1e-40, Infinity,
    -Infinity, NaN,
  ]; // prettier-ignore
  const dims = [edges.length];
  const input = new Uint8Array(Float32Array.from(edges).buffer);
  const from: PluginTensorDesc = { dims, type: 'kFLOAT', format: 'kLINEAR' };
  for (const type of TYPES) {
    const to: PluginTensorDesc = {
      dims,
      type,
      format: 'kLINEAR',
      scale: type === 'kINT8' ? 1 : 0.25,
    };
    check(from, to, input);
  }
  for (const type of ['kHALF', 'kBF16'] as const) {
    const every = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const all: PluginTensorDesc = { dims: [65536], type, format: 'kLINEAR' };
    const bytes = new Uint8Array(every.buffer);
    const view = new DataView(bytes.buffer);
    // A NaN may become any NaN.
    for (let i = 0; i < 65536; i += 1) if (Number.isNaN(load(view, type, i, 1))) every[i] = 0;
    for (const other of TYPES) check(all, { ...all, type: other, scale: 0.5 }, bytes);
  }
  const wide = BigInt64Array.of(
    2n ** 31n - 1n,
    2n ** 31n,
    -(2n ** 31n),
    -(2n ** 31n) - 1n,
    -1n,
    255n,
    256n,
  );
  const long: PluginTensorDesc = { dims: [7], type: 'kINT64', format: 'kLINEAR' };
  for (const type of INTEGERS) check(long, { ...long, type }, new Uint8Array(wide.buffer));
});

test('kINT8 from one scale to another', () => {
  const dims = [256];
  const every = Uint8Array.from({ length: 256 }, (_, i) => i);
  const desc = (scale: number): PluginTensorDesc => ({
    dims,
    type: 'kINT8',
    format: 'kLINEAR',
    scale,
  });
  check(desc(0.1), desc(0.1), every);
  check(desc(0.5), desc(0.25), every);
  check(desc(0.25), desc(0.5), every);
  check(desc(0.1), desc(0.3), every);
});

test('no elements: nothing is read or written, and no memory is needed', () => {
  for (const dims of [[0], [0, 5, 5], [3, 0, 5, 5], [2, 3, 0], [2, 3, 4, 5, 0]]) {
    for (const format of FORMATS) {
      const reformat = new Reformat(
        { dims, type: 'kFLOAT', format: 'kLINEAR' },
        { dims, type: 'kHALF', format },
      );
      reformat.setInput(null);
      assert.is(reformat.enqueue(stream), 0);
    }
  }
});

test('more rows than a grid is high', () => {
  const dims = [70_000, 3, 1, 1];
  const from: PluginTensorDesc = { dims, type: 'kINT8', format: 'kLINEAR' };
  check(from, { ...from, format: 'kHWC' }, someInput(from, 1));
});

/** The code of what `run` throws, and its message. */
function thrown(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof Error);
    return { code: String(Reflect.get(error, 'code')), message: error.message };
  }
  return { code: 'nothing was thrown', message: '' };
}

test('what is no reformat is refused', () => {
  const from: PluginTensorDesc = { dims: [3, 4, 5], type: 'kFLOAT', format: 'kLINEAR' };
  const codeOf = (to: Partial<PluginTensorDesc>) =>
    thrown(() => new Reformat(from, { ...from, ...to })).code;
  assert.is(codeOf({ dims: [3, 4, 6] }), 'REFORMAT_SHAPES_DIFFER');
  assert.is(codeOf({ dims: [3, 4] }), 'REFORMAT_SHAPES_DIFFER');
  assert.is(codeOf({ format: 'kDLA_LINEAR' }), 'REFORMAT_UNSUPPORTED');
  assert.is(codeOf({ format: 'kDLA_HWC4' }), 'REFORMAT_UNSUPPORTED');
  const unknown = { ...from, dims: [-1, 4, 5] };
  assert.is(thrown(() => new Reformat(unknown, unknown)).code, 'SHAPE_UNKNOWN');
  const huge = { ...from, dims: [2 ** 30, 2 ** 30, 2 ** 30] };
  assert.is(thrown(() => new Reformat(huge, huge)).code, 'REFORMAT_MEMORY');
  for (const a of DATA_TYPES) {
    for (const b of DATA_TYPES) {
      const wanted =
        (TYPES.includes(a) && TYPES.includes(b) && converts(a, b)) ||
        (a === 'kFP8' && b === 'kFP8');
      const { code } = thrown(() => new Reformat({ ...from, type: a }, { ...from, type: b }));
      assert.is(code, wanted ? 'nothing was thrown' : 'REFORMAT_UNSUPPORTED', `${a} -> ${b}`);
    }
  }
  assert.match(
    thrown(() => new Reformat(from, { ...from, dims: [1] })).message,
    /^Cannot reformat kFLOAT kLINEAR \[3,4,5\] to kFLOAT kLINEAR \[1\]: the shapes differ$/,
  );
});

test('memory that does not do is refused, when the layer runs', () => {
  const from: PluginTensorDesc = { dims: [3, 4, 5], type: 'kFLOAT', format: 'kLINEAR' };
  const to: PluginTensorDesc = { ...from, type: 'kHALF', format: 'kHWC8' };
  const reformat = new Reformat(from, to);
  const [input, output] = [new DeviceBuffer(240 + 8), new DeviceBuffer(320 + 8)];
  const fails = (pattern: RegExp, code = 'REFORMAT_MEMORY') => {
    const error = thrown(() => reformat.enqueue(stream));
    assert.is(error.code, code, error.message);
    assert.match(error.message, pattern);
  };
  fails(/its input is not set/);
  reformat.setInput(input);
  fails(/its output is not set/);
  reformat.setOutput(output, 9);
  fails(/its output is too small: expected 320 bytes, actual 319/);
  reformat.setOutput(output, 1);
  fails(/its output is not aligned: expected a multiple of 2 bytes/);
  reformat.setOutput(output.view(8, 320));
  assert.is(reformat.enqueue(stream), 0);
  reformat.setInput(input.view(0, 236));
  fails(/its input is too small/);
  reformat.setInput(input, 4);
  assert.is(reformat.enqueue(stream), 0);
  reformat.setDescs({ ...from, dims: [3, 4, 6] }, { ...to, dims: [3, 4, 6] });
  fails(/too small/);
  reformat.setDescs(from, from);
  reformat.setOutput(input);
  fails(/overlap/);
  reformat.setOutput(output);
  input.free();
  fails(/its input has been freed/, 'OBJECT_DESTROYED');
  output.free();
  assert.is(thrown(() => reformat.setOutput(output)).code, 'OBJECT_DESTROYED');
});

test.run();
