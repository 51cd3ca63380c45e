/** Reading what other programs wrote, also when it is cut off or nonsense. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readDeviceFindings } from '../../src/lab/findings/device-findings';
import { readSanitizerReport } from '../../src/lab/findings/sanitizer-report';
import { membersOf, shortValue } from '../../src/lab/gdb/gdb-values';
import { miTuples, readAnswer } from '../../src/lab/gdb/mi-output';
import { readCrashFile } from '../../src/lab/post-mortem/crash-file';
import { guiltyFrame, type Frame } from '../../src/lab/frame';
import { crashWords } from '../../src/lab/post-mortem/crash-words';
import { zhCrashWords } from '../../src/display/crash-picture-words';
import { shortFunctionName } from '../../src/display/crash-picture-name';

test('the frame to look at is one that somebody wrote', () => {
  const frame = (name: string, kind: Frame['kind'] = 'plugin'): Frame => ({
    function: name,
    file: null,
    line: null,
    library: null,
    address: '0x0',
    kind,
  });
  const inner = [frame('strcmp', 'system'), frame('strcmp@plt'), frame('Mine::createPlugin')];
  assert.is(guiltyFrame(inner)?.function, 'Mine::createPlugin');
  assert.is(guiltyFrame(inner.slice(0, 2))?.function, 'strcmp@plt', 'where there is nothing else');
  assert.is(guiltyFrame([frame('main', 'host')]), null);
});

test('an address is called null only where it may be one', () => {
  const at = (address: string): [string, string] => {
    const crash = { signal: 'SIGSEGV', cause: 'nullPointer', address, access: 'read' } as const;
    const rest = { process: 1, thread: { id: 1, name: 'node', main: true } };
    return [crashWords({ ...crash, ...rest }), zhCrashWords({ ...crash, ...rest, what: '' })];
  };
  assert.equal(at('0x0'), ['read of address 0x0: a null pointer', '读取地址 0x0：空指针']);
  assert.match(at('0x8')[0], /a null pointer \(8 bytes behind it\)$/);
  assert.match(at('0xf641')[0], /or a number taken for a pointer$/);
  assert.match(at('0xf641')[1], /或者把一个数当成了指针$/);
});

test('an answer of gdb', () => {
  const answer = readAnswer(
    '^done,stack=[frame={level="0",addr="0x00007f",func="f(\\"x\\")"},frame={level="1",args=[]}],name="\\303\\244"',
  );
  assert.is(answer?.class, 'done');
  const frames = miTuples(answer?.results['stack']);
  assert.equal(
    frames.map((frame) => frame['level']),
    ['0', '1'],
  );
  assert.is(frames[0]?.['func'], 'f("x")');
  assert.equal(readAnswer('^done,variables=[{name="a",value="1"}]')?.results['variables'], [
    { name: 'a', value: '1' },
  ]);
  assert.is(readAnswer('*stopped,reason="x"'), null);
  assert.is(
    readAnswer('^error,msg="ptrace: Operation not permitted."')?.results['msg'],
    'ptrace: Operation not permitted.',
  );
  for (const cut of ['^done,stack=[frame={level="0"', '^done,a="', '^done,=,]}', '^done,a=[[[[']) {
    assert.is(readAnswer(cut)?.class, 'done');
  }
});

test('a value of gdb', () => {
  assert.is(shortValue('0x55d0 "scale"'), '"scale"');
  assert.is(shortValue('nvinfer1::DataType::kFLOAT'), 'kFLOAT');
  assert.equal(
    membersOf(
      '{<nvinfer1::IPluginV3> = {_vptr.IPluginV3 = 0x7f}, mWay = 1, mText = "a, b = {", mDims = {nbDims = 1, d = {4}}}',
    ),
    [
      ['mWay', '1'],
      ['mText', '"a, b = {"'],
      ['mDims', '{nbDims = 1, d = {4}}'],
    ],
  );
  assert.equal(membersOf('<optimized out>'), []);
});

test('a crash file that is cut off anywhere, or nonsense', () => {
  const whole = [
    'crash 70 2',
    'thread 71 my thread',
    'signal 11 code 1',
    'address 0x10',
    'access write',
    'pc 0x401000',
    'sp 0x7ffd0000',
    'maps',
    '00400000-00402000 r-xp 00001000 08:01 42   /opt/my program',
    'end maps',
    'frame 0x401000 exact',
    'frame 0x401234',
    'skipped 12',
    'end',
    'waiting',
    '',
  ].join('\n');
  const [crash] = readCrashFile(whole);
  assert.equal(crash?.thread, { id: 71, name: 'my thread' });
  assert.is(crash?.address, 16n);
  assert.is(crash?.mappings[0]?.path, '/opt/my program');
  assert.is(crash?.frames.length, 2);
  assert.equal(crash?.skipped, { count: 12, at: 2 });
  assert.is(crash?.complete, true);
  assert.is(crash?.waiting, true);
  for (let end = 0; end < whole.length; end += 1) readCrashFile(whole.slice(0, end));
  assert.equal(readCrashFile('\0\xff\n{}\nframe 0x1\n'), []);
  assert.is(readCrashFile('crash x y\nframe zzz\nsignal\naddress')[0]?.frames[0]?.address, 0n);
});

const ASAN = `
=================================================================
==4054==ERROR: AddressSanitizer: attempting double-free on 0x602000638cb0 in thread T0:
    #0 0x7fd99deb76a8 in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52
    #1 0x7fc9767db8c0 in ~MyPlugin /my/plugin.cpp:40
    #2 0x18b65f8 in uv_run (/usr/bin/node+0x18b65f8) (BuildId: ebea)
    #3 0x18b65f9 in node::Start (/usr/bin/node+0x18b65f9) (BuildId: ebea)

0x602000638cb0 is located 0 bytes inside of 16-byte region [0x602000638cb0,0x602000638cc0)
freed by thread T0 here:
    #0 0x7fd99deb76a8 in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52
    #1 0x7fc9767db625 in ~MyPlugin /my/plugin.cpp:38:9

SUMMARY: AddressSanitizer: double-free /my/plugin.cpp:40 in ~MyPlugin
==4054==ABORTING
`;

test('a report of AddressSanitizer', () => {
  const [finding, ...others] = readSanitizerReport(ASAN);
  assert.equal(others, []);
  assert.is(finding?.kind, 'double-free');
  assert.is(finding?.message, 'double-free, 0 bytes inside of 16-byte region');
  assert.equal(
    finding?.frames.map(({ kind, repeats }) => [kind, repeats]),
    [
      ['system', undefined],
      ['plugin', undefined],
      ['node', 2],
    ],
  );
  assert.equal(finding?.frames[1]?.line, 40);
  assert.equal(
    finding?.related.map(({ what, frames }) => [what, frames[1]?.line]),
    [['freed by', 38]],
  );
  for (let end = 0; end < ASAN.length; end += 7) readSanitizerReport(ASAN.slice(0, end));
});

test('a report of UndefinedBehaviorSanitizer', () => {
  const [finding] = readSanitizerReport(
    '/my/plugin.cpp:12:5: runtime error: signed integer overflow\n    #0 0x7f in MyPlugin::f(int) /my/plugin.cpp:12\n    #1 0x7f in main /my/main.cpp:3\n',
  );
  assert.is(finding?.tool, 'UndefinedBehaviorSanitizer');
  assert.is(finding?.message, 'signed integer overflow');
  assert.equal(
    finding?.frames.map((frame) => frame.function),
    ['MyPlugin::f(int)', 'main'],
  );
});

test('findings of the emulator that are cut off or nonsense', async () => {
  const line = '{"kind":5,"kernel":"k","text":"race in k","library":"/nowhere.so","offset":"0x10"}';
  const found = await readDeviceFindings(`${line}\nnull\n{"kind":"x"}\n{"kind":5,"te`);
  assert.equal(
    found.map(({ tool, message }) => [tool, message]),
    [['racecheck', 'race in k']],
  );
});

test('function names', () => {
  const names: [string, string][] = [
    ['(anonymous namespace)::P::enqueue(void const* const*, int) const', 'P::enqueue'],
    ['void ns::scale<float, 4>(float*, std::vector<int> const&)', 'ns::scale'],
    ['my::P::~P()', 'my::P::~P'],
    ['P::operator()(int) const', 'P::operator()'],
    ['P::operator<<(int)', 'P::operator<<'],
    ['main::{lambda(int)#2}::operator()(int) const', 'main::lambda'],
    ['main', 'main'],
    ['f(void (*)(int))', 'f'],
  ];
  for (const [name, short] of names) assert.is(shortFunctionName(name), short, name);
});

test.run();
