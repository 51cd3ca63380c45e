/** Files that are made to hurt: refused with an OnnxParserError, quickly and in little memory. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { modelProto } from '../../src/onnx/messages';
import { OnnxParserError } from '../../src/onnx/parser';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { parsed, refusalOf } from './parsed';

const hostile = suite('hostile ONNX files');
registryWithPlugins();

const encoded = (fields: object) => modelProto.encode(modelProto.fromObject(fields)).finish();
const model = (graph: object, version = 17) =>
  encoded({ opsetImport: [{ domain: '', version }], graph });
const value = (name: string, ...extents: number[]) => ({
  name,
  type: {
    tensorType: { elemType: 1, shape: { dim: extents.map((dimValue) => ({ dimValue })) } },
  },
});
const node = (opType: string, input: string[], output: string[], attribute: object[] = []) => ({
  opType,
  input,
  output,
  attribute,
});

/** Refused with these words, in less than 5 s and 600 MiB more than there were at the most. */
function refuses(bytes: Uint8Array, message: RegExp | string, code = 'ONNX_PARSE_FAILED'): void {
  const [start, before] = [performance.now(), process.resourceUsage().maxRSS];
  const error = refusalOf(bytes);
  assert.instance(error, OnnxParserError);
  assert.match(error.message, message);
  assert.is(error.code, code);
  // TensorRT's code for two tensors of a name is the same.
  const unforeseen = error.errors.filter(
    ({ desc }) => !desc.startsWith('ONNX graph has duplicate'),
  );
  assert.not.ok(unforeseen.some((each) => each.code === 'kINTERNAL_ERROR'));
  assert.ok(error.message.length < 60_000, `the message has ${error.message.length} characters`);
  assert.ok(performance.now() - start < 5000, 'it took longer than 5 s');
  assert.ok((process.resourceUsage().maxRSS - before) / 1024 < 600, 'it took more than 600 MiB');
}

hostile('small files that claim large tensors', () => {
  const claim = (fields: object) => model({ initializer: [{ name: 'c', dataType: 1, ...fields }] });
  for (const dataType of [1, 2, 7, 8, 10, 11, 14, 22]) {
    const bytes = claim({ dims: [2 ** 40], dataType, rawData: Buffer.alloc(4) });
    refuses(bytes, 'another size', 'ONNX_INVALID');
  }
  refuses(claim({ dims: [2 ** 40, 2 ** 40] }), 'no valid dimensions', 'ONNX_INVALID');
  refuses(claim({ dims: Array(1000).fill(1) }), 'too many dimensions', 'ONNX_INVALID');
  refuses(claim({ dims: [1], dataType: 99 }), 'no known type', 'ONNX_INVALID');
  const expanded = (opType: string, input: string[]) =>
    model({
      input: [value('x', 1)],
      initializer: [{ name: 's', dims: [2], dataType: 7, int64Data: [2 ** 40, 2 ** 40] }],
      node: [node(opType, input, ['y'])],
      output: [value('y', 1)],
    });
  refuses(expanded('Expand', ['x', 's']), 'the dims are not valid');
  refuses(expanded('ConstantOfShape', ['s']), 'the dims are not valid');
});

hostile('lengths that the file does not have, and messages in messages without end', () => {
  const damaged = (...bytes: number[]) =>
    refuses(Uint8Array.from(bytes), 'it is damaged or none', 'ONNX_INVALID');
  damaged(0x3a, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 2, 3);
  damaged(0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1);
  damaged(...Array<number>(100_000).fill(0x1b));
  damaged(...Array<number>(100_000).fill(0x0b));
});

hostile('bytes that would become far more objects', () => {
  const field = (id: number, content: Uint8Array) => {
    const head = [id * 8 + 2];
    for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
      head.push(rest > 127 ? (rest % 128) + 128 : rest);
      if (rest <= 127) break;
    }
    return Buffer.concat([Buffer.from(head), content]);
  };
  const many = 'more values than can be kept in memory';
  // 12 million whole numbers of one byte: an attribute `ints`, and a tensor's int64_data.
  const numbers = Buffer.alloc(12_000_000, 1);
  refuses(field(7, field(1, field(5, field(8, numbers)))), many, 'ONNX_INVALID');
  refuses(field(7, field(5, field(7, numbers))), many, 'ONNX_INVALID');
  // 3 million empty nodes of two bytes.
  refuses(field(7, Buffer.alloc(6_000_000, Buffer.from([0x0a, 0]))), many, 'ONNX_INVALID');
});

hostile('lists of a million numbers where a tensor has a few axes', () => {
  const ones = Array<number>(300_000).fill(1);
  const attributes: [string, string][] = [
    ['Transpose', 'perm'],
    ['Squeeze', 'axes'],
    ['Unsqueeze', 'axes'],
    ['ReduceMax', 'axes'],
    ['MaxPool', 'kernel_shape'],
    ['Slice', 'axes'],
    ['Pad', 'pads'],
  ];
  for (const [opType, name] of attributes) {
    const list = node(opType, ['x'], ['y'], [{ name, type: 7, ints: ones }]);
    const graph = { input: [value('x', 1, 1)], node: [list], output: [value('y', 1)] };
    refuses(model(graph, 9), 'too many numbers');
  }
  const inputs = ['Reshape', 'Expand', 'Unsqueeze'];
  for (const opType of inputs) {
    const graph = {
      input: [value('x', 1, 1)],
      initializer: [{ name: 's', dims: [ones.length], dataType: 7, int64Data: ones }],
      node: [node(opType, ['x', 's'], ['y'])],
      output: [value('y', 1)],
    };
    refuses(model(graph), 'too many numbers');
  }
});

hostile('very many nodes, inputs and errors', () => {
  const nopes = Array.from({ length: 100_000 }, (_, i) => node('Nope', ['x'], [`t${i}`]));
  refuses(model({ input: [value('x', 1)], node: nopes }), '1000 problems');
  const wide = (opType: string) =>
    model({
      input: [value('x', 1)],
      node: [
        node(opType, Array<string>(100_000).fill('x'), ['y'], [{ name: 'scalar', type: 1, f: 1 }]),
      ],
      output: [value('y', 1)],
    });
  refuses(wide('Max'), 'too many inputs');
  refuses(wide('AddScalar'), 'at most 4096');
  const chain = Array.from({ length: 3000 }, (_, i) =>
    node('Relu', [i ? `t${i}` : 'x'], [`t${i + 1}`]),
  );
  const deep = { input: [value('x', 1)], node: chain.reverse(), output: [value('t3000', 1)] };
  assert.is(parsed(model(deep)).network.layers.length, 3000);
});

hostile('names that are no names, or are those of JavaScript', () => {
  const graph = (input: string, output: string, name: string) =>
    model({
      input: [value(input, 1)],
      node: [{ ...node('Relu', [input], [output]), name }],
      output: [value(output, 1)],
    });
  refuses(graph('a\0b', 'y', 'n'), 'has a name that TensorRT does not take');
  refuses(graph('x', 'y'.repeat(100_000), 'n'), 'has a name that TensorRT does not take');
  refuses(graph('', 'y', 'n'), 'has a name that TensorRT does not take');
  const long = parsed(graph('x', 'y', 'n'.repeat(100_000)));
  assert.is(long.network.layers[0]?.name.length, 4095);
  const own = parsed(graph('__proto__', 'constructor', 'toString'));
  assert.is(own.error, null);
  for (const text of ['constructor', '__proto__', 'toString']) {
    const mode = [{ name: 'mode', type: 3, s: Buffer.from(text) }];
    const pad = {
      input: [value('x', 1)],
      initializer: [{ name: 'p', dims: [2], dataType: 7, int64Data: [1, 1] }],
      node: [node('Pad', ['x', 'p'], ['y'], mode)],
      output: [value('y', 3)],
    };
    refuses(model(pad), 'there is no such mode');
  }
});

hostile('what is there twice, or not at all', () => {
  const constant = { name: 'c', dims: [1], dataType: 1, floatData: [1] };
  refuses(model({ initializer: [constant, constant] }), 'two initializers', 'ONNX_INVALID');
  refuses(model({ input: [value('x', 1), value('x', 1)] }), 'two graph inputs "x"');
  const made = {
    input: [value('x', 1)],
    initializer: [constant],
    node: [node('Relu', ['x'], ['c'])],
  };
  refuses(model(made), 'node 0 makes tensor "c", which is there already');
  refuses(model({ node: [node('', [], ['y'])] }), 'has no operator', 'ONNX_INVALID');
  const relu = {
    input: [value('x', 1)],
    node: [node('Relu', ['x'], ['y'])],
    output: [value('y', 1)],
  };
  refuses(encoded({ graph: relu }), "does not import ONNX's operators");
  refuses(encoded({}), 'it holds no graph', 'ONNX_INVALID');
});

hostile('elements in another file: outside the folder, through a link, too few, not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onnx-hostile-'));
  const inside = join(folder, 'model');
  mkdirSync(inside);
  try {
    writeFileSync(join(inside, 'weights'), Buffer.alloc(8));
    writeFileSync(join(folder, 'secret'), Buffer.alloc(8));
    symlinkSync(join(folder, 'secret'), join(inside, 'link'));
    writeFileSync(join(inside, 'hollow'), '');
    truncateSync(join(inside, 'hollow'), 2 ** 40);
    const messageOf = (entries: Record<string, string>, dims = [2]) => {
      const externalData = Object.entries(entries).map(([key, text]) => ({ key, value: text }));
      const initializer = [{ name: 'c', dims, dataType: 1, dataLocation: 1, externalData }];
      const bytes = model({ initializer, output: [value('c', 2)] });
      return parsed(bytes, { folder: inside }).error?.message ?? 'parsed';
    };
    assert.is(messageOf({ location: 'weights' }), 'parsed');
    assert.match(messageOf({ location: '../secret' }), "outside the model's folder");
    assert.match(messageOf({ location: 'link' }), "outside the model's folder");
    assert.match(messageOf({ location: '/dev/zero' }), "outside the model's folder");
    assert.match(messageOf({ location: 'absent' }), 'cannot be read');
    assert.match(messageOf({ location: '.' }), 'cannot be read');
    assert.match(messageOf({ location: 'weights', offset: '4' }), 'beyond the end');
    assert.match(messageOf({ location: 'weights', offset: '-4' }), 'beyond the end');
    assert.match(messageOf({ location: 'weights' }, [2 ** 40]), 'beyond the end');
    // As long as it says, with nothing in it.
    assert.match(messageOf({ location: 'hollow' }, [2 ** 38]), 'cannot be read');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

hostile.run();
