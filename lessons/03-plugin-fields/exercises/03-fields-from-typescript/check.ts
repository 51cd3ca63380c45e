import { byteMap } from 'tensorrt-plugin-workbook/dist/display/bytes';
import {
  fail,
  firstFailure,
  moduleRun,
  part,
  pass,
  say,
  type Evidence,
  type ExerciseCheck,
  type ModuleRun,
  type ModuleRunResult,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

const MODULE = 'fields.ts';

type FieldType = 'kFLOAT32' | 'kFLOAT64' | 'kINT8' | 'kINT32' | 'kINT64' | 'kCHAR';
type Bytes = Uint8Array;
interface Field {
  name: string;
  type: FieldType;
  length: number;
  data: Bytes;
}
type Wanted = readonly (readonly [name: string, type: FieldType])[];

const bytesOf = (data: ArrayBufferView): Bytes =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** What has to come of one value. */
function expectedField(name: string, type: FieldType, value: unknown): Field {
  const numbers =
    typeof value === 'object' ? Array.from(value as ArrayLike<number>) : [Number(value)];
  const data = {
    kFLOAT32: () => Float32Array.from(numbers),
    kFLOAT64: () => Float64Array.from(numbers),
    kINT8: () => Int8Array.from(numbers),
    kINT32: () => Int32Array.from(numbers),
    kINT64: () => BigInt64Array.from(numbers, BigInt),
    kCHAR: () => new TextEncoder().encode(String(value)),
  }[type]();
  return { name, type, length: data.length, data: bytesOf(data) };
}

const shown = (one: Field): string => byteMap(one).toText('en');

/** A field as it came back, or null where it is none. */
function asField(value: unknown): Field | null {
  if (typeof value !== 'object' || value === null) return null;
  const { name, type, length, data } = value as Partial<Field>;
  if (typeof name !== 'string' || typeof type !== 'string' || typeof length !== 'number')
    return null;
  return ArrayBuffer.isView(data) ? { name, type, length, data: bytesOf(data) } : null;
}

function mistakeOf(actual: Field, expected: Field, value: unknown): string | undefined {
  if (actual.type !== expected.type) return 'other-label';
  const same = (data: Bytes): boolean => Buffer.compare(actual.data, data) === 0;
  if (same(expected.data))
    return actual.length === actual.data.length ? 'length-in-bytes' : undefined;
  if (
    actual.data.length > 0 &&
    actual.data.every((byte) => byte === 0) &&
    value instanceof Float32Array
  )
    return 'borrowed';
  return typeof value !== 'string' && same(expectedField('', 'kFLOAT64', value).data)
    ? 'eight-bytes'
    : undefined;
}

/** Compares a list of fields: names first, then each one's label, length and bytes. */
function sameFields(
  value: unknown,
  expected: readonly Field[],
  values: Readonly<Record<string, unknown>>,
): Verdict {
  const found = Array.isArray(value) ? value.map(asField) : [null];
  const fields = found.filter((one) => one !== null);
  if (fields.length < found.length)
    return fail(say('What is returned is no list of fields.', '返回的不是字段列表。'), {
      expected: 'PluginField[]',
      actual: JSON.stringify(value ?? null).slice(0, 200),
    });
  const names = (list: readonly Field[]): string => list.map(({ name }) => name).join(', ') || '–';
  if (names(fields) !== names(expected))
    return fail(
      say('The fields are not those that are wanted and given.', '字段不是“需要且给出”的那些。'),
      {
        expected: names(expected),
        actual: names(fields),
      },
    );
  for (const [at, one] of expected.entries()) {
    const made = fields[at] as Field;
    if (
      made.type === one.type &&
      made.length === one.length &&
      Buffer.compare(made.data, one.data) === 0
    )
      continue;
    const mistake = mistakeOf(made, one, values[one.name]);
    return fail(say(`The field "${one.name}" is not right.`, `字段 "${one.name}" 不对。`), {
      firstDifference: one.name,
      expected: shown(one),
      actual: shown(made),
      ...(mistake === undefined ? {} : { mistake }),
    });
  }
  return pass();
}

type Call = ModuleRun['calls'][number];

const fieldsCall = (wanted: Wanted, config: Record<string, unknown>): Call => ({
  function: 'fieldsOf',
  arguments: [wanted.map(([name, type]) => ({ name, type, length: 1, data: null })), config],
});

const complaintCall = (wanted: Wanted, config: Record<string, unknown>): Call => ({
  ...fieldsCall(wanted, config),
  function: 'complaint',
});

/** Every call of fieldsOf gave what has to come of its arguments. */
function judgeFields({ calls }: ModuleRunResult, request: ModuleRun): Verdict {
  return firstFailure(
    ...calls.map(({ value }, at) => (): Verdict => {
      const [wanted, config] = (request.calls[at]?.arguments ?? []) as [
        Field[],
        Record<string, unknown>,
      ];
      const expected = wanted
        .filter(({ name }) => config[name] !== undefined)
        .map(({ name, type }) => expectedField(name, type, config[name]));
      return sameFields(value, expected, config);
    }),
  );
}

/** Fields of real plugins, by plugin. */
const PLUGINS = {
  AddScalar: ['scalar', 'kFLOAT32'],
  LookupTable: ['table', 'kFLOAT32'],
  DynamicTRTResize: ['align_corners', 'kINT32'],
} as const;

const NUMBERS: Wanted = [
  ['scale', 'kFLOAT32'],
  ['heads', 'kINT32'],
  ['seed', 'kINT64'],
  ['epsilon', 'kFLOAT64'],
];
const OTHERS: Wanted = [
  ['mode', 'kCHAR'],
  ['causal', 'kINT8'],
  ['window', 'kINT32'],
  ['weights', 'kFLOAT32'],
];

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'numbers',
      title: say('1. Numbers of four types', '1. 四种类型的数'),
      points: 4,
      inputs: () =>
        moduleRun(MODULE, [
          fieldsCall(NUMBERS, { scale: 1.5, heads: 12, seed: 5, epsilon: 0.1 }),
          fieldsCall(NUMBERS, { heads: 12 }),
        ]),
      judge: judgeFields,
    }),
    part({
      id: 'others',
      title: say('1. Texts, yes or no, lists', '1. 文本、是与否、列表'),
      points: 2,
      hidden: true,
      inputs: (random) =>
        moduleRun(MODULE, [
          fieldsCall(OTHERS, {
            mode: random.pick(['linear', 'bicubic', 'nearest']),
            causal: true,
            window: random.integers(random.integer(2, 4), -9, 99),
            weights: Float32Array.from(random.numbers(3, 1, 9)),
          }),
        ]),
      judge: judgeFields,
    }),
    part({
      id: 'plugins',
      title: say('1. Three plugins read what they were given', '1. 三个 plugin 读到了给它们的值'),
      points: 2,
      hidden: true,
      after: ['numbers'],
      inputs: (random) =>
        moduleRun(MODULE, [
          { function: 'saved', arguments: ['AddScalar', '2', { scalar: random.number(1, 9) }] },
          {
            function: 'saved',
            arguments: ['LookupTable', '2', { table: Float32Array.from(random.numbers(4, 1, 9)) }],
          },
          { function: 'saved', arguments: ['DynamicTRTResize', '2', { align_corners: true }] },
        ]),
      judge: ({ calls }, request) =>
        firstFailure(
          ...calls.map(({ value }, at) => (): Verdict => {
            const [plugin, , config] = (request.calls[at]?.arguments ?? []) as [
              keyof typeof PLUGINS,
              string,
              Record<string, unknown>,
            ];
            const [name, type] = PLUGINS[plugin];
            const verdict = sameFields(value, [expectedField(name, type, config[name])], config);
            const { en, zh } = verdict.message;
            return verdict.passed
              ? verdict
              : { ...verdict, message: say(`${plugin}: ${en}`, `${plugin}：${zh}`) };
          }),
        ),
    }),
    part({
      id: 'unknown',
      title: say('2. A misspelt name is an error', '2. 拼错的名字要报错'),
      points: 2,
      inputs: (random) =>
        moduleRun(MODULE, [
          complaintCall(NUMBERS, { heads: 8, scale: 2 }),
          complaintCall(NUMBERS, { heads: 8, [random.pick(['scales', 'Scale', 'scal'])]: 2 }),
        ]),
      judge: ({ calls: [right, wrong] }, { calls }) => {
        const config = calls[1]?.arguments[1] as Record<string, unknown>;
        const name = Object.keys(config)[1] as string;
        const said = wrong?.value;
        return firstFailure(
          () =>
            right?.value === null
              ? pass()
              : fail(say('A right configuration is refused.', '正确的配置被拒绝。'), {
                  expected: say('nothing is thrown', '不抛出异常'),
                  actual:
                    typeof right?.value === 'string'
                      ? right.value
                      : JSON.stringify(right?.value ?? null),
                }),
          () =>
            typeof said === 'string' && said.includes(name)
              ? pass()
              : fail(
                  say(
                    `No field is called "${name}", and fieldsOf does not say so.`,
                    `没有叫 "${name}" 的字段，fieldsOf 却没有指出来。`,
                  ),
                  {
                    expected: say(
                      `an Error with "${name}" in its message`,
                      `抛出 Error，消息中有 "${name}"`,
                    ),
                    actual:
                      typeof said === 'string' ? said : say('nothing is thrown', '没有抛出异常'),
                    ...(typeof said === 'string' ? {} : { mistake: 'unknown-ignored' }),
                  },
                ),
        );
      },
    }),
  ],
  recognise({ verdict, files }: Evidence) {
    const text = files[MODULE] ?? '';
    const refused =
      verdict.message.en === 'A right configuration is refused.' ||
      verdict.message.en.startsWith('It throws');
    return refused && /\bin wanted\b/.test(text) ? 'in-a-list' : undefined;
  },
};
