/** The memory plan, and the device memory of a context. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DeviceBuffer } from '../../../src/runtime/context/device';
import { ContextMemory } from '../../../src/runtime/context/context-memory';
import { GUARD_BYTES, planMemory, type MemoryNeed } from '../../../src/runtime/build/memory-plan';
import type { MemoryRegion } from '../../../src/runtime/engine/plan';
import { randomFloats } from '../../plugins/numbers';
import { errorOf, withContext } from '../add-scalar-engine';
import { Random } from '../engine-mutation';
import { build, floatsOf, probeFields, runOnce, scalarField } from '../plugin-network';

const ALIGNMENT = 256;
const padded = (bytes: number) => Math.ceil((bytes + GUARD_BYTES) / ALIGNMENT) * ALIGNMENT;

function randomNeeds(random: Random): MemoryNeed[] {
  const layers = 1 + random.below(20);
  return Array.from({ length: random.below(40) }, (_, i) => {
    const firstLayer = random.below(layers);
    return {
      name: `t${i}`,
      kind: random.below(4) === 0 ? 'workspace' : 'tensor',
      bytes: random.of([0, 1, 255, 256, 257, random.below(1 << 20)]),
      firstLayer,
      lastLayer: firstLayer + random.below(layers - firstLayer),
    };
  });
}

const together = (a: MemoryNeed, b: MemoryNeed) =>
  a.firstLayer <= b.lastLayer && b.firstLayer <= a.lastLayer;
const end = ({ offset, bytes }: MemoryRegion) => offset + bytes + GUARD_BYTES;

test('random needs: what is alive together lies apart, aligned, guarded, and not wasteful', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const needs = randomNeeds(new Random(seed));
    const { bytes, regions } = planMemory(needs);
    const what = `seed ${seed}`;
    assert.equal(
      regions.map((region) =>
        Object.fromEntries(Object.entries(region).filter(([key]) => key !== 'offset')),
      ),
      needs,
      `${what}: every need once, in order`,
    );
    for (const [i, a] of regions.entries()) {
      assert.is(a.offset % ALIGNMENT, 0, what);
      assert.ok(end(a) <= bytes, `${what}: ${a.name} ends behind the whole`);
      for (const b of regions.slice(i + 1)) {
        const apart = end(a) <= b.offset || end(b) <= a.offset;
        assert.ok(apart || !together(a, b), `${what}: ${a.name} and ${b.name}`);
      }
    }
    const sum = needs.reduce((total, need) => total + padded(need.bytes), 0);
    const most = Math.max(
      0,
      ...needs.map((need) =>
        needs
          .filter(
            ({ firstLayer, lastLayer }) =>
              firstLayer <= need.firstLayer && need.firstLayer <= lastLayer,
          )
          .reduce((total, alive) => total + padded(alive.bytes), 0),
      ),
    );
    assert.ok(bytes <= sum && bytes >= most, `${what}: ${bytes} of ${most} to ${sum}`);
  }
});

test('what is dead makes room', () => {
  const chain = Array.from(
    { length: 100 },
    (_, i): MemoryNeed => ({
      name: `t${i}`,
      kind: 'tensor',
      bytes: 1000,
      firstLayer: i,
      lastLayer: i + 1,
    }),
  );
  assert.is(planMemory(chain).bytes, 2 * padded(1000));
  assert.equal(planMemory([]), { bytes: 0, regions: [] });
});

/** x [-1,4] through `count` AddScalars (1), with a Probe in the middle that wants workspace. */
const buildChain = (count: number) =>
  build(({ network, layer, profile }) => {
    let tensor = network.addInput('x', 'kFLOAT', [-1, 4]);
    for (let i = 0; i < count; i += 1) {
      tensor = layer(`add ${i}`, 'AddScalar', [tensor], scalarField(1)).getOutput(0);
      if (i === 2)
        tensor = layer('probe', 'Probe', [tensor], probeFields({ workspace: 5000 })).getOutput(0);
    }
    network.markOutput(tensor.setName('y'));
    profile({
      x: [
        [1, 4],
        [2, 4],
        [16, 4],
      ],
    });
    profile({
      x: [
        [1, 4],
        [64, 4],
        [256, 4],
      ],
    });
  });

const rows = (count: number) => ({ data: randomFloats(4 * count), dims: [count, 4] });
const plus = (values: Float32Array, times: number) => {
  let sum = values;
  for (let i = 0; i < times; i += 1) sum = sum.map((value) => Math.fround(value + 1));
  return [...sum];
};

test('a chain keeps two tensors at a time, whatever its length, and the most of its profiles', async () => {
  await withContext(await buildChain(20), async (context, stream, engine) => {
    const [small, large] = [
      engine.getDeviceMemorySizeForProfile(0),
      engine.getDeviceMemorySizeForProfile(1),
    ];
    assert.is(engine.getDeviceMemorySize(), Math.max(small, large));
    assert.is(small, 2 * padded(16 * 16) + padded(5000));
    assert.is(large, 2 * padded(16 * 256) + padded(5000));
    const x = rows(16);
    const { y } = await runOnce(context, stream, { x });
    assert.equal(floatsOf(y), plus(x.data, 20));
    context.setOptimizationProfile(1);
    const big = rows(256);
    assert.equal(floatsOf((await runOnce(context, stream, { x: big }))['y']), plus(big.data, 20));
  });
});

test('a layer’s workspace is its own where layer and tensor have one name', async () => {
  const bytes = await build(({ network, layer }) => {
    const x = network.addInput('x', 'kFLOAT', [4]);
    const m = layer('m', 'Probe', [x], probeFields({ workspace: 64 }))
      .getOutput(0)
      .setName('m');
    const y = layer('y', 'Probe', [m], probeFields({ workspace: 64 }))
      .getOutput(0)
      .setName('y');
    network.markOutput(y);
  });
  await withContext(bytes, async (context, stream, engine) => {
    await runOnce(context, stream, { x: { data: Float32Array.of(1, 2, 3, 4) } });
    const memory = new ContextMemory(engine.plan, true);
    const places = [memory.workspace('m', 0), memory.place('m', 0), memory.workspace('y', 0)];
    assert.equal(
      places.map(({ capacity }) => capacity),
      [64, 16, 64],
    );
    assert.is.not(places[0]?.offset, places[1]?.offset);
    memory.free();
  });
});

test('memory of the caller: needed, checked, shared by contexts that run one after the other', async () => {
  await withContext(await buildChain(5), async (context, stream, engine) => {
    const [first, second] = [0, 1].map(() => engine.createExecutionContext('kUSER_MANAGED'));
    if (!first || !second) return assert.unreachable();
    const x = rows(7);
    const missing = await errorOf(() => runOnce(first, stream, { x }));
    assert.is(missing.code, 'ADDRESS_MISSING');
    assert.match(missing.message, 'device memory is not set');
    const size = engine.getDeviceMemorySize();
    const own = await errorOf(() => context.setDeviceMemory(new DeviceBuffer(size)));
    assert.is(own.code, 'ADDRESS_INVALID', 'a context that has its own');
    const small = new DeviceBuffer(size - 1);
    for (const wrong of [small, null, {}])
      assert.is(
        (await errorOf(() => first.setDeviceMemory(wrong as DeviceBuffer))).code,
        'ADDRESS_TOO_SMALL',
      );
    const memory = new DeviceBuffer(size);
    for (const each of [first, second, first]) {
      each.setDeviceMemory(memory);
      assert.equal(floatsOf((await runOnce(each, stream, { x }))['y']), plus(x.data, 5));
    }
    const other = new DeviceBuffer(size);
    first.setDeviceMemory(other);
    memory.native.fill(0);
    assert.equal(floatsOf((await runOnce(first, stream, { x }))['y']), plus(x.data, 5));
    assert.ok(
      [...memory.toUint8Array()].every((byte) => byte === 0),
      'the old memory is not touched',
    );
    first.destroy();
    second.destroy();
    assert.is(
      other.toUint8Array().length,
      size,
      'destroying a context does not free the caller’s memory',
    );
    for (const buffer of [small, memory, other]) buffer.free();
  });
});
test.run();
