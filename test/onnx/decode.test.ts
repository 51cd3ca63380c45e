/** Reading ONNX files: every field that holds elements, files beside the model, and what is no ONNX file. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../src/errors';
import { modelProto, tensorProto } from '../../src/onnx/messages';
import { decodeModel, decodeTensor, encodeModel } from '../../src/onnx/model';
import { randomFloats } from '../plugins/numbers';

const tensor = (fields: object) => tensorProto.encode(tensorProto.fromObject(fields)).finish();

function refusedWith(message: RegExp, decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    assert.instance(error, WorkbookError);
    assert.is((error as WorkbookError).code, 'ONNX_INVALID');
    assert.match((error as WorkbookError).message, message);
    return;
  }
  assert.unreachable('nothing was refused');
}

const sample = encodeModel(
  {
    nodes: [
      {
        opType: 'Fancy',
        inputs: ['x', '', 'c'],
        outputs: ['y'],
        attributes: {
          a: 3,
          b: { float: 0.5 },
          c: 'text',
          d: [1, -2],
          e: { floats: [0.25, 4] },
        },
      },
    ],
    inputs: [{ name: 'x', type: 'float', dims: [-1, 3, 0] }],
    outputs: [{ name: 'y', type: 'float16' }],
    constants: [{ name: 'c', type: 'int64', dims: [2], data: BigInt64Array.of(-1n, 2n ** 62n) }],
  },
  19,
);

test('what is written is read', () => {
  const { graph, opsets } = decodeModel(sample);
  assert.is(opsets.get(''), 19);
  const [node] = graph.nodes;
  assert.equal(node?.inputs, ['x', '', 'c']);
  assert.equal(
    [...(node?.attributes ?? [])],
    [
      ['a', { kind: 'int', value: 3 }],
      ['b', { kind: 'float', value: 0.5 }],
      ['c', { kind: 'string', value: 'text' }],
      ['d', { kind: 'ints', value: [1, -2] }],
      ['e', { kind: 'floats', value: [0.25, 4] }],
    ],
  );
  assert.equal(graph.inputs[0], {
    name: 'x',
    type: 'float',
    dims: [-1, 3, 0],
    dimNames: [null, null, null],
  });
  assert.is(graph.outputs[0]?.dims, null);
  const constant = graph.initializers.get('c');
  const elements = new BigInt64Array((constant?.data ?? new Uint8Array()).slice().buffer);
  assert.equal([...elements], [-1n, 2n ** 62n]);
});

test('elements from the field of each type', () => {
  const hex = (fields: object) => Buffer.from(decodeTensor(tensor(fields)).data).toString('hex');
  assert.is(hex({ dims: [2], dataType: 1, floatData: [1, -2] }), '0000803f000000c0');
  assert.is(hex({ dims: [], dataType: 11, doubleData: [1] }), '000000000000f03f');
  assert.is(hex({ dims: [2], dataType: 6, int32Data: [-1, 2] }), 'ffffffff02000000');
  assert.is(hex({ dims: [2], dataType: 3, int32Data: [-1, 2] }), 'ff02');
  assert.is(hex({ dims: [2], dataType: 9, int32Data: [1, 0] }), '0100');
  assert.is(hex({ dims: [1], dataType: 10, int32Data: [0x3c00] }), '003c');
  assert.is(hex({ dims: [3], dataType: 22, int32Data: [0x21, 0x03] }), '2103');
  assert.is(hex({ dims: [1], dataType: 12, uint64Data: [4294967295] }), 'ffffffff');
  assert.is(hex({ dims: [1], dataType: 7, int64Data: [-2] }), 'feffffffffffffff');
  const strings = { dims: [1], dataType: 8, stringData: [Buffer.from('é')] };
  assert.equal(decodeTensor(tensor(strings)).strings, ['é']);
});

test('a tensor whose elements do not fit its dimensions', () => {
  refusedWith(/another size/, () =>
    decodeTensor(tensor({ dims: [3], dataType: 1, floatData: [1] })),
  );
  refusedWith(/another size/, () =>
    decodeTensor(tensor({ dims: [2 ** 40], dataType: 1, rawData: Buffer.alloc(4) })),
  );
  refusedWith(/dimensions/, () => decodeTensor(tensor({ dims: [-1], dataType: 1 })));
  refusedWith(/dimensions/, () => decodeTensor(tensor({ dims: [2 ** 40, 2 ** 40], dataType: 1 })));
  refusedWith(/no known type/, () => decodeTensor(tensor({ dims: [], dataType: 99 })));
});

test('elements in a file beside the model, and nowhere else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onnx-'));
  const inside = join(folder, 'model');
  mkdirSync(inside);
  try {
    writeFileSync(join(inside, 'data.bin'), Buffer.from([9, 9, 1, 2, 3]));
    writeFileSync(join(folder, 'secret.bin'), Buffer.from([7, 7, 7]));
    symlinkSync(join(folder, 'secret.bin'), join(inside, 'link.bin'));
    const read = (location: string, more: object[] = [], options: object = { folder: inside }) => {
      const external = [{ key: 'location', value: location }, ...more];
      const initializer = [
        { name: 'c', dims: [3], dataType: 2, dataLocation: 1, externalData: external },
      ];
      const bytes = modelProto.encode(modelProto.fromObject({ graph: { initializer } })).finish();
      return decodeModel(bytes, options).graph.initializers.get('c')?.data;
    };
    const offset = [{ key: 'offset', value: '2' }];
    assert.equal([...(read('data.bin', offset) ?? [])], [1, 2, 3]);
    refusedWith(/lies in another file/, () => read('data.bin', offset, {}));
    refusedWith(/beyond the end/, () => read('data.bin', [{ key: 'offset', value: '3' }]));
    refusedWith(/beyond the end/, () => read('data.bin', [{ key: 'offset', value: 'x' }]));
    refusedWith(/another size/, () => read('data.bin', [{ key: 'length', value: '4' }]));
    refusedWith(/outside the model's folder/, () => read('../secret.bin'));
    refusedWith(/outside the model's folder/, () => read('link.bin'));
    refusedWith(/outside the model's folder/, () => read(join(folder, 'secret.bin')));
    refusedWith(/cannot be read/, () => read('absent.bin'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what is no ONNX file', () => {
  refusedWith(/no graph/, () => decodeModel(new Uint8Array()));
  refusedWith(/damaged/, () => decodeModel(Uint8Array.of(1, 2, 3)));
  refusedWith(/damaged/, () => decodeModel(sample.subarray(0, sample.length - 3)));
});

test('10,000 damaged files are read or refused', () => {
  let refused = 0;
  for (let seed = 1; seed <= 10_000; ++seed) {
    const bytes = sample.slice();
    const numbers = randomFloats(8, seed);
    for (let i = 0; i < 1 + (seed % 4); ++i) {
      const at = Math.floor(((numbers[2 * i] ?? 0) + 1) * 0.5 * bytes.length);
      bytes[at] = Math.floor(((numbers[2 * i + 1] ?? 0) + 1) * 128);
    }
    try {
      decodeModel(bytes);
    } catch (error) {
      assert.instance(error, WorkbookError, `seed ${seed}: ${String(error)}`);
      assert.is((error as WorkbookError).code, 'ONNX_INVALID');
      ++refused;
    }
  }
  assert.ok(refused > 1000 && refused < 10_000, `${refused} were refused`);
});

test('a file that is nested without end', () => {
  // Each message holds itself once more, as a field that is skipped or read.
  let bytes = Uint8Array.of();
  for (let depth = 0; depth < 2000; ++depth) {
    const head = [0x3a];
    for (let rest = bytes.length; ; rest >>>= 7) {
      head.push(rest > 127 ? (rest & 127) | 128 : rest);
      if (rest <= 127) break;
    }
    bytes = Uint8Array.from([...head, ...bytes]);
  }
  assert.type(decodeModel(bytes).graph.nodes.length, 'number');
});
test.run();
