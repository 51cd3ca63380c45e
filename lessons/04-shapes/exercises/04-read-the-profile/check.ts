import {
  callsOf,
  givenTrace,
  questionPart,
  say,
  type ExerciseCheck,
  type TraceRecord,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

const records = givenTrace('04-read-the-profile');

/** What a call was told of x: extents by `dims`, `min`, `opt`, `max`, those there are. */
const told = ({ args }: TraceRecord): Record<string, number[]> =>
  ((args['in'] ?? []) as unknown as Record<string, number[]>[])[0] ?? {};

/** Axis 0, the batch. */
const batch = (extents: number[] | undefined): number => extents?.[0] ?? NaN;

/** A call with these of its extents alone, so that a line has room for it. */
function brief(call: TraceRecord, ...keys: string[]): TraceRecord {
  const all = told(call);
  return { ...call, args: Object.fromEntries(keys.map((key) => [key, all[key] ?? []])) };
}

const firstOfEach = (calls: readonly TraceRecord[]): TraceRecord[] => [
  ...new Map([...calls].reverse().map((call) => [call.method, call])).values(),
];

const configured = callsOf(records, 'configurePlugin');
const [first, second] = [configured[0], configured.find((call) => batch(told(call)['max']) > 4)];
const range = (call: TraceRecord | undefined): number[] =>
  call ? ['min', 'opt', 'max'].map((key) => batch(told(call)[key])) : [];
const unknown = records.filter((call) => told(call)['dims']?.includes(-1));
const shapes = callsOf(records, 'onShapeChange');
const clones = callsOf(records, 'clone');
const attached = callsOf(records, 'attachToContext');
const created = records.filter(({ method }) => method === 'createPlugin');
const runs = callsOf(records, 'enqueue');

const text = (value: unknown): string => JSON.stringify(value);

export const check: ExerciseCheck = {
  parts: [
    questionPart(
      {
        id: 'min-opt-max',
        answer: range(first),
        records: first ? [brief(first, 'min', 'opt', 'max')] : [],
        look: say(
          'Look at the first call of configurePlugin, in[0].',
          '看第一次调用 configurePlugin 时的 in[0]。',
        ),
        mistake: (given) => {
          const wholes = configured.flatMap((call) =>
            ['min', 'opt', 'max'].map((key) => told(call)[key]),
          );
          if (wholes.some((each) => text(each) === text(given))) return 'whole-shape';
          if (text(given) === text(range(second))) return 'the-other-profile';
          const sorted = Array.isArray(given) ? [...(given as number[])].sort((a, b) => a - b) : [];
          return text(sorted) === text(range(first)) ? 'order-of-three' : undefined;
        },
      },
      {
        title: say(
          'What configurePlugin heard of the first profile',
          'configurePlugin 得知的第一个 profile',
        ),
        points: 2,
      },
    ),
    questionPart(
      {
        id: 'unknown-in',
        answer: [...new Set(unknown.map(({ method }) => method))],
        anyOrder: true,
        records: firstOfEach(records.filter((call) => told(call)['dims']))
          .reverse()
          .map((call) => brief(call, 'dims')),
        look: say('Look for in[0] with -1 in its dims.', '找出 in[0] 的 dims 里有 -1 的调用。'),
        mistake: (given) =>
          Array.isArray(given) && given.includes('getoutputshapes')
            ? 'expressions-have-no-dims'
            : undefined,
      },
      { title: say('Which methods got -1', '哪些方法得到了 -1'), points: 2 },
    ),
    questionPart(
      {
        id: 'shapes-at-run',
        answer: shapes.map((call) => batch(told(call)['dims'])),
        records: shapes.map((call) => brief(call, 'dims')),
        look: say(
          'Look at onShapeChange, once for each enqueue.',
          '看 onShapeChange，每次 enqueue 一次。',
        ),
      },
      { title: say('What onShapeChange saw', 'onShapeChange 看到了什么'), points: 2 },
    ),
    questionPart(
      {
        id: 'how-many-clones',
        answer: clones.length,
        records: clones,
        look: say('Count the calls of clone, in all phases.', '数一数所有阶段里的 clone 调用。'),
        mistake: (given) => {
          if (given === clones.length + attached.length) return 'counted-attached';
          return given === clones.length + created.length ? 'counted-all-objects' : undefined;
        },
      },
      { title: say('How many clones were made', '一共复制了多少个 clone'), points: 2 },
    ),
    questionPart(
      {
        id: 'ran-second',
        answer: runs[1]?.object ?? '',
        records: runs.map((call) => brief(call, 'dims')),
        look: say('Look at who was called in phase enqueue#2.', '看 enqueue#2 阶段调用的是谁。'),
        mistake: (given) => {
          if (configured.some(({ object }) => object === given)) return 'the-configured-one';
          if (created.some(({ result }) => result === given)) return 'the-one-of-the-file';
          return runs[0]?.object === given ? 'the-first-inference' : undefined;
        },
      },
      { title: say('Who computed the second inference', '第二次推理由谁计算'), points: 2 },
    ),
  ],
};
