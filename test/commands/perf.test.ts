import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pluginLibrary, projectRoot } from '../../src/native-loader';
import { addScalarModel, buildChain, withFolder } from '../perf/measured-engines';

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

const PLUGINS = `--dynamicPlugins=${pluginLibrary}`;
const SHORT = ['--duration=0.05', '--warmUp=10'];

/** Runs `workbook perf`. @param interruptAfter A line of its output after which it gets Ctrl-C, 500 ms later. */
function perf(args: readonly string[], interruptAfter?: RegExp): Promise<Outcome> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'cli.js'), 'perf', ...args]);
  let [out, err, interrupted] = ['', '', false];
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    if (interrupted || !interruptAfter?.test(out)) return;
    interrupted = true;
    setTimeout(() => child.kill('SIGINT'), 500);
  });
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

const withModel = (use: (folder: string) => Promise<void>): Promise<void> =>
  withFolder({ 'm.onnx': addScalarModel() }, use);

test('a model is built, saved and measured; the saved engine is measured again; everything is exported', async () => {
  await withModel(async (folder) => {
    const at = (name: string) => join(folder, name);
    const built = await perf([
      `--onnx=${at('m.onnx')}`,
      PLUGINS,
      '--minShapes=x:1x4',
      '--optShapes=x:2x4',
      '--maxShapes=x:8x4',
      `--saveEngine=${at('e.plan')}`,
      '--profilingVerbosity=detailed',
      '--dumpLayerInfo',
      '--dumpOptimizationProfile',
      ...SHORT,
    ]);
    assert.is(built.code, 0, built.err);
    assert.match(built.out, /^&&&& RUNNING workbook perf \[reference host, /);
    assert.match(built.out, /\[I\] Model input x \(profile 0\): min=1x4, opt=2x4, max=8x4\n/);
    assert.match(built.out, /\[I\] Input "x" has the shape 2x4\n/);
    assert.match(
      built.out,
      /\[I\] === Performance summary ===\n.*\[I\] Throughput: [\d.e+]+ qps\n/,
    );
    assert.match(built.out, /&&&& PASSED workbook perf.*\n$/);
    assert.ok(existsSync(at('e.plan')));

    const loaded = await perf([
      `--loadEngine=${at('e.plan')}`,
      PLUGINS,
      '--shapes=x:3x4',
      '--dumpProfile',
      '--separateProfileRun',
      '--dumpOutput',
      `--exportTimes=${at('times.json')}`,
      `--exportProfile=${at('profile.json')}`,
      `--exportOutput=${at('output.json')}`,
      `--exportLayerInfo=${at('layers.json')}`,
      `--exportReport=${at('report.json')}`,
      '--explain',
      ...SHORT,
    ]);
    assert.is(loaded.code, 0, loaded.err);
    assert.match(loaded.out, /=== Profile \(\d+ iterations \) ===/);
    assert.match(loaded.out, /=== Explanations ===/);
    assert.match(loaded.out, /\[I\] y: \(3x4\)\n.*\[I\] 1\.5676e-05 0\.263076 /);
    const read = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));
    const times = read('times.json') as {
      computeMs: number;
      startH2dMs: number;
      endD2hMs: number;
    }[];
    const walltime = (times.at(-1)?.endD2hMs ?? 0) - (times[0]?.startH2dMs ?? 0);
    const throughput = /Throughput: ([\d.e+]+) qps/.exec(loaded.out)?.[1];
    assert.is(Number(throughput), Number(((times.length / walltime) * 1000).toPrecision(6)));
    const [{ count }, ...layers] = read('profile.json') as [
      { count: number },
      ...{ percentage: number }[],
    ];
    assert.ok(count > 0);
    assert.ok(Math.abs(layers.reduce((sum, { percentage }) => sum + percentage, 0) - 100) < 1e-9);
    assert.is((read('output.json') as { dimensions: string }[])[0]?.dimensions, '3x4');
    assert.ok(Array.isArray((read('layers.json') as { Layers: unknown }).Layers));
    const report = read('report.json') as { command: string; metrics: { queries: number } };
    assert.is(report.metrics.queries, times.length);
    assert.match(report.command, /^workbook perf --loadEngine=/);
  });
});

test('--json prints the report and nothing else on standard output', async () => {
  await withModel(async (folder) => {
    const { code, out, err } = await perf([
      `--onnx=${folder}/m.onnx`,
      PLUGINS,
      '--shapes=x:2x4',
      '--json',
      ...SHORT,
    ]);
    assert.is(code, 0, err);
    const report = JSON.parse(out) as {
      host: { name: string };
      metrics: { throughputQps: number };
    };
    assert.is(report.host.name, 'reference');
    assert.ok(report.metrics.throughputQps > 0);
    assert.match(err, /Performance summary/);
  });
});

test('an input without a shape gets ones, with a warning; --skipInference ends before', async () => {
  await withModel(async (folder) => {
    const ones = await perf([`--onnx=${folder}/m.onnx`, PLUGINS, ...SHORT]);
    assert.is(ones.code, 0, ones.err);
    assert.match(
      ones.err,
      /\[W\] nothing is given for input "x", whose shape is open: the engine is built for 1x4/,
    );
    const skipped = await perf([`--onnx=${folder}/m.onnx`, PLUGINS, '--skipInference']);
    assert.is(skipped.code, 0);
    assert.not.match(skipped.out, /Performance summary/);
  });
});

test('--dumpProfile in the measurement: no summary, and how to get both', async () => {
  await withModel(async (folder) => {
    const { code, out, err } = await perf([
      `--onnx=${folder}/m.onnx`,
      PLUGINS,
      '--shapes=x:2x4',
      '--dumpProfile',
      `--exportTimes=${folder}/t.json`,
      ...SHORT,
    ]);
    assert.is(code, 0, err);
    assert.not.match(out, /Performance summary/);
    assert.match(out, /--separateProfileRun/);
    assert.match(out, /=== Profile \(/);
    assert.match(err, /t\.json is not written/);
    assert.not.ok(existsSync(`${folder}/t.json`));
  });
});

test('a graph: native layers cannot be captured, and the measurement goes on', async () => {
  await withModel(async (folder) => {
    const { code, out, err } = await perf([
      `--onnx=${folder}/m.onnx`,
      PLUGINS,
      '--shapes=x:2x4',
      '--useCudaGraph',
      ...SHORT,
    ]);
    assert.is(code, 0, err);
    assert.match(
      err,
      /\[W\] the engine is enqueued without a CUDA graph, because it cannot be captured/,
    );
    assert.match(out, /Performance summary/);
  });
});

test('shapes that do not fit: the inputs, their ranges, and the command as it would be right', async () => {
  await withFolder(
    { 'e.plan': await buildChain(1), 'm.onnx': addScalarModel() },
    async (folder) => {
      const engine = `--loadEngine=${folder}/e.plan`;
      for (const [shapes, words] of [
        ['y:2x4', /the engine has no input "y"/],
        ['x:9x4', /dimension 0 is 9, and from 1 to 8 in the profile/],
        ['x:2', /1 dimensions where the engine has 2/],
      ] as const) {
        const { code, err } = await perf([engine, PLUGINS, `--shapes=${shapes}`, '--fp16']);
        assert.is(code, 1);
        assert.match(err, words);
        assert.match(err, /x: -1x4, min 1x4, opt 2x4, max 8x4/);
        assert.match(
          err,
          /workbook perf --loadEngine=\S+ --dynamicPlugins=\S+ --fp16 --shapes=x:\d+x4\n/,
        );
      }
      const model = await perf([`--onnx=${folder}/m.onnx`, PLUGINS, '--shapes=x:2x4x4']);
      assert.is(model.code, 1);
      assert.match(model.err, /x:2x4x4: 3 dimensions where the model has 2/);
      assert.match(model.err, /possible: --shapes=x:1x4/);
      const text = await perf([engine, PLUGINS, '--shapes=x:2xfour']);
      assert.is(text.code, 2);
      assert.match(text.err, /"four" is no whole number/);
    },
  );
});

test('what is not there, not an engine, or not to be written: one line, and exit code 1', async () => {
  await withFolder(
    { 'text.plan': 'no engine at all, but long enough to be read as one' },
    async (folder) => {
      for (const [args, words] of [
        [
          [`--loadEngine=${folder}/none.plan`],
          /Cannot read engine .*none\.plan: there is no such file/,
        ],
        [[`--loadEngine=${folder}`], /it is a folder/],
        [[`--loadEngine=${folder}/text.plan`], /Cannot /],
        [[`--onnx=${folder}/none.onnx`], /Cannot .*none\.onnx/],
        [[`--onnx=${folder}/text.plan`], /Cannot /],
        [
          [`--loadEngine=x`, '--staticPlugins=/nowhere/lib.so'],
          /Cannot load plugin library \/nowhere\/lib\.so/,
        ],
        [[`--loadEngine=x`, '--exportTimes=/nowhere/t.json'], /there is no folder \/nowhere/],
      ] as const) {
        const { code, err } = await perf(args);
        assert.is(code, 1, `${args.join(' ')}\n${err}`);
        assert.match(err, words);
        assert.not.match(err, /\n\s+at /, 'no stack');
      }
    },
  );
});

test('an option that is not understood: exit code 2 and the nearest name; --help lists all', async () => {
  const { code, err } = await perf(['--loadEngine=x', '--itrations=3']);
  assert.is(code, 2);
  assert.match(err, /Unknown option: --itrations; did you mean --iterations\?/);
  const help = await perf(['--help']);
  assert.is(help.code, 0);
  assert.match(help.out, /--useCudaGraph/);
});

test('Ctrl-C ends the measurement and prints what was measured', async () => {
  await withFolder({ 'e.plan': await buildChain(1) }, async (folder) => {
    for (const [duration, expected] of [
      ['60', 130],
      ['-1', 0],
    ] as const) {
      const { code, out, err } = await perf(
        [
          `--loadEngine=${folder}/e.plan`,
          PLUGINS,
          '--shapes=x:2x4',
          '--warmUp=0',
          `--duration=${duration}`,
        ],
        /holds random values/,
      );
      assert.is(code, expected, err);
      assert.match(err, /Stopped by Ctrl-C/);
      assert.match(out, /=== Performance summary ===/);
    }
  });
});

test.run();
