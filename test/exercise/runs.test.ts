import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../../src/exercise/random';
import { labPlace } from '../../src/exercise/run/lab-place';
import type { PluginCase } from '../../src/exercise/run/plugin-case';
import {
  answersRun,
  buildRun,
  moduleRun,
  pluginRun,
  programRun,
  type ModuleRunResult,
  type PluginRunResult,
  type RunRequest,
} from '../../src/exercise/run/request';
import type { ProcessTask } from '../../src/exercise/run/subject-task';
import type { RunEnd, SubjectEnd, SubjectTask } from '../../src/exercise/run/subject';
import { numbersIn, stored, tensor } from '../../src/exercise/run/tensor-value';
import { WaitingProcess } from '../../src/exercise/run/waiting-process';
import { projectRoot } from '../../src/native-loader';

const SCALE = join(projectRoot, 'solutions', '06-wrap-a-kernel', 'scale.cu');
const GIVEN = join(projectRoot, 'exercises', '06-wrap-a-kernel');

interface Context {
  folder: string;
  run: (files: Record<string, string>, ...requests: RunRequest[]) => Promise<RunEnd[]>;
}
const test = suite<Context>('runs');
test.before.each((context) => {
  const folder = mkdtempSync(join(tmpdir(), 'runs-'));
  context.folder = folder;
  context.run = async (files, ...requests) => {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const runs = requests.map((request, at) => ({ id: String(at), request }));
    const names = [...Object.keys(files), ...given];
    const end = await labPlace.perform({ exercise: 'x', folder, files: names, runs, timeMs: 5000 });
    return requests.map((_, at) => end.runs[String(at)] as RunEnd);
  };
});
test.after.each(async ({ folder }) => {
  given.splice(0);
  await labPlace.rest?.();
  rmSync(folder, { recursive: true });
});
const given: string[] = [];

/** The plugin of an exercise, in the folder. */
function withScale(folder: string): void {
  for (const [from, name] of [
    [SCALE, 'scale.cu'],
    [join(GIVEN, 'scaleCreator.cpp'), 'scaleCreator.cpp'],
    [join(GIVEN, 'scalePlugin.h'), 'scalePlugin.h'],
  ] as const) {
    cpSync(from, join(folder, name));
    given.push(name);
  }
}

const scale = (rest: Partial<PluginCase> = {}): PluginCase => ({
  plugin: 'Scale',
  version: '1',
  fields: [{ name: 'factor', type: 'kFLOAT32', data: [2] }],
  inferences: [[tensor('kFLOAT', [2, 2], [1, 2, 3, 4])]],
  ...rest,
});

const done = (end: RunEnd | undefined): PluginRunResult => {
  if (end?.outcome !== 'done') throw new Error(JSON.stringify(end).slice(0, 2000));
  return end.result as PluginRunResult;
};

test('a plugin is built, registered, put into an engine that is read again, and run', async ({
  run,
  folder,
}) => {
  withScale(folder);
  const [end] = await run({}, pluginRun([scale(), scale({ fields: [] })]));
  const { cases } = done(end);
  const [first, second] = cases;
  assert.is(first?.error, null);
  assert.equal(
    first?.creator?.fields.map(({ name }) => name),
    ['factor', 'threads'],
  );
  assert.equal(first?.outputs, [{ type: 'kFLOAT', dims: [2, 2] }]);
  const output = first?.inferences[0]?.outputs[0];
  assert.ok(output);
  assert.equal(numbersIn(output), [2, 4, 6, 8]);
  assert.equal([output.untouched, output.outside], [[], []]);
  assert.equal(
    second?.inferences[0]?.outputs[0]?.data,
    tensor('kFLOAT', [2, 2], [1, 2, 3, 4]).data,
  );
  assert.equal(first.undestroyed, []);
  const methods = first.trace.map(({ method }) => method);
  for (const method of ['createPlugin', 'getFieldsToSerialize', 'enqueue', 'destruct'])
    assert.ok(methods.includes(method), method);
});

test('unknown extents and several inferences; steps that fail; times in turns', async ({
  run,
  folder,
}) => {
  withScale(folder);
  const shapes: [number, number][] = [
    [1, 2],
    [3, 2],
  ];
  const inferences = shapes.map((dims) => [
    tensor('kFLOAT', dims, Array(dims[0] * dims[1]).fill(1)),
  ]);
  const growing = scale({ inputs: [{ type: 'kFLOAT', dims: [-1, 2] }], inferences });
  const [several, wrong, unsupported, timed] = await run(
    {},
    pluginRun([growing]),
    pluginRun([scale({ version: '9' })]),
    pluginRun([scale({ inferences: [[tensor('kINT32', [2], [1, 2])]] })]),
    pluginRun([scale(), scale()], { rounds: 3 }),
  );
  const [one] = done(several).cases;
  assert.equal(one?.outputs[0]?.dims, [-1, 2]);
  assert.equal(
    one?.inferences.map(({ outputs }) => outputs[0]?.dims),
    shapes,
  );
  assert.is(done(wrong).cases[0]?.error?.step, 'getCreator');
  const failed = done(unsupported).cases[0]?.error;
  assert.is(failed?.step, 'build');
  assert.ok((failed?.message.length ?? 0) > 10);
  for (const { times } of done(timed).cases) {
    assert.is(times.length, 3);
    assert.ok(times.every((ms) => ms > 0));
  }
});

test('a program with arguments; one that crashes', async ({ run }) => {
  const main =
    '#include <cstdio>\n#include <cstdlib>\nint main(int n, char** a) {\n  if (n > 2) std::abort();\n  std::printf("%d %s\\n", n, n > 1 ? a[1] : "-");\n  return n;\n}\n';
  const [fine, crashed] = await run(
    { 'main.cpp': main },
    programRun([[], ['x']]),
    programRun([['a', 'b']]),
  );
  assert.equal(fine?.outcome === 'done' && fine.result, {
    runs: [
      { exitCode: 1, stdout: '1 -\n', stderr: '' },
      { exitCode: 2, stdout: '2 x\n', stderr: '' },
    ],
  });
  assert.is(crashed?.outcome, 'stopped');
  assert.is(crashed?.outcome === 'stopped' && crashed.report.crash?.signal, 'SIGABRT');
});

test('answers are read; a broken file is named', async ({ run }) => {
  const [fine, missing] = await run(
    { 'answers.json': '{"a": [1]}' },
    answersRun(),
    answersRun('other.json'),
  );
  assert.equal(fine, { outcome: 'done', result: { answers: { a: [1] } } });
  assert.is(missing?.outcome, 'unreadable');
  const [marked] = await run({ 'answers.json': '\ufeff{"a": [1]}' }, answersRun());
  assert.equal(marked, fine);
  for (const text of ['{"a": 1,}', '[1]', '']) {
    const [end] = await run({ 'answers.json': text }, answersRun());
    assert.is(end?.outcome, 'unreadable', text);
  }
});

test('typed arrays and odd numbers go to a module and come back', async ({ run }) => {
  const text =
    'export const echo = (...all: unknown[]): unknown => all;\nexport const none = (): void => {};\n';
  const values = {
    $workbook: 'Float32Array',
    values: [1.5, { $workbook: 'number', value: 'NaN' }],
  };
  const [end] = await run(
    { 'm.ts': text },
    moduleRun('m.ts', [
      { function: 'echo', arguments: [values, 2] },
      { function: 'none', arguments: [] },
      { function: 'gone', arguments: [] },
    ]),
  );
  const { calls } = (end?.outcome === 'done' ? end.result : { calls: [] }) as ModuleRunResult;
  assert.equal(calls[0]?.value, [values, 2]);
  assert.equal([calls[1]?.value, calls[1]?.error], [null, null]);
  assert.match(calls[2]?.error?.message ?? '', /exports no function "gone"/);
});

test('build files of the learner make the library, and are told where the workbook is', async ({
  run,
  folder,
}) => {
  withScale(folder);
  const script =
    'set -e\ntest -d "$WORKBOOK"\nworkbook build scale.cu scaleCreator.cpp -o libscale.so > /dev/null\n';
  const request = buildRun({
    commands: [['sh', 'build.sh']],
    library: 'libscale.so',
    cases: [scale()],
  });
  const [end] = await run({ 'build.sh': script }, request);
  assert.is(done(end).cases[0]?.error, null);
  const [wrong] = await run({ 'build.sh': 'echo lost >&2\nexit 3\n' }, request);
  assert.match(
    wrong?.outcome === 'notBuilt' ? wrong.failure.message : '',
    /^sh build\.sh: exit code 3\nlost$/,
  );
  const [none] = await run({ 'build.sh': 'true\n' }, request);
  assert.match(
    none?.outcome === 'notBuilt' ? none.failure.message : '',
    /libscale\.so was not made/,
  );
});

test('a process that waits for its task loses none of its time, and its time is limited then', async ({
  folder,
}) => {
  const item = { id: 'a', request: moduleRun('m.js', [{ function: 'f', arguments: [] }]) };
  const task = (code: string): ProcessTask => ({
    kind: 'module',
    file: join(folder, 'm.js'),
    code,
    timeMs: 1000,
    items: [item],
  });
  const [fine, endless] = [0, 1].map(() => new WaitingProcess('module', { timeMs: 1000 }));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const returned = await fine?.perform(task('exports.f = () => 7;'));
  assert.is(returned?.report.outcome, 'exited');
  assert.is(returned?.answers.length, 1);
  const stopped = await endless?.perform(task('exports.f = () => { for (;;); };'));
  assert.is(stopped?.report.outcome, 'timedOut');
  assert.is(stopped?.report.limit, 'time');
});

test('a whole task runs by one command, as a sandbox runs it', ({ folder }) => {
  const taskPath = join(folder, 'task.json');
  const main = join(projectRoot, 'dist', 'exercise', 'run', 'box-main.js');
  const request = moduleRun('m.ts', [{ function: 'f', arguments: [20, 1] }]);
  for (const [text, outcome] of [
    ['export const f = (a: number, b: number): number => 2 * a + b;', 'done'],
    ['export const f = (', 'notBuilt'],
  ] as const) {
    writeFileSync(join(folder, 'm.ts'), text);
    const task: SubjectTask = {
      exercise: 'x',
      folder,
      files: ['m.ts'],
      runs: [{ id: 'a', request }],
    };
    writeFileSync(taskPath, JSON.stringify(task));
    const { status, stderr, output } = spawnSync(process.execPath, [main, taskPath], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    assert.is(status, 0, stderr);
    const { runs } = JSON.parse(output[3] ?? '') as SubjectEnd;
    assert.is(runs['a']?.outcome, outcome);
    if (outcome === 'done') assert.match(JSON.stringify(runs['a']), /"value":41/);
  }
});

test('random numbers come again with their seed, within their range', () => {
  const [a, b, c] = ['1', '1', '2'].map((seed) => new Random(seed).numbers(50, -2, 3));
  assert.equal(a, b);
  assert.not.equal(a, c);
  assert.ok(a?.every((value) => value >= -2 && value <= 3 && Number.isInteger(value * 64)));
  const random = new Random('x');
  const seen = new Set(random.integers(200, 1, 4));
  assert.equal([...seen].sort(), [1, 2, 3, 4]);
  assert.equal(random.shuffle([1, 2, 3]).sort(), [1, 2, 3]);
});

test('tensors keep what their type can hold', () => {
  for (const type of ['kFLOAT', 'kHALF', 'kBF16', 'kINT8', 'kINT32', 'kINT64'] as const)
    assert.equal(numbersIn(tensor(type, [3], [1, -2, 3])), [1, -2, 3], type);
  assert.equal(numbersIn(tensor('kHALF', [1], [0.1])), [stored('kHALF', 0.1)]);
  assert.throws(() => tensor('kFLOAT', [2, 2], [1]), /there are 1 values/);
});

test.run();
