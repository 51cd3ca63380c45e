/**
 * The command lines of recordings/trtexec, given to `workbook perf`: what trtexec 10.6 took or refused, and what we do. Where we differ,
 * `DIFFERENCES` says why.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pluginLibrary, projectRoot } from '../../src/native-loader';
import { OptionError, parseOptions } from '../../src/perf/options';
import { withFolder } from './measured-engines';
import { RECORDINGS, recordings, type Recording } from './trtexec-recordings';

/** Where we do something else than trtexec, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'err-option-trailing-letters':
    'trtexec reads 10abc as 10 (std::stoi): a typing error is told here',
  'err-static-library-registers-nothing':
    'a library without REGISTER_TENSORRT_PLUGIN is loaded through the registry, with a warning that names the option for trtexec',
  'srcnn-v2-load-two-streams': 'two streams of queries would share the processors of this host',
};

/** Runs whose library is not in this repository. */
const UNAVAILABLE = ['crash-1d-factor-trusting', 'srcnn-v2-onnx'];

/** Run, how we end, and our words: 0 done, 1 failed, 2 the options are not understood. */
const OUTCOMES: readonly [string, 0 | 1 | 2, RegExp][] = [
  ['err-1d-factor', 1, /x has 4 dims and factor 1/],
  ['err-load-garbage', 1, /it looks like an ONNX model/],
  ['err-load-missing', 1, /Cannot read engine nowhere\.plan/],
  ['err-load-shapes-beyond-profile', 1, /dimension 2 is 1024, and 256 in the engine/],
  ['err-load-shapes-rank', 1, /3 dimensions where the engine has 4/],
  ['err-load-shapes-unknown-name', 1, /no input "inptu"; did you mean "input"/],
  ['err-load-without-plugin', 1, /Cannot find plugin: DynamicTRTResize, version: 1/],
  ['err-min-greater-max', 1, /MIN<=OPT<=MAX/],
  ['err-min-only', 0, /--optShapes says nothing of "input": 1x3x256x256 is taken/],
  ['err-missing-plugin', 1, /Cannot find plugin: DynamicTRTResize, version: 1/],
  ['err-no-arguments', 0, /--onnx=file/],
  ['err-onnx-missing', 1, /Cannot parse nowhere\.onnx/],
  ['err-onnx-truncated', 1, /Cannot parse file-truncated\.onnx/],
  ['err-onnx-unknown-op', 1, /UnknownA[^]*UnknownB[^]*UnknownC/],
  ['err-option-no-value', 2, /--iterations: it needs a value/],
  ['err-option-not-a-number', 2, /--iterations=abc: it takes a whole number/],
  ['err-option-percentile', 2, /0 to 100; actual 101/],
  ['err-option-single-dash', 2, /did you mean --onnx=srcnn-native-resize\.onnx/],
  ['err-option-space', 2, /--iterations: it needs a value/],
  ['err-option-trailing-letters', 2, /--iterations=10abc: it takes a whole number/],
  ['err-option-twice', 2, /Cannot use --iterations twice/],
  ['err-plugin-file-missing-dynamic', 1, /Cannot load plugin library nowhere\.so/],
  ['err-plugin-file-missing-static', 1, /Cannot load plugin library nowhere\.so/],
  ['err-positional', 2, /did you mean --onnx=FILE/],
  ['err-save-and-load', 2, /--loadEngine and --saveEngine do not go together/],
  ['err-shapes-equals', 2, /a name, a colon and a value are needed/],
  ['err-shapes-extra-name', 1, /no input "other"/],
  ['err-shapes-not-a-number', 2, /"A" is no whole number/],
  ['err-shapes-only-input', 0, /nothing is given for input "factor"[^]*built for 1x1x1x1/],
  ['err-shapes-rank', 1, /3 dimensions where the model has 4/],
  ['err-shapes-static-extent', 1, /dimension 1 is 4, and 3 in the model/],
  ['err-shapes-unknown-name', 1, /no input "inptu"; did you mean "input"/],
  ['err-shapes-zero', 1, /x is \[1,3,0,256\]: there is nothing to sample/],
  ['err-static-library-registers-nothing', 0, /give trtexec --dynamicPlugins=/],
  ['err-static-model-shapes', 1, /no --shapes at all/],
  ['err-unknown-option', 2, /^Unknown option: --itertions; did you mean --iterations\?$/m],
  ['err-unknown-options', 2, /--itertions[^]*Unknown option: --foo[^]*Unknown option: --bar/],
  ['load-shapes-none', 0, /Performance summary/],
  ['load-shapes-only-input', 0, /Performance summary/],
  ['numbers-native-fp32', 0, /Performance summary/],
  ['numbers-v2-fp32', 0, /Performance summary/],
  ['shapes-none', 0, /built for 1x3x1x1[^]*built for 1x1x1x1/],
  ['shapes-three-and-one', 0, /Input "input" has the shape 1x3x24x24/],
  ['static-model', 0, /Performance summary/],
];

/** Files that the recorded command lines name, and where they are here. */
const FILES: Readonly<Record<string, string>> = {
  'srcnn-dynamic-trt-resize.onnx': 'models/srcnn-dynamic-trt-resize.onnx',
  'srcnn-dynamic-trt-resize-1d-factor.onnx': 'models/srcnn-dynamic-trt-resize-1d-factor.onnx',
  'srcnn-native-resize.onnx': 'models/srcnn-native-resize.onnx',
  'static-relu.onnx': 'recordings/trtexec/runs/static-relu.onnx',
  'relu.raw': 'recordings/trtexec/runs/static-model-input.raw',
  'input.raw': 'recordings/trtexec/runs/numbers-input.raw',
  'file-truncated.onnx': 'recordings/onnx/file-truncated.onnx',
  'ops-unknown-three.onnx': 'recordings/onnx/ops-unknown-three.onnx',
};

interface Outcome {
  code: number | null;
  /** Standard error, then standard output. */
  text: string;
}

function perf(args: readonly string[], folder: string): Promise<Outcome> {
  const own = args.map((arg) =>
    arg.replace(/Plugins=libworkbook_plugins\.so$/, `Plugins=${pluginLibrary}`),
  );
  const cli = join(projectRoot, 'dist', 'cli.js');
  const child = spawn(process.execPath, [cli, 'perf', ...own], { cwd: folder });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, text: err + out });
    });
  });
}

const named = (name: string): Recording => {
  const found = recordings.find((run) => run.name === name);
  assert.ok(found, name);
  return found;
};

/** Whether a command did what was asked. */
const accepted = (code: number | null): boolean => code === 0;

test('every recorded command line of the folder runs/ has an outcome here', () => {
  const measured = /^(srcnn-v2-load|time-|graph-|build-)/;
  const missing = recordings
    .map(({ name }) => name)
    .filter((name) => !OUTCOMES.some(([known]) => known === name))
    .filter((name) => !UNAVAILABLE.includes(name) && !measured.test(name));
  assert.equal(missing, []);
});

test('command lines that trtexec took are understood, but for the differences', () => {
  for (const { name, args, exitCode } of recordings.filter((run) => run.exitCode === 0)) {
    if (args.length === 0) continue;
    let refusal: unknown = null;
    try {
      parseOptions(args);
    } catch (error) {
      refusal = error;
    }
    assert.is(refusal === null, DIFFERENCES[name] === undefined, `${name} ${exitCode}`);
    if (refusal !== null) assert.ok(refusal instanceof OptionError, name);
  }
});

test('we take and refuse what trtexec took and refused', async () => {
  const differing: string[] = [];
  await withFolder({}, async (folder) => {
    for (const [name, path] of Object.entries(FILES))
      copyFileSync(join(projectRoot, path), join(folder, name));
    const build = named('build-v2-fp32').args.filter((arg) => !arg.includes('Layer'));
    const built = await perf(build, folder);
    assert.is(built.code, 0, built.text);
    for (const [name, expected, words] of OUTCOMES) {
      const { args, exitCode, machine } = named(name);
      const { code, text } = await perf(args, folder);
      assert.is(code, expected, `${name}\n${text}`);
      assert.match(text, words, name);
      assert.not.match(text, /\n\s+at .*:\d+:\d+/, `${name}: no stack`);
      if (accepted(code) !== accepted(exitCode)) differing.push(name);
      // What trtexec finds wrong in its options, before it looks for a GPU, is wrong in ours: 2.
      else if (code !== 0) assert.is(code === 2, machine === 'no GPU', name);
      if (name === 'static-model') sameOutputLines(text, named(name));
      if (name === 'numbers-v2-fp32') sameOutputFile(folder, `${name}.output.json`);
    }
  });
  const known = Object.keys(DIFFERENCES).filter((name) => name.startsWith('err-'));
  assert.equal(differing.sort(), known.sort());
});

/** `--dumpOutput` is the same lines in the same place: after the summary, with nothing between. */
function sameOutputLines(text: string, { lines }: Recording): void {
  const begin = lines.indexOf('y: (2x3)');
  const theirs = lines.slice(begin - 1, begin + 2);
  assert.is(theirs[2], '0 2 0 4.5 0 6e-08');
  const ours = text.split('\n').map((line) => line.replace(/^\[\S+\] \[\w\] /, ''));
  const at = ours.indexOf('y: (2x3)');
  assert.equal(ours.slice(at - 1, at + 2), theirs);
}

/** `--exportOutput`: names, keys, extents and how many values; the weights of that recording are not those of models/. */
function sameOutputFile(folder: string, file: string): void {
  const read = (path: string) => readFileSync(path, 'utf8');
  const [ours, theirs] = [join(folder, file), join(RECORDINGS, 'runs', file)].map(read);
  const layout = (text = '') => text.replace(/-?\d[\d.e+-]*(?=[, ])/g, '#');
  assert.is(layout(ours), layout(theirs));
}

test.run();
