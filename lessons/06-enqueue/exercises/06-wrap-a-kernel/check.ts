import {
  callsOf,
  around,
  caseFailed,
  fail,
  numbersIn,
  part,
  pass,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type CaseOutput,
  type ExerciseCheck,
  type PluginCase,
  type Random,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** One inference of `dims` elements. */
function scaleCase(random: Random, dims: number[], threads: number): PluginCase {
  const count = dims.reduce((product, extent) => product * extent, 1);
  const factor = random.number(0.5, 4);
  return {
    plugin: 'Scale',
    version: '1',
    fields: [
      { name: 'factor', type: 'kFLOAT32', data: [factor] },
      { name: 'threads', type: 'kINT32', data: [threads] },
    ],
    inferences: [[tensor('kFLOAT', dims, random.numbers(count, 1, 8))]],
  };
}

const field = ({ fields = [] }: PluginCase, at: number): number => Number(fields[at]?.data[0]);

/** y = factor * x: both are multiples of 1/64, so the product is exact. */
function judgeCase(one: PluginCase, actual: CaseOutput | undefined): Verdict {
  const x = one.inferences[0]?.[0];
  if (!x) throw new Error('a case without an input');
  const values = numbersIn(x).map((value) => value * field(one, 0));
  const threads = field(one, 1);
  const mistake = (): string | undefined => {
    const { length } = values;
    const [first] = actual?.untouched ?? [];
    if (!first) return undefined;
    if (first === threads && length > 2 * threads) return 'one-block';
    return first === length - (length % threads) ? 'rounded-down' : undefined;
  };
  return sameTensor(actual, { name: 'y', dims: x.dims, values, mistake });
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'one-block',
      title: say('One block is enough', '一个块就够'),
      points: 2,
      inputs: (random) => pluginRun([scaleCase(random, [4, 8], 32)]),
      judge: ({ cases }, request) =>
        judgeCase(request.cases[0] as PluginCase, cases[0]?.inferences[0]?.outputs[0]),
    }),
    part({
      id: 'any-size',
      title: say('Any number of elements', '任意多个元素'),
      points: 4,
      hidden: true,
      after: ['one-block'],
      inputs: (random) =>
        pluginRun([
          scaleCase(random, [random.integer(3, 9) * 64], 64),
          // Odd extents: the last block is never full.
          scaleCase(random, [2 * random.integer(1, 4) + 1, 2 * random.integer(17, 31) + 1], 32),
        ]),
      judge: ({ cases }, request) => {
        for (const [at, one] of request.cases.entries()) {
          const verdict = judgeCase(one, cases[at]?.inferences[0]?.outputs[0]);
          if (!verdict.passed) return verdict;
        }
        return pass();
      },
    }),
    part({
      id: 'empty',
      title: say('A tensor without elements', '没有元素的 tensor'),
      points: 2,
      hidden: true,
      after: ['one-block'],
      inputs: (random) => {
        const one = scaleCase(random, [0, 4], 64);
        const range = { min: [0, 4], opt: [8, 4], max: [8, 4] };
        return pluginRun([
          { ...one, inputs: [{ type: 'kFLOAT', dims: [-1, 4], range }], mayFail: true },
        ]);
      },
      judge: ({ cases: [result] }) => {
        if (result?.error) return { ...caseFailed(result), mistake: 'grid-of-none' };
        return sameTensor(result?.inferences[0]?.outputs[0], {
          name: 'y',
          dims: [0, 4],
          values: [],
        });
      },
    }),
    part({
      id: 'launch-error',
      title: say('A launch that fails is reported', '启动失败要报告'),
      points: 2,
      hidden: true,
      after: ['one-block'],
      // As many elements in blocks that a device has are no failure.
      inputs: (random) =>
        pluginRun([
          scaleCase(random, [5000], 512),
          { ...scaleCase(random, [5000], 2048), mayFail: true },
        ]),
      judge: ({ cases: [, result] }) => {
        if (result?.error?.step === 'enqueue') return pass();
        if (result?.error) return caseFailed(result);
        const trace = result?.trace ?? [];
        const [call] = callsOf(trace, 'enqueue');
        return fail(
          say(
            'A block of 2048 threads is larger than a device allows, and enqueue says that all went well.',
            '2048 个线程的块超过了设备的上限，enqueue 却说一切正常。',
          ),
          {
            expected: say('a result other than 0', '0 以外的返回值'),
            actual: JSON.stringify(call?.result ?? null),
            trace: around(trace, call, 2),
            mistake: 'no-status',
          },
        );
      },
    }),
  ],
};
