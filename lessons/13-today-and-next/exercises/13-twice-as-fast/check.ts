import {
  fail,
  firstFailure,
  numbersIn,
  part,
  pass,
  pluginRun,
  sameTensor,
  say,
  speedOf,
  tensor,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type PluginRunResult,
  type Random,
  type TensorValue,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** What the learner's library is made of; the baseline’s has baseline.cu in the place of rowSoftmax.cu. */
const BUILD = { optimize: 2, sources: ['rowSoftmax.cu', 'rowSoftmaxCreator.cpp'] } as const;
const BASELINE = ['baseline.cu', 'rowSoftmaxCreator.cpp'];

/** Rows and their length, and how often: together some half a second of the baseline. */
const TIMED = { rows: 40, about: 380, times: 24 };

/** Points by the ratio. The first that is reached counts. */
const STEPS: readonly [ratio: number, points: number][] = [
  [2, 7],
  [1.6, 4],
  [1.3, 2],
];

function softmaxCase(random: Random, shapes: number[][], most: number): PluginCase {
  const value = (dims: number[]): TensorValue => {
    const count = dims.reduce((all, each) => all * each, 1);
    return tensor('kFLOAT', dims, random.numbers(count, -most, most));
  };
  return { plugin: 'RowSoftmax', version: '1', inferences: shapes.map((dims) => [value(dims)]) };
}

/** In doubles. */
function softmax(x: TensorValue): number[] {
  const length = x.dims[x.dims.length - 1] ?? 1;
  const all = numbersIn(x);
  const rows = Array.from({ length: all.length / length }, (_, row) =>
    all.slice(row * length, (row + 1) * length),
  );
  return rows.flatMap((row) => {
    const largest = Math.max(...row);
    const powers = row.map((each) => Math.exp(each - largest));
    const sum = powers.reduce((some, each) => some + each, 0);
    return powers.map((each) => each / sum);
  });
}

function judgeCase(one: PluginCase | undefined, result: PluginCaseResult | undefined): Verdict {
  return firstFailure(
    ...(one?.inferences ?? []).map(([x], at) => (): Verdict => {
      if (!x) throw new Error('an inference without an input');
      const output = result?.inferences[at]?.outputs[0];
      const [values, length] = [softmax(x), x.dims[x.dims.length - 1] ?? 1];
      const [untouched = 0] = output?.untouched ?? [];
      return sameTensor(output, {
        name: 'y',
        dims: x.dims,
        values,
        relative: 1e-4,
        tolerance: 1e-7,
        mistake: (found) => {
          if (untouched > 0 && untouched < length && untouched % 32 === 0) return 'short-block';
          if (found.some(Number.isNaN) && Math.max(...numbersIn(x)) > 88) return 'no-largest';
          return sameFactor(found.slice(0, length), values.slice(0, length))
            ? 'wrong-sum'
            : undefined;
        },
      });
    }),
  );
}

/** Whether a row is right but for one factor. */
function sameFactor(found: readonly number[], expected: readonly number[]): boolean {
  const at = expected.indexOf(Math.max(...expected));
  const factor = (found[at] ?? NaN) / (expected[at] ?? NaN);
  return (
    Math.abs(factor - 1) > 1e-3 &&
    expected.every(
      (each, k) => Math.abs((found[k] ?? NaN) - factor * each) <= 1e-4 * factor * each + 1e-7,
    )
  );
}

const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;
const ms = (value: number): string => `${Number(value.toPrecision(2))} ms`;

function judgeSpeed(result: PluginRunResult): Verdict {
  const speed = speedOf(result);
  const [, points = 0] = STEPS.find(([ratio]) => speed.ratio >= ratio) ?? [];
  const found = say(
    `${times(speed.ratio)} as fast: ${ms(speed.ms)} of processor time an enqueue, ${ms(speed.baselineMs)} before.`,
    `速度是原来的 ${times(speed.ratio)}：每次 enqueue 用 ${ms(speed.ms)} 处理器时间，原来是 ${ms(speed.baselineMs)}。`,
  );
  const texts = { expected: say('2× or more', '2× 或更快'), actual: times(speed.ratio) };
  if (!speed.believable)
    return fail(
      say(
        'The process took more processor time than its enqueues say.',
        '进程实际使用的处理器时间，比它报告的 enqueue 时间要多。',
      ),
      texts,
    );
  return speed.ratio >= 2 ? pass(found) : { ...fail(found, texts), points };
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'twice',
      title: say('Right, and twice as fast', '结果正确，速度加倍'),
      points: 7,
      hidden: true,
      inputs: (random) => {
        const length = TIMED.about + random.integer(0, 8);
        const shapes = Array.from({ length: TIMED.times }, () => [TIMED.rows, length]);
        const one = softmaxCase(random, shapes, 8);
        return pluginRun([one], { build: BUILD, baseline: { sources: BASELINE, cases: [one] } });
      },
      judge: (result, { cases: [one] }) =>
        firstFailure(
          () => judgeCase(one, result.cases[0]),
          () => judgeSpeed(result),
        ),
    }),
    part({
      id: 'everywhere',
      title: say('Right for other rows, too', '其他形状的行也正确'),
      points: 3,
      hidden: true,
      after: ['twice'],
      inputs: (random) =>
        pluginRun(
          [
            softmaxCase(random, [[random.integer(2, 9), 2, random.integer(1100, 1400)]], 8),
            softmaxCase(random, [[random.integer(200, 300), random.integer(2, 5)]], 8),
            softmaxCase(random, [[1, 1]], 8),
            // exp() of these is infinite.
            softmaxCase(random, [[3, random.integer(30, 50)]], 400),
            {
              ...softmaxCase(
                random,
                [
                  [0, 6],
                  [2, 6],
                ],
                8,
              ),
              inputs: [
                { type: 'kFLOAT', dims: [-1, 6], range: { min: [0, 6], opt: [2, 6], max: [2, 6] } },
              ],
            },
          ],
          { build: BUILD },
        ),
      judge: ({ cases }, request) =>
        firstFailure(...request.cases.map((one, at) => () => judgeCase(one, cases[at]))),
    }),
  ],
};
