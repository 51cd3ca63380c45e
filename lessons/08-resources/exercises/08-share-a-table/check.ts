import {
  around,
  callsOf,
  caseFailed,
  fail,
  firstFailure,
  numbersIn,
  part,
  pass,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type Bilingual,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type Random,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** @param table Shared by two cases where it is the same list. */
function paletteCase(random: Random, table: readonly number[]): PluginCase {
  const dims = [random.integer(2, 4), random.integer(2, 5)];
  const indices = random.integers((dims[0] ?? 0) * (dims[1] ?? 0), 0, table.length - 1);
  return {
    plugin: 'Palette',
    version: '1',
    fields: [{ name: 'table', type: 'kFLOAT32', data: table }],
    inferences: [[tensor('kINT32', dims, indices)]],
    mayFail: true,
  };
}

const anyTable = (random: Random): number[] => random.numbers(random.integer(4, 9), 1, 50);

/** Tells what was uploaded and freed until then. */
const countCase: PluginCase = {
  plugin: 'TableCount',
  version: '1',
  inferences: [[tensor('kINT32', [2], [0, 0])]],
};

interface Count {
  uploaded: number;
  freed: number;
}
function counted(result: PluginCaseResult | undefined): Count {
  const y = result?.inferences[0]?.outputs[0];
  const [uploaded = NaN, freed = NaN] = y ? numbersIn(y) : [];
  return { uploaded, freed };
}

/** @param before Tables of cases that are still there: one of them may have been taken for this one. */
function judgeCase(
  one: PluginCase | undefined,
  result: PluginCaseResult | undefined,
  before: readonly (readonly number[])[] = [],
): Verdict {
  const [x] = one?.inferences[0] ?? [];
  if (!x || !result) return fail(say('It was not run.', '没有运行。'));
  if (result.error) {
    const attached = callsOf(result.trace, 'attachToContext').at(-1);
    const run = callsOf(result.trace, 'enqueue').slice(-1);
    const trace = [...around(result.trace, attached, 0), ...run];
    const none = result.error.step === 'enqueue' ? { mistake: 'no-table' } : {};
    return { ...caseFailed(result), trace, ...none };
  }
  const look = (table: readonly (number | string)[]): number[] =>
    numbersIn(x).map((at) => Number(table[at] ?? 0));
  const values = look((one?.fields?.[0]?.data ?? []) as readonly number[]);
  const mistake = (y: readonly number[]): string | undefined =>
    before.some((table) => look(table).every((value, at) => value === y[at]))
      ? 'one-key'
      : undefined;
  return sameTensor(result.inferences[0]?.outputs[0], { name: 'y', dims: x.dims, values, mistake });
}

function sameCount(actual: number, expected: number, message: Bilingual, mistake: string): Verdict {
  if (actual === expected) return pass();
  return fail(message, { expected: String(expected), actual: String(actual), mistake });
}

/** A key that nobody holds was released: had somebody held it, his table would be gone. */
function judgeReleases(result: PluginCaseResult | undefined): Verdict {
  const [said] = (result?.logged ?? []).filter((text) => text.includes('no resource registered'));
  if (said === undefined) return pass();
  return fail(
    say(
      'A reference is given back that this object never took.',
      '归还了一个自己从来没有取得的引用。',
    ),
    { actual: said, mistake: 'not-its-own' },
  );
}

const tableOf = ({ fields = [] }: PluginCase): readonly number[] =>
  (fields[0]?.data ?? []) as readonly number[];

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'looks-up',
      title: say('One engine, one context', '一个 engine，一个 context'),
      points: 3,
      inputs: (random) => pluginRun([paletteCase(random, anyTable(random))]),
      judge: ({ cases }, request) => judgeCase(request.cases[0], cases[0]),
    }),
    part({
      id: 'shared',
      title: say('Two contexts with the same table', '两个 context 用同一张表'),
      points: 3,
      hidden: true,
      after: ['looks-up'],
      // With rounds all cases are alive at the same time.
      inputs: (random) => {
        const table = anyTable(random);
        const users = [paletteCase(random, table), paletteCase(random, table)];
        return pluginRun([countCase, ...users, countCase], { rounds: 1 });
      },
      judge: ({ cases }, { cases: asked }) =>
        firstFailure(
          () => judgeCase(asked[1], cases[1]),
          () => judgeCase(asked[2], cases[2]),
          () => judgeReleases(cases[1]),
          () => judgeReleases(cases[2]),
          () => {
            const [before, after] = [counted(cases[0]), counted(cases[3])];
            const uploaded = after.uploaded - before.uploaded;
            const freed = after.freed - before.freed;
            return sameCount(
              uploaded - freed,
              1,
              say(
                'Two contexts look up the same table: how many tables are on the device?',
                '两个 context 查的是同一张表：显存里有几张表？',
              ),
              // While engines are built tables come, and have to go.
              freed === 0 ? 'never-freed' : 'each-its-own',
            );
          },
        ),
    }),
    part({
      id: 'two-tables',
      title: say('Two contexts, two tables', '两个 context，两张表'),
      points: 2,
      hidden: true,
      after: ['looks-up'],
      inputs: (random) => {
        const table = anyTable(random);
        const other = table.map((value) => value + 64);
        return pluginRun([paletteCase(random, table), paletteCase(random, other)], { rounds: 1 });
      },
      judge: ({ cases }, { cases: asked }) =>
        firstFailure(
          ...asked.map(
            (one, at) => () => judgeCase(one, cases[at], asked.slice(0, at).map(tableOf)),
          ),
        ),
    }),
    part({
      id: 'freed',
      title: say('Freed when the last context has gone', '最后一个 context 离开时释放'),
      points: 2,
      hidden: true,
      after: ['looks-up'],
      inputs: (random) => pluginRun([countCase, paletteCase(random, anyTable(random)), countCase]),
      judge: ({ cases }, { cases: asked }) =>
        firstFailure(
          () => judgeCase(asked[1], cases[1]),
          () => {
            const [before, after] = [counted(cases[0]), counted(cases[2])];
            const uploaded = after.uploaded - before.uploaded;
            if (uploaded === 0)
              return fail(
                say(
                  'The numbers are right, but uploadTable() was not asked for the table.',
                  '数字正确，但表不是用 uploadTable() 上传的。',
                ),
              );
            return sameCount(
              after.freed - before.freed,
              uploaded,
              say(
                'Contexts and engine are destroyed: was everything freed that was uploaded?',
                'context 和 engine 都销毁了：上传过的都释放了吗？',
              ),
              'never-freed',
            );
          },
          () => judgeReleases(cases[1]),
        ),
    }),
  ],
};
