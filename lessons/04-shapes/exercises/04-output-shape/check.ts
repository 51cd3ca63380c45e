import {
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
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type PluginRun,
  type PluginRunResult,
  type Random,
  type TraceRecord,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** Rows, and how long those of x and of z are. */
type Extents = [rows: number, a: number, b: number];

/** One engine, an inference for each of the extents. */
function joinCase(random: Random, multiple: number, all: Extents[], unknown = false): PluginCase {
  return {
    plugin: 'Join',
    version: '1',
    fields: [{ name: 'multiple', type: 'kINT32', data: [multiple] }],
    mayFail: true,
    ...(unknown ? { inputs: [0, 1].map(() => ({ type: 'kFLOAT' as const, dims: [-1, -1] })) } : {}),
    inferences: all.map(([rows, a, b]) =>
      [a, b].map((width) => tensor('kFLOAT', [rows, width], random.numbers(rows * width, 1, 8))),
    ),
  };
}

/** What y has to be for one inference. */
function joined(
  one: PluginCase,
  nth: number,
): { dims: number[]; values: number[]; sum: number; multiple: number } {
  const [x, z] = one.inferences[nth] ?? [];
  const [rows = 0, a = 0] = x?.dims ?? [];
  const b = z?.dims[1] ?? 0;
  const multiple = Number(one.fields?.[0]?.data[0]);
  const width = Math.ceil((a + b) / multiple) * multiple;
  const [left, right] = [x, z].map((each) => (each ? numbersIn(each) : []));
  const values = Array.from({ length: rows }, (_, row) => [
    ...(left ?? []).slice(row * a, (row + 1) * a),
    ...(right ?? []).slice(row * b, (row + 1) * b),
    ...Array.from({ length: width - a - b }, () => 0),
  ]).flat();
  return { dims: [rows, width], values, sum: a + b, multiple };
}

/** What getOutputShapes was asked and answered, short enough for a line. */
function asked({ trace }: PluginCaseResult): TraceRecord[] {
  const [call] = callsOf(trace, 'getOutputShapes');
  return call ? [{ ...call, phase: '', args: { inputs: call.args['inputs'] ?? [] } }] : [];
}

function judgeInference(one: PluginCase, result: PluginCaseResult, nth: number): Verdict {
  const { dims, values, sum, multiple } = joined(one, nth);
  const [output] = result.inferences[nth]?.outputs ?? [];
  if (!output || (output.dims[0] === dims[0] && output.dims[1] === dims[1]))
    return sameTensor(output, { name: 'y', dims, values });
  const [x, z] = one.inferences[nth] ?? [];
  const from = `x [${String(x?.dims)}], z [${String(z?.dims)}], multiple ${multiple}`;
  const floor = Math.floor(sum / multiple) * multiple;
  return fail(say(`The shape of y is not right: ${from}.`, `y 的形状不对：${from}。`), {
    trace: asked(result),
    expected: `[${dims.join(', ')}]`,
    actual: `[${output.dims.join(', ')}]`,
    ...(output.dims[1] === floor && sum % multiple > 0 ? { mistake: 'rounded-down' } : {}),
  });
}

/** Before there are numbers: what the network says of y. */
function judgeNetwork(one: PluginCase, result: PluginCaseResult): Verdict {
  const dims = one.inputs ? [-1, -1] : joined(one, 0).dims;
  const found = result.outputs[0]?.dims ?? [];
  if (result.error && result.outputs[0] && found.length === 0)
    return fail(say('The shape of y is not right.', 'y 的形状不对。'), {
      expected: `[${dims.join(', ')}]`,
      actual: '[]',
      trace: asked(result),
      mistake: 'no-dimensions',
    });
  if (result.error) {
    const verdict = caseFailed(result);
    return /negative extent/.test(result.error.message)
      ? { ...verdict, mistake: 'number-at-build' }
      : verdict;
  }
  if (!one.inputs || String(found) === String(dims)) return pass();
  return fail(
    say(
      'x and z are [-1, -1] in the network: no extent of y is known there, and yet it says one.',
      '在 network 里 x 和 z 都是 [-1, -1]：这时 y 的维度都还不知道，得到的却是具体的数。',
    ),
    {
      expected: `[${dims.join(', ')}]`,
      actual: `[${found.join(', ')}]`,
      trace: asked(result),
      mistake: 'number-at-build',
    },
  );
}

function judge({ cases }: PluginRunResult, request: PluginRun): Verdict {
  return firstFailure(
    ...request.cases.flatMap((one, at) => {
      const result = cases[at];
      if (!result) return [() => fail(say('It was not run.', '没有运行。'))];
      return [
        () => judgeNetwork(one, result),
        ...one.inferences.map((_, nth) => () => judgeInference(one, result, nth)),
      ];
    }),
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'fixed',
      title: say(
        'Fixed extents: [2, 6] and [2, 7], multiple 4',
        '固定的维度：[2, 6] 和 [2, 7]，multiple 为 4',
      ),
      points: 3,
      inputs: (random) => pluginRun([joinCase(random, 4, [[2, 6, 7]])]),
      judge,
    }),
    part({
      id: 'dynamic',
      title: say('Extents that only the run knows', '到运行时才知道的维度'),
      points: 4,
      hidden: true,
      inputs: (random) => {
        const any = (): Extents => [
          random.integer(1, 5),
          random.integer(1, 9),
          random.integer(10, 19),
        ];
        return pluginRun([joinCase(random, random.integer(3, 6), [any(), any(), any()], true)]);
      },
      judge,
    }),
    part({
      id: 'edges',
      title: say('A multiple already, one more, one less', '恰好是倍数、多一个、少一个'),
      points: 3,
      hidden: true,
      inputs: (random) => {
        const multiple = random.integer(4, 9);
        const a = random.integer(1, multiple - 2);
        const rest = multiple * random.integer(1, 3) - a;
        const all = [0, 1, -1].map((more): Extents => [2, a, rest + more]);
        return pluginRun([joinCase(random, multiple, all, true), joinCase(random, 1, [[3, 2, 5]])]);
      },
      judge,
    }),
  ],
  recognise({ verdict }: Evidence) {
    const said = typeof verdict.actual === 'string' ? verdict.actual : '';
    if (verdict.message.en !== 'It does not compile.' || !said.includes('IDimensionExpr'))
      return undefined;
    const words = said.replace(/\s+/g, ' ');
    if (
      /IDimensionExpr ?\* ?(?:const)?['’] to ['’]const nvinfer1::IDimensionExpr ?&|IDimensionExpr['’] could not bind/.test(
        words,
      )
    )
      return 'forgot-the-star';
    return /invalid operands|conversion .*to .*int|cannot convert|cannot initialize/.test(words)
      ? 'pointer-as-number'
      : undefined;
  },
};
