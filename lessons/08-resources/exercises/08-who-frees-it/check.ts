import {
  callsOf,
  givenTrace,
  questionPart,
  say,
  type ExerciseCheck,
  type TraceRecord,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

const records = givenTrace('08-who-frees-it');

const made = records.filter(({ method }) =>
  ['createPlugin', 'clone', 'attachToContext'].includes(method),
);
const objectOf = ({ result }: TraceRecord): string => (typeof result === 'string' ? result : '');
const ended = new Set(callsOf(records, 'destruct').map(({ object }) => object));
const left = made.filter((call) => !ended.has(objectOf(call)));
const yours = made.filter(({ args }) => args['phase'] === 'kBUILD').map(objectOf);

const attached = callsOf(records, 'attachToContext');
const ofContexts = attached.filter(({ phase }) => phase.startsWith('createContext'));
const [second] = ofContexts.filter(({ phase }) => phase === 'createContext#2');

/** A log line of the plugin, right behind the call in which it was written. */
const logged = (what: string): number[] =>
  records.flatMap(({ args: { message } }, at) =>
    typeof message === 'string' && message.includes(what) ? [at] : [],
  );
const uploading = logged('uploaded').map((at) => records[at - 1] as TraceRecord);
const afterwards = records.slice(records.indexOf(uploading.at(-1) as TraceRecord));
const holders = ofContexts.map(objectOf).filter((object) => !ended.has(object));

const calls = (...objects: string[]): TraceRecord[] =>
  records.filter(
    (call) =>
      objects.includes(call.object) || (made.includes(call) && objects.includes(objectOf(call))),
  );

export const check: ExerciseCheck = {
  parts: [
    questionPart(
      {
        id: 'never-destroyed',
        answer: left.map(objectOf),
        anyOrder: true,
        records: [...made.slice(0, 4), ...left.slice(1)],
        look: say(
          'Take every object that a result names, and look whether it has a destruct.',
          '把每个返回值里出现的对象找出来，看它有没有 destruct。',
        ),
        mistake: (given) =>
          Array.isArray(given) && yours.some((object) => !given.includes(object))
            ? 'forgot-yours'
            : undefined,
      },
      { title: say('Which objects were never destroyed', '哪些对象始终没有销毁'), points: 2 },
    ),
    questionPart(
      {
        id: 'second-context',
        answer: second ? objectOf(second) : '',
        records: calls(second ? objectOf(second) : ''),
        look: say(
          'Look at attachToContext in phase createContext#2, and at who runs afterwards.',
          '看 createContext#2 阶段的 attachToContext，以及之后运行的是谁。',
        ),
        mistake: (given) => (given === second?.object ? 'asked-not-returned' : undefined),
      },
      { title: say('Who computes for the second context', '第二个 context 由谁计算'), points: 2 },
    ),
    questionPart(
      {
        id: 'copied-from',
        answer: ofContexts[0]?.object ?? '',
        records: ofContexts,
        look: say(
          'Look at whom attachToContext was called on when the contexts were made.',
          '看创建 context 时，attachToContext 是在谁身上调用的。',
        ),
        mistake: (given) =>
          typeof given === 'string' && ['plugin#1', 'plugin#2', 'plugin#4'].includes(given)
            ? 'the-networks'
            : undefined,
      },
      {
        title: say('Whom all contexts’ copies were made from', '各个 context 的副本从谁而来'),
        points: 2,
      },
    ),
    questionPart(
      {
        id: 'uploads',
        answer: uploading.map(objectOf),
        anyOrder: true,
        records: logged('LookupTable').flatMap((at) => records.slice(at - 1, at + 1)),
        look: say(
          'A log line belongs to the call just above it.',
          '日志行属于紧挨在它上面的那次调用。',
        ),
        mistake: (given) =>
          Array.isArray(given) && given.length === attached.length ? 'one-a-copy' : undefined,
      },
      { title: say('For whom memory was acquired', '显存是为谁申请的'), points: 2 },
    ),
    questionPart(
      {
        id: 'holds-the-table',
        answer: holders[0] ?? '',
        records: afterwards.filter(({ method }) =>
          ['attachToContext', 'destruct'].includes(method),
        ),
        look: say(
          'Count the references behind the last upload: attachToContext takes one, destruct gives it back.',
          '从最后一次上传往后数引用：attachToContext 增加一个，destruct 归还一个。',
        ),
        mistake: (given) =>
          uploading.some((call) => objectOf(call) === given) ? 'who-uploaded' : undefined,
      },
      { title: say('Who holds the table at the end', '最后是谁还占着这张表'), points: 2 },
    ),
  ],
};
