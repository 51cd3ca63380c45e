import {
  caseFailed,
  fail,
  numbersIn,
  part,
  pluginRun,
  sameTensor,
  say,
  tensor,
  type Evidence,
  type ExerciseCheck,
  type PluginCase,
  type PluginCaseResult,
  type Verdict,
} from 'tensorrt-plugin-workbook/dist/exercise/checking';

type Power = 'Square' | 'Cube';

/** One inference. A creator that is not found is for the judge, who knows how to say it. */
const powerCase = (plugin: Power, dims: number[], values: number[]): PluginCase => ({
  plugin,
  version: '1',
  inferences: [[tensor('kFLOAT', dims, values)]],
  mayFail: true,
});

/** `"Square" version "1"`. */
const key = (name: string, version: string): string => `"${name}" version "${version}"`;

/** Which creators there are, as the registry's error lists them. */
function registered({ message }: { message: string }): [name: string, version: string][] {
  const [, list = ''] = /expected one of (.*)/.exec(message) ?? [];
  return list.split(', ').flatMap((each): [string, string][] => {
    const [, name, version] = /^(.*) version (.*)$/.exec(each) ?? [];
    return name === undefined || version === undefined ? [] : [[name, version]];
  });
}

function notFound(plugin: Power, error: { message: string }): Verdict {
  const there = registered(error);
  const mistake = (): string | undefined => {
    const others = there.filter(([name]) => name !== (plugin === 'Cube' ? 'Square' : 'Cube'));
    if (others.some(([name]) => name === `${plugin}Creator` || name === 'PowerPlugin'))
      return 'class-name';
    const like = ([name, version]: [string, string]): boolean =>
      name.toLowerCase() === plugin.toLowerCase() && Number(version.replace(/^v/i, '')) === 1;
    if (others.some(like)) return 'letter-by-letter';
    return plugin === 'Cube' ? 'not-registered' : undefined;
  };
  const known = mistake();
  const keys = there.map(([name, version]) => key(name, version));
  const list = (none: string): string => (keys.length > 0 ? keys.join(', ') : none);
  return fail(
    say(
      `The host asks the registry for ${plugin} and finds no creator of this name and version.`,
      `宿主程序在注册表中查找 ${plugin}，没有找到这个名字和版本的 creator。`,
    ),
    {
      expected: key(plugin, '1'),
      actual: say(`registered are ${list('none')}`, `已注册的有 ${list('无')}`),
      ...(known === undefined ? {} : { mistake: known }),
    },
  );
}

/** The power of every element: of multiples of 1/64 up to 3 exact in float32. */
function judgeCase(
  { plugin, inferences }: PluginCase,
  result: PluginCaseResult | undefined,
): Verdict {
  const x = inferences[0]?.[0];
  if (!x || !result) return fail(say('It was not run.', '没有运行。'));
  if (result.error?.step === 'getCreator') return notFound(plugin as Power, result.error);
  if (result.error) return caseFailed(result);
  const values = numbersIn(x).map((value) => (plugin === 'Cube' ? value ** 3 : value ** 2));
  return sameTensor(result.inferences[0]?.outputs[0], { name: 'y', dims: x.dims, values });
}

export const check: ExerciseCheck = {
  parts: [
    part({
      id: 'square',
      title: say('1. Square is found, and squares', '1. 找到 Square，并算出平方'),
      points: 5,
      inputs: () => pluginRun([powerCase('Square', [4], [0, 1, -2, 3])]),
      judge: ({ cases }, { cases: [one] }) => judgeCase(one as PluginCase, cases[0]),
    }),
    part({
      id: 'cube',
      title: say('2. Cube is found, and cubes', '2. 找到 Cube，并算出立方'),
      points: 3,
      inputs: () => pluginRun([powerCase('Cube', [4], [0, 1, -2, 3])]),
      judge: ({ cases }, { cases: [one] }) => judgeCase(one as PluginCase, cases[0]),
    }),
    part({
      id: 'any',
      title: say('Both, with any numbers', '两者都用任意的数'),
      points: 2,
      hidden: true,
      after: ['square', 'cube'],
      inputs: (random) =>
        pluginRun(
          (['Square', 'Cube'] as const).map((plugin) => {
            const dims = [random.integer(1, 9), random.integer(1, 40)];
            const count = dims.reduce((product, extent) => product * extent, 1);
            return powerCase(plugin, dims, random.numbers(count, -3, 3));
          }),
        ),
      judge: ({ cases }, request) => {
        const verdicts = request.cases.map((one, at) => judgeCase(one, cases[at]));
        return verdicts.find(({ passed }) => !passed) ?? (verdicts[0] as Verdict);
      },
    }),
  ],
  recognise({ verdict }: Evidence) {
    const said = typeof verdict.actual === 'string' ? verdict.actual : '';
    return /redefinition of .*pluginRegistrar/.test(said) ? 'registered-twice' : undefined;
  },
};
