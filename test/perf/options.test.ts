import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { helpText } from '../../src/perf/help-text';
import { IGNORED_OPTIONS, PERF_OPTIONS, REFUSED_OPTIONS } from '../../src/perf/option-table';
import { parseOptions } from '../../src/perf/options';
import { matchesName, parseShapes, printShapes } from '../../src/perf/shapes-text';

function refused(args: readonly string[]): { code: string; message: string } {
  try {
    parseOptions(args);
  } catch (error) {
    assert.ok(error instanceof Error);
    return { code: String(Reflect.get(error, 'code')), message: error.message };
  }
  return { code: 'accepted', message: '' };
}

test("the source's command line", () => {
  const options = parseOptions([
    '--loadEngine=model.plan',
    '--plugins=lib.so',
    '--shapes=input:1x3x256x256,factor:1x1x512x512',
  ]);
  assert.is(options.loadEngine, 'model.plan');
  assert.equal(options.staticPlugins, ['lib.so']);
  assert.equal(
    [...options.shapes],
    [
      ['input', [1, 3, 256, 256]],
      ['factor', [1, 1, 512, 512]],
    ],
  );
  assert.equal(options.warnings, ['--plugins is the older name of --staticPlugins']);
});

test('every kind of option', () => {
  const options = parseOptions([
    '--onnx=a=b.onnx',
    '--staticPlugins=one.so',
    '--staticPlugins=two.so',
    '--dynamicPlugins=three.so',
    '--fp16',
    '--iterations=5',
    '--duration=0.5',
    '--warmUp=0',
    '--percentile=50,99.9',
    '--minShapes=x:1',
    '--optShapes=x:2',
    '--maxShapes=x:3',
    "--loadInputs='a:b':c:/d.bin,e:f",
    '--explain=zh',
    '--device=0',
    '--infStreams=1',
    '--useSpinWait',
  ]);
  assert.is(options.onnx, 'a=b.onnx');
  assert.equal(options.staticPlugins, ['one.so', 'two.so']);
  assert.equal(options.dynamicPlugins, ['three.so']);
  assert.ok(options.flags.has('fp16'));
  assert.equal(options.numbers, { iterations: 5, duration: 0.5, warmUp: 0 });
  assert.equal(options.percentiles, [50, 99.9]);
  assert.equal([...(options.maxShapes ?? [])], [['x', [3]]]);
  assert.equal(
    [...options.loadInputs],
    [
      ['a:b', 'c:/d.bin'],
      ['e', 'f'],
    ],
  );
  assert.is(options.explain, 'zh');
  assert.is(options.warnings.length, 1);
  assert.match(options.warnings[0] ?? '', /--useSpinWait changes nothing here/);
  assert.is(parseOptions(['--onnx=m', '--duration=-1']).numbers.duration, -1);
  assert.is(parseOptions(['-h']).flags.has('help'), true);
});

test('what is wrong is said, with what would be right', () => {
  const engine = '--loadEngine=e';
  for (const [args, code, words] of [
    [[engine, '--useCudaGrap'], 'OPTION_UNKNOWN', /did you mean --useCudaGraph\?/],
    [[engine, '--warmup=3'], 'OPTION_UNKNOWN', /did you mean --warmUp\?/],
    [[engine, '--qqqqqqqqqq'], 'OPTION_UNKNOWN', /^Unknown option: --qqqqqqqqqq$/],
    [[engine, '--__proto__'], 'OPTION_UNKNOWN', /--__proto__/],
    [[engine, '--toString'], 'OPTION_UNKNOWN', /--toString/],
    [[engine, '--iterations', '10'], 'OPTION_INVALID', /--iterations=N/],
    [[engine, '--iterations=1.5'], 'OPTION_INVALID', /a whole number/],
    [[engine, '--iterations=ten'], 'OPTION_INVALID', /a whole number/],
    [[engine, '--iterations=-1'], 'OPTION_INVALID', /0 or more/],
    [[engine, '--avgRuns=0'], 'OPTION_INVALID', /1 or more/],
    [[engine, '--duration=3s'], 'OPTION_INVALID', /a number/],
    [[engine, '--duration=-2'], 'OPTION_INVALID', /a number/],
    [[engine, '--percentile=90,x'], 'PERCENTILE_INVALID', /0 to 100/],
    [[engine, '--percentile=101'], 'PERCENTILE_INVALID', /0 to 100/],
    [[engine, '--shapes='], 'OPTION_INVALID', /--shapes=spec/],
    [[engine, '--shapes=x:1', '--shapes=y:1'], 'OPTION_INVALID', /twice/],
    [[engine, '--infStreams=2'], 'OPTION_UNSUPPORTED', /one stream/],
    [[engine, '--device=1'], 'OPTION_UNSUPPORTED', /one device/],
    [[engine, '--useDLACore=0'], 'OPTION_UNSUPPORTED', /no DLA/],
    [[engine, '--inputIOFormats=fp16:chw'], 'OPTION_UNSUPPORTED', /linear/],
    [[engine, '--explain=fr'], 'OPTION_INVALID', /--explain=zh/],
    [['model.onnx'], 'OPTION_INVALID', /--onnx=FILE/],
    [[], 'OPTION_INVALID', /--onnx=FILE or --loadEngine=FILE/],
    [[engine, '--onnx=m'], 'OPTION_INVALID', /do not go together/],
    [[engine, '--saveEngine=f'], 'OPTION_INVALID', /do not go together/],
  ] as const) {
    const { code: actual, message } = refused(args);
    assert.is(actual, code, `${args.join(' ')}: ${message}`);
    assert.match(message, words);
  }
});

test('shapes', () => {
  const parse = (text: string) => [...parseShapes('--shapes', text)];
  assert.equal(parse('x:1x3x256x256'), [['x', [1, 3, 256, 256]]]);
  assert.equal(parse('x:scalar,y:,z:5'), [
    ['x', []],
    ['y', []],
    ['z', [5]],
  ]);
  assert.equal(parse("'a:b':1x2,c:d:3"), [
    ['a:b', [1, 2]],
    ['c:d', [3]],
  ]);
  assert.equal(parse("'a,b':1x2,c:-3"), [
    ['a,b', [1, 2]],
    ['c', [-3]],
  ]);
  const shapes = parseShapes('--shapes', "'a:b,c':1x2,d:scalar");
  assert.equal(parse(printShapes(shapes)), [...shapes], 'printed and read again');
  for (const [text, words] of [
    ['x', /a name, a colon and a value/],
    ['x:1x', /"" is no whole number/],
    ['x:axb', /"a" is no whole number/],
    ['x:1X2', /"1X2" is no whole number/],
    ['x:1.5', /"1.5" is no whole number/],
    ['x:1,,y:2', /a name, a colon and a value/],
    ["'x:1", /quoted by two '/],
    [':1x2', /a name, a colon/],
    ['a**:1', /one \* only/],
    ['x:1,x:2', /named twice/],
    ['x:99999999999999999999', /no whole number/],
  ] as const)
    assert.throws(
      () => parse(text),
      (error: Error & { code: string }) =>
        error.code === 'SHAPES_SYNTAX' && words.test(error.message),
      text,
    );
});

test('one wildcard', () => {
  for (const [pattern, name, fits] of [
    ['in*', 'input', true],
    ['*put', 'input', true],
    ['i*t', 'input', true],
    ['*', '', true],
    ['in*put', 'input', true],
    ['inp*put', 'input', false],
    ['out*', 'input', false],
    ['input', 'input', true],
  ] as const)
    assert.is(matchesName(pattern, name), fits, `${pattern} ${name}`);
});

test('the help names every option, and no option is in two tables', () => {
  const help = helpText();
  const names = [PERF_OPTIONS, IGNORED_OPTIONS, REFUSED_OPTIONS].flatMap(Object.keys);
  for (const name of names) assert.ok(help.includes(`--${name}`), name);
  assert.is(new Set(names).size, names.length);
});

test.run();
