import {
  allEnded,
  callsOf,
  fail,
  firstFailure,
  moduleRun,
  part,
  sameNumbers,
  say,
  type Evidence,
  type ExerciseCheck,
  type ModuleRun,
  type ModuleRunResult,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

const call = (scalar: number, values: number[]): ModuleRun['calls'][number] => ({
  function: 'addScalar',
  arguments: [scalar, Float32Array.from(values)],
});

/** Every call's sums, made by the plugin. */
function judgeSums({ calls }: ModuleRunResult, request: ModuleRun): Verdict {
  return firstFailure(
    ...calls.flatMap(({ value, trace }, at) => {
      const [scalar, values] = (request.calls[at]?.arguments ?? []) as [number, Float32Array];
      const sums = Array.from(values, (x) => Math.fround(x + scalar));
      return [
        () => sameNumbers(value, sums, { name: 'y' }),
        () =>
          callsOf(trace, 'enqueue').length > 0
            ? { passed: true, message: say('Right.', '正确。') }
            : fail(
                say(
                  'The numbers are right, but no plugin computed them.',
                  '数字正确，但不是 plugin 算出来的。',
                ),
                {
                  expected: say('a call of enqueue', '一次 enqueue 调用'),
                  actual: say('none', '没有'),
                },
              ),
      ];
    }),
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'runs',
      title: say('Four numbers and 1.5', '四个数加 1.5'),
      points: 4,
      inputs: () => moduleRun('run.ts', [call(1.5, [0, 1, 2, 40])]),
      judge: judgeSums,
    }),
    part({
      id: 'any-values',
      title: say('Any numbers, twice', '任意的数，连做两次'),
      points: 4,
      hidden: true,
      inputs: (random) =>
        moduleRun(
          'run.ts',
          [7, 300].map((most) => {
            const count = random.integer(1, most);
            return call(random.number(-9, 9), random.numbers(count, -100, 100));
          }),
        ),
      judge: judgeSums,
    }),
    part({
      id: 'ended',
      title: say('Nothing is left over', '什么都没有剩下'),
      points: 2,
      after: ['runs'],
      inputs: () => moduleRun('run.ts', [call(2, [1, 2])]),
      judge: ({ calls: [result] }) =>
        result ? allEnded(result) : fail(say('Not run.', '没有运行。')),
    }),
  ],
  recognise({ verdict, files }: Evidence) {
    const text = files['run.ts'] ?? '';
    if (/getCreator\(\s*'AddScalar',\s*'1'/.test(text)) return 'version-1';
    if (/float64\(/.test(text)) return 'field-double';
    const said = typeof verdict.actual === 'string' ? verdict.actual : '';
    if (
      said.includes('addPluginV3 takes a V3 plugin') &&
      /addPluginV3\([^\]]*\],\s*\w+\s*\)/.test(text)
    )
      return 'no-shape-inputs';
    if (said.includes('must have at least one output')) return 'not-marked';
    if (verdict.firstDifference?.startsWith('y') === true && !/synchronize\(/.test(text))
      return 'no-synchronize';
    return undefined;
  },
};
