import {
  allEnded,
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
  stored,
  tensor,
  type CaseField,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type Random,
  type TensorValue,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

const peakField = (data: number[], type: CaseField['type'] = 'kFLOAT32'): CaseField => ({
  name: 'peak',
  type,
  data,
});
const modeField = (mode: number): CaseField => ({ name: 'mode', type: 'kINT32', data: [mode] });

/** Both modes make a difference: rows are larger and smaller than the peak. */
function rowPeak(
  random: Random,
  shapes: number[][],
  mode?: 0 | 1,
  type: 'kFLOAT' | 'kHALF' = 'kFLOAT',
): PluginCase {
  const value = (dims: number[], at: number): TensorValue => {
    const count = dims.reduce((all, each) => all * each, 1);
    return tensor(
      type,
      dims,
      random.numbers(count, -1, 1).map((each) => each * (at % 2 === 0 ? 16 : 1)),
    );
  };
  const fields = [
    peakField([random.number(2, 6)]),
    ...(mode === undefined ? [] : [modeField(mode)]),
  ];
  return {
    plugin: 'RowPeak',
    version: '2',
    fields,
    inferences: shapes.map((dims, at) => [value(dims, at)]),
  };
}

/** In floats, as the kernel does it. */
function scaled(x: TensorValue, peak: number, mode: number): number[] {
  const length = x.dims[x.dims.length - 1] ?? 1;
  const all = numbersIn(x);
  const rows = Array.from({ length: all.length / length }, (_, row) =>
    all.slice(row * length, (row + 1) * length),
  );
  return rows.flatMap((row) => {
    const magnitude = Math.max(...row.map(Math.abs));
    const kept = magnitude === 0 || (mode === 1 && magnitude <= peak);
    const factor = Math.fround(peak / magnitude);
    return kept ? row : row.map((each) => stored(x.type, Math.fround(each * factor)));
  });
}

const fieldOf = ({ fields = [] }: PluginCase, name: string): number =>
  Number(fields.find((each) => each.name === name)?.data[0] ?? 0);

function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const [peak, mode] = [fieldOf(one, 'peak'), fieldOf(one, 'mode')];
  return firstFailure(
    ...one.inferences.map(([x], at) => () => {
      if (!x) throw new Error('an inference without an input');
      const other = scaled(x, peak, 1 - mode);
      return sameTensor(result?.inferences[at]?.outputs[0], {
        name: 'y',
        dims: x.dims,
        values: scaled(x, peak, mode),
        mistake: (found) =>
          found.every((value, index) => value === other[index]) ? 'field-lost' : undefined,
      });
    }),
  );
}

const judgeAll = (cases: readonly PluginCase[], results: readonly PluginCaseResult[]): Verdict =>
  firstFailure(...cases.map((one, at) => () => judgeCase(one, results[at])));

/** @param old What the registry has as version 1. */
function judgeCreator(result: PluginCaseResult, old: PluginCaseResult | undefined): Verdict {
  const { creator, error } = result;
  if (error?.step === 'getCreator') {
    const found = old?.creator ?? null;
    return fail(say('There is no RowPeak of version 2.', '没有版本 2 的 RowPeak。'), {
      expected: 'RowPeak 2, V3',
      actual: found ? `RowPeak 1, ${found.generation}` : error.message,
      ...(found?.generation === 'V3' ? { mistake: 'old-version' } : {}),
    });
  }
  if (creator?.generation === 'V2')
    return fail(say('RowPeak of version 2 is a V2 plugin.', '版本 2 的 RowPeak 仍是 V2 plugin。'), {
      expected: 'V3',
      actual: creator.generation,
      mistake: 'still-v2',
    });
  if (error) return caseFailed(result);
  const fields = (creator?.fields ?? [])
    .map(({ name, type }) => `${name} ${type}`)
    .sort()
    .join(', ');
  const wanted = 'mode kINT32, peak kFLOAT32';
  if (fields === wanted) return pass();
  return fail(
    say('The creator declares other fields than before.', 'creator 声明的字段与原来不同。'),
    {
      expected: wanted,
      actual: fields,
    },
  );
}

/** What the build was told about the workspace, beside what the profile's largest shape takes. */
function judgeWorkspace({ inputs = [] }: PluginCase, { trace }: PluginCaseResult): Verdict {
  const most = inputs[0]?.range?.max ?? [];
  const wanted = 4 * most.slice(0, -1).reduce((all, each) => all * each, 1);
  const calls = callsOf(trace, 'getWorkspaceSize');
  const short = calls.find(({ result }) => Number(result) < wanted || Number(result) > 2 ** 32);
  if (calls.length > 0 && !short) return pass();
  return fail(
    say(
      `The workspace is not that of the largest shape, [${most.join(', ')}].`,
      `workspace 不是最大形状 [${most.join(', ')}] 所需的大小。`,
    ),
    {
      expected: `${wanted}`,
      actual: short ? String(Number(short.result)) : say('not asked', '没有被询问'),
      trace: around(trace, short, 1),
      ...(short ? { mistake: 'workspace-of-desc' } : {}),
    },
  );
}

/** The fields in the engine file, as the last createPlugin of the run got them. */
function judgeFields(one: PluginCase, { trace }: PluginCaseResult): Verdict {
  const wanted = [`mode kINT32 ${fieldOf(one, 'mode')}`, `peak kFLOAT32 ${fieldOf(one, 'peak')}`];
  const call = callsOf(trace, 'createPlugin').find(({ args }) => args['phase'] === 'kRUNTIME');
  const fields = (call?.args['fields'] ?? []) as { name: string; type: string; data: unknown }[];
  const found = fields.map(({ name, type, data }) => `${name} ${type} ${String(data)}`).sort();
  if (found.join() === wanted.join()) return pass();
  return fail(
    say(
      'The engine file does not have the fields of the plugin.',
      'engine 文件里的字段与 plugin 的不同。',
    ),
    {
      expected: wanted.join(', '),
      actual: found.join(', ') || say('none', '没有'),
      trace: around(trace, call, 1),
      mistake: 'field-lost',
    },
  );
}

const COPIES = say(
  'Shapes known at run time only, workspace, copies',
  '运行时才知道的形状、workspace、副本',
);

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'generation',
      title: say('A V3 plugin, version 2', '版本 2 的 V3 plugin'),
      points: 2,
      inputs: (random) => {
        const one = rowPeak(random, [[3, 5]]);
        return pluginRun([
          { ...one, mayFail: true },
          {
            ...one,
            version: '1',
            inferences: [],
            inputs: [{ type: 'kFLOAT', dims: [3, 5] }],
            mayFail: true,
          },
        ]);
      },
      judge: ({ cases: [result, old] }, { cases: [one] }) => {
        if (!one || !result) throw new Error('a run without its case');
        return firstFailure(
          () => judgeCreator(result, old),
          () => judgeCase(one, result),
        );
      },
    }),
    part({
      id: 'shapes',
      title: COPIES,
      points: 3,
      hidden: true,
      after: ['generation'],
      inputs: (random) => {
        const shape = (): number[] => [
          random.integer(1, 7),
          random.integer(1, 9),
          random.integer(1, 80),
        ];
        const range = { min: [1, 1, 1], opt: [7, 9, 80], max: [7, 9, 80] };
        return pluginRun([
          {
            ...rowPeak(random, [shape(), shape(), [7, 9, 80], shape()]),
            inputs: [{ type: 'kFLOAT', dims: [-1, -1, -1], range }],
            mayFail: true,
          },
        ]);
      },
      judge: ({ cases: [result] }, { cases: [one] }) => {
        if (!one || !result) throw new Error('a run without its case');
        return firstFailure(
          () => judgeWorkspace(one, result),
          () => (result.error ? caseFailed(result) : pass()),
          () => judgeCase(one, result),
          () => allEnded(result),
        );
      },
    }),
    part({
      id: 'half',
      title: say('FP16', 'FP16'),
      points: 2,
      hidden: true,
      after: ['generation'],
      inputs: (random) =>
        pluginRun([
          { ...rowPeak(random, [[random.integer(2, 9), 21]], 0, 'kHALF'), stronglyTyped: true },
        ]),
      judge: ({ cases }, request) => judgeAll(request.cases, cases),
    }),
    part({
      id: 'engine-file',
      title: say('The engine file has both fields', 'engine 文件里有两个字段'),
      points: 2,
      hidden: true,
      after: ['generation'],
      inputs: (random) =>
        pluginRun([
          rowPeak(
            random,
            [
              [4, 9],
              [4, 9],
            ],
            1,
          ),
          rowPeak(
            random,
            [
              [4, 9],
              [4, 9],
            ],
            0,
          ),
        ]),
      judge: ({ cases }, request) =>
        firstFailure(
          ...request.cases.map((one, at) => () => judgeFields(one, cases[at] as PluginCaseResult)),
          () => judgeAll(request.cases, cases),
        ),
    }),
    part({
      id: 'refuses',
      title: say('What was refused still is', '原来拒绝的仍然拒绝'),
      points: 1,
      hidden: true,
      after: ['generation'],
      inputs: (random) => {
        const wrong = [
          [modeField(1)],
          [peakField([0])],
          [peakField([2], 'kINT32')],
          [peakField([2]), modeField(7)],
        ];
        return pluginRun([
          rowPeak(
            random,
            [
              [2, 6],
              [2, 6],
            ],
            1,
          ),
          ...wrong.map((fields) => ({
            ...rowPeak(random, []),
            fields,
            inputs: [{ type: 'kFLOAT' as const, dims: [2, 6] }],
            mayFail: true,
          })),
        ]);
      },
      judge: ({ cases: [right, ...others] }, { cases: [one, ...wrong] }) =>
        firstFailure(
          () => judgeCase(one as PluginCase, right),
          ...wrong.map(
            ({ fields = [] }, at) =>
              () =>
                judgeRefusal(fields, others[at]),
          ),
        ),
    }),
  ],
};

const shownData = (data: CaseField['data']): string =>
  typeof data === 'string' ? data : data.join(', ');

function judgeRefusal(fields: readonly CaseField[], result: PluginCaseResult | undefined): Verdict {
  const { error = null, trace = [] } = result ?? {};
  if (error?.step === 'createPlugin') return pass();
  const list = fields
    .map(({ name, type, data }) => `${name} ${type} [${shownData(data)}]`)
    .join(', ');
  return fail(
    say(
      `createPlugin makes a plugin of these fields: ${list}.`,
      `createPlugin 接受了这样的字段：${list}。`,
    ),
    {
      expected: say('null', '空指针'),
      actual: error ? error.message : say('a plugin', '一个 plugin'),
      trace: trace.slice(0, 3),
    },
  );
}
