import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { solutionFolder, stubFolder } from '../../src/exercise/catalogue';
import { labPlace } from '../../src/exercise/run/lab-place';
import type { PluginCase, PluginCaseResult } from '../../src/exercise/run/plugin-case';
import { pluginRun, type PluginRunResult } from '../../src/exercise/run/request';
import { numbersIn, tensor } from '../../src/exercise/run/tensor-value';
import { writeModel, type ModelNode } from '../../src/onnx/write-model';

const EXERCISE = { name: '06-wrap-a-kernel' };
const FILES = ['scale.cu', 'scaleCreator.cpp', 'scalePlugin.h'];

const test = suite('runs-onnx');
const folder = mkdtempSync(join(tmpdir(), 'runs-onnx-'));
test.before(() => {
  for (const file of FILES) cpSync(join(stubFolder(EXERCISE), file), join(folder, file));
  cpSync(join(solutionFolder(EXERCISE), 'scale.cu'), join(folder, 'scale.cu'));
});
test.after(async () => {
  await labPlace.rest?.();
  rmSync(folder, { recursive: true });
});

/** A model of these nodes, from "image" to "result". */
function modelOf(nodes: readonly ModelNode[], dims: (number | string)[]): string {
  const image = { name: 'image', type: 'float', dims } as const;
  const model = writeModel({ nodes, inputs: [image], outputs: [{ ...image, name: 'result' }] });
  return Buffer.from(model).toString('base64');
}

const scaleNode = (inputs: string, outputs: string, factor: number): ModelNode => ({
  name: `scale-${outputs}`,
  opType: 'Scale',
  domain: 'Test',
  inputs: [inputs],
  outputs: [outputs],
  attributes: { factor: { float: factor } },
});

async function played(...cases: PluginCase[]): Promise<PluginCaseResult[]> {
  const runs = [{ id: 'a', request: pluginRun(cases) }];
  const end = await labPlace.perform({ exercise: 'x', folder, files: FILES, runs, timeMs: 5000 });
  const run = end.runs['a'];
  if (run?.outcome !== 'done') throw new Error(JSON.stringify(run).slice(0, 2000));
  return (run.result as PluginRunResult).cases;
}

test('the parser makes the network; inputs and outputs are those of the file', async () => {
  const nodes = [scaleNode('image', 'between', 2), scaleNode('between', 'result', 5)];
  const [fixed, growing] = await played(
    {
      plugin: 'Scale',
      version: '1',
      model: modelOf(nodes, [2, 2]),
      inferences: [[tensor('kFLOAT', [2, 2], [1, 2, 3, 4])]],
    },
    {
      plugin: 'Scale',
      version: '1',
      model: modelOf(nodes, ['rows', 2]),
      inferences: [
        [tensor('kFLOAT', [1, 2], [1, 2])],
        [tensor('kFLOAT', [3, 2], [1, 1, 1, 1, 1, 1])],
      ],
    },
  );
  assert.is(fixed?.error, null);
  assert.equal(fixed?.outputs, [{ type: 'kFLOAT', dims: [2, 2] }]);
  const output = fixed?.inferences[0]?.outputs[0];
  assert.equal(output && numbersIn(output), [10, 20, 30, 40]);
  assert.equal(fixed?.undestroyed, []);
  assert.is(fixed?.trace.filter(({ method }) => method === 'createPlugin').length, 4);
  assert.is(growing?.error, null);
  assert.equal(growing?.outputs[0]?.dims, [-1, 2]);
  assert.equal(
    growing?.inferences.map(({ outputs }) => outputs[0]?.dims),
    [
      [1, 2],
      [3, 2],
    ],
  );
});

test('a node that no creator matches, and bytes that are no model, fail in the step parse', async () => {
  const inferences = [[tensor('kFLOAT', [2], [1, 2])]];
  const missing = modelOf([{ ...scaleNode('image', 'result', 1), opType: 'Scales' }], [2]);
  const [none, broken, fine] = await played(
    { plugin: 'Scale', version: '1', model: missing, inferences },
    {
      plugin: 'Scale',
      version: '1',
      model: Buffer.from('no model').toString('base64'),
      inferences,
    },
    { plugin: 'Scale', version: '1', inferences },
  );
  assert.equal([none?.error?.step, none?.error?.code], ['parse', 'ONNX_PARSE_FAILED']);
  assert.match(none?.error?.message ?? '', /no plugin "Scales" version "1"/);
  assert.equal([broken?.error?.step, broken?.error?.code], ['parse', 'ONNX_INVALID']);
  assert.equal([none?.undestroyed, broken?.undestroyed], [[], []]);
  assert.is(fine?.error, null, 'a case without a file is as before');
});

test.run();
