import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  addLogger,
  createBuilder,
  createRuntime,
  DeviceBuffer,
  field,
  float32,
  getPluginRegistry,
  pluginLibrary,
  Stream,
  trace,
  type CudaEngine,
  type ExecutionContext,
  type TraceRecord,
} from '../../../src/index';
import { givenTrace } from '../../../src/exercise/answers';
import { stubFolder } from '../../../src/exercise/catalogue';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const NAME = '08-who-frees-it';
const solution = new ChangedSolution(NAME);
test.after(() => solution.end());

async function engineFile(): Promise<Uint8Array> {
  const registry = getPluginRegistry();
  if (registry.getAllCreators().length === 0) registry.loadLibrary(pluginLibrary);
  // The first mistake: nobody destroys it.
  const plugin = registry
    .getCreator('LookupTable', '2', '')
    .createPlugin('table', [field('table', float32(0, 1, 4, 9), 'kFLOAT32')], 'kBUILD');
  const builder = createBuilder();
  const network = builder.createNetwork();
  const layer = network.addPluginV3([network.addInput('x', 'kINT32', [4])], [], plugin);
  layer.setName('table');
  network.markOutput(layer.getOutput(0).setName('y'));
  const file = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
  network.destroy();
  builder.destroy();
  return file;
}

async function infer(context: ExecutionContext): Promise<void> {
  const [x, y, stream] = [
    DeviceBuffer.from(Int32Array.of(0, 1, 2, 3)),
    new DeviceBuffer(16),
    new Stream(),
  ];
  context.setTensorAddress('x', x);
  context.setTensorAddress('y', y);
  await context.enqueueV3(stream);
  stream.synchronize();
  for (const end of [() => x.free(), () => y.free(), () => stream.destroy()]) end();
}

/** The program of the exercise. */
async function program(): Promise<CudaEngine> {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(await engineFile());
  const [first, second] = [engine.createExecutionContext(), engine.createExecutionContext()];
  await infer(second);
  await infer(first);
  first.destroy();
  // The second mistake: nobody destroys this one, nor the engine.
  engine.createExecutionContext();
  second.destroy();
  return engine;
}

const KEPT =
  /^(createPlugin|clone|attachToContext|configurePlugin|getFieldsToSerialize|onShapeChange|enqueue|destruct)$/;

type Line = Pick<TraceRecord, 'phase' | 'object' | 'class' | 'method' | 'args' | 'result'>;

/** The calls, and what the plugin logged between them. */
async function recorded(): Promise<Line[]> {
  const logged: { after: number; message: string }[] = [];
  trace.reset();
  const stop = addLogger((_severity, message) => {
    const [said] = /^LookupTable: (uploaded|freed) \d+ bytes/.exec(message) ?? [];
    if (said !== undefined) logged.push({ after: trace.records().length, message: said });
  });
  await program();
  stop();
  return trace.records().flatMap((record, at): Line[] => {
    const { phase, object, class: name, method, args, result } = record;
    const before = logged
      .filter(({ after }) => after === at)
      .map(({ message }) => ({
        phase,
        object: 'log',
        class: null,
        method: 'kVERBOSE',
        args: { message },
        result: null,
      }));
    if (object === 'host' ? method === 'addPluginV3' : !KEPT.test(method)) return before;
    const kept: TraceRecord['args'] =
      method === 'createPlugin' ? { name: args['name'] ?? '', phase: args['phase'] ?? '' } : {};
    const brief = method === 'getFieldsToSerialize' ? null : result;
    return [...before, { phase, object, class: name, method, args: kept, result: brief }];
  });
}

function textOf({ phase, object, method, args, result }: Line, at: number): string {
  const given = Object.entries(args).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const gives = result === null ? '' : ` = ${JSON.stringify(result)}`;
  const call =
    object === 'host'
      ? `end of ${method}`
      : object === 'log'
        ? (args['message'] as string)
        : `${method}(${given.join(', ')})${gives}`;
  return `${String(at + 1).padStart(3)}  ${phase.padEnd(18)}${object.padEnd(12)}${call}`;
}

test('the trace is what the program does, and trace.txt is that trace', async () => {
  const records = givenTrace(NAME);
  const bare = ({ phase, object, class: name, method, args, result }: Line): Line => ({
    phase,
    object,
    class: name,
    method,
    args,
    result,
  });
  assert.equal(records.map(bare), (await recorded()).map(bare));
  const text = readFileSync(join(stubFolder({ name: NAME }), 'trace.txt'), 'utf8');
  assert.is(text, `${records.map(textOf).join('\n')}\n`);
});

const mistakes: [string, string, Change][] = [
  [
    'never-destroyed',
    'forgot-yours',
    ['["plugin#1", "plugin#7", "plugin#10"]', '["plugin#7", "plugin#10"]'],
  ],
  [
    'second-context',
    'asked-not-returned',
    ['"second-context": "plugin#9"', '"second-context": "plugin#7"'],
  ],
  ['copied-from', 'the-networks', ['"copied-from": "plugin#7"', '"copied-from": "plugin#1"']],
  ['uploads', 'one-a-copy', ['"plugin#8"]', '"plugin#8", "plugin#9", "plugin#10"]']],
  [
    'holds-the-table',
    'who-uploaded',
    ['"holds-the-table": "plugin#10"', '"holds-the-table": "plugin#8"'],
  ],
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

test('lists in any order; a broken file is named', async () => {
  const other = await solution.check('answers.json', [
    '"plugin#1", "plugin#7"',
    '"plugin#7", "plugin#1"',
  ]);
  assert.ok(other.passed);
  const broken = await solution.check('answers.json', ['"copied-from"', 'copied-from']);
  assert.is(broken.points, 0);
  assert.match(partOf(broken, 'uploads').verdict.message.en, /cannot be read/);
});

test.run();
