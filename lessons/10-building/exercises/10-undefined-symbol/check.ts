import {
  buildRun,
  firstFailure,
  numbersIn,
  part,
  sameTensor,
  say,
  tensor,
  type BuildRun,
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginRunResult,
  type Random,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

type Name = 'RowSum' | 'RowMax';
type Type = 'kFLOAT' | 'kHALF';

/** Multiples of 1/4: sums, and halves of this size, are exact. */
function rowCase(random: Random, name: Name, dims: [number, number], type: Type): PluginCase {
  const values = random.integers(dims[0] * dims[1], -200, 200).map((each) => each / 4);
  return {
    plugin: name,
    version: '1',
    stronglyTyped: true,
    inferences: [[tensor(type, dims, values)]],
  };
}

const build = (library: string, cases: PluginCase[]): BuildRun =>
  buildRun({
    commands: [
      ['cmake', '-S', '.', '-B', 'build', '-G', 'Ninja'],
      ['ninja', '-C', 'build'],
    ],
    library: `build/lib${library}.so`,
    cases,
  });

/** One number a row. */
function reduced({ plugin, inferences: [inputs] }: PluginCase): number[] {
  const [x] = inputs ?? [];
  if (!x) throw new Error('a case without an input');
  const [values, columns] = [numbersIn(x), x.dims[1] ?? 0];
  return Array.from({ length: x.dims[0] ?? 0 }, (_, row) => {
    const own = values.slice(row * columns, (row + 1) * columns);
    return plugin === 'RowMax' ? Math.max(...own) : own.reduce((sum, each) => sum + each, 0);
  });
}

const judge = ({ cases }: PluginRunResult, request: BuildRun): Verdict =>
  firstFailure(
    ...request.cases.map((one, at) => () => {
      const values = reduced(one);
      const output = cases[at]?.inferences[0]?.outputs[0];
      return sameTensor(output, { name: 'y', dims: [values.length], values });
    }),
  );

const anyDims = (random: Random): [number, number] => [
  random.integer(65, 150),
  random.integer(1, 9),
];

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'row-sum',
      title: say('librow_sum.so is loaded and sums rows', 'librow_sum.so 能加载，并对行求和'),
      points: 3,
      inputs: (random) => build('row_sum', [rowCase(random, 'RowSum', [3, 4], 'kFLOAT')]),
      judge,
    }),
    part({
      id: 'row-sum-any',
      title: say('Many rows', '许多行'),
      points: 2,
      hidden: true,
      after: ['row-sum'],
      inputs: (random) => build('row_sum', [rowCase(random, 'RowSum', anyDims(random), 'kFLOAT')]),
      judge,
    }),
    part({
      id: 'row-max',
      title: say(
        'librow_max.so is loaded and finds the largest',
        'librow_max.so 能加载，并求出最大值',
      ),
      points: 3,
      inputs: (random) => build('row_max', [rowCase(random, 'RowMax', [3, 4], 'kFLOAT')]),
      judge,
    }),
    part({
      id: 'row-max-any',
      title: say('FP16, and many rows', 'FP16，以及许多行'),
      points: 2,
      hidden: true,
      after: ['row-max'],
      inputs: (random) =>
        build('row_max', [
          rowCase(random, 'RowMax', anyDims(random), 'kHALF'),
          rowCase(random, 'RowMax', anyDims(random), 'kFLOAT'),
        ]),
      judge,
    }),
  ],
  recognise({ verdict }: Evidence) {
    const said = `${verdict.message.en}\n${typeof verdict.actual === 'string' ? verdict.actual : ''}`;
    if (/undefined (symbol|reference).*\browSum\(/.test(said)) return 'source-left-out';
    if (/undefined (symbol|reference).*\browMax</.test(said)) return 'not-instantiated';
    if (/duplicate explicit instantiation/.test(said)) return 'instantiated-twice';
    return /CMake Error|missing and no known rule/.test(said) &&
      /source file|\.(cu|cpp)'/i.test(said)
      ? 'no-such-file'
      : undefined;
  },
};
