import {
  allEnded,
  caseFailed,
  fail,
  firstFailure,
  numbersIn,
  part,
  pass,
  pluginRun,
  sameTensor,
  say,
  stored,
  tensor,
  type CaseField,
  type CaseOutput,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type Random,
  type TensorValue,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

type Type = 'kFLOAT' | 'kHALF';
const USUAL = 1e-5;
const field = (data: number[], type: CaseField['type'] = 'kFLOAT32'): CaseField => ({
  name: 'epsilon',
  type,
  data,
});

/** x and gamma; elements of x are between -most and most. */
function values(random: Random, dims: number[], type: Type = 'kFLOAT', most = 4): TensorValue[] {
  const count = dims.reduce((all, each) => all * each, 1);
  const hidden = dims[dims.length - 1] ?? 1;
  return [
    tensor(type, dims, random.numbers(count, -most, most)),
    tensor(type, [hidden], random.numbers(hidden, 0.5, 2)),
  ];
}

const rmsNorm = (inferences: TensorValue[][], epsilon = USUAL): PluginCase => ({
  plugin: 'RmsNorm',
  version: '1',
  fields: [field([epsilon])],
  inferences,
});
/** The network has the types of its inputs. */
const typed = (one: PluginCase): PluginCase => ({ ...one, stronglyTyped: true });
const refused = (fields: CaseField[], dims: number[]): PluginCase => ({
  ...rmsNorm([]),
  fields,
  inputs: [
    { type: 'kFLOAT', dims },
    { type: 'kFLOAT', dims: dims.slice(-1) },
  ],
  mayFail: true,
});

/** The formula in doubles, rounded to the type of x. `divisor` of the squares' sum is the row's length, where nobody forgets it. */
function formula([x, gamma]: readonly TensorValue[], epsilon: number, divisor?: number): number[] {
  if (!x || !gamma) throw new Error('an inference without inputs');
  const [all, weights] = [numbersIn(x), numbersIn(gamma)];
  const hidden = weights.length;
  const rows = Array.from({ length: all.length / hidden }, (_, row) =>
    all.slice(row * hidden, (row + 1) * hidden),
  );
  return rows.flatMap((row) => {
    const mean = row.reduce((sum, each) => sum + each * each, 0) / (divisor ?? hidden);
    const root = Math.sqrt(mean + epsilon);
    return row.map((each, at) => stored(x.type, (each / root) * (weights[at] ?? NaN)));
  });
}

function mistakeOf(
  found: readonly number[],
  inputs: readonly TensorValue[],
  epsilon: number,
  actual: CaseOutput | undefined,
): string | undefined {
  const [, gamma] = inputs;
  const hidden = gamma?.dims[0] ?? 1;
  const like = (other: readonly number[]): boolean =>
    other.every((each, at) => Math.abs((found[at] ?? NaN) - each) <= 1e-3 * Math.abs(each) + 1e-4);
  const [first = 0] = actual?.untouched ?? [];
  if (first > 0 && first < hidden && first % 32 === 0) return 'short-block';
  if (like(formula(inputs, epsilon, 1))) return 'sum-not-mean';
  if (epsilon !== USUAL && [0, 1e-6, USUAL, 1].some((other) => like(formula(inputs, other))))
    return 'epsilon-fixed';
  const lost = found.filter((each) => each === 0 || !Number.isFinite(each)).length;
  return actual?.type === 'kHALF' && lost > found.length / 2 ? 'sum-in-half' : undefined;
}

/** All outputs of a case. */
function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const epsilon = Number(one.fields?.[0]?.data[0]);
  const inferences = one.inferences.map((inputs, at) => (): Verdict => {
    const [type, dims] = [inputs[0]?.type ?? 'kFLOAT', inputs[0]?.dims ?? []];
    const actual = result?.inferences[at]?.outputs[0];
    if (actual && actual.type !== type)
      return fail(say('y does not have the type of x.', 'y 的类型与 x 不同。'), {
        expected: type,
        actual: actual.type,
      });
    return sameTensor(actual, {
      name: 'y',
      dims,
      values: formula(inputs, epsilon),
      ...(inputs.some((each) => each.type === 'kHALF')
        ? { relative: 2e-3, tolerance: 2 ** -14 }
        : { relative: 1e-5, tolerance: 1e-6 }),
      mistake: (found) => mistakeOf(found, inputs, epsilon, actual),
    });
  });
  return firstFailure(...inferences);
}

const judgeAll = (cases: readonly PluginCase[], results: readonly PluginCaseResult[]): Verdict =>
  firstFailure(...cases.map((one, at) => () => judgeCase(one, results[at])));

/** The creator as it is declared, and y as the network knows it. */
function judgeCreator(result: PluginCaseResult | undefined, dims: readonly number[]): Verdict {
  if (result?.error?.step === 'loadLibrary')
    return fail(
      say(
        'There is no creator: nothing in rmsNorm.cu registers one.',
        '没有 creator：rmsNorm.cu 里没有任何注册。',
      ),
      { expected: 'REGISTER_TENSORRT_PLUGIN(…);' },
    );
  if (result?.error) return caseFailed(result);
  const { creator, outputs = [] } = result ?? {};
  const fields = (creator?.fields ?? []).map(({ name, type }) => `${name} ${type}`).join(', ');
  const [y] = outputs;
  const compare = (what: [string, string], wanted: string, found: string) => (): Verdict =>
    wanted === found
      ? pass()
      : fail(say(`${what[0]} is not as asked for.`, `${what[1]}与要求不符。`), {
          expected: wanted,
          actual: found,
        });
  return firstFailure(
    compare(['The creator’s generation', 'creator 的接口代次'], 'V3', creator?.generation ?? '–'),
    compare(['What the creator declares', 'creator 声明的字段'], 'epsilon kFLOAT32', fields),
    compare(['The number of outputs', '输出的个数'], '1', String(outputs.length)),
    compare(['The type of y in the network', '网络中 y 的类型'], 'kFLOAT', y?.type ?? '–'),
    compare(
      ['The shape of y in the network', '网络中 y 的形状'],
      `[${dims.join(', ')}]`,
      `[${(y?.dims ?? []).join(', ')}]`,
    ),
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'creator',
      title: say('The creator and the build', 'creator 与构建'),
      points: 3,
      inputs: (random) => {
        const dims = [random.integer(2, 9), random.integer(2, 9), random.integer(10, 99)];
        return pluginRun([refused([field([USUAL])], dims)]);
      },
      judge: ({ cases: [result] }, { cases: [one] }) =>
        judgeCreator(result, one?.inputs?.[0]?.dims ?? []),
    }),
    part({
      id: 'fp32',
      title: say('FP32, fixed shapes', 'FP32，固定形状'),
      points: 5,
      inputs: (random) =>
        pluginRun([
          rmsNorm([values(random, [3, 8])]),
          rmsNorm([values(random, [random.integer(2, 4), 2, random.integer(1030, 1500)])]),
        ]),
      judge: ({ cases }, request) =>
        firstFailure(
          () => judgeAll(request.cases, cases),
          ...cases.map((result) => () => allEnded(result)),
        ),
    }),
    part({
      id: 'dynamic',
      title: say('One engine, any shape', '一个 engine，任意形状'),
      points: 4,
      hidden: true,
      after: ['fp32'],
      inputs: (random) => {
        const shape = (): number[] => [
          random.integer(1, 5),
          random.integer(1, 6),
          random.integer(1, 400),
        ];
        const shapes = [shape(), [2, 0, 7], shape(), [1, 1, 1], shape()];
        const range = (most: number[]): { min: number[]; opt: number[]; max: number[] } => ({
          min: most.map((extent) => (extent === 6 ? 0 : 1)),
          opt: most,
          max: most,
        });
        return pluginRun([
          {
            ...rmsNorm(shapes.map((dims) => values(random, dims))),
            inputs: [
              { type: 'kFLOAT', dims: [-1, -1, -1], range: range([5, 6, 400]) },
              { type: 'kFLOAT', dims: [-1], range: range([400]) },
            ],
          },
          rmsNorm([values(random, [random.integer(2, 300)])]),
        ]);
      },
      judge: ({ cases }, request) => judgeAll(request.cases, cases),
    }),
    part({
      id: 'fp16',
      title: say('FP16', 'FP16'),
      points: 4,
      hidden: true,
      after: ['fp32'],
      inputs: (random) => {
        const [x] = values(random, [2, 96]);
        const [, gamma] = values(random, [2, 96], 'kHALF');
        if (!x || !gamma) throw new Error('no values');
        return pluginRun([
          typed(rmsNorm([values(random, [2, 40], 'kHALF')])),
          // The squares add up to more than a half can hold.
          typed(rmsNorm([values(random, [3, random.integer(700, 900)], 'kHALF', 60)])),
          // TensorRT converts what a plugin refuses; a plugin that takes what it cannot read computes nonsense.
          { ...rmsNorm([[x, gamma]]), flags: ['kFP16'] },
        ]);
      },
      judge: ({ cases }, request) => judgeAll(request.cases, cases),
    }),
    part({
      id: 'epsilon',
      title: say('The engine keeps epsilon', 'engine 保存 epsilon'),
      points: 2,
      hidden: true,
      after: ['fp32'],
      inputs: (random) =>
        pluginRun(
          [2, 16, 0.25].map((about) =>
            rmsNorm([values(random, [2, 33])], about + random.number(0, 0.5)),
          ),
        ),
      judge: ({ cases }, request) => judgeAll(request.cases, cases),
    }),
    part({
      id: 'refuses',
      title: say('What is wrong is refused', '错误的内容被拒绝'),
      points: 2,
      hidden: true,
      after: ['fp32'],
      inputs: (random) => {
        const wrong = [[], [field([1e-5, 1e-5])], [field([1], 'kINT32')], [field([-0.5])]];
        const misfit = values(random, [2, 8]);
        return pluginRun([
          rmsNorm([values(random, [2, 8])]),
          ...[...wrong, [field([0])], [field([Infinity])]].map((fields) => refused(fields, [2, 8])),
          {
            ...rmsNorm([[misfit[0] as TensorValue, tensor('kFLOAT', [5], [1, 1, 1, 1, 1])]]),
            mayFail: true,
          },
        ]);
      },
      judge: ({ cases: [right, ...others] }, { cases: [one, ...wrong] }) =>
        firstFailure(
          () => judgeCase(one as PluginCase, right),
          ...wrong.map((each, at) => () => judgeRefusal(each, others[at])),
        ),
    }),
  ],
};

function judgeRefusal({ fields = [], inferences }: PluginCase, result?: PluginCaseResult): Verdict {
  const { error = null, trace = [] } = result ?? {};
  if (inferences.length > 0)
    return error
      ? pass()
      : fail(
          say('x is [2, 8] and gamma [5], and it runs.', 'x 是 [2, 8]，gamma 是 [5]，却照样运行。'),
          {
            expected: say('refused', '拒绝'),
            actual: say('ran', '运行'),
          },
        );
  if (error?.step === 'createPlugin') return pass();
  const [given] = fields;
  const list = given?.data as number[] | undefined;
  const shown = given ? `epsilon ${given.type} [${list?.join(', ')}]` : '–';
  return fail(
    say(
      `createPlugin makes a plugin of these fields: ${shown}.`,
      `createPlugin 接受了这样的字段：${shown}。`,
    ),
    {
      expected: say('null', '空指针'),
      actual: error
        ? caseFailed(result as PluginCaseResult).message
        : say('a plugin', '一个 plugin'),
      trace: trace.slice(0, 3),
    },
  );
}
