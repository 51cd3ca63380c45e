/** Guard bytes: a plugin that writes past its memory is found, and named. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildPluginLibrary } from '../../../src/build/plugin-library';
import { PluginError } from '../../../src/errors';
import { DeviceBuffer } from '../../../src/runtime/context/device';
import { field, int32 } from '../../../src/runtime/plugin/plugin-field';
import { trace } from '../../../src/trace/trace';
import { errorOf, withContext } from '../add-scalar-engine';
import { build, floatsOf, registryWithProbe, runOnce, scalarField } from '../plugin-network';

const folder = mkdtempSync(join(tmpdir(), 'workbook-scribbler-'));
const source = join(process.cwd(), 'test', 'fixtures', 'scribbler', 'scribbler.cpp');

/** Where the plugin writes, and how much. */
interface Scribble {
  into_workspace?: 1;
  behind?: number;
  count?: number;
}

test.before(async () => {
  const output = join(folder, 'libscribbler.so');
  await buildPluginLibrary({ sources: [source], output });
  registryWithProbe().openLibrary(output);
});
test.after(() => rmSync(folder, { recursive: true }));

/** x [-1,5] -> Scribbler -> AddScalar(1) -> y; the tensor between is "m". */
function buildScribbler(scribble: Scribble, timed = false): Promise<Uint8Array> {
  return build(({ network, config, layer, profile }) => {
    if (timed) config.setFlag('kFP16');
    const fields = Object.entries(scribble).map(([name, value]: [string, number]) =>
      field(name, int32(value), 'kINT32'),
    );
    const x = network.addInput('x', 'kFLOAT', [-1, 5]);
    const m = layer('careless', 'Scribbler', [x], fields, { version: '1' })
      .getOutput(0)
      .setName('m');
    network.markOutput(layer('add', 'AddScalar', [m], scalarField(1)).getOutput(0).setName('y'));
    profile({
      x: [
        [1, 5],
        [2, 5],
        [3, 5],
      ],
    });
  });
}

const X = { data: Float32Array.from({ length: 15 }, (_, i) => i), dims: [3, 5] };

/** What the first enqueue at the profile's most says. */
async function overrunOf(scribble: Scribble): Promise<PluginError> {
  let error: Error | undefined;
  await withContext(await buildScribbler(scribble), async (context, stream) => {
    error = await errorOf(() => runOnce(context, stream, { x: X }));
  });
  assert.instance(error, PluginError);
  return error as PluginError;
}

test('a plugin that keeps within its memory runs', async () => {
  await withContext(await buildScribbler({}, true), async (context, stream) => {
    const { y } = await runOnce(context, stream, { x: X });
    assert.equal(
      floatsOf(y),
      Array.from(X.data, (value) => value + 1),
    );
  });
});

test('one byte past the workspace', async () => {
  const error = await overrunOf({ into_workspace: 1, count: 1 });
  assert.is(error.code, 'PLUGIN_OVERRUN');
  assert.match(
    error.message,
    /layer "careless": Scribbler version 1 wrote past the end of its workspace/,
  );
  assert.match(
    error.message,
    /at most 1000 bytes written; actual a byte changed 0 bytes behind the end/,
  );
  assert.equal(
    [error.details.layer, error.details.plugin, error.details.method],
    ['careless', 'Scribbler version 1', 'enqueue'],
  );
});

test('one byte past an output between layers, next to it and further behind', async () => {
  for (const behind of [0, 1, 255]) {
    const error = await overrunOf({ behind, count: 1 });
    assert.is(error.code, 'PLUGIN_OVERRUN');
    assert.is(error.details.tensor, 'm');
    assert.match(error.message, `output "m"; expected at most 60 bytes written`);
    assert.match(error.message, `a byte changed ${behind} bytes behind the end`);
  }
});

test('the context runs on with what keeps within its memory, and says it again where it does not', async () => {
  await withContext(await buildScribbler({ count: 1 }), async (context, stream) => {
    for (const _ of ['first', 'second']) {
      const error = await errorOf(() => runOnce(context, stream, { x: X }));
      assert.is(error.code, 'PLUGIN_OVERRUN');
    }
    // At fewer rows the byte lies in memory that the plugin was given.
    const { y } = await runOnce(context, stream, {
      x: { data: X.data.slice(0, 10), dims: [2, 5] },
    });
    assert.equal(floatsOf(y), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

test('a caller’s memory between layers is guarded too', async () => {
  const bytes = await buildScribbler({ into_workspace: 1, behind: 7, count: 3 });
  await withContext(bytes, async (_context, stream, engine) => {
    const context = engine.createExecutionContext('kUSER_MANAGED');
    const memory = new DeviceBuffer(engine.getDeviceMemorySize());
    context.setDeviceMemory(memory);
    const error = await errorOf(() => runOnce(context, stream, { x: X }));
    assert.match(error.message, 'a byte changed 7 bytes behind the end');
    context.destroy();
    memory.free();
  });
});

test('while it is timed: the build ends, and leaves no plugin', async () => {
  for (const scribble of [{ count: 1 }, { into_workspace: 1, behind: 3, count: 1 }] as const) {
    trace.reset();
    const error = await errorOf(() => buildScribbler(scribble, true));
    assert.is(error.code, 'PLUGIN_OVERRUN');
    assert.match(
      error.message,
      /Cannot time layer "careless": Scribbler version 1 wrote past its memory/,
    );
    assert.equal(trace.undestroyed(), []);
  }
});
test.run();
