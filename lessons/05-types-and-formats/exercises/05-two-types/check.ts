import {
  callsOf,
  caseFailed,
  fail,
  firstFailure,
  negotiationMatrix,
  numbersIn,
  part,
  pass,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type PluginRun,
  type PluginRunResult,
  type Random,
  type TraceRecord,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

type Type = 'kFLOAT' | 'kHALF';

/** One inference of x and z, of these types in the network. Numbers are exact in both. */
function largerCase(
  random: Random,
  dims: number[],
  types: [Type, Type],
  half: boolean,
): PluginCase {
  const count = dims.reduce((product, extent) => product * extent, 1);
  return {
    plugin: 'Larger',
    version: '1',
    ...(half ? { flags: ['kFP16' as const] } : {}),
    inferences: [types.map((type) => tensor(type, dims, random.numbers(count, -8, 8)))],
    mayFail: true,
  };
}

interface Place {
  type: string;
  format: string;
}

/** Combinations of x, z and y that the plugin accepted, each once. */
function acceptedBy(asked: readonly TraceRecord[]): Place[][] {
  const found = new Map<string, Place[]>();
  for (const call of asked) {
    const places = placesOf(call);
    if (call.args['pos'] === 2 && call.result === true)
      found.set(places.map(({ type, format }) => `${type} ${format}`).join(), places);
  }
  return [...found.values()];
}

const placesOf = ({ args }: TraceRecord): Place[] => (args['inOut'] ?? []) as unknown as Place[];

/** The first no on the way to a combination that is of this type throughout, and kLINEAR. */
function refusal(asked: readonly TraceRecord[], wanted: string): number {
  const refused = asked.filter(
    (call) =>
      call.result !== true &&
      placesOf(call).every(({ type, format }) => type === wanted && format === 'kLINEAR'),
  );
  return Math.min(...refused.map(({ args }) => Number(args['pos'])));
}

/** What was accepted has to be what the kernels can do, no less and no more. */
function judgeAnswers(one: PluginCase, asked: readonly TraceRecord[]): Verdict {
  const accepted = acceptedBy(asked);
  const picture = negotiationMatrix(asked);
  if (accepted.some((places) => new Set(places.map(({ type }) => type)).size > 1))
    return fail(
      say(
        'A mixture of types is accepted, and there is no kernel for it.',
        '接受了混合的类型，而没有能处理它的 kernel。',
      ),
      { picture, mistake: 'types-apart' },
    );
  const other = accepted.find((places) => places.some(({ format }) => format !== 'kLINEAR'));
  if (other)
    return fail(
      say(
        'A format other than kLINEAR is accepted; the kernels count elements row after row.',
        '接受了 kLINEAR 以外的 format；而 kernel 是逐行数元素的。',
      ),
      {
        expected: 'kLINEAR, kLINEAR, kLINEAR',
        actual: other.map(({ format }) => format).join(', '),
        mistake: 'any-format',
      },
    );
  const wanted = one.flags ? ['kFLOAT', 'kHALF'] : ['kFLOAT'];
  const missing = wanted.find((type) => !accepted.some(([x]) => x?.type === type));
  if (missing === undefined) return pass();
  const pos = refusal(asked, missing);
  return fail(
    say(
      `It was asked about ${missing} kLINEAR at pos ${pos}${pos > 0 ? ', the same before it,' : ''} and said no.`,
      `问到 pos ${pos}${pos > 0 ? '（前面的也相同）' : ' '}能否是 ${missing} kLINEAR，回答是 false。`,
    ),
    {
      expected: 'true',
      actual: 'false',
      picture,
      ...(missing === 'kHALF' && pos === 0 ? { mistake: 'one-type' } : {}),
    },
  );
}

function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  if (!result) return fail(say('It was not run.', '没有运行。'));
  const [x, z] = one.inferences[0] ?? [];
  if (!x || !z) throw new Error('a case without inputs');
  const others = numbersIn(z);
  const values = numbersIn(x).map((value, at) => Math.max(value, others[at] ?? NaN));
  return firstFailure(
    () => judgeAnswers(one, callsOf(result.trace, 'supportsFormatCombination')),
    () => (result.error ? caseFailed(result) : pass()),
    () => sameTensor(result.inferences[0]?.outputs[0], { name: 'y', dims: x.dims, values }),
  );
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(...request.cases.map((one, at) => () => judgeCase(one, cases[at])));

const anyDims = (random: Random): number[] => [
  1,
  random.integer(2, 5),
  random.integer(2, 5),
  random.integer(2, 5),
];

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'fp32',
      title: say('FP32: x and z are kFLOAT', 'FP32：x 和 z 都是 kFLOAT'),
      points: 3,
      inputs: (random) =>
        pluginRun([largerCase(random, [1, 3, 4, 4], ['kFLOAT', 'kFLOAT'], false)]),
      judge,
    }),
    part({
      id: 'fp16',
      title: say('FP16 is allowed: x and z are kHALF', '允许 FP16：x 和 z 都是 kHALF'),
      points: 4,
      hidden: true,
      inputs: (random) =>
        pluginRun([largerCase(random, anyDims(random), ['kHALF', 'kHALF'], true)]),
      judge,
    }),
    part({
      id: 'mixed',
      title: say('x and z of two types', 'x 和 z 类型不同'),
      points: 3,
      hidden: true,
      inputs: (random) =>
        pluginRun([
          largerCase(
            random,
            anyDims(random),
            random.pick([
              ['kFLOAT', 'kHALF'],
              ['kHALF', 'kFLOAT'],
            ]),
            true,
          ),
        ]),
      judge,
    }),
  ],
  recognise({ verdict, files }: Evidence) {
    const [, pos] = /kLINEAR at pos ([01])\b.* said no/.exec(verdict.message.en) ?? [];
    if (pos === undefined) return undefined;
    const text = (files['supports.cpp'] ?? '').replace(/\/\/.*/g, '');
    const behind =
      pos === '0'
        ? /inOut\[\s*(?:[12]|nbInputs|pos\s*\+\s*1)\s*\]/
        : /inOut\[\s*(?:2|nbInputs|pos\s*\+\s*1)\s*\]/;
    return behind.test(text) ? 'beyond-pos' : undefined;
  },
};
