import {
  callsOf,
  caseFailed,
  fail,
  firstFailure,
  numbersIn,
  part,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type PluginRun,
  type PluginRunResult,
  type Random,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';
import { writeModel } from 'tensorrt-plugin-workbook/dist/onnx/write-model';

interface Hinge {
  slope?: number;
  offset?: number;
}

/** The node of the README, in a model of its own. */
function hingeCase(random: Random, hinge: Hinge): PluginCase {
  const dims = [random.integer(2, 4), random.integer(2, 5)];
  const x = { name: 'x', type: 'float', dims } as const;
  const { slope, offset } = hinge;
  const model = writeModel({
    inputs: [x],
    outputs: [{ ...x, name: 'y' }],
    nodes: [
      {
        name: 'hinge',
        domain: 'Test',
        opType: 'Hinge',
        inputs: ['x'],
        outputs: ['y'],
        attributes: {
          ...(slope === undefined ? {} : { slope: { float: slope } }),
          ...(offset === undefined ? {} : { offset }),
        },
      },
    ],
  });
  const count = (dims[0] ?? 0) * (dims[1] ?? 0);
  // At least one of each sign.
  const values = [-3, 2, ...random.numbers(count - 2, -6, 6)];
  return {
    plugin: 'Hinge',
    version: '1',
    // As the parser shall make them.
    fields: [
      ...(slope === undefined ? [] : [{ name: 'slope', type: 'kFLOAT32' as const, data: [slope] }]),
      ...(offset === undefined
        ? []
        : [{ name: 'offset', type: 'kINT32' as const, data: [offset] }]),
    ],
    model: Buffer.from(model).toString('base64'),
    inferences: [[tensor('kFLOAT', dims, values)]],
    mayFail: true,
  };
}

const valueOf = ({ fields = [] }: PluginCase, name: string, otherwise: number): number =>
  Number(fields.find((each) => each.name === name)?.data[0] ?? otherwise);

/** Which of the three texts is another: the host says which creators of this name are registered. */
function notFound(message: string): string {
  const [, version, namespace] =
    /registered are Hinge version "(.*?)"( in namespace)?/.exec(message) ?? [];
  if (version === undefined) return 'another-name';
  return version !== '1' || namespace === undefined ? 'another-version' : 'domain-as-namespace';
}

function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const [x] = one.inferences[0] ?? [];
  if (!x || !result) return fail(say('It was not run.', '没有运行。'));
  const created = callsOf(result.trace, 'createPlugin').slice(0, 1);
  if (result.error) {
    const mistake =
      result.error.step === 'parse' ? { mistake: notFound(result.error.message) } : {};
    return { ...caseFailed(result), trace: created, ...mistake };
  }
  const [slope, offset] = [valueOf(one, 'slope', 1), valueOf(one, 'offset', 0)];
  const hinge = (a: number, b: number): number[] =>
    numbersIn(x).map((value) => (value > 0 ? value : a * value) + b);
  const mistake = (y: readonly number[]): string | undefined => {
    const like = (values: readonly number[]): boolean =>
      values.every((value, at) => value === y[at]);
    if (slope !== 1 && (like(hinge(1, offset)) || like(hinge(1, 0)))) return 'slope-lost';
    return offset !== 0 && like(hinge(slope, 0)) ? 'offset-lost' : undefined;
  };
  return sameTensor(
    result.inferences[0]?.outputs[0],
    { name: 'y', dims: x.dims, values: hinge(slope, offset), mistake },
    { trace: created },
  );
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(...request.cases.map((one, at) => () => judgeCase(one, cases[at])));

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'found',
      title: say('The parser finds the plugin', 'parser 找得到 plugin'),
      points: 4,
      inputs: (random) => pluginRun([hingeCase(random, {})]),
      judge,
    }),
    part({
      id: 'slope',
      title: say('slope arrives', 'slope 传到了'),
      points: 2,
      inputs: (random) => pluginRun([hingeCase(random, { slope: random.number(0.125, 0.75) })]),
      judge,
    }),
    part({
      id: 'offset',
      title: say('offset arrives', 'offset 传到了'),
      points: 2,
      inputs: (random) => pluginRun([hingeCase(random, { offset: random.integer(2, 9) })]),
      judge,
    }),
    part({
      id: 'both',
      title: say('Both, in other models', '换几个模型，两个都有'),
      points: 2,
      hidden: true,
      inputs: (random) => {
        const any = (): Hinge => ({
          slope: random.number(-2, -0.125),
          offset: random.integer(-9, -2),
        });
        return pluginRun([hingeCase(random, any()), hingeCase(random, any())]);
      },
      judge,
    }),
  ],
};
