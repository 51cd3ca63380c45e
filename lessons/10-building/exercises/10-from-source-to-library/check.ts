import {
  buildRun,
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

/** Multiples of 1/64 on both sides of both limits. */
function clampCase(random: Random, count: number): PluginCase {
  const low = random.number(-4, 0);
  const field = (name: string, value: number) => ({
    name,
    type: 'kFLOAT32' as const,
    data: [value],
  });
  return {
    plugin: 'Clamp',
    version: '1',
    fields: [field('low', low), field('high', low + random.number(1, 4))],
    inferences: [[tensor('kFLOAT', [count], random.numbers(count, -9, 9))]],
  };
}

const build = (random: Random, count: number, ...more: string[][]): BuildRun =>
  buildRun({
    commands: [['sh', 'build.sh'], ...more],
    library: 'libclamp.so',
    cases: [clampCase(random, count)],
  });

function judge({ cases: [result] }: PluginRunResult, { cases: [one] }: BuildRun): Verdict {
  const x = one?.inferences[0]?.[0];
  if (!x) throw new Error('a case without an input');
  const [low = NaN, high = NaN] = (one.fields ?? []).map(({ data }) => Number(data[0]));
  const values = numbersIn(x).map((value) => Math.min(Math.max(value, low), high));
  return sameTensor(result?.inferences[0]?.outputs[0], { name: 'y', dims: x.dims, values });
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'made',
      title: say(
        'build.sh makes the library, and the plugin runs',
        'build.sh 生成动态库，plugin 能够运行',
      ),
      points: 4,
      inputs: (random) => build(random, 12),
      judge,
    }),
    part({
      id: 'many',
      title: say('Many elements', '许多元素'),
      points: 3,
      hidden: true,
      after: ['made'],
      inputs: (random) => build(random, random.integer(1000, 3000)),
      judge,
    }),
    part({
      id: 'whole',
      title: say('The library names all that it needs', '动态库写明了它需要的一切'),
      points: 3,
      after: ['made'],
      inputs: (random) => build(random, random.integer(5, 50), ['sh', 'holes.sh']),
      judge,
    }),
  ],
  recognise({ part: id, verdict }: Evidence) {
    const said = `${verdict.message.en}\n${typeof verdict.actual === 'string' ? verdict.actual : ''}`;
    if (/(NvInfer|cuda\w*)\.h: No such file|'cudaError_t' does not/.test(said)) return 'no-headers';
    if (/recompile with -fPIC/.test(said)) return 'no-pic';
    if (/undefined reference to [`']main'/.test(said)) return 'not-shared';
    if (/undefined (symbol|reference).*\bclamp\(/.test(said)) return 'kernel-left-out';
    return id === 'whole' && /undefined symbol/.test(said) ? 'nothing-to-lean-on' : undefined;
  },
};
