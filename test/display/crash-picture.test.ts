import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { crashPicture } from '../../src/display/crash-picture';
import type { PicturedReport } from '../../src/display/crash-picture-content';
import { terminalColumns } from '../../src/display/crash-picture-text';
import type { Language } from '../../src/display/figure';
import type { Frame } from '../../src/lab/frame';
import type { TraceRecord } from '../../src/trace/record';
import { tags } from './svg-tags';

const SCREENS = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 40 },
];
const LANGUAGES: Language[] = ['en', 'zh'];

const plain = { file: null, line: null, library: null, address: '0x1' };

const enqueue: Frame = {
  function: '(anonymous namespace)::MyPlugin::enqueue(nvinfer1::PluginTensorDesc const*, void*)',
  file: '/home/me/a/long/way/to/the/sources/of/my/plugin/myPlugin.cpp',
  line: 41,
  library: '/home/me/libmine.so',
  address: '0x5b17',
  kind: 'plugin',
  source: [
    { line: 39, text: '    auto* const out = static_cast<float*>(outputs[0]);' },
    { line: 40, text: '    // the workspace' },
    {
      line: 41,
      text: '    static_cast<float*>(workspace)[2] = 1.0F; // <&> "quoted"',
      guilty: true,
    },
    { line: 42, text: '' },
  ],
  arguments: ['inputDesc[0] = kFLOAT kLINEAR [1,3,4]', 'workspace = 0x0', 'stream = 0x40'],
  locals: ['this->mScale = 1.5', `this->mText = "${'x'.repeat(150)}"`],
};

function call(seq: number, method: string, unfinished: boolean): TraceRecord {
  return {
    seq,
    phase: 'enqueue',
    object: 'plugin#8',
    class: 'MyPlugin@1',
    parent: 'creator#1',
    method,
    args: { inputs: [[1, 3, 4], [4]], workspaceNull: true, name: 'n'.repeat(seq) },
    result: null,
    durationUs: 0,
    thread: 1,
    ...(unfinished ? { unfinished: true as const } : {}),
  };
}

/** A report with far more of everything than a screen holds. */
const report: PicturedReport = {
  outcome: 'died',
  signal: 'SIGSEGV',
  exitCode: null,
  limit: null,
  crash: {
    signal: 'SIGSEGV',
    cause: 'nullPointer',
    what: 'write of address 0x8: a null pointer (8 bytes behind it)',
    address: '0x8',
    access: 'write',
    process: 2,
    thread: { id: 2, name: 'node', main: true },
  },
  backtrace: [
    { ...plain, function: '__GI_raise', kind: 'system' },
    { ...plain, function: '__GI_abort', kind: 'system' },
    enqueue,
    ...Array.from(
      { length: 30 },
      (_, at): Frame => ({
        ...plain,
        function: `MyPlugin::helper${at}(int)`,
        file: '/home/me/helper.cpp',
        line: at + 1,
        kind: at % 3 === 0 ? 'plugin' : 'host',
      }),
    ),
    { ...plain, function: 'Node.js, V8 and JavaScript', kind: 'node', repeats: 8 },
  ],
  findings: Array.from({ length: 9 }, () => ({
    tool: 'memcheck' as const,
    kind: 'outOfBounds',
    message: `invalid write of 4 bytes at 0x7f0989400190 by beyond, ${'block (3,0,0), '.repeat(12)}`,
    frames: [enqueue],
    related: [{ what: 'allocated by', frames: [enqueue] }],
  })),
  trace: [
    ...Array.from({ length: 300 }, (_, at) => call(at, 'configurePlugin', false)),
    call(300, 'enqueue', true),
  ],
  stdout: '',
  stderr: `${'a line\n'.repeat(500)}\u001b[31mred\u001b[0m\t\u0007 and a very long one ${'z'.repeat(400)}\nlast words <b>\n`,
  durationMs: 1234,
  cpuMs: 900,
  peakMemoryBytes: 64 * 2 ** 20,
  leftRunning: 2,
  notes: ['gdb saw nothing: ptrace: Operation not permitted.'],
};

const well: PicturedReport = {
  ...report,
  outcome: 'returned',
  signal: null,
  exitCode: 0,
  crash: null,
  backtrace: null,
  findings: [],
  trace: [],
  stderr: '',
  leftRunning: 0,
  notes: [],
};

test('as text it fits the screen', () => {
  for (const screen of SCREENS) {
    for (const language of LANGUAGES) {
      const lines = crashPicture(report, { screen }).toText(language).split('\n');
      assert.ok(lines.length <= screen.rows, `${lines.length} lines`);
      for (const line of lines) assert.ok(terminalColumns(line) <= screen.columns, line);
    }
  }
});

test('the smallest screen says what, in which call, where, with what, and what was found', () => {
  const text = crashPicture(report, { screen: { columns: 80, rows: 24 } }).toText();
  for (const part of [
    'died of SIGSEGV: write of address 0x8: a null pointer',
    'plugin#8 MyPlugin@1 enqueue',
    'during enqueue',
    'MyPlugin::enqueue',
    'myPlugin.cpp:41',
    '>    41  static_cast<float*>(workspace)[2] = 1.0F;',
    'workspace = 0x0',
    'memcheck: invalid write of 4 bytes',
    'last words <b>',
    'configurePlugin',
    '1.2 s',
    '64 MiB',
  ]) {
    assert.ok(text.includes(part), `${part}\n${text}`);
  }
});

test('in Chinese the words are Chinese and the names are not', () => {
  const text = crashPicture(report, { screen: { columns: 100, rows: 40 } }).toText('zh');
  for (const part of [
    '因 SIGSEGV 终止',
    '写入地址 0x8：空指针',
    '没有返回的调用',
    'MyPlugin::enqueue',
  ]) {
    assert.ok(text.includes(part), text);
  }
  assert.not.match(text, 'null pointer');
});

test('the drawing is well-formed, and holds what programs said as text', () => {
  for (const language of LANGUAGES) {
    for (const each of [report, well]) {
      const svg = crashPicture(each).toSVG?.(language) ?? '';
      assert.ok(tags(svg).length > 4);
      assert.not.match(svg, '<b>');
      assert.not.match(svg.replace(/\n/g, ''), /\p{Cc}/u);
    }
  }
});

test('a run that ended well is short and says so', () => {
  const text = crashPicture(well, { screen: { columns: 80, rows: 24 } }).toText();
  assert.match(text, '✔ returned');
  assert.not.match(text, 'Where it was');
  assert.ok(text.split('\n').length <= 3);
});

test('a process of which nothing is known', () => {
  const killed: PicturedReport = { ...well, outcome: 'died', signal: 'SIGKILL', exitCode: null };
  const text = crashPicture(killed, { screen: { columns: 80, rows: 24 } }).toText();
  assert.match(text, 'died of SIGKILL');
  assert.match(text, 'nobody could write down where it was');
});

test('a command names itself, its exit code or its limit', () => {
  const command = { ...well, command: ['node', 'x.js'], outcome: 'exited', exitCode: 3 };
  assert.match(crashPicture(command).toText(), 'exited with code 3');
  assert.match(crashPicture(command).toSVG?.() ?? '', 'node x.js');
  const stopped = {
    ...well,
    outcome: 'timedOut',
    limit: 'time' as const,
    signal: 'SIGKILL' as const,
  };
  assert.match(crashPicture(stopped).toText(), 'stopped after 1.2 s');
});

test('as JSON it is data', () => {
  const json = JSON.parse(JSON.stringify(crashPicture(report).toJSON())) as Record<string, unknown>;
  assert.is(json['outcome'], 'died');
  assert.is((json['call'] as { method: string }).method, 'enqueue');
  assert.ok(Array.isArray(json['frames']));
});

test.run();
