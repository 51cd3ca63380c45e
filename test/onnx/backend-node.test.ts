/**
 * ONNX's own node tests of all operators that become native layers: the model is imported, built, written, read and run, with known
 * extents and with unknown ones. Each test here is one of ONNX's; its name says whether it is computed or refused.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../src/errors';
import type { DecodedModel } from '../../src/onnx/decoded';
import { NATIVE_OPERATORS } from '../../src/onnx/import-native';
import { readCase, runCase } from './backend-case';
import { nodeTestsFolder, skipped } from './backend-data';
import { COMPUTED_OTHERWISE, foreignType, NEED_EXTENTS, REFUSED } from './backend-exceptions';

type Extents = 'known' | 'unknown';
const computed = suite("ONNX's node tests, computed");
const refused = suite("ONNX's node tests, refused");
const counts = {
  computed: 0,
  'computed with known extents only': 0,
  'computed otherwise': 0,
  refused: 0,
  'refused for a type': 0,
};

const isNative = ({ graph }: DecodedModel) =>
  graph.nodes.every(({ domain, opType }) => domain === '' && NATIVE_OPERATORS.has(opType));

/** Imports, builds and runs a case, and compares the results with ONNX's. */
async function run(name: string, extents: Extents): Promise<void> {
  const path = join(nodeTestsFolder(), `test_${name}`);
  await runCase(path, readCase(path), extents);
}

/** Why a case is refused. Anything but an error of this package's own is thrown again, and no refusal fails. */
async function refusal(name: string, extents: Extents): Promise<string> {
  try {
    await run(name, extents);
  } catch (error) {
    if (error instanceof WorkbookError) return error.message;
    throw error;
  }
  throw new Error(`${name} is computed with ${extents} extents`);
}

function define(name: string, model: DecodedModel): void {
  const listed = Object.entries(REFUSED).find(([, names]) => names.includes(name))?.[0];
  const type = listed === undefined ? foreignType(model) : null;
  const reason = listed ?? type;
  if (reason !== null) {
    counts[type === null ? 'refused' : 'refused for a type'] += 1;
    const why = type === null ? reason : `there are no tensors of type ${type}`;
    refused(`${name} is refused: ${why}`, async () => {
      for (const extents of ['known', 'unknown'] as const) {
        const said = await refusal(name, extents);
        assert.ok(said.includes(reason), said);
      }
    });
  } else if (COMPUTED_OTHERWISE.includes(name)) {
    counts['computed otherwise'] += 1;
    computed(`${name} is computed as TensorRT does, not as ONNX`, async () => {
      for (const extents of ['known', 'unknown'] as const) {
        const problem = await run(name, extents).then(
          () => 'none',
          (error: unknown) => (error instanceof assert.Assertion ? error.message : String(error)),
        );
        assert.match(problem, /^element \d+: [\d.]+, expected [\d.]+$/);
      }
    });
  } else if (NEED_EXTENTS.includes(name)) {
    counts['computed with known extents only'] += 1;
    computed(`${name}, refused with unknown extents`, async () => {
      await run(name, 'known');
      assert.match(await refusal(name, 'unknown'), /unknown extent/);
    });
  } else {
    counts.computed += 1;
    computed(name, async () => {
      await run(name, 'known');
      await run(name, 'unknown');
    });
  }
}

/** What `npm test` shows beside the counts: a refusal that is as expected passes too. */
function tellCounts(text: string): void {
  console.log(`  Of these:  ${text}`);
}

if (skipped) {
  computed.skip('all of them');
  tellCounts("none of ONNX's node tests: WORKBOOK_SKIP_ONNX_TESTS is set");
} else {
  const names = readdirSync(nodeTestsFolder()).map((name) => name.replace(/^test_/, ''));
  for (const name of names) {
    const model = readCase(join(nodeTestsFolder(), `test_${name}`));
    if (isNative(model)) define(name, model);
  }
  computed('all that are named here exist, and as many as there were', () => {
    const named = [...Object.values(REFUSED).flat(), ...COMPUTED_OTHERWISE, ...NEED_EXTENTS];
    assert.equal(
      named.filter((name) => !names.includes(name)),
      [],
    );
    assert.equal(counts, {
      computed: 644,
      'computed with known extents only': 6,
      'computed otherwise': 2,
      refused: 36,
      'refused for a type': 170,
    });
  });
  tellCounts(
    Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  );
}

computed.run();
refused.run();
