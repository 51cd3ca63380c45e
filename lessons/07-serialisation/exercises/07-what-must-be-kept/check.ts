import {
  around,
  callsOf,
  firstFailure,
  numbersIn,
  part,
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
  type TensorValue,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

type Name = 'scale' | 'limit' | 'offsets' | 'absolute';
const TYPES = {
  scale: 'kFLOAT32',
  limit: 'kINT32',
  offsets: 'kFLOAT32',
  absolute: 'kINT8',
} as const;

/** A plugin that is given these fields; the others keep their defaults. */
function levelsCase(random: Random, names: readonly Name[]): PluginCase {
  const [rows, columns] = [random.integer(2, 4), random.integer(3, 8)];
  const data: Record<Name, number[]> = {
    scale: [random.number(1.5, 4)],
    limit: [random.integer(3, 9)],
    offsets: random.numbers(columns, 1, 5),
    absolute: [1],
  };
  return {
    plugin: 'Levels',
    version: '1',
    fields: names.map((name) => ({ name, type: TYPES[name], data: data[name] })),
    inferences: [[tensor('kFLOAT', [rows, columns], random.numbers(rows * columns, -6, 6))]],
  };
}

const fieldsOf = ({ fields = [] }: PluginCase): Map<string, readonly number[]> =>
  new Map(fields.map(({ name, data }): [string, number[]] => [name, Array.from(data, Number)]));

/** What it computes. */
function levels(one: PluginCase): { dims: TensorValue['dims']; values: number[] } {
  const [x] = one.inferences[0] ?? [];
  if (!x) throw new Error('a case without an input');
  const given = fieldsOf(one);
  const [scale = 1] = given.get('scale') ?? [];
  const [limit = 1000000] = given.get('limit') ?? [];
  const [absolute = 0] = given.get('absolute') ?? [];
  const offsets = given.get('offsets') ?? [];
  const columns = x.dims.at(-1) ?? 1;
  const values = numbersIn(x).map((each, at) => {
    const value = scale * each + (offsets[at % columns] ?? 0);
    return Math.min(absolute === 1 ? Math.abs(value) : value, limit);
  });
  return { dims: x.dims, values };
}

/** A field as the trace has it: numbers, or one character a byte. */
interface Saved {
  name: string;
  type: string;
  length: number;
  data: number[] | string;
}
const sameData = (data: Saved['data'], given: readonly number[]): boolean => {
  const saved = typeof data === 'string' ? [...Buffer.from(data, 'latin1')] : data;
  return JSON.stringify(saved) === JSON.stringify(given);
};

const DEFAULTS: Record<Name, number[]> = {
  scale: [1],
  limit: [1000000],
  offsets: [],
  absolute: [0],
};

/** What is wrong with the list that getFieldsToSerialize returned. */
function mistakeIn(saved: readonly Saved[], one: PluginCase): string | undefined {
  const given = fieldsOf(one);
  for (const name of Object.keys(TYPES) as Name[]) {
    const data = given.get(name) ?? DEFAULTS[name];
    const found = saved.find((each) => each.name === name);
    if (!found && given.has(name)) return 'forgotten';
    if (!found) continue;
    if (found.type !== TYPES[name] || found.length !== data.length) return 'wrong-label';
    if (!sameData(found.data, data)) return 'points-elsewhere';
  }
  return undefined;
}

function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const trace = result?.trace ?? [];
  const asked = callsOf(trace, 'getFieldsToSerialize').at(-1);
  const saved = asked?.result as Saved[] | undefined;
  const mistake = (): string | undefined =>
    Array.isArray(saved) ? mistakeIn(saved, one) : undefined;
  const y = result?.inferences[0]?.outputs[0];
  const loaded = callsOf(trace, 'createPlugin').at(-1);
  return sameTensor(
    y,
    { name: 'y', ...levels(one), mistake },
    { trace: [asked, loaded].flatMap((call) => around(trace, call, 0).slice(0, 1)) },
  );
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(...request.cases.map((one, at) => () => judgeCase(one, cases[at])));

const kept = (id: string, names: readonly Name[], title: ReturnType<typeof say>, points: number) =>
  part({ id, title, points, inputs: (random) => pluginRun([levelsCase(random, names)]), judge });

export const check: ExerciseCheck = {
  parts: [
    kept('numbers', ['scale', 'limit'], say('A float and an integer', '一个 float 和一个整数'), 3),
    kept('list', ['offsets'], say('A list', '一组数'), 2),
    kept('bool', ['absolute'], say('A bool', '一个 bool'), 2),
    part({
      id: 'two-plugins',
      title: say('Two plugins with everything', '两个 plugin，参数齐全'),
      points: 3,
      hidden: true,
      inputs: (random) => {
        const all: Name[] = ['scale', 'limit', 'offsets', 'absolute'];
        return pluginRun([levelsCase(random, random.shuffle(all)), levelsCase(random, all)]);
      },
      judge,
    }),
  ],
  recognise: ({ verdict }) =>
    verdict.message.en.includes('"offsets" has no data') ? 'empty-list' : undefined,
};
