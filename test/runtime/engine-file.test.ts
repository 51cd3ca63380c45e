import { encode } from '@msgpack/msgpack';
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EngineFileError } from '../../src/errors';
import {
  ENGINE_FILE_VERSION,
  readEngineFile,
  writeEngineFile,
} from '../../src/runtime/engine-file';
import { createRuntime } from '../../src/runtime/engine';
import type { Plan } from '../../src/runtime/plan';
import { buildAddScalar } from './add-scalar-engine';

const codeOf = (bytes: Uint8Array): string => {
  try {
    readEngineFile(bytes);
  } catch (error) {
    if (error instanceof EngineFileError) return error.code;
    throw error;
  }
  return 'accepted';
};

/** The file with another payload, and a checksum that is right. */
function withPayload(payload: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(48 + payload.length);
  bytes.write('TRTWBENG', 'latin1');
  bytes.writeUInt32LE(ENGINE_FILE_VERSION, 8);
  bytes.writeUInt32LE(payload.length, 12);
  bytes.set(createHash('sha256').update(payload).digest(), 16);
  bytes.set(payload, 48);
  return bytes;
}

test('what is written is read again', async () => {
  const bytes = await buildAddScalar('2', 1.5);
  const plan = readEngineFile(bytes);
  assert.equal(
    plan.layers.map(({ name, plugin }) => [
      name,
      plugin.name,
      plugin.version,
      plugin.fields[0]?.name,
    ]),
    [['add', 'AddScalar', '2', 'scalar']],
  );
  assert.equal(readEngineFile(writeEngineFile(plan)), plan);
});

test('a truncated file is refused, wherever it is cut', async () => {
  const bytes = await buildAddScalar('1', 1);
  for (let length = 0; length < bytes.length; length += 1) {
    const code = codeOf(bytes.subarray(0, length));
    assert.is(code, length === 0 ? 'ENGINE_FOREIGN' : 'ENGINE_TRUNCATED', `cut at ${length}`);
  }
  assert.is(codeOf(Buffer.concat([bytes, Buffer.of(0)])), 'ENGINE_TRUNCATED');
});

test('an engine of another version names both versions', async () => {
  const bytes = Buffer.from(await buildAddScalar('2', 1));
  bytes.writeUInt32LE(ENGINE_FILE_VERSION + 1, 8);
  try {
    createRuntime().deserializeCudaEngine(bytes);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, EngineFileError);
    assert.is((error as EngineFileError).code, 'ENGINE_VERSION');
    assert.match((error as Error).message, `format version ${ENGINE_FILE_VERSION}`);
    assert.match((error as Error).message, `format version ${ENGINE_FILE_VERSION + 1}`);
  }
});

test('every flipped bit is noticed', async () => {
  const bytes = await buildAddScalar('2', 1);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] as number) ^ (1 << at % 8);
    assert.is.not(codeOf(changed), 'accepted', `byte ${at}`);
  }
});

test('bytes that are no engine at all', () => {
  assert.is(
    codeOf(Buffer.from('ftrt and more bytes than a header has, of something else altogether')),
    'ENGINE_FOREIGN',
  );
  assert.throws(() => readEngineFile('text' as never), /Uint8Array/);
});

test('a right checksum over a wrong plan is refused with the place', async () => {
  const good = readEngineFile(await buildAddScalar('2', 1));
  const layer = good.layers[0] as Plan['layers'][number];
  const wrong: unknown[] = [
    null,
    [],
    { ...good, layers: 1 },
    { ...good, tensors: [] },
    { ...good, layers: [{ ...layer, profile: 7 }] },
    { ...good, layers: [{ ...layer, tactic: 'fast' }] },
    { ...good, layers: [{ ...layer, plugin: { ...layer.plugin, generation: 'V9' } }] },
    { ...good, layers: [{ ...layer, plugin: { ...layer.plugin, fields: [{ name: 1 }] } }] },
    { ...good, tensors: [{ ...good.tensors[0], dims: [1, 1, 1, 1, 1, 1, 1, 1, 1] }] },
    { ...good, tensors: [{ ...good.tensors[0], shape: [{ operation: 'kPOWER' }] }] },
  ];
  for (const plan of wrong)
    assert.is(codeOf(withPayload(encode(plan))), 'ENGINE_CORRUPT', JSON.stringify(plan));
  assert.is(codeOf(withPayload(Buffer.of(0xc1))), 'ENGINE_CORRUPT');
});
test.run();
