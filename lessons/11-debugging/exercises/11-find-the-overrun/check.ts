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
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** Multiples of 1/64 and weights of 1/4: every value is exact. */
function smoothCase(random: Random, dims: number[]): PluginCase {
  const count = dims.reduce((product, extent) => product * extent, 1);
  return {
    plugin: 'Smooth',
    version: '1',
    inferences: [[tensor('kFLOAT', dims, random.numbers(count, 1, 8))]],
  };
}

/** Of the first part. */
const ELEMENTS = 6;

/** Every access is checked while the kernel runs. */
const run = (cases: PluginCase[]): PluginRun => pluginRun(cases, { build: { memcheck: true } });

/** @param edge What stands in for the neighbour behind the end: the element itself, where nobody is mistaken. */
function smoothed(x: readonly number[], edge = (own: number): number => own): number[] {
  return x.map((own, at) => {
    const left = at > 0 ? (x[at - 1] ?? NaN) : own;
    const right = at + 1 < x.length ? (x[at + 1] ?? NaN) : edge(own);
    return left / 4 + own / 2 + right / 4;
  });
}

function judgeCase({ inferences: [inputs] }: PluginCase, actual?: CaseOutput): Verdict {
  const [x] = inputs ?? [];
  if (!x) throw new Error('a case without an input');
  const all = numbersIn(x);
  const values = smoothed(all);
  const last = values.length - 1;
  return sameTensor(actual, {
    name: 'y',
    dims: x.dims,
    values,
    mistake: (found) => {
      if (actual?.untouched.includes(last)) return 'edge-left-out';
      return found[last] === smoothed(all, () => 0)[last] ? 'edge-as-zero' : undefined;
    },
  });
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(
    ...request.cases.map((one, at) => () => judgeCase(one, cases[at]?.inferences[0]?.outputs[0])),
  );

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'inside',
      title: say('Six elements, and nothing but them', '六个元素，只碰这六个'),
      points: 4,
      inputs: (random) => run([smoothCase(random, [ELEMENTS])]),
      judge,
    }),
    part({
      id: 'any-size',
      title: say('Any number of elements', '任意多个元素'),
      points: 4,
      hidden: true,
      after: ['inside'],
      inputs: (random) =>
        run([
          smoothCase(random, [2, random.integer(40, 90)]),
          // The last block is full: one thread more is a block more.
          smoothCase(random, [random.integer(1, 4) * 64]),
        ]),
      judge,
    }),
    part({
      id: 'one-element',
      title: say('A single element', '只有一个元素'),
      points: 2,
      hidden: true,
      after: ['inside'],
      inputs: (random) => run([smoothCase(random, [1]), smoothCase(random, [2])]),
      judge,
    }),
  ],
  recognise({ part: id, verdict }: Evidence) {
    const said = typeof verdict.actual === 'string' ? verdict.actual : '';
    const [, guilty] = /^> +\d+ \| (.*)$/m.exec(said) ?? [];
    if (guilty === undefined || !/^invalid (read|write)/.test(said)) return undefined;
    // The thread behind the last element reads its own before it writes it.
    const [, thread] = /thread \((\d+),/.exec(said) ?? [];
    return id === 'inside' && Number(thread) >= ELEMENTS ? 'thread-too-many' : 'reads-behind';
  },
};
