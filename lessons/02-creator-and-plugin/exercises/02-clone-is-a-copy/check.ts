import {
  callsOf,
  fail,
  numbersIn,
  part,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type Random,
  type TraceRecord,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** One inference of y = gain * x + offset. All are multiples of 1/64, so the results are exact. */
const affineCase = (
  gain: number,
  offset: number,
  dims: number[],
  values: number[],
): PluginCase => ({
  plugin: 'Affine',
  version: '1',
  fields: [
    { name: 'gain', type: 'kFLOAT32', data: [gain] },
    { name: 'offset', type: 'kFLOAT32', data: [offset] },
  ],
  inferences: [[tensor('kFLOAT', dims, values)]],
});

const anyCase = (random: Random): PluginCase => {
  const dims = [random.integer(1, 5), random.integer(1, 50)];
  const values = random.numbers((dims[0] ?? 1) * (dims[1] ?? 1), 1, 8);
  return affineCase(random.number(2, 4), random.number(1, 9), dims, values);
};

const parameter = ({ fields = [] }: PluginCase, at: number): number => Number(fields[at]?.data[0]);

/** Where the copy that computed came from: what was told, what was saved, and who made which copy. */
function lifeOf(trace: readonly TraceRecord[]): TraceRecord[] {
  const steps = ['createPlugin', 'clone', 'getFieldsToSerialize', 'attachToContext', 'enqueue'];
  return steps
    .flatMap((method) => callsOf(trace, method))
    .sort((one, other) => one.seq - other.seq);
}

function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const [gain, offset] = [parameter(one, 0), parameter(one, 1)];
  const x = one.inferences[0]?.[0];
  if (!x || !result) return fail(say('It was not run.', '没有运行。'));
  const inputs = numbersIn(x);
  const is = (actual: readonly number[], g: number, o: number): boolean =>
    inputs.every((value, at) => actual[at] === g * value + o);
  return sameTensor(
    result.inferences[0]?.outputs[0],
    {
      name: 'y',
      dims: x.dims,
      values: inputs.map((value) => gain * value + offset),
      mistake: (actual) => {
        if (is(actual, gain, 0)) return 'offset-forgotten';
        return is(actual, 1, offset) || is(actual, 0, offset) || is(actual, offset, 0)
          ? 'gain-forgotten'
          : undefined;
      },
    },
    { trace: lifeOf(result.trace) },
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'lives',
      title: say(
        'gain 2, offset 0: every object ends once',
        'gain 为 2，offset 为 0：每个对象只结束一次',
      ),
      points: 4,
      inputs: () => pluginRun([affineCase(2, 0, [4], [0, 1, -2, 3])]),
      judge: ({ cases }, { cases: [one] }) => judgeCase(one as PluginCase, cases[0]),
    }),
    part({
      id: 'offset',
      title: say(
        'gain 2, offset 10: every copy knows both',
        'gain 为 2，offset 为 10：每个副本都知道两者',
      ),
      points: 4,
      after: ['lives'],
      inputs: () => pluginRun([affineCase(2, 10, [4], [0, 1, -2, 3])]),
      judge: ({ cases }, { cases: [one] }) => judgeCase(one as PluginCase, cases[0]),
    }),
    part({
      id: 'any',
      title: say('Any gain, offset and shape, twice', '任意的 gain、offset 和形状，连做两次'),
      points: 2,
      hidden: true,
      after: ['lives'],
      inputs: (random) => pluginRun([anyCase(random), anyCase(random)]),
      judge: ({ cases }, request) => {
        const verdicts = request.cases.map((one, at) => judgeCase(one, cases[at]));
        return verdicts.find(({ passed }) => !passed) ?? (verdicts[0] as Verdict);
      },
    }),
  ],
  recognise({ verdict: { message } }: Evidence) {
    if (/(?:clone|attachToContext): returned null/.test(message.en)) return 'no-copy';
    return /crashed/.test(message.en) ? 'same-object' : undefined;
  },
};
