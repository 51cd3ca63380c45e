/** What memcheck, racecheck and AddressSanitizer find becomes findings with the lines of the source. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runInChild } from '../../src/lab/child';
import type { ChildReport } from '../../src/lab/child-report';
import { asanRuntime } from '../../src/lab/findings/asan-runtime';
import { guiltyFrame } from '../../src/lab/frame';
import type { LabOptions } from '../../src/lab/lab-run';
import { dyingLibrary, runDying, WAYS } from './dying-plugin';

async function die(
  library: Promise<string>,
  way: keyof typeof WAYS,
  options: LabOptions,
): Promise<ChildReport<number[]>> {
  const given = { library: await library, way: WAYS[way] };
  return runInChild(runDying, given, { timeMs: 60_000, debugger: false, ...options });
}

function hasAsan(): boolean {
  try {
    return asanRuntime() !== '';
  } catch {
    return false;
  }
}

test('memcheck: the line of the kernel that leaves its allocation', async () => {
  const report = await die(dyingLibrary('checked', { check: true }), 'kernelOutOfBounds', {});
  assert.is(report.outcome, 'threw');
  const [finding] = report.findings;
  assert.is(finding?.tool, 'memcheck');
  assert.is(finding?.kind, 'outOfBounds');
  assert.match(finding?.message ?? '', 'invalid read of 4 bytes');
  const frame = guiltyFrame(finding?.frames ?? null);
  assert.match(frame?.file ?? '', 'dying-kernels.cu');
  assert.match(frame?.function ?? '', /scale$/);
  assert.match(frame?.source?.find(({ guilty }) => guilty)?.text ?? '', 'one too many');
});

test('racecheck: both lines that use the same memory', async () => {
  const library = dyingLibrary('checked', { check: true });
  const report = await die(library, 'kernelRace', { checks: ['racecheck'] });
  assert.is(report.outcome, 'returned');
  assert.is(report.findings.length, 2);
  for (const finding of report.findings) {
    assert.is(finding.tool, 'racecheck');
    assert.match(guiltyFrame(finding.frames)?.source?.find((l) => l.guilty)?.text ?? '', 'room[');
  }
});

if (hasAsan()) {
  const sanitized = (): Promise<string> => dyingLibrary('sanitized', { sanitize: 'address' });
  const options = { sanitize: true };

  test('AddressSanitizer: a write past the end, and where the memory came from', async () => {
    const report = await die(sanitized(), 'heapOverflow', options);
    assert.is(report.outcome, 'died', report.stderr);
    assert.is(report.crash?.cause, 'sanitizer');
    const [finding] = report.findings;
    assert.is(finding?.tool, 'AddressSanitizer');
    assert.is(finding?.kind, 'heap-buffer-overflow');
    assert.match(finding?.message ?? '', 'write of 4 bytes');
    assert.match(guiltyFrame(finding?.frames ?? null)?.file ?? '', 'dying-plugin.cpp');
    assert.equal(
      finding?.related.map(({ what }) => what),
      ['allocated by'],
    );
  });

  test('AddressSanitizer: use after free, and where it was freed', async () => {
    const { findings } = await die(sanitized(), 'useAfterFree', options);
    assert.is(findings[0]?.kind, 'heap-use-after-free');
    const freed = findings[0]?.related.find(({ what }) => what === 'freed by');
    const source = guiltyFrame(freed?.frames ?? null)?.source ?? [];
    assert.match(source.find(({ guilty }) => guilty)?.text ?? '', 'std::free(mTable)');
  });

  test('AddressSanitizer finds nothing in what is right', async () => {
    const report = await die(sanitized(), 'well', options);
    assert.is(report.outcome, 'returned', report.stderr);
    assert.equal(report.findings, []);
  });
}

test.run();
