import {
  firstFailure,
  numbersIn,
  part,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type CaseOutput,
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginRun,
  type PluginRunResult,
  type Random,
  type TensorValue,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** x and gain; all are multiples of 1/64 and small, so that every value is exact. */
function inputs(random: Random, count: number): TensorValue[] {
  const x = Array.from({ length: count }, () => random.integer(-40, 40) / 8);
  return [tensor('kFLOAT', [count], x), tensor('kFLOAT', [1], [random.integer(5, 40) / 8])];
}

const gainCase = (random: Random, counts: number[], nbBias: number): PluginCase => ({
  plugin: 'Gain',
  version: '1',
  fields:
    nbBias === 0
      ? []
      : [
          {
            name: 'bias',
            type: 'kFLOAT32',
            data: random.integers(nbBias, 1, 99).map((each) => each / 4),
          },
        ],
  inputs: [
    { type: 'kFLOAT', dims: [-1] },
    { type: 'kFLOAT', dims: [1] },
  ],
  inferences: counts.map((count) => inputs(random, count)),
});

function computed([x, gain]: readonly TensorValue[], bias: readonly number[]): number[] {
  if (!x || !gain) throw new Error('an inference without inputs');
  const [factor = NaN] = numbersIn(gain);
  return numbersIn(x).map((each, at) => factor * each + (bias[at % bias.length] ?? 0));
}

function judgeCase(
  { fields = [], inferences }: PluginCase,
  outputs: (CaseOutput | undefined)[],
): Verdict {
  const bias = (fields[0]?.data ?? []) as readonly number[];
  return firstFailure(
    ...inferences.map((given, at) => () => {
      const without = computed(given, []);
      return sameTensor(outputs[at], {
        name: 'y',
        dims: given[0]?.dims ?? [],
        values: computed(given, bias),
        mistake: (found) =>
          bias.length > 0 && without.every((each, index) => each === found[index])
            ? 'bias-lost'
            : undefined,
      });
    }),
  );
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(
    ...request.cases.map((one, at) => () => {
      const all = cases[at]?.inferences ?? [];
      return judgeCase(
        one,
        one.inferences.map((_, index) => all[index]?.outputs[0]),
      );
    }),
  );

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'gain',
      title: say('A gain, and no bias', '有 gain，没有 bias'),
      points: 4,
      inputs: (random) => pluginRun([gainCase(random, [8], 0)]),
      judge,
    }),
    part({
      id: 'bias',
      title: say('A bias of five elements', '有五个元素的 bias'),
      points: 4,
      inputs: (random) => pluginRun([gainCase(random, [8], 5)]),
      judge,
    }),
    part({
      id: 'again',
      title: say('Several engines, several inferences', '多个 engine，多次推理'),
      points: 2,
      hidden: true,
      after: ['gain', 'bias'],
      inputs: (random) =>
        pluginRun([
          gainCase(random, random.integers(3, 1, 200), random.integer(2, 15)),
          gainCase(random, random.integers(2, 1, 200), 16),
          gainCase(random, [random.integer(65, 200)], 0),
        ]),
      judge,
    }),
  ],
  recognise({ verdict }: Evidence) {
    const { message, actual } = verdict;
    const said = `${message.en}\n${typeof actual === 'object' ? actual.en : (actual ?? '')}`;
    if (!/It crashed/.test(said)) return undefined;
    if (/SIGABRT|free\(\)|in (destruct|~GainPlugin)/.test(said)) return 'freed-twice';
    return /SIGSEGV/.test(said) && /in enqueue|GainPlugin::enqueue/.test(said)
      ? 'host-reads-device'
      : undefined;
  },
};
