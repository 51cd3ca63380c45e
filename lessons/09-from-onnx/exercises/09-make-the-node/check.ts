import {
  callsOf,
  fail,
  firstFailure,
  moduleRun,
  part,
  pass,
  sameNumbers,
  say,
  type Evidence,
  type ExerciseCheck,
  type ModuleRun,
  type ModuleRunResult,
  type Random,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

type Call = ModuleRun['calls'][number];

function lookUp(random: Random, most: number): Call {
  const table = random.numbers(random.integer(2, 9), -20, 20);
  const indices = random.integers(random.integer(1, most), 0, table.length - 1);
  return { function: 'lookUp', arguments: [table, Int32Array.from(indices)] };
}

function lookUpAndAdd(random: Random, most: number, scalar: number): Call {
  const [table, indices] = lookUp(random, most).arguments;
  return { function: 'lookUpAndAdd', arguments: [table, scalar, indices] };
}

/** What a call has to return. */
function expected({ arguments: given }: Call): number[] {
  const [table, ...rest] = given as [number[], ...unknown[]];
  const indices = rest.at(-1) as Int32Array;
  const scalar = rest.length > 1 ? (rest[0] as number) : 0;
  return Array.from(indices, (at) => Math.fround((table[at] ?? 0) + scalar));
}

/** Numbers, made by as many plugins as the call has nodes. */
function judge({ calls }: ModuleRunResult, request: ModuleRun): Verdict {
  return firstFailure(
    ...request.calls.flatMap((call, at) => {
      const { value, trace = [] } = calls[at] ?? {};
      const nodes = call.function === 'lookUp' ? 1 : 2;
      const runs = callsOf(trace, 'enqueue').length;
      return [
        () => sameNumbers(value, expected(call), { name: nodes === 1 ? 'found' : 'y' }),
        () =>
          runs >= nodes
            ? pass()
            : fail(
                say(
                  'The numbers are right, but not all of them were computed by a node’s plugin.',
                  '数字正确，但不全是由节点的 plugin 算出来的。',
                ),
                { expected: `enqueue × ${nodes}`, actual: `enqueue × ${runs}` },
              ),
      ];
    }),
  );
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'table',
      title: say('A node that looks up', '查表的节点'),
      points: 4,
      inputs: () =>
        moduleRun('run.ts', [
          { function: 'lookUp', arguments: [[0.5, 1, 4, 9.5], Int32Array.of(3, 0, 1, 2)] },
        ]),
      judge,
    }),
    part({
      id: 'sum',
      title: say('A second node that adds', '再加一个做加法的节点'),
      points: 4,
      inputs: (random) => moduleRun('run.ts', [lookUpAndAdd(random, 6, 2.5)]),
      judge,
    }),
    part({
      id: 'any',
      title: say('Any table, any number', '任意的表，任意的数'),
      points: 2,
      hidden: true,
      after: ['table', 'sum'],
      inputs: (random) =>
        moduleRun('run.ts', [
          lookUp(random, 40),
          // A whole number is a FLOAT, too.
          lookUpAndAdd(random, 40, random.integer(-9, 9)),
        ]),
      judge,
    }),
  ],
  recognise({ verdict, files }: Evidence) {
    const { message, actual = '' } = verdict;
    const said = `${message.en} ${typeof actual === 'string' ? actual : actual.en}`;
    if (/is kINT32 x \d+, must be kFLOAT32/.test(said)) return 'whole-numbers';
    if (/no plugin ".*" version "2"/.test(said)) return 'another-operator';
    if (/no plugin ".*" version ""/.test(said)) return 'version-is-no-text';
    if (!/plugin_version/.test(files['run.ts'] ?? '') && !/Yours/.test(files['run.ts'] ?? ''))
      return 'no-version';
    return undefined;
  },
};
