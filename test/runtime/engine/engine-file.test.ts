import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EngineFileError } from '../../../src/errors';
import type { ExprNode } from '../../../src/native';
import { frame } from '../../../src/runtime/engine/checked-file';
import {
  ENGINE_FILE_VERSION,
  readEngineFile,
  writeEngineFile,
} from '../../../src/runtime/engine/engine-file';
import type { PlanTensor } from '../../../src/runtime/engine/plan';
import { thisHost } from '../../../src/runtime/engine/this-host';
import { pack } from '../../../src/runtime/engine/message-pack';
import { samplePlan } from '../sample-plan';

const errorFrom = (bytes: Uint8Array): EngineFileError | null => {
  try {
    readEngineFile(bytes);
  } catch (error) {
    if (error instanceof EngineFileError) return error;
    throw error;
  }
  return null;
};
const codeOf = (bytes: Uint8Array): string => errorFrom(bytes)?.code ?? 'accepted';

/** A file with this payload, and a checksum that is right. */
const withPayload = (payload: Uint8Array): Uint8Array =>
  frame({ magic: 'TRTWBENG', version: ENGINE_FILE_VERSION }, payload);

test('what is written is read again', () => {
  const plan = samplePlan();
  const read = readEngineFile(writeEngineFile(plan));
  assert.equal(read, plan);
  assert.equal(readEngineFile(writeEngineFile(read)), plan);
});

test('any name is a name: also those that objects have by themselves', () => {
  const plan = samplePlan();
  const rename = (name: string) => (name === 'x' ? '__proto__' : name === 's' ? 'toString' : name);
  for (const tensor of plan.tensors) {
    tensor.name = rename(tensor.name);
    tensor.shape = JSON.parse(
      JSON.stringify(tensor.shape)
        .replaceAll('x[0]', '__proto__[0]')
        .replaceAll('s{0}', 'toString{0}'),
    ) as typeof tensor.shape;
  }
  for (const { inputs } of plan.layers) {
    for (const input of inputs) input.tensor = rename(input.tensor);
  }
  for (const profile of plan.profiles) {
    for (const part of ['shapes', 'values'] as const) {
      const renamed = Object.entries(profile[part]).map(([name, range]) => [rename(name), range]);
      profile[part] = Object.fromEntries(renamed) as typeof profile.shapes;
    }
  }
  const { profiles } = readEngineFile(writeEngineFile(plan));
  assert.equal(Object.keys(profiles[1]?.shapes ?? {}), ['__proto__', 'toString']);
  assert.equal(profiles[1]?.shapes['__proto__']?.max, [64, 4]);
  assert.is(profiles[0]?.shapes['constructor'], undefined);
});

test('binary data is not copied: it lies in the file', () => {
  const bytes = writeEngineFile(samplePlan());
  const plan = readEngineFile(bytes);
  assert.is(plan.constants['scale']?.data.buffer, bytes.buffer);
  assert.is(plan.libraries[0]?.bytes.buffer, bytes.buffer);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const own = readEngineFile(shared);
  shared.fill(0);
  assert.equal(own, plan, 'memory that other threads may change is copied');
});

test('a truncated file is refused, wherever it is cut', () => {
  const bytes = writeEngineFile(samplePlan());
  for (let length = 0; length < bytes.length; length += 1) {
    const code = codeOf(bytes.subarray(0, length));
    assert.is(code, length === 0 ? 'ENGINE_FOREIGN' : 'ENGINE_TRUNCATED', `cut at ${length}`);
  }
  assert.is(codeOf(Buffer.concat([bytes, Buffer.of(0)])), 'ENGINE_TRUNCATED');
});

test('every flipped bit is noticed', () => {
  const bytes = writeEngineFile(samplePlan());
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] as number) ^ (1 << at % 8);
    assert.is.not(codeOf(changed), 'accepted', `byte ${at}`);
  }
});

test('an engine of another version names both versions', () => {
  const bytes = Buffer.from(writeEngineFile(samplePlan()));
  bytes.writeUInt32LE(1, 8);
  const error = errorFrom(bytes);
  assert.is(error?.code, 'ENGINE_VERSION');
  assert.match(String(error?.message), `format version ${ENGINE_FILE_VERSION}`);
  assert.match(String(error?.message), 'actual format version 1');
});

test('an engine of another host, package or TensorRT is refused with what came', () => {
  const plan = { ...samplePlan() };
  const own = thisHost();
  const written = (writer: object) => errorFrom(withPayload(pack({ ...own, ...writer, plan })));
  const host = written({ host: 'tensorrt' });
  assert.is(host?.code, 'ENGINE_HOST');
  assert.match(String(host?.message), /expected host reference.*; actual host tensorrt/);
  for (const writer of [{ version: '99.1.0' }, { tensorrt: '8.6.1' }]) {
    const error = written(writer);
    assert.is(error?.code, 'ENGINE_VERSION');
    assert.match(
      String(error?.message),
      `expected workbook ${own.version} with TensorRT ${own.tensorrt}`,
    );
    assert.match(String(error?.message), `actual workbook ${writer.version ?? own.version}`);
  }
  assert.is(written({ host: 3 })?.code, 'ENGINE_CORRUPT');
});

test('other files are told apart', () => {
  const said = (start: string) => String(errorFrom(Buffer.from(start, 'latin1'))?.message);
  assert.match(said('ftrt and more bytes than a header has'), /an engine of the real TensorRT/);
  assert.match(said('\x7fELF\x02\x01\x01'), /program or library/);
  assert.match(said('\x08\x09\x12\x07pytorch'), /ONNX model/);
  assert.match(said('{"network":[]}'), /no file of this host/);
  assert.is(codeOf(Buffer.from('ftrt')), 'ENGINE_FOREIGN');
  assert.throws(() => readEngineFile('text' as never), /Uint8Array/);
});

test('a payload that is no MessagePack map is refused', () => {
  for (const payload of [[], [0xc1], [0xc0], [0x01, 0x02], [0x81, 0xa1]])
    assert.is(codeOf(withPayload(Uint8Array.from(payload))), 'ENGINE_CORRUPT', String(payload));
  for (const content of [null, [], 1, 'plan', {}, { ...thisHost() }, { ...thisHost(), plan: [] }])
    assert.is(codeOf(withPayload(pack(content))), 'ENGINE_CORRUPT', JSON.stringify(content));
});

test('lengths that the file does not have are refused before memory is taken for them', () => {
  // 2^25 elements in each of 20,000 lists inside one another: 5 PB, if anybody believed it.
  const list = Buffer.of(0xdd, 0x02, 0, 0, 0);
  const payload = Buffer.concat([Buffer.of(0x81, 0xa1, 0x61), Buffer.alloc(100_000, list)]);
  const error = errorFrom(withPayload(payload));
  assert.is(error?.code, 'ENGINE_CORRUPT');
  assert.match(String(error?.message), 'cut short');
  const deep = Buffer.concat([Buffer.alloc(100_000, 0x91), Buffer.of(0xc0)]);
  assert.match(String(errorFrom(withPayload(deep))?.message), 'nests more than');
});

test('what cannot be written is said while it is written', () => {
  const deep = (depth: number) => {
    const changed = samplePlan();
    let node: ExprNode = { variable: 'x[0]' };
    for (let i = 0; i < depth; i += 1)
      node = { operation: 'kSUM', first: node, second: { constant: 1 } };
    changed.tensors.push({
      ...(changed.tensors[2] as PlanTensor),
      name: 'deep',
      shape: [node, node],
    });
    return changed;
  };
  assert.throws(
    () => writeEngineFile(deep(1000)),
    (error: unknown) => error instanceof EngineFileError && error.code === 'ENGINE_NOT_WRITTEN',
  );
  const long = deep(980);
  (long.tensors.at(-1) as PlanTensor).dims = [-1, -1];
  assert.equal(readEngineFile(writeEngineFile(long)), long);
  const plan = samplePlan();
  plan.libraries.push({ name: 'x', bytes: { length: 2 ** 33 } as Uint8Array });
  assert.throws(() => writeEngineFile(plan), /Cannot write the engine: it is too large/);
});
test.run();
