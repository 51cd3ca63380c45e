/** Verdicts from evidence alone: records, messages, signals. Nothing is run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MISTAKES, type StepName } from '../../src/lab/diagnosis';
import type { Run } from '../../src/lab/diagnosis/evidence';
import { judgeRun } from '../../src/lab/diagnosis/judge';
import { notOverriding } from '../../src/lab/diagnosis/library/not-overriding';
import { STEPS } from '../../src/lab/diagnosis/steps';
import type { Crash, CrashCause } from '../../src/lab/crash';
import type { Frame } from '../../src/lab/frame';
import type { Finding } from '../../src/lab/finding';
import type { TraceRecord, TraceValue } from '../../src/trace/record';
import { projectRoot } from '../../src/native-loader';

function run(parts: Partial<Run>): Run {
  return {
    what: 'a command',
    outcome: 'exited',
    error: null,
    observations: [],
    libraries: [],
    signal: null,
    exitCode: 0,
    limit: null,
    crash: null,
    backtrace: null,
    findings: [],
    trace: [],
    stdout: '',
    stderr: '',
    durationMs: 1000,
    cpuMs: 900,
    peakMemoryBytes: 1,
    leftRunning: 0,
    notes: [],
    ...parts,
  };
}

let seq = 0;
const call = (
  method: string,
  result: TraceValue,
  parts: Partial<TraceRecord> = {},
): TraceRecord => ({
  seq: seq++,
  phase: 'build',
  object: 'plugin#1',
  class: 'Mine@1',
  parent: null,
  method,
  args: {},
  result,
  durationUs: 1,
  thread: 1,
  ...parts,
});
const open = (method: string, parts: Partial<TraceRecord> = {}): TraceRecord =>
  call(method, null, { ...parts, unfinished: true });

const crash = (cause: CrashCause, signal: NodeJS.Signals = 'SIGSEGV'): Crash => ({
  signal,
  cause,
  what: cause,
  process: 1,
  thread: { id: 1, name: 'node', main: true },
});
const died = (cause: CrashCause, parts: Partial<Run>, signal: NodeJS.Signals = 'SIGSEGV'): Run =>
  run({ outcome: 'died', signal, exitCode: null, crash: crash(cause, signal), ...parts });

const frame = (name: string, kind: Frame['kind'] = 'plugin'): Frame => ({
  function: name,
  file: '/mine/plugin.cpp',
  line: 7,
  library: '/mine/libmine.so',
  address: '0x10',
  kind,
});
const finding = (tool: Finding['tool'], kind: string, message: string): Finding => ({
  tool,
  kind,
  message,
  frames: [frame('kernel')],
  related: [],
});

const verdict = (evidence: Run): string => {
  const fault = judgeRun(evidence);
  return fault ? `${fault.step} ${fault.mistake}` : 'nothing';
};

/** What the real libraries, CUDA and the C library print. Exit code 1, as a program ends that noticed. */
const MESSAGES: [text: string, expected: string][] = [
  ['[E] getPluginCreator could not find plugin: Custom version: 1', 'creator plugin-not-found'],
  [
    'IPluginRegistry::getCreator: Error Code 4: API Usage Error (Cannot find plugin: Scale, version: 2, namespace:.)',
    'creator plugin-not-found',
  ],
  [
    '[E] Cannot deserialize plugin since corresponding IPluginCreator not found in Plugin Registry',
    'serialisation not-loaded-at-run-time',
  ],
  [
    'Error Code 9: Internal Error (p0: could not find any supported formats consistent with input/output data types)',
    'formats no-supported-format',
  ],
  [
    'Assertion !n->candidateRequirements.empty() failed. All of the candidates were removed, which points to the node being incorrectly marked as an int8 node.',
    'formats quantized-too-late',
  ],
  [
    'PluginV2Layer must be V2DynamicExt when there are runtime input dimensions.',
    'fields old-base-class',
  ],
  [
    'libmine.so does not contain getCreators or getPluginCreators function.',
    'load no-get-creators',
  ],
  [
    'Cannot register the library as plugin creator of Mine exists already.',
    'load registered-twice',
  ],
  ['OSError: ./libmine.so: undefined symbol: getPluginRegistry', 'load not-linked'],
  ['./libmine.so: undefined symbol: _ZN4mine4workEv', 'load undefined-symbol'],
  ['libmine.so: file too short', 'load no-shared-library'],
  ['libother.so.1: cannot open shared object file: No such file', 'load library-missing'],
  [
    "[E] Not all shapes are specified. Following input tensors' dimensions are not specified: factor.",
    'enqueue input-not-set',
  ],
  ['Could not find any implementation for node p0.', 'build no-implementation'],
  ['operation not permitted when stream is capturing', 'enqueue synchronise-while-capturing'],
  [
    'Cuda Error in findFastestTactic: 700 (an illegal memory access was encountered)',
    'memory device-fault',
  ],
  ['The engine plan file: Version tag does not match', 'serialisation engine-unusable'],
];

for (const [text, expected] of MESSAGES) {
  test(`"${text.slice(0, 60)}…": ${expected}`, () => {
    assert.is(verdict(run({ exitCode: 1, stderr: `noise\n${text}\nmore noise\n` })), expected);
  });
}

test('a program that ends well is believed, whatever it prints; TensorRT’s error lines are not', () => {
  assert.is(
    verdict(run({ stdout: 'Could not find any implementation for node x, said the book' })),
    'nothing',
  );
  assert.is(
    verdict(run({ stdout: '[E] Could not find any implementation for node p0.' })),
    'build no-implementation',
  );
});

/** A death in each method, with a trace, and with a backtrace only. */
const DEATHS: [method: string, cause: CrashCause, expected: string][] = [
  ['getOutputDimensions', 'nullPointer', 'shapes past-nbdims'],
  ['getOutputShapes', 'wildPointer', 'shapes past-nbdims'],
  ['getOutputDataType', 'nullPointer', 'shapes crash-in-shapes'],
  ['supportsFormatCombination', 'unmappedMemory', 'formats crash-in-formats'],
  ['configurePlugin', 'divisionByZero', 'build crash-in-build'],
  ['enqueue', 'deviceMemory', 'memory device-memory-on-host'],
  ['enqueue', 'wildPointer', 'build crash-in-build'],
  ['clone', 'nullPointer', 'lifetime crash-in-lifetime'],
  ['destruct', 'heapCorruption', 'lifetime double-free'],
  ['serialize', 'unmappedMemory', 'serialisation crash-in-serialisation'],
  ['deserializePlugin', 'assertion', 'serialisation stale-engine'],
  ['configurePlugin', 'uncaughtException', 'build throw-in-noexcept'],
  ['getWorkspaceSize', 'stackOverflow', 'memory stack-overflow'],
];
for (const [method, cause, expected] of DEATHS) {
  test(`${method} dies of ${cause}: ${expected}`, () => {
    assert.is(verdict(died(cause, { trace: [call('getNbOutputs', 1), open(method)] })), expected);
    if (method === 'enqueue') return; // without a trace nobody knows whether it was timed
    const name =
      method === 'destruct' ? 'mine::Mine::~Mine()' : `mine::Mine<float>::${method}(int)`;
    const backtrace = [frame('raise', 'system'), frame('mine::inner(int)'), frame(name)];
    assert.is(verdict(died(cause, { backtrace })), expected);
  });
}

test('createPlugin with a null pointer: fields without data, or something else', () => {
  const fields = (data: TraceValue): Partial<TraceRecord> => ({
    object: 'creator#1',
    args: { fields: [{ name: 'a', type: 'kINT32', length: 1, data }] },
  });
  const of = (data: TraceValue): string =>
    verdict(died('nullPointer', { trace: [open('createPlugin', fields(data))] }));
  assert.is(of(null), 'fields field-names-as-fields');
  assert.is(of([1]), 'fields crash-in-create');
  const backtrace = [frame('mine::Creator::createPlugin(char const*)'), frame('main')];
  assert.is(verdict(died('nullPointer', { backtrace })), 'fields field-names-as-fields');
});

test('a death while loading, at exit, and outside of everything', () => {
  const at = (...names: string[]): Partial<Run> => ({
    backtrace: [frame('mine::work()'), ...names.map((name) => frame(name, 'system'))],
  });
  assert.is(verdict(died('nullPointer', at('call_init', '_dl_init'))), 'load crash-while-loading');
  assert.is(
    verdict(died('heapCorruption', at('__run_exit_handlers'), 'SIGABRT')),
    'lifetime two-copies-of-static-state',
  );
  assert.is(verdict(died('nullPointer', at('__cxa_finalize'))), 'lifetime crash-at-exit');
  assert.is(verdict(died('heapCorruption', at('main'))), 'memory heap-destroyed');
  assert.is(verdict(died('nullPointer', at('main'))), 'lifetime crash');
});

test('a hang names the innermost call, how long, and whether it waits or computes', () => {
  const stopped = (cpuMs: number): Run =>
    run({
      outcome: 'timedOut',
      limit: 'time',
      signal: 'SIGKILL',
      exitCode: null,
      cpuMs,
      durationMs: 20_000,
      crash: { ...crash('limit', 'SIGXCPU'), limit: 'time' },
      trace: [open('enqueue', { phase: 'enqueue' })],
      backtrace: [frame('mine::Mine::enqueue()')],
    });
  const busy = judgeRun(stopped(19_000));
  assert.is(busy?.mistake, 'hang');
  assert.is(busy?.step, 'enqueue');
  assert.is(busy?.place, '/mine/plugin.cpp:7');
  assert.match(busy?.saw[0] ?? '', /enqueue was still running .* 20\.0 s, and kept a core busy/);
  assert.match(judgeRun(stopped(10))?.saw[0] ?? '', /waits for something/);
});

test('what enqueue returned, by its shapes, its workspace and its number', () => {
  const failing = (code: number, dims: number[], workspaceNull: boolean, size: number): string =>
    verdict(
      run({
        exitCode: 1,
        trace: [
          call('getWorkspaceSize', size),
          call('enqueue', code, {
            phase: 'enqueue',
            args: { in: [{ dims }], out: [], workspaceNull },
          }),
        ],
      }),
    );
  assert.is(failing(700, [2, 4], true, 0), 'enqueue workspace-is-null');
  assert.is(failing(700, [2, 4], false, 64), 'enqueue enqueue-failed');
  assert.is(failing(1, [0, 4], true, 0), 'enqueue empty-tensor');
  assert.is(failing(1, [2, 4], true, 0), 'enqueue enqueue-failed');
  assert.is(failing(906, [2, 4], false, 64), 'enqueue synchronise-while-capturing');
});

test('what the checkers found comes first', () => {
  const write =
    'invalid write of 8 bytes at 0x7f0010 by k: 0 bytes behind the end of allocation #2';
  const enqueued = (type: string): TraceRecord[] => [
    call('enqueue', 0, { phase: 'enqueue', args: { in: [], out: [{ type, dims: [4] }] } }),
  ];
  const of = (each: Finding, trace: TraceRecord[] = []): string =>
    verdict(run({ exitCode: 1, stderr: 'CUDA_ERROR 700', findings: [each], trace }));
  assert.is(
    of(finding('memcheck', 'outOfBounds', write), enqueued('kINT32')),
    'memory type-too-wide',
  );
  assert.is(
    of(finding('memcheck', 'outOfBounds', write), enqueued('kINT64')),
    'memory out-of-bounds',
  );
  assert.is(
    of(finding('memcheck', 'hostMemory', 'invalid read of 4 bytes at 0x1d2d9580')),
    'memory host-memory-in-kernel',
  );
  assert.is(of(finding('racecheck', 'race', 'race in k')), 'memory race');
  assert.is(
    of(finding('AddressSanitizer', 'double-free', 'attempting double-free')),
    'lifetime double-free',
  );
  assert.is(
    of(finding('AddressSanitizer', 'heap-buffer-overflow', 'READ of size 4')),
    'memory heap-overflow',
  );
  const freed = finding('AddressSanitizer', 'heap-use-after-free', 'READ of size 4');
  assert.is(of(freed), 'memory use-after-free');
  assert.is(of(freed, [open('getFieldsToSerialize')]), 'serialisation field-of-freed-memory');
});

test('fields: what comes out is compared with what went in', () => {
  const field = (data: TraceValue, type = 'kFLOAT32'): TraceValue => [
    { name: 'a', type, length: 1, data },
  ];
  const of = (before: TraceValue, after: TraceValue, type?: string): string =>
    verdict(
      run({
        trace: [
          call('createPlugin', 'plugin#1', {
            object: 'creator#1',
            phase: 'addLayers',
            args: { fields: field(before, type) },
          }),
          call('getFieldsToSerialize', field(after, type)),
        ],
      }),
    );
  assert.is(of([2], [2]), 'nothing');
  assert.is(of([2], [4]), 'nothing', 'a plugin may keep its own form of a value');
  assert.is(of([2], [3.06e-28]), 'serialisation field-of-freed-memory');
  assert.is(of([1], [16843009], 'kINT32'), 'serialisation bool-as-int32');
  assert.is(of([0], [-256], 'kINT32'), 'serialisation bool-as-int32');
  assert.is(of([-1], [-1], 'kINT32'), 'nothing');
});

test('two layers of a plugin with other values are not confused', () => {
  const field = (data: number): TraceValue => [
    { name: 'a', type: 'kFLOAT32', length: 1, data: [data] },
  ];
  const made = (data: number, phase: string): TraceRecord =>
    call('createPlugin', 'plugin#1', { object: 'creator#1', phase, args: { fields: field(data) } });
  const kept = (object: string, data: number): TraceRecord =>
    call('getFieldsToSerialize', field(data), { object });
  const trace = [
    made(2, 'addLayers'),
    made(3, 'addLayers'),
    kept('plugin#1', 2),
    kept('plugin#2', 3),
    made(2, 'deserialize'),
    made(3, 'deserialize'),
  ];
  assert.is(verdict(run({ trace })), 'nothing');
  assert.is(
    verdict(run({ trace: [...trace, kept('plugin#1', 5)] })),
    'serialisation field-of-freed-memory',
  );
});

test('nothing is wrong with any recorded run of the real TensorRT that succeeded, and something with each that failed', () => {
  const folder = join(projectRoot, 'recordings');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  assert.ok(files.length > 300);
  for (const file of files) {
    const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n');
    const trace = lines.map((line) => JSON.parse(line) as TraceRecord);
    const last = trace.filter(({ object }) => object === 'host').at(-1);
    assert.is(verdict(run({ trace })) === 'nothing', last?.result !== false, file);
  }
});

test('methods that override nothing, by their mangled names', () => {
  const symbols = (...names: string[]): Parameters<typeof notOverriding>[0] =>
    names.map((name) => ({
      name,
      defined: true,
      weak: true,
      data: false,
      dynamic: false,
      local: false,
    }));
  const shapes =
    '_ZN4mine4Mine15getOutputShapesEPKN8nvinfer19DimsExprsEiS3_iPS1_iRNS1_12IExprBuilderE';
  const right = '_ZNK4mine4Mine16getWorkspaceSizeEPKN8nvinfer123DynamicPluginTensorDescEiS4_i';
  const wrong = '_ZNK4mine4Mine16getWorkspaceSizeEPKN8nvinfer116PluginTensorDescEiS4_i';
  const clone = '_ZN4mine4Mine5cloneEv';
  assert.equal(notOverriding(symbols(shapes, clone, right)), []);
  assert.equal(notOverriding(symbols(shapes, clone, wrong)), [
    { class: 'mine::Mine', method: 'getWorkspaceSize' },
  ]);
  const ofV2 = '_ZN4mine4Mine19getOutputDimensionsEiPKN8nvinfer19DimsExprsEiRNS1_12IExprBuilderE';
  assert.equal(notOverriding(symbols(ofV2, clone, wrong)), [], 'the one of V2');
});

test('every mistake and every question is in both languages, and says what to try', () => {
  for (const [name, { title, why, try: actions, bug }] of Object.entries(MISTAKES)) {
    for (const words of [title, why, ...actions]) assert.ok(words.en && words.zh, name);
    assert.ok(actions.length >= 1 && actions.length <= 3, name);
    if (bug) assert.ok(readdirSync(join(projectRoot, 'native', 'broken')).includes(bug), bug);
  }
  const names: StepName[] = STEPS.map(({ name }) => name);
  assert.equal(names[0], 'load');
  assert.is(new Set(names).size, 10);
});

test.run();
