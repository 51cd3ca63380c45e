import {
  around,
  callsOf,
  caseFailed,
  fail,
  numbersIn,
  part,
  pass,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type CaseField,
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type Random,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

const DEFAULT_SLOPE = Math.fround(0.01);

const slopeField = (slope: number): CaseField => ({
  name: 'slope',
  type: 'kFLOAT32',
  data: [slope],
});

/** One inference with these fields. A creator that says no is for the judge. */
const leakyCase = (fields: CaseField[], values: number[]): PluginCase => ({
  plugin: 'LeakyRelu',
  version: '1',
  fields,
  inferences: [[tensor('kFLOAT', [values.length], values)]],
  mayFail: true,
});

/** Numbers below zero are among them: only those show the slope. */
const anyValues = (random: Random): number[] => [
  -64,
  ...random.numbers(random.integer(3, 20), -90, 90),
];

/** `slope: kFLOAT64 x 1`. */
const shownFields = ({ fields = [] }: PluginCase): string =>
  fields.length === 0
    ? 'no fields'
    : fields.map(({ name, type, data }) => `${name}: ${type} x ${data.length}`).join(', ');

/** y with the slope that the case has; a float times a float, rounded once, is what the kernel computes. */
function judgeSlope(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const x = one.inferences[0]?.[0];
  if (!x || !result) return fail(say('It was not run.', '没有运行。'));
  const { fields = [] } = one;
  const given = fields.find(({ name }) => name === 'slope');
  if (result.error) {
    const verdict = caseFailed(result);
    if (result.error.step !== 'createPlugin') return verdict;
    if (!given) return { ...verdict, mistake: 'no-default' };
    return fields.length > 1 ? { ...verdict, mistake: 'others-refused' } : verdict;
  }
  const slope = given ? Number(given.data[0]) : DEFAULT_SLOPE;
  const inputs = numbersIn(x);
  const values = (by: number): number[] =>
    inputs.map((value) => (value > 0 ? value : Math.fround(value * by)));
  const [create] = callsOf(result.trace, 'createPlugin');
  const [first] = fields;
  const verdict = sameTensor(
    result.inferences[0]?.outputs[0],
    {
      name: 'y',
      dims: x.dims,
      values: values(slope),
      mistake: (actual) =>
        first &&
        first !== given &&
        values(Number(first.data[0])).every((value, at) => value === actual[at])
          ? 'first-field'
          : undefined,
    },
    { trace: around(result.trace, create, 0) },
  );
  if (verdict.passed) return verdict;
  const at = inputs.findIndex((value) => value < 0);
  const output = result.inferences[0]?.outputs[0];
  const read = output ? (numbersIn(output)[at] ?? NaN) / (inputs[at] ?? 1) : NaN;
  const by = Number(read.toPrecision(4));
  const { en, zh } = verdict.message;
  return {
    ...verdict,
    message: say(`${en} The plugin’s slope is ${by}.`, `${zh}plugin 的 slope 是 ${by}。`),
  };
}

/** The creator says no, and why. */
function judgeRefusal(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  if (!result) return fail(say('It was not run.', '没有运行。'));
  const { error, logged, trace } = result;
  const [create] = callsOf(trace, 'createPlugin');
  const rest = {
    expected: say('an error in the log, and nullptr', '日志里有一条错误，并返回 nullptr'),
    trace: around(trace, create, 0),
  };
  const fields = shownFields(one);
  const [field] = one.fields ?? [];
  if (error === null)
    return fail(say(`A wrong field is taken: ${fields}.`, `接受了错误的字段：${fields}。`), {
      ...rest,
      actual: say('a plugin', '得到一个 plugin'),
      mistake: field?.type === 'kFLOAT32' ? 'no-length' : 'no-type',
    });
  if (error.step !== 'createPlugin') return caseFailed(result);
  if (logged.length > 0) return pass();
  return fail(
    say(
      `The wrong field (${fields}) is refused, but nobody learns why.`,
      `错误的字段（${fields}）被拒绝，但没有说明原因。`,
    ),
    {
      ...rest,
      actual: say('nullptr, and nothing in the log', '返回 nullptr，日志里什么也没有'),
      mistake: 'silent',
    },
  );
}

const firstOf = (verdicts: Verdict[]): Verdict => verdicts.find(({ passed }) => !passed) ?? pass();

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'reads',
      title: say('A slope of 0.5', 'slope 为 0.5'),
      points: 3,
      inputs: () => pluginRun([leakyCase([slopeField(0.5)], [-64, -2, 0, 8])]),
      judge: ({ cases }, request) =>
        firstOf(request.cases.map((one, at) => judgeSlope(one, cases[at]))),
    }),
    part({
      id: 'by-name',
      title: say('Among other fields, in any order', '与其他字段混在一起，顺序任意'),
      points: 3,
      hidden: true,
      after: ['reads'],
      inputs: (random) => {
        const others: CaseField[] = [
          { name: 'slopes', type: 'kFLOAT32', data: [random.number(5, 6)] },
          { name: 'axis', type: 'kINT32', data: [random.integer(1, 9)] },
        ];
        const slope = slopeField(random.number(0.125, 4));
        return pluginRun([
          leakyCase([others[0] as CaseField, slope], anyValues(random)),
          leakyCase(random.shuffle([...others, slope]), anyValues(random)),
        ]);
      },
      judge: ({ cases }, request) =>
        firstOf(request.cases.map((one, at) => judgeSlope(one, cases[at]))),
    }),
    part({
      id: 'default',
      title: say('Without the field: 0.01', '没有这个字段：0.01'),
      points: 2,
      after: ['reads'],
      inputs: (random) => pluginRun([leakyCase([], anyValues(random))]),
      judge: ({ cases }, request) =>
        firstOf(request.cases.map((one, at) => judgeSlope(one, cases[at]))),
    }),
    part({
      id: 'refuses',
      title: say('Wrong types and lengths are refused', '拒绝错误的类型和长度'),
      points: 2,
      after: ['reads'],
      inputs: (random) => {
        const wrong: Omit<CaseField, 'name'>[] = [
          { type: 'kFLOAT64', data: [random.number(1, 2)] },
          { type: 'kINT32', data: [random.integer(1, 9)] },
          { type: 'kFLOAT32', data: random.numbers(2, 1, 2) },
          { type: 'kFLOAT32', data: [] },
        ];
        // The right one first: the log is there from the first builder on.
        return pluginRun([
          leakyCase([slopeField(random.number(1, 2))], anyValues(random)),
          ...wrong.map((field) => leakyCase([{ name: 'slope', ...field }], [-64, 1])),
        ]);
      },
      judge: ({ cases }, request) =>
        firstOf(
          request.cases.map((one, at) => (at === 0 ? judgeSlope : judgeRefusal)(one, cases[at])),
        ),
    }),
  ],
  recognise({ part: id, verdict, files }: Evidence) {
    const text = files['leakyCreator.cpp'] ?? '';
    const crashed = verdict.message.en.startsWith('It crashed');
    if (crashed && /<=\s*fields->nbFields/.test(text)) return 'past-the-end';
    if (crashed && id === 'refuses') return 'no-length';
    if (id !== 'reads' && id !== 'by-name') return undefined;
    if (/[.>]name\s*[!=]=\s*"|"slope"\s*[!=]=/.test(text)) return 'pointers-compared';
    return /if \(\s*(?:std::)?strcmp\([^()]*\)\s*\)(?!\s*\{?\s*continue)/.test(text)
      ? 'strcmp-is-zero'
      : undefined;
  },
};
