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
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type PluginRun,
  type PluginRunResult,
  type Random,
  type TraceRecord,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** One inference; numbers are exact in both types. */
function bestCase(random: Random, dims: number[], type: 'kFLOAT' | 'kHALF'): PluginCase {
  const count = dims.reduce((product, extent) => product * extent, 1);
  return {
    plugin: 'BestOf',
    version: '1',
    ...(type === 'kHALF' ? { flags: ['kFP16' as const] } : {}),
    inferences: [[tensor(type, dims, random.numbers(count, -8, 8))]],
    mayFail: true,
  };
}

interface Place {
  type: string;
  format: string;
}
const placesOf = ({ args }: TraceRecord): Place[] => (args['inOut'] ?? []) as unknown as Place[];

/** What the kernels can do, by position, for a type of x. */
const kernelTypes = (type: string): string[] => [type, type, 'kINT32'];

/** What was accepted, beyond what the kernels can do. */
function tooMuch(asked: readonly TraceRecord[]): Place[] | undefined {
  return asked
    .filter(({ args, result }) => args['pos'] === 2 && result === true)
    .map(placesOf)
    .find((places) => {
      const types = kernelTypes(places[0]?.type ?? '');
      return places.some(({ type, format }, pos) => format !== 'kLINEAR' || type !== types[pos]);
    });
}

/** The position at which x of this type gets no further; none where it does. */
function refusedAt(asked: readonly TraceRecord[], type: string): number | undefined {
  const types = kernelTypes(type);
  const way = asked.filter((call) =>
    placesOf(call).every((place, pos) => place.format === 'kLINEAR' && place.type === types[pos]),
  );
  const answered = (pos: number): boolean =>
    way.some(({ args, result }) => args['pos'] === pos && result === true);
  return [0, 1, 2].find((pos) => !answered(pos));
}

function judgeAnswers(one: PluginCase, { trace, outputs }: PluginCaseResult): Verdict {
  const asked = callsOf(trace, 'supportsFormatCombination');
  if (outputs[1] && outputs[1].type !== 'kINT32')
    return fail(say('The type of output 1 is not right.', '输出 1 的类型不对。'), {
      expected: 'kINT32',
      actual: outputs[1].type,
      mistake: 'places-of-floats',
    });
  const more = tooMuch(asked);
  if (more)
    return fail(
      say(
        'A combination is accepted for which there is no kernel.',
        '接受了没有 kernel 能处理的组合。',
      ),
      {
        expected: kernelTypes(more[0]?.type ?? '')
          .map((type) => `${type}:kLINEAR`)
          .join(', '),
        actual: more.map(({ type, format }) => `${type}:${format}`).join(', '),
        mistake: 'says-yes-to-all',
      },
    );
  const type = one.inferences[0]?.[0]?.type ?? 'kFLOAT';
  const pos = refusedAt(asked, type);
  if (pos === undefined) return pass();
  return fail(
    say(
      `x is ${type}, and of all that TensorRT offered nothing was accepted at every position: the build fails.`,
      `x 是 ${type}，TensorRT 提出的组合里，没有一种在所有位置上都得到 true：构建失败。`,
    ),
    {
      picture: negotiationMatrix(asked),
      ...(pos === 0 && type === 'kHALF' ? { mistake: 'only-float' } : {}),
    },
  );
}

function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const [x] = one.inferences[0] ?? [];
  if (!result || !x) return fail(say('It was not run.', '没有运行。'));
  const width = x.dims[x.dims.length - 1] ?? 1;
  const all = numbersIn(x);
  const rows = Array.from({ length: all.length / width }, (_, row) =>
    all.slice(row * width, (row + 1) * width),
  );
  const best = rows.map((row) => Math.max(...row));
  const places = rows.map((row, at) => row.indexOf(best[at] ?? NaN));
  const dims = x.dims.slice(0, -1);
  const [first, second] = result.inferences[0]?.outputs ?? [];
  return firstFailure(
    () => judgeAnswers(one, result),
    () => (result.error ? caseFailed(result) : pass()),
    () => sameTensor(first, { name: 'best', dims, values: best }),
    () => sameTensor(second, { name: 'place', dims, values: places }),
  );
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(...request.cases.map((one, at) => () => judgeCase(one, cases[at])));

/** Four axes: all formats are offered. */
const anyDims = (random: Random): number[] => [1, ...random.integers(3, 2, 5)];

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'fp32',
      title: say('x in FP32', 'x 是 FP32'),
      points: 4,
      inputs: (random) => pluginRun([bestCase(random, [1, 2, 3, 4], 'kFLOAT')]),
      judge,
    }),
    part({
      id: 'fp16',
      title: say('x in FP16, where that is allowed', 'x 是 FP16（允许时）'),
      points: 3,
      hidden: true,
      inputs: (random) => pluginRun([bestCase(random, anyDims(random), 'kHALF')]),
      judge,
    }),
    part({
      id: 'any-shape',
      title: say('Any number of rows, both types', '任意行数，两种类型'),
      points: 3,
      hidden: true,
      after: ['fp32'],
      inputs: (random) =>
        pluginRun([
          bestCase(random, [random.integer(150, 300), random.integer(2, 5)], 'kFLOAT'),
          bestCase(random, anyDims(random), 'kFLOAT'),
          bestCase(random, [random.integer(2, 9)], 'kHALF'),
        ]),
      judge,
    }),
  ],
};
