/** Plugin libraries from one text, and from the workbook's plugins with parts replaced. */
import { readFileSync, statSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildPlugin, CppError, type PluginSource } from '../../src/cell';
import { runInChild, type Workbook } from '../../src/lab/child';
import { guiltyFrame } from '../../src/lab/frame';
import { ONE_FILE_PLUGIN } from './one-file-plugin';

const V2_OUTPUTS = 'v2-number-of-outputs';
const TWO_OUTPUTS = `int32_t AddScalarPluginV2Dynamic::getNbOutputs() const noexcept {
    return 2;
}`;

/** Self-contained, for runInChild: y of x = 1, 2, 3, 4. */
async function infer(
  workbook: Workbook,
  { library, name, version }: { library: string; name: string; version: string },
): Promise<number[]> {
  const { DeviceBuffer, Stream, createBuilder, createRuntime, field, float32 } = workbook;
  const registry = workbook.getPluginRegistry();
  // The text registers itself while it is opened; the workbook's plugins export getCreators.
  if (name === 'Triple') registry.openLibrary(library);
  else registry.loadLibrary(library);
  const creator = registry.getCreator(name, version);
  const fields =
    creator.getFieldNames().length > 0 ? [field('scalar', float32(1), 'kFLOAT32')] : [];
  const plugin = creator.createPlugin('it', fields);
  if (plugin.generation !== 'V3') throw new Error('not a V3 plugin');
  const builder = createBuilder();
  const network = builder.createNetwork();
  const layer = network.addPluginV3([network.addInput('x', 'kFLOAT', [4])], [], plugin);
  network.markOutput(layer.getOutput(0).setName('y'));
  const plan = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
  const context = createRuntime().deserializeCudaEngine(plan).createExecutionContext();
  const output = new DeviceBuffer(16);
  context.setTensorAddress('x', DeviceBuffer.from(float32(1, 2, 3, 4)));
  context.setTensorAddress('y', output);
  const stream = new Stream();
  await context.enqueueV3(stream);
  stream.synchronize();
  plugin.destroy();
  return [...output.toFloat32Array()];
}

test('a plugin of one text runs, and the same text is the same library at once', async () => {
  const library = await buildPlugin(ONE_FILE_PLUGIN);
  const report = await runInChild(infer, { library, name: 'Triple', version: '1' });
  assert.equal(report.result, [3, 6, 9, 12], JSON.stringify(report.error));
  const { mtimeMs } = statSync(library);
  assert.is(await buildPlugin(ONE_FILE_PLUGIN), library);
  assert.is(statSync(library).mtimeMs, mtimeMs);
});

test('memcheck finds what a kernel of the text does wrong, at its line', async () => {
  const wrong = ONE_FILE_PLUGIN.replace('if (i < count) y[i]', 'y[i]');
  const library = await buildPlugin(wrong, { check: true });
  const report = await runInChild(
    infer,
    { library, name: 'Triple', version: '1' },
    { checks: ['memcheck'], debugger: false },
  );
  const [finding] = report.findings;
  const line = wrong.split('\n').findIndex((text) => text.includes('y[i] = scale')) + 1;
  assert.equal(
    [finding?.frames[0]?.file, finding?.frames[0]?.line],
    ['cell', line],
    JSON.stringify(report.error),
  );
});

test('a crash of a plugin of the text is told at its line', async () => {
  const wrong = ONE_FILE_PLUGIN.replace('outputs[0]), 3.F', 'outputs[0]), *(float*)nullptr');
  const library = await buildPlugin(wrong);
  const report = await runInChild(
    infer,
    { library, name: 'Triple', version: '1' },
    { debugger: false },
  );
  const line = wrong.split('\n').findIndex((text) => text.includes('nullptr, count')) + 1;
  const guilty = guiltyFrame(report.backtrace);
  assert.equal([report.signal, guilty?.file, guilty?.line], ['SIGSEGV', 'cell', line]);
  assert.match(guilty?.source?.find((each) => each.guilty)?.text ?? '', '(float*)nullptr');
});

test('the real AddScalar, with its kernel or its outputs replaced', async () => {
  const plain = await buildPlugin({ plugin: 'addScalarPlugin' });
  const run = { name: 'AddScalar', version: '2' };
  assert.equal((await runInChild(infer, { library: plain, ...run })).result, [2, 3, 4, 5]);

  const library = await buildPlugin({
    plugin: 'addScalarPlugin',
    replace: { [V2_OUTPUTS]: TWO_OUTPUTS },
  });
  assert.is.not(library, plain);
  const { result } = await runInChild(({ getPluginRegistry }, path) => {
    const registry = getPluginRegistry();
    registry.loadLibrary(path);
    const creators = registry
      .getAllCreators()
      .map((each) => `${each.getPluginName()} ${each.getPluginVersion()}`);
    const plugin = registry
      .getCreator('AddScalar', '1')
      .createPlugin('it', [
        { name: 'scalar', type: 'kFLOAT32', length: 1, data: new Uint8Array(4) },
      ]);
    const outputs = plugin.generation === 'V2' ? plugin.getNbOutputs() : 0;
    plugin.destroy();
    return { creators, outputs };
  }, library);
  assert.equal(result, { creators: ['AddScalar 1', 'AddScalar 2'], outputs: 2 });
});

async function errorOf(source: PluginSource): Promise<{ code?: string; message: string }> {
  try {
    await buildPlugin(source);
  } catch (error) {
    return error as { code?: string; message: string };
  }
  throw new Error('it was built');
}

test('what is replaced does not compile: the text’s own line', async () => {
  const replace = { [V2_OUTPUTS]: TWO_OUTPUTS.replace('return 2', 'return zwei') };
  const error = await errorOf({ plugin: 'addScalarPlugin', replace });
  assert.instance(error, CppError);
  assert.match(
    error.message,
    /^Cannot compile native\/plugins\/addScalarPlugin\/addScalarPluginV2Dynamic\.cpp: 1 error\n/,
  );
  assert.match(error.message, `${V2_OUTPUTS} line 2: error: 'zwei' was not declared`);
});

test('what comes behind a replaced region keeps the file’s own lines', async () => {
  const file = 'native/plugins/addScalarPlugin/addScalarPluginV2Dynamic.cpp';
  const error = await errorOf({
    plugin: 'addScalarPlugin',
    replace: { [V2_OUTPUTS]: 'int32_t AddScalarPluginV2Dynamic::getNbOutputs() const noexcept {' },
  });
  const { diagnostics } = error as CppError;
  const lines = readFileSync(file, 'utf8').split('\n');
  const inFile = diagnostics.filter((each) => each.file === file && each.line > 0);
  assert.ok(inFile.length > 0, error.message);
  for (const { line, text } of inFile) assert.is(text, lines[line - 1]?.trimEnd());
});

test('unknown plugins and anchors: those that there are', async () => {
  const plugin = await errorOf({ plugin: 'subScalarPlugin' });
  assert.is(plugin.code, 'PLUGIN_UNKNOWN');
  assert.match(plugin.message, /one of .*addScalarPlugin, .*geluPlugin/);
  const anchor = await errorOf({ plugin: 'addScalarPlugin', replace: { 'no-such-part': '' } });
  assert.is(anchor.code, 'ANCHOR_UNKNOWN');
  assert.match(anchor.message, /one of .*output-shapes/);
  const nested = await errorOf({
    plugin: 'addScalarPlugin',
    replace: { outputs: '', 'output-shapes': '' },
  });
  assert.match(nested.message, 'one is within the other');
});

test('a library that needs what is nowhere is refused by the linker', async () => {
  const error = await errorOf('#include <NvInfer.h>\nvoid nowhere();\nvoid use() { nowhere(); }');
  assert.is(error.code, 'CPP_COMPILE_FAILED');
  assert.match(error.message, "undefined reference to 'nowhere()'");
});

test.run();
