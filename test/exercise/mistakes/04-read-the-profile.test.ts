import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { givenTrace } from '../../../src/exercise/answers';
import { stubFolder } from '../../../src/exercise/catalogue';
import { projectRoot } from '../../../src/native-loader';
import type { TraceRecord, TraceValue } from '../../../src/trace/record';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const NAME = '04-read-the-profile';
const solution = new ChangedSolution(NAME);
test.after(() => solution.end());

/** Calls that say nothing about shapes or objects are left out. */
const KEPT =
  /^(createPlugin|clone|getOutputShapes|attachToContext|configurePlugin|setTactic|getWorkspaceSize|onShapeChange|enqueue|destruct)$/;

function recorded(): Partial<TraceRecord>[] {
  const path = join(projectRoot, 'recordings', 'v3-two-profiles.jsonl');
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceRecord)
    .filter(({ object, method }) => object === 'host' || KEPT.test(method))
    .filter(({ method }) => !['getDimensions', 'notifyShape'].includes(method));
}

const list = (value: TraceValue | undefined): string => `[${(value as number[]).join(', ')}]`;

/** A call as trace.txt has it: descriptors a line each. */
function linesOf({ phase, object, method, args, result }: TraceRecord, at: number): string {
  const described = (['in', 'out'] as const).flatMap((side) =>
    ((args[side] ?? []) as Record<string, TraceValue>[]).map((each, nth) => {
      const extents = ['dims', 'min', 'opt', 'max'].filter((key) => each[key] !== undefined);
      return `       ${`${side}[${nth}]`.padEnd(8)}${extents.map((key) => `${key} ${list(each[key])}`).join('  ')}`;
    }),
  );
  const rest = Object.entries(args)
    .filter(([key]) => !['in', 'out', 'nbOutputs', 'shapeInputs', 'fields'].includes(key))
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const call = object === 'host' ? `end of ${phase}` : `${method}(${rest.join(', ')})`;
  const gives = object === 'host' || result === null ? '' : ` = ${JSON.stringify(result)}`;
  const head = `${String(at + 1).padStart(3)}  ${phase.padEnd(18)}${object.padEnd(11)}${call}${gives}`;
  return [head, ...described].join('\n');
}

test('the trace is an excerpt of a recording, and trace.txt is that trace', () => {
  const records = givenTrace(NAME);
  const bare = ({ phase, object, method, args, result }: Partial<TraceRecord>): unknown => ({
    phase,
    object,
    method,
    args,
    result,
  });
  assert.equal(records.map(bare), recorded().map(bare));
  const text = readFileSync(join(stubFolder({ name: NAME }), 'trace.txt'), 'utf8');
  assert.is(text, `${records.map(linesOf).join('\n')}\n`);
});

const mistakes: [string, string, Change][] = [
  ['min-opt-max', 'order-of-three', ['[1, 2, 4]', '[1, 4, 2]']],
  ['min-opt-max', 'whole-shape', ['[1, 2, 4]', '[2, 3, 8, 8]']],
  ['min-opt-max', 'the-other-profile', ['[1, 2, 4]', '[8, 8, 16]']],
  [
    'unknown-in',
    'expressions-have-no-dims',
    ['"getWorkspaceSize"', '"getWorkspaceSize", "getOutputShapes()"'],
  ],
  ['how-many-clones', 'counted-all-objects', ['": 10', '": 13']],
  ['how-many-clones', 'counted-attached', ['": 10', '": 16']],
  ['ran-second', 'the-configured-one', ['plugin#13', 'plugin#9']],
  ['ran-second', 'the-one-of-the-file', ['plugin#13', 'plugin#11']],
  ['ran-second', 'the-first-inference', ['plugin#13', 'plugin#12']],
];
for (const [part, mistake, change] of mistakes)
  test(`${part}: ${mistake}`, async () => {
    const report = await solution.check('answers.json', change);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, 8);
    const { verdict } = partOf(report, part);
    assert.ok((verdict.trace?.length ?? 0) > 0, 'the records that show it');
    assert.is(verdict.expected, undefined, 'the answer stays the learner’s');
  });

test('order does not matter where none is asked for; a broken file is named', async () => {
  const other = await solution.check('answers.json', [
    '["configurePlugin", "getWorkspaceSize"]',
    '["getWorkspaceSize", "configurePlugin"]',
  ]);
  assert.ok(other.passed);
  const broken = await solution.check('answers.json', ['[3, 9],', '[3, 9]']);
  assert.is(broken.points, 0);
  assert.match(partOf(broken, 'min-opt-max').verdict.message.en, /cannot be read/);
});

test.run();
