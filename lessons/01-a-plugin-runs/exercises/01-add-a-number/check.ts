import {
  around,
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

const MODULE = 'addNumber.ts';

const call = (number: number, values: number[]): ModuleRun['calls'][number] => ({
  function: 'addNumber',
  arguments: [number, Float32Array.from(values)],
});

/** What was added to all of the values, or undefined where it is not the same. */
function added(value: unknown, values: Float32Array): number | undefined {
  if (!(value instanceof Float32Array)) return undefined;
  const differences = Array.from(value, (sum, at) => sum - (values[at] ?? NaN));
  const [first] = differences;
  return differences.every((each) => each === first) ? first : undefined;
}

/** Every call's sums, made by the plugin. All numbers are multiples of 1/64, so the sums are exact. */
function judgeSums({ calls }: ModuleRunResult, request: ModuleRun): Verdict {
  const ofCall = calls.map(({ value, trace }, at) => {
    const [number, values] = (request.calls[at]?.arguments ?? []) as [number, Float32Array];
    const sums = Array.from(values, (x) => x + number);
    return (): Verdict => {
      const [enqueue] = callsOf(trace, 'enqueue');
      const [create] = callsOf(trace, 'createPlugin');
      const verdict = sameNumbers(value, sums, { name: 'y' });
      if (verdict.passed && !enqueue)
        return fail(
          say(
            'The numbers are right, but no plugin computed them.',
            '数字正确，但不是 plugin 算出来的。',
          ),
          {
            expected: say('a call of enqueue', '一次 enqueue 调用'),
            actual: say('none', '没有'),
          },
        );
      if (verdict.passed) return verdict;
      const instead = added(value, values);
      const mistake =
        instead === 0 ? 'other-bytes' : instead === undefined ? undefined : 'fixed-number';
      const { en, zh } = verdict.message;
      const adds =
        instead === undefined
          ? ['', '']
          : [` The plugin adds ${instead}.`, ` plugin 加的是 ${instead}。`];
      return {
        ...verdict,
        message: say(
          `addNumber(${number}, …): ${en}${adds[0]}`,
          `addNumber(${number}, …)：${zh}${adds[1]}`,
        ),
        trace: around(trace, create, 0),
        ...(mistake === undefined ? {} : { mistake }),
      };
    };
  });
  return firstFailure(...ofCall);
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'four-numbers',
      title: say('1.5 added to 0, 1, 2 and 40', '给 0、1、2、40 加上 1.5'),
      points: 6,
      inputs: () => moduleRun(MODULE, [call(1.5, [0, 1, 2, 40])]),
      judge: judgeSums,
    }),
    part({
      id: 'any-number',
      title: say('Any number, any values', '任意的数，任意的值'),
      points: 4,
      hidden: true,
      after: ['four-numbers'],
      inputs: (random) =>
        moduleRun(
          MODULE,
          [7, 300].map((most) => {
            const count = random.integer(1, most);
            return call(random.number(2, 9), random.numbers(count, -100, 100));
          }),
        ),
      judge: judgeSums,
    }),
  ],
  recognise({ verdict, files }: Evidence) {
    const said = typeof verdict.actual === 'string' ? verdict.actual : '';
    if (/field "scalar" is k\w+ x \d+, must be/.test(said)) return 'other-type';
    if (!/field "scalar" is missing/.test(said)) return undefined;
    // A field in a comment is none.
    const code = (files[MODULE] ?? '').replace(/\/\/.*$/gm, '');
    if (/\bpush\(/.test(code) || !/\bfields: PluginField\[\] = \[\s*\]/.test(code))
      return 'other-name';
    return /\bfield\(/.test(code) ? 'no-field' : undefined;
  },
};
