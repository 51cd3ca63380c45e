/** ONNX's own node tests of all operators that become native layers, with known extents and with unknown ones. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DecodedModel } from '../../src/onnx/decoded';
import { NATIVE_OPERATORS } from '../../src/onnx/import-native';
import { readCase, runCase } from './backend-case';
import { nodeTestsFolder } from './backend-data';
import { EXCEPTIONS, FOREIGN_TYPES, NEED_EXTENTS } from './backend-exceptions';

const folder = nodeTestsFolder();
const passing = suite("ONNX's node tests");
const failing = suite("ONNX's node tests that cannot pass");
let cases = 0;
let foreign = 0;

/** The message of what a run throws; null where it passes. */
async function problemOf(name: string, extents: 'known' | 'unknown'): Promise<string | null> {
  const path = join(folder, name);
  return runCase(path, readCase(path), extents).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

const isNative = ({ graph }: DecodedModel) =>
  graph.nodes.every(({ domain, opType }) => domain === '' && NATIVE_OPERATORS.has(opType));
const foreignType = new RegExp(
  `(actual|no tensors of type|a constant is of type) (${FOREIGN_TYPES.join('|')})$`,
);

for (const folderName of readdirSync(folder)) {
  if (!isNative(readCase(join(folder, folderName)))) continue;
  ++cases;
  const name = folderName.replace(/^test_/, '');
  const reason = Object.entries(EXCEPTIONS).find(([, names]) => names.includes(name))?.[0];
  if (reason !== undefined) {
    failing(name, async () => {
      const problem = await problemOf(folderName, 'known');
      assert.ok(problem?.includes(reason), `${problem ?? 'it passes'}; expected: ${reason}`);
      assert.ok(await problemOf(folderName, 'unknown'), 'it passes with unknown extents');
    });
    continue;
  }
  passing(name, async () => {
    const problem = await problemOf(folderName, 'known');
    if (problem && foreignType.test(problem)) {
      ++foreign;
      return;
    }
    assert.is(problem, null);
    const dynamic = await problemOf(folderName, 'unknown');
    if (NEED_EXTENTS.includes(name)) assert.match(dynamic ?? 'it passes', /unknown extent/);
    else assert.is(dynamic, null, 'with unknown extents');
  });
}

const exceptions = Object.values(EXCEPTIONS).flat();
failing('are all there', () => {
  const names = new Set(readdirSync(folder));
  const absent = [...exceptions, ...NEED_EXTENTS].filter((name) => !names.has(`test_${name}`));
  assert.equal(absent, []);
  assert.equal({ cases, foreign }, { cases: 858, foreign: 170 });
});

passing.run();
failing.run();
