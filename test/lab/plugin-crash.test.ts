/** A plugin that dies inside this host: the call that did not return, the line, and what its variables held. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runInChild } from '../../src/lab/child';
import { lastUnfinished, summarize, type ChildReport } from '../../src/lab/child-report';
import { runCommand } from '../../src/lab/command';
import { guiltyFrame } from '../../src/lab/frame';
import { hasGdb } from '../../src/lab/gdb/gdb-session';
import type { LabOptions } from '../../src/lab/lab-run';
import { dyingLibrary, runDying, WAYS } from './dying-plugin';

const library = dyingLibrary('plain');

async function die(
  way: keyof typeof WAYS,
  options: LabOptions = { debugger: false },
): Promise<ChildReport<number[]>> {
  const given = { library: await library, way: WAYS[way] };
  return runInChild(runDying, given, { timeMs: 30_000, ...options });
}

const guiltyLine = (report: ChildReport<unknown>): string =>
  guiltyFrame(report.backtrace)?.source?.find(({ guilty }) => guilty)?.text ?? '';

test('the plugin works when it is told to', async () => {
  const report = await die('well');
  assert.is(report.outcome, 'returned', JSON.stringify(report.error));
  assert.equal(report.result, [1, 2, 3, 4]);
  assert.is(report.crash, null);
  assert.is(report.backtrace, null);
  assert.equal(report.findings, []);
  assert.equal(report.notes, []);
});

test("the tutorial's own crash: factor is read past its end", async () => {
  const report = await die('factorPastItsEnd');
  assert.is(report.signal, 'SIGSEGV');
  assert.is(report.crash?.cause, 'nullPointer');
  assert.is(lastUnfinished(report)?.method, 'getOutputShapes');
  assert.match(guiltyLine(report), 'inputs[last].d[2]->isConstant()');
  const guilty = guiltyFrame(report.backtrace);
  assert.match(guilty?.function ?? '', 'DyingPlugin::getOutputShapes');
  // The registry loaded a copy; the report names the library itself.
  assert.is(guilty?.library, await library);
  assert.match(summarize(report), 'died of SIGSEGV in Dying@1 getOutputShapes (build)');
});

test('frames of Node and V8 are one', async () => {
  const { backtrace } = await die('factorPastItsEnd');
  const ofNode = backtrace?.filter(({ kind }) => kind === 'node') ?? [];
  assert.is(ofNode.length, 1);
  assert.ok((ofNode[0]?.repeats ?? 0) > 1);
});

test('an exception that leaves a noexcept method', async () => {
  const report = await die('throws');
  assert.is(report.crash?.cause, 'uncaughtException');
  assert.match(report.crash?.what ?? '', 'enqueue has no factor');
  assert.match(guiltyLine(report), 'throw std::runtime_error');
  assert.is(lastUnfinished(report)?.method, 'enqueue');
});

test('device memory that the host reads', async () => {
  const report = await die('readsDeviceMemory');
  assert.is(report.crash?.cause, 'deviceMemory');
  assert.match(guiltyLine(report), 'static_cast<float const*>(inputs[0])[0]');
});

test('memory that is freed twice', async () => {
  const report = await die('freesTwice');
  assert.is(report.crash?.cause, 'heapCorruption');
  assert.match(report.crash?.what ?? '', 'double free');
  assert.is(lastUnfinished(report)?.method, 'destruct');
});

test('a hang in build: the line that does not end', async () => {
  const report = await die('hangs', { debugger: false, timeMs: 1500 });
  assert.is(report.outcome, 'timedOut');
  assert.is(lastUnfinished(report)?.method, 'configurePlugin');
  assert.match(guiltyLine(report), 'mWay == kHANG');
});

test('gdb adds what the variables held', async () => {
  const report = await die('factorPastItsEnd', {});
  const guilty = guiltyFrame(report.backtrace);
  if (!hasGdb()) return assert.is(guilty?.arguments, undefined);
  assert.equal(report.notes, []);
  assert.ok(guilty?.arguments?.includes('inputs[1].nbDims = 1'), JSON.stringify(guilty));
  assert.ok(guilty?.arguments?.includes('nbInputs = 2'), JSON.stringify(guilty));
  assert.ok(guilty?.locals?.includes('this->mWay = 1'), JSON.stringify(guilty));
  const enqueue = guiltyFrame((await die('nullWorkspace', {})).backtrace);
  assert.ok(enqueue?.arguments?.includes('inputDesc[0] = kFLOAT kLINEAR [4]'));
  assert.ok(enqueue?.arguments?.includes('workspace = 0x0'));
});

test('a script that uses this package has its calls in the report, also after a reset of the trace', async () => {
  const script = `
    const workbook = require('tensorrt-plugin-workbook');
    workbook.trace.reset();
    (${runDying.toString()})(workbook, ${JSON.stringify({ library: await library, way: WAYS.nullWorkspace })});`;
  const report = await runCommand([process.execPath, '-e', script], { debugger: false });
  assert.is(report.outcome, 'died', report.stderr);
  assert.is(report.crash?.cause, 'nullPointer');
  assert.is(lastUnfinished(report)?.method, 'enqueue');
  assert.ok(report.trace.length > 100);
});

test.run();
