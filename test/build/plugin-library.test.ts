import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildPluginLibrary } from '../../src/build/plugin-library';
import { BuildError } from '../../src/build/run-command';
import { WorkbookError } from '../../src/errors';
import { runInChild } from '../../src/lab/child';
import { lastUnfinished } from '../../src/lab/child-report';

const folder = mkdtempSync(join(tmpdir(), 'workbook-build-'));
cpSync(join(process.cwd(), 'test', 'build', 'fixtures'), folder, { recursive: true });
const file = (name: string) => join(folder, name);
const sources = [file('doublerPlugin.cpp'), file('doubler.cu')];

/** Builds x -> Doubler -> y in a child process and runs it on [1, 2, 3]. */
const runDoubler = (library: string) =>
  runInChild(async (workbook, path: string) => {
    const [creator] = workbook.getPluginRegistry().openLibrary(path);
    if (!creator) throw new Error('nothing was registered');
    const builder = workbook.createBuilder();
    const network = builder.createNetwork();
    const plugin = creator.createPlugin('double', []);
    const layer = network.addPluginV2([network.addInput('x', 'kFLOAT', [3])], plugin);
    network.markOutput(layer.getOutput(0).setName('y'));
    const bytes = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
    const context = workbook.createRuntime().deserializeCudaEngine(bytes).createExecutionContext();
    const [input, output] = [
      workbook.DeviceBuffer.from(workbook.float32(1, 2, 3)),
      new workbook.DeviceBuffer(12),
    ];
    context.setTensorAddress('x', input);
    context.setTensorAddress('y', output);
    const stream = new workbook.Stream();
    await context.enqueueV3(stream);
    stream.synchronize();
    return [...output.toFloat32Array()];
  }, library);

test('sources become a library that registers itself and runs', async () => {
  const built = await buildPluginLibrary({ sources, output: file('libdoubler.so') });
  assert.equal([...built.compiled].sort(), [...sources].sort());
  assert.ok(built.linked);
  const report = await runDoubler(built.output);
  assert.equal(report.result, [2, 4, 6], JSON.stringify(report));
});

test('what has not changed is not built again; a header or an option that changes is', async () => {
  const output = file('libdoubler.so');
  const again = await buildPluginLibrary({ sources, output });
  assert.equal([again.compiled, again.linked], [[], false]);
  utimesSync(file('doubler.cu'), new Date(), new Date());
  assert.equal((await buildPluginLibrary({ sources, output })).compiled, [file('doubler.cu')]);
  writeFileSync(file('Doubler.h'), `${readFileSync(file('Doubler.h'), 'utf8')}\n`);
  assert.is((await buildPluginLibrary({ sources, output })).compiled.length, 2);
  const other = await buildPluginLibrary({ sources, output: file('libtripler.so'), options: ['-DFACTOR=3'] });
  assert.is(other.compiled.length, 2);
  assert.equal((await runDoubler(other.output)).result, [3, 6, 9]);
  rmSync(output);
  assert.ok((await buildPluginLibrary({ sources, output })).linked);
});

test('a plugin that crashes leaves the trace up to the call that did not return', async () => {
  const { output } = await buildPluginLibrary({
    sources,
    output: file('libcrash.so'),
    options: ['-DCRASH', '-O0'],
  });
  const report = await runDoubler(output);
  assert.is(report.outcome, 'died');
  assert.is(report.signal, 'SIGSEGV');
  const last = lastUnfinished(report);
  assert.is(last?.method, 'getOutputDimensions');
  assert.is(last?.class, 'Doubler@1');
});

/** The error of a build of this text. */
async function errorOf(name: string, text: string): Promise<BuildError> {
  writeFileSync(file(name), text);
  try {
    await buildPluginLibrary({ sources: [file(name)], output: file('libwrong.so') });
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
  throw new Error('it was built');
}

test('what does not compile is named, with the line of the source', async () => {
  const cpp = await errorOf('wrong.cpp', '#include "NvInfer.h"\nint f() { return nvinfer1::kNOPE; }\n');
  assert.is(cpp.code, 'API_MISSING');
  assert.match(cpp.message, 'kNOPE');
  assert.match(cpp.diagnostics, 'wrong.cpp:2');
  const cu = await errorOf('wrong.cu', '__global__ void k(int* x) {\n  *x = cudaNoSuchThing();\n}\n');
  assert.match(cu.message, 'cudaNoSuchThing');
  assert.match(cu.diagnostics, 'wrong.cu:2');
  const header = await errorOf('header.cpp', '#include <no_such_header.h>\n');
  assert.match(header.message, 'no_such_header.h');
  const link = await errorOf('link.cpp', 'int missingFunction();\nint g() { return missingFunction(); }\n');
  assert.is(link.code, 'API_MISSING');
  assert.match(link.message, 'missingFunction');
  const syntax = await errorOf('syntax.cpp', 'int f( {\n');
  assert.is(syntax.code, 'BUILD_FAILED');
});

test('requests that make no sense', async () => {
  for (const wrong of [[], [file('nowhere.cpp')], [folder], [file('Doubler.h')]]) {
    try {
      await buildPluginLibrary({ sources: wrong, output: file('libwrong.so') });
      assert.unreachable();
    } catch (error) {
      assert.instance(error, WorkbookError);
      assert.is((error as WorkbookError).code, 'BUILD_INVALID');
    }
  }
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
