import {
  around,
  callsOf,
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

/** What the learner's library is made of; the baseline’s has threePasses.cu in the place of distances.cu. */
const BUILD = { optimize: 2, sources: ['distances.cu', 'distancesCreator.cpp'] } as const;
const BASELINE = ['threePasses.cu', 'distancesCreator.cpp'];

/** Together some half a second of the baseline. */
const TIMED = { rows: 190, centers: 200, about: 190, times: 13 };

/** Times as fast, for all points. */
const WANTED = 2;
/** Points by the ratio. The first that is reached counts. */
const STEPS: readonly [ratio: number, points: number][] = [
  [WANTED, 5],
  [1.3, 2],
];

type Shape = readonly [rows: number, centers: number, length: number];

/** Multiples of 1/64 up to 2: their differences, the squares and the sums are exact. */
function distancesCase(random: Random, shapes: readonly Shape[]): PluginCase {
  const value = (dims: number[]): TensorValue =>
    tensor('kFLOAT', dims, random.numbers((dims[0] ?? 0) * (dims[1] ?? 0), -2, 2));
  return {
    plugin: 'Distances',
    version: '1',
    inferences: shapes.map(([rows, centers, length]) => [
      value([rows, length]),
      value([centers, length]),
    ]),
  };
}

function distances(x: TensorValue, centers: TensorValue): number[] {
  const [rows = 0, length = 0] = x.dims;
  const [nbCenters = 0] = centers.dims;
  const [a, b] = [Float64Array.from(numbersIn(x)), Float64Array.from(numbersIn(centers))];
  const y: number[] = [];
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < nbCenters; j += 1) {
      let sum = 0;
      for (let k = 0; k < length; k += 1) {
        const difference = (a[i * length + k] as number) - (b[j * length + k] as number);
        sum += difference * difference;
      }
      y.push(sum);
    }
  return y;
}

function judgeCase(one: PluginCase | undefined, result: PluginCaseResult | undefined): Verdict {
  return firstFailure(
    ...(one?.inferences ?? []).map(([x, centers], at) => (): Verdict => {
      if (!x || !centers) throw new Error('an inference without its inputs');
      const values = distances(x, centers);
      const [rows = 0, nbCenters = 0] = [x.dims[0], centers.dims[0]];
      const output = result?.inferences[at]?.outputs[0];
      return sameTensor(output, {
        name: 'y',
        dims: [rows, nbCenters],
        values,
        mistake: (found) => {
          const [first = 0] = output?.untouched ?? [];
          if (first > 0) return 'rounded-down';
          // Written as [nbCenters, rows].
          const turned = (k: number): number | undefined =>
            values[(k % rows) * nbCenters + Math.floor(k / rows)];
          return found.every((each, k) => each === turned(k)) ? 'turned' : undefined;
        },
      });
    }),
  );
}

const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;
const inMs = (value: number): string => `${Number(value.toPrecision(2))} ms`;

/** Whether the process as a whole took so little time that what is wanted, at least, can be so. */
function believable(result: PluginRunResult, baselineMs: number): boolean {
  const cases = result.cases.map((one) => ({
    ...one,
    inferences: one.inferences.map((each) => ({
      ...each,
      cpuMs: Math.max(each.cpuMs, baselineMs / WANTED),
    })),
  }));
  return speedOf({ ...result, cases }).believable;
}

function judgeSpeed(result: PluginRunResult): Verdict {
  const { ratio, ms, baselineMs } = speedOf(result);
  const [, points = 0] = STEPS.find(([least]) => ratio >= least) ?? [];
  const found = say(
    `${times(ratio)} as fast: ${inMs(ms)} of processor time an enqueue, ${inMs(baselineMs)} in three passes.`,
    `速度是原来的 ${times(ratio)}：每次 enqueue 用 ${inMs(ms)} 处理器时间，三趟的版本用 ${inMs(baselineMs)}。`,
  );
  const texts = { expected: say('2× or more', '2× 或更快'), actual: times(ratio) };
  if (!believable(result, baselineMs))
    return fail(
      say(
        'The process took more processor time than its enqueues say.',
        '进程实际使用的处理器时间，比它报告的 enqueue 时间要多。',
      ),
      texts,
    );
  return ratio >= WANTED ? pass(found) : { ...fail(found, texts), points };
}

/** The plugin asks for no workspace, and computes without one. */
function judgeWorkspace(
  one: PluginCase | undefined,
  result: PluginCaseResult | undefined,
): Verdict {
  const trace = result?.trace ?? [];
  const calls = callsOf(trace, 'getWorkspaceSize');
  const asked = calls.find((record) => record.result !== 0);
  if (calls.length === 0)
    return fail(say('Nobody asked for the workspace size.', '没有人问过 workspace 的大小。'));
  if (!asked) return judgeCase(one, result);
  return fail(
    say(
      'getWorkspaceSize still asks for memory, and TensorRT gives it, used or not.',
      'getWorkspaceSize 仍然在要内存；不管用不用，TensorRT 都会给。',
    ),
    {
      expected: '0',
      actual: JSON.stringify(asked.result),
      trace: around(trace, asked, 1),
      mistake: 'still-asks',
    },
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'no-workspace',
      title: say('Right, without a workspace', '结果正确，不用 workspace'),
      points: 3,
      inputs: (random) => pluginRun([distancesCase(random, [[13, 17, 16]])], { build: BUILD }),
      judge: ({ cases: [result] }, { cases: [one] }) => judgeWorkspace(one, result),
    }),
    part({
      id: 'faster',
      title: say('Right, and twice as fast', '结果正确，速度加倍'),
      points: 5,
      hidden: true,
      inputs: (random) => {
        const { rows, centers, about, times: count } = TIMED;
        const shape: Shape = [rows, centers, about + random.integer(0, 8)];
        const one = distancesCase(
          random,
          Array.from({ length: count }, () => shape),
        );
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
      title: say('Right for other shapes, too', '其他形状也正确'),
      points: 2,
      hidden: true,
      after: ['no-workspace'],
      inputs: (random) => {
        const odd = (): number => 2 * random.integer(3, 9) + 1;
        const dynamic = distancesCase(random, [
          [0, 3, 4],
          [6, 3, 4],
        ]);
        return pluginRun(
          [
            distancesCase(random, [[odd(), odd() + 20, 1]]),
            distancesCase(random, [[1, 1, random.integer(100, 200)]]),
            distancesCase(random, [[random.integer(130, 160), 1, 3]]),
            {
              ...dynamic,
              inputs: [
                { type: 'kFLOAT', dims: [-1, 4], range: { min: [0, 4], opt: [6, 4], max: [6, 4] } },
                { type: 'kFLOAT', dims: [3, 4] },
              ],
            },
          ],
          { build: BUILD },
        );
      },
      judge: ({ cases }, request) =>
        firstFailure(...request.cases.map((one, at) => () => judgeCase(one, cases[at]))),
    }),
  ],
  recognise({ verdict, files }) {
    const text = files['distances.cu'] ?? '';
    const asksForNone = /getWorkspaceSize\([^{]*\{\s*return 0;/.test(text);
    if (asksForNone && /cast<[^>]*>\(workspace\)/.test(text)) return 'workspace-gone';
    const launches = text.match(/^[^/\n]*<<</gm) ?? [];
    return launches.length === 2 && JSON.stringify(verdict.actual ?? '').endsWith('×"')
      ? 'two-passes'
      : undefined;
  },
};
