import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../../src/exercise/random';
import { labPlace } from '../../src/exercise/run/lab-place';
import type { CaseOutput, PluginCaseResult } from '../../src/exercise/run/plugin-case';
import { pluginRun, type PluginRunResult } from '../../src/exercise/run/request';
import type { RunEnd } from '../../src/exercise/run/subject';
import { numbersIn, tensor } from '../../src/exercise/run/tensor-value';
import { speedOf } from '../../src/exercise/speed';
import { projectRoot } from '../../src/native-loader';

const NAME = '13-twice-as-fast';
const FILES = ['baseline.cu', 'rowSoftmax.cu', 'rowSoftmaxPlugin.h', 'rowSoftmaxCreator.cpp'];

/** Plays the exercise's solution beside its baseline, with `more` in the learner's file. `loads` says how many processes loaded that. */
async function played(
  more: string,
  times = 24,
): Promise<{ end: RunEnd | undefined; loads: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'speed-'));
  try {
    for (const file of FILES)
      cpSync(join(projectRoot, 'exercises', NAME, file), join(folder, file));
    cpSync(join(projectRoot, 'solutions', NAME, 'rowSoftmax.cu'), join(folder, 'rowSoftmax.cu'));
    cpSync(join(folder, 'rowSoftmax.cu'), join(folder, 'own.h'));
    const log = join(folder, 'loads');
    const tells = `static bool const sTells = [] { std::FILE* const log = std::fopen("${log}", "a"); std::fputs("x", log); return std::fclose(log) == 0; }();`;
    writeFileSync(
      join(folder, 'rowSoftmax.cu'),
      `#include "own.h"\n#include <cstdio>\n${tells}\n${more}\n`,
    );
    const random = new Random('speed');
    const inference = () => [tensor('kFLOAT', [40, 380], random.numbers(40 * 380, -8, 8))];
    const one = {
      plugin: 'RowSoftmax',
      version: '1',
      inferences: Array.from({ length: times }, inference),
    };
    const request = pluginRun([one], {
      build: { optimize: 2, sources: ['rowSoftmax.cu', 'rowSoftmaxCreator.cpp'] },
      baseline: { sources: ['baseline.cu', 'rowSoftmaxCreator.cpp'], cases: [one] },
    });
    const files = [...FILES, 'own.h'];
    const task = { exercise: 'x', folder, files, runs: [{ id: 'a', request }] };
    const end = (await labPlace.perform(task)).runs['a'];
    return { end, loads: readFileSync(log, 'utf8').length };
  } finally {
    await labPlace.rest?.();
    rmSync(folder, { recursive: true });
  }
}

function resultOf(end: RunEnd | undefined): PluginRunResult {
  if (end?.outcome !== 'done') throw new Error(JSON.stringify(end).slice(0, 2000));
  return end.result as PluginRunResult;
}

/** With enqueues that say they took these times. */
function saying(cases: readonly PluginCaseResult[], factor: number): PluginCaseResult[] {
  return cases.map((one) => ({
    ...one,
    inferences: one.inferences.map((each) => ({ ...each, cpuMs: each.cpuMs * factor })),
  }));
}

test('a plugin and its baseline, each in a process of its own', async () => {
  const { end, loads } = await played('');
  assert.is(loads, 1, 'the baseline has none of the learner’s code');
  const result = resultOf(end);
  const [own, before] = [result.cases[0], result.baselines?.[0].cases[0]];
  assert.is(own?.inferences.length, 24);
  for (const [at, { outputs }] of (before?.inferences ?? []).entries()) {
    const values = (output: CaseOutput | undefined): number[] => (output ? numbersIn(output) : []);
    const [y, z] = [values(outputs[0]), values(own?.inferences[at]?.outputs[0])];
    assert.is(y.length, 40 * 380);
    assert.ok(y.every((value, k) => Math.abs(value - (z[k] ?? NaN)) < 1e-6));
  }
  const { ratio, believable } = speedOf(result);
  assert.ok(ratio > 3, String(ratio));
  assert.ok(believable);

  // Where the plugin were as slow as its baseline, and its process said that it is fast.
  const [{ cpuMs = NaN, cases: slow }] = result.baselines ?? [{ cases: [] }];
  const slower = { ...result, cases: slow, cpuMs };
  assert.ok(speedOf(slower).believable);
  assert.ok(speedOf(slower).ratio <= 1);
  const forged = speedOf({ ...slower, cases: saying(slow, 0.1) });
  assert.ok(forged.ratio > 3);
  assert.not.ok(forged.believable);
});

test('a process that dies is an end, and the baseline is none of its', async () => {
  const { end } = await played(
    'static bool const sDies = [] { __builtin_trap(); return true; }();',
    2,
  );
  assert.is(end?.outcome, 'stopped');
});

test.run();
