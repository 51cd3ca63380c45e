import {
  callsOf,
  caseFailed,
  fail,
  firstFailure,
  numbersIn,
  part,
  pass,
  pluginRun,
  programRun,
  sameNumbers,
  sameTensor,
  say,
  tensor,
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type PluginRun,
  type PluginRunResult,
  type ProgramRunResult,
  type Random,
  type TraceRecord,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

const LIBRARY = { sources: ['center.cu', 'centerCreator.cpp'] };
const CAPTURE = { sources: ['center.cu', 'capture.cpp'] };
/** Bytes of a mean. */
const FLOAT = 4;

const volume = (dims: readonly number[]): number =>
  dims.reduce((product, extent) => product * extent, 1);

/** Rows of a power of two: then mean and difference are exact. */
function centred(values: readonly number[], width: number): number[] {
  return values.map((value, at) => {
    const row = values.slice(at - (at % width), at - (at % width) + width);
    return value - row.reduce((sum, each) => sum + each, 0) / width;
  });
}

/** An engine for `most` rows, an inference for each of the shapes. */
function centerCase(random: Random, most: number[], shapes: number[][]): PluginCase {
  const least = most.map((extent, axis) => (axis === most.length - 1 ? extent : 1));
  const opt = most.map((extent, axis) => (axis === most.length - 1 ? extent : 2));
  const dims = most.map((extent, axis) => (axis === most.length - 1 ? extent : -1));
  return {
    plugin: 'Center',
    version: '1',
    inputs: [{ type: 'kFLOAT', dims, range: { min: least, opt, max: most } }],
    inferences: shapes.map((shape) => [
      tensor('kFLOAT', shape, random.numbers(volume(shape), -8, 8)),
    ]),
    mayFail: true,
  };
}

/** Bytes against what the largest shapes need; a little more, to round up, is no mistake. */
function judgeBytes(bytes: number, rows: number, rest: Partial<Verdict> = {}): Verdict {
  const needed = rows * FLOAT;
  if (bytes >= needed && bytes <= 2 * needed + 1024) return pass();
  const told = {
    expected: say(
      `${needed} bytes: ${rows} rows at most, a float each`,
      `${needed} 字节：最多 ${rows} 行，每行一个 float`,
    ),
    actual:
      bytes < 0
        ? `${BigInt.asUintN(64, BigInt(bytes))}, which is ${bytes} as size_t`
        : String(bytes),
    ...rest,
  };
  if (bytes === 0)
    return fail(
      say(
        'getWorkspaceSize says 0, so enqueue gets no workspace.',
        'getWorkspaceSize 返回 0，所以 enqueue 得不到 workspace。',
      ),
      told,
    );
  return fail(say('The size of the workspace is not right.', 'workspace 的大小不对。'), {
    ...told,
    mistake: bytes === rows ? 'elements-not-bytes' : 'not-the-largest',
  });
}

/** A call with the upper ends of the profile alone, so that a line has room for it. */
function brief(call: TraceRecord): TraceRecord {
  const [x] = (call.args['in'] ?? []) as unknown as { max?: number[] }[];
  return { ...call, args: { max: x?.max ?? [] } };
}

function judgeCase(one: PluginCase, result: PluginCaseResult): Verdict {
  const rows = volume((one.inputs?.[0]?.range?.max ?? []).slice(0, -1));
  const asked = callsOf(result.trace, 'getWorkspaceSize');
  const sizes = firstFailure(
    ...asked.map((call) => () => judgeBytes(Number(call.result), rows, { trace: [brief(call)] })),
    () => (asked.length > 0 ? pass() : judgeBytes(0, rows)),
  );
  if (result.error) {
    const failed = caseFailed(result);
    // What came of a size that is not right says more than the size.
    const tells = ['build', 'enqueue'].includes(result.error.step);
    return sizes.passed ? failed : { ...sizes, message: tells ? failed.message : sizes.message };
  }
  return firstFailure(
    () => sizes,
    ...one.inferences.map(([x], nth) => () => {
      const dims = x?.dims ?? [];
      const values = x ? centred(numbersIn(x), dims[dims.length - 1] ?? 1) : [];
      return sameTensor(result.inferences[nth]?.outputs[0], { name: 'y', dims, values });
    }),
  );
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(
    ...request.cases.map((one, at) => () => {
      const result = cases[at];
      return result ? judgeCase(one, result) : fail(say('It was not run.', '没有运行。'));
    }),
  );

const FORBIDDEN = say(
  'While its stream was captured, enqueue did something that a capture forbids.',
  'stream 正在被捕获时，enqueue 做了捕获不允许的事。',
);
const ILLEGAL = say(
  'The graph was launched, and a kernel touched memory that is not its own.',
  'graph 启动后，kernel 访问了不属于它的内存。',
);
const ELSEWHERE = say(
  'The graph does not compute what enqueue would: something was not put on the stream.',
  'graph 的计算结果与 enqueue 不同：有工作没有放进 stream。',
);

/** The lines that capture.cpp prints, by their first word. */
function linesOf({ runs: [run] }: ProgramRunResult): Map<string, string> {
  const lines = (run?.stdout ?? '').trim().split('\n');
  return new Map(lines.map((line) => [line.split(' ', 1)[0] ?? '', line.replace(/^\S+ ?/, '')]));
}

function judgeCapture(result: ProgramRunResult, args: readonly string[]): Verdict {
  const said = linesOf(result);
  const [most = 0, rows = 0, width = 1, ...given] = args.map(Number);
  const later = given.slice(rows * width);
  const y = (said.get('y') ?? '').split(' ').map(Number);
  const bytes = Number(BigInt.asIntN(64, BigInt(said.get('workspace') ?? 0)));
  // The program goes no further with such a size.
  if (bytes < 0 || bytes > 2 ** 20) return judgeBytes(bytes, most);
  const ended = `enqueue ${said.get('enqueue') ?? '–'}, cudaStreamEndCapture ${said.get('capture') ?? '–'}`;
  if (ended !== 'enqueue 0, cudaStreamEndCapture 0 cudaSuccess')
    return fail(FORBIDDEN, {
      expected: 'enqueue 0, cudaStreamEndCapture 0 cudaSuccess',
      actual: ended,
    });
  const values = sameNumbers(y, centred(later, width), { name: 'y' });
  return firstFailure(
    () => judgeBytes(bytes, most),
    () =>
      said.get('launch') === '0 cudaSuccess'
        ? pass()
        : fail(ILLEGAL, { actual: said.get('launch') ?? '–' }),
    () => (values.passed ? pass() : { ...values, message: ELSEWHERE }),
    () =>
      said.get('behind') === '0'
        ? pass()
        : fail(say('Bytes behind the workspace were written.', 'workspace 之后的字节被写了。'), {
            expected: '0',
            actual: said.get('behind') ?? '–',
          }),
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'largest',
      title: say('Workspace for the largest shape', '按最大的形状要 workspace'),
      points: 3,
      inputs: (random) => {
        const [most, width] = [random.integer(200, 400), random.pick([2, 4, 8])];
        const shapes = [most, 2, random.integer(3, most)].map((rows) => [rows, width]);
        return pluginRun([centerCase(random, [most, width], shapes)], { build: LIBRARY });
      },
      judge,
    }),
    part({
      id: 'captured',
      title: say('enqueue in a CUDA graph', 'CUDA graph 里的 enqueue'),
      points: 4,
      hidden: true,
      inputs: (random) => {
        const [rows, width] = [random.integer(3, 6), random.pick([2, 4])];
        const most = rows + random.integer(3, 9);
        const values = random.numbers(2 * rows * width, -8, 8);
        return programRun([[most, rows, width, ...values].map(String)], { build: CAPTURE });
      },
      judge: (result, request) => judgeCapture(result, request.runs[0] ?? []),
    }),
    part({
      id: 'more-axes',
      title: say('Three axes, two of them unknown', '三个维度，其中两个未知'),
      points: 3,
      hidden: true,
      after: ['largest'],
      inputs: (random) => {
        const [a, b] = [random.integer(4, 9), random.integer(10, 15)];
        return pluginRun(
          [
            centerCase(
              random,
              [a, b, 4],
              [
                [a, b, 4],
                [2, 3, 4],
              ],
            ),
          ],
          { build: LIBRARY },
        );
      },
      judge,
    }),
  ],
  recognise({ part: id, verdict, files }: Evidence) {
    if (id !== 'captured' || verdict.message.en !== FORBIDDEN.en) return undefined;
    const text = (files['center.cu'] ?? '').replace(/\/\/.*/g, '');
    if (/cuda(?:Malloc|Free)/.test(text)) return 'still-allocates';
    return /Synchronize|cudaMemcpy\s*\(/.test(text) ? 'still-waits' : undefined;
  },
};
