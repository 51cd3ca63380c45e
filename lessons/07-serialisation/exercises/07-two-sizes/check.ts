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
  type PluginCase,
  type PluginCaseResult,
  type PluginRun,
  type PluginRunResult,
  type Random,
  type TraceRecord,
  type ExerciseCheck,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

/** Bytes of the layout: a bool, two floats. */
const LAYOUT_BYTES = 9;

interface Gate {
  inverted: boolean;
  threshold: number;
  gain: number;
}

/** The layout, as engine files have it. */
function bytesOf({ inverted, threshold, gain }: Gate): Buffer {
  const bytes = Buffer.alloc(LAYOUT_BYTES);
  bytes.writeUInt8(inverted ? 1 : 0, 0);
  bytes.writeFloatLE(threshold, 1);
  bytes.writeFloatLE(gain, 5);
  return bytes;
}

/** @param length Of the bytes that another build wrote; absent: this build writes them. */
function gateCase(random: Random, inverted: boolean, length?: number): PluginCase {
  const gate = { inverted, threshold: random.number(0.25, 2), gain: random.number(2.5, 4) };
  const given = [
    { name: 'inverted', type: 'kINT32' as const, data: [inverted ? 1 : 0] },
    { name: 'threshold', type: 'kFLOAT32' as const, data: [gate.threshold] },
    { name: 'gain', type: 'kFLOAT32' as const, data: [gate.gain] },
  ];
  const written = Int8Array.from(
    { length: length ?? 0 },
    (_, at) => bytesOf(gate)[at] ?? random.integer(0, 1),
  );
  const bytes = { name: 'bytes', type: 'kINT8' as const, data: Array.from(written) };
  const count = random.integer(8, 24);
  return {
    plugin: length === undefined ? 'Gate' : 'OtherGate',
    version: '1',
    fields: length === undefined ? given : [...given, bytes],
    // One of each kind at least: below, between and above.
    inferences: [[tensor('kFLOAT', [count + 3], [-3, 0.125, 5, ...random.numbers(count, -6, 6)])]],
    mayFail: true,
  };
}

function gateOf({ fields = [] }: PluginCase): Gate {
  const [inverted, threshold, gain] = fields.map(({ data }) => Number(data[0]));
  return { inverted: inverted === 1, threshold: threshold ?? 0, gain: gain ?? 1 };
}

const opens = ({ inverted, threshold }: Gate, x: number): boolean => x > threshold !== inverted;

/** What happened to the bytes: how many were promised, written and given back. */
const serialising = (trace: readonly TraceRecord[]): TraceRecord[] =>
  ['getSerializationSize', 'serialize', 'deserializePlugin'].flatMap((method) =>
    callsOf(trace, method).slice(-1),
  );

/** What the numbers tell of how the bytes were read. */
function mistakeIn(y: readonly number[], x: readonly number[], gate: Gate): string | undefined {
  const like = (other: Gate): boolean =>
    y.every((value, at) => value === (opens(other, x[at] ?? 0) ? other.gain * (x[at] ?? 0) : 0));
  const { inverted, threshold, gain } = gate;
  if (like({ inverted, threshold: gain, gain: threshold })) return 'swapped';
  // Read as four bytes, the bool takes three of the threshold, and what follows is read three bytes too far.
  const shifted = bytesOf(gate).readFloatLE(4);
  const near = (value: number, other: number): boolean =>
    Math.abs(value - other) <= 1e-6 * Math.abs(other);
  const scaled = y.every((value, at) => value === 0 || near(value, shifted * (x[at] ?? 0)));
  const sides = y.flatMap((value, at) => (value === 0 ? [] : [(x[at] ?? 0) > shifted]));
  return scaled || new Set(sides).size < 2 ? 'bool-of-four' : undefined;
}

function judgeCase(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const trace = serialising(result?.trace ?? []);
  const size = trace.find(({ method }) => method === 'getSerializationSize')?.result;
  if (result?.error) {
    const own = one.plugin === 'Gate' && size !== LAYOUT_BYTES;
    return { ...caseFailed(result), trace, ...(own ? { mistake: 'another-size' } : {}) };
  }
  const [x] = one.inferences[0] ?? [];
  if (!x) throw new Error('a case without an input');
  const [gate, numbers] = [gateOf(one), numbersIn(x)];
  const values = numbers.map((each) => (opens(gate, each) ? gate.gain * each : 0));
  const mistake = (y: readonly number[]): string | undefined => mistakeIn(y, numbers, gate);
  const y = result?.inferences[0]?.outputs[0];
  return sameTensor(y, { name: 'y', dims: x.dims, values, mistake }, { trace });
}

/** Bytes of another layout make no plugin. */
function judgeRefusal(one: PluginCase, result: PluginCaseResult | undefined): Verdict {
  const { length = 0 } = one.fields?.at(-1)?.data ?? [];
  if (result?.error?.step === 'deserialize' && result.error.code === 'PLUGIN_NOT_CREATED')
    return pass();
  return fail(
    say(
      `An engine file with ${length} bytes, and readGate makes a plugin of them.`,
      `engine 文件里有 ${length} 个字节，readGate 却用它们造出了 plugin。`,
    ),
    {
      expected: say('false: nothing is read', '返回 false，什么都不读'),
      actual: result?.error ? `${result.error.step}: ${result.error.message}` : 'true',
      trace: serialising(result?.trace ?? []),
      mistake: length > LAYOUT_BYTES ? 'longer-taken' : 'no-length-check',
    },
  );
}

const judge = ({ cases }: PluginRunResult, request: PluginRun): Verdict =>
  firstFailure(...request.cases.map((one, at) => () => judgeCase(one, cases[at])));

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'round-trip',
      title: say('Written and read again', '写出去再读回来'),
      points: 3,
      inputs: (random) => pluginRun([gateCase(random, false)]),
      judge,
    }),
    part({
      id: 'any-values',
      title: say('Any values, inverted too', '任意的值，也包括反相'),
      points: 3,
      hidden: true,
      inputs: (random) => pluginRun([gateCase(random, true), gateCase(random, false)]),
      judge,
    }),
    part({
      id: 'engines-of-today',
      title: say('Engines that are there already', '已经存在的 engine'),
      points: 2,
      inputs: (random) => pluginRun([gateCase(random, true, LAYOUT_BYTES)]),
      judge: (result, request) => {
        const verdict = judge(result, request);
        const moved = !verdict.passed && verdict.mistake === undefined;
        return moved ? { ...verdict, mistake: 'another-layout' } : verdict;
      },
    }),
    part({
      id: 'other-length',
      title: say('Bytes of another length are refused', '长度不对的字节要拒绝'),
      points: 2,
      hidden: true,
      after: ['round-trip', 'engines-of-today'],
      inputs: (random) =>
        pluginRun([
          gateCase(random, true, random.integer(1, 8)),
          gateCase(random, false, random.pick([10, 11, 12, 13, 16, 40])),
        ]),
      judge: ({ cases }, { cases: asked }) =>
        firstFailure(...asked.map((one, at) => () => judgeRefusal(one, cases[at]))),
    }),
  ],
};
