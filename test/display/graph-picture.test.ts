import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { expressionText } from '../../src/display/expression-text';
import { foldGraph } from '../../src/display/graph-fold';
import { engineGraph } from '../../src/display/engine-graph';
import { graphPicture } from '../../src/display/graph-picture';
import { nameLines } from '../../src/display/text-box';
import { WorkbookError } from '../../src/errors';
import { longPlan, mixedPlan, nativeLayer, plan, plugin, tensor, use } from './plans';
import { tags, titles } from './svg-tags';

const svgOf = (
  figure: { toSVG?(language?: 'en' | 'zh'): string },
  language?: 'en' | 'zh',
): string => figure.toSVG?.(language) ?? '';

test('every kind of layer, both languages, both profiles: balanced and the same every time', () => {
  for (const profile of [0, 1])
    for (const language of ['en', 'zh'] as const) {
      const svg = svgOf(graphPicture(mixedPlan(), { profile }), language);
      tags(svg);
      assert.is(svgOf(graphPicture(mixedPlan(), { profile }), language), svg);
      assert.not.ok(/NaN|undefined|Infinity/.test(svg));
      assert.ok(svg.includes(profile === 0 ? 'kHALF:kCHW4 [2,16,8,8]' : 'kHALF:kHWC8 [8,16,8,8]'));
    }
});

test('the language is the reader’s unless the figure was made for one', () => {
  assert.match(svgOf(graphPicture(mixedPlan()), 'zh'), 'builder 插入的 reformat');
  assert.match(svgOf(graphPicture(mixedPlan(), { lang: 'en' }), 'zh'), 'inserted by the builder');
});

test('the graph as data: what runs, which tensors lead where, aliases, extents that data decide', () => {
  const data = graphPicture(mixedPlan()).toJSON() as {
    layers: { name: string; kind: string }[];
    tensors: Record<string, unknown>[];
  };
  assert.equal(
    data.layers.map(({ name, kind }) => `${kind} ${name}`),
    [
      'native conv',
      'reformat features to probe',
      'plugin probe',
      'reformat probed to add',
      'plugin add',
      'plugin nonzero',
      'native tail',
    ],
  );
  const named = new Map(data.tensors.map((each) => [each['name'], each]));
  assert.equal(named.get('features'), {
    name: 'features',
    role: 'between',
    host: false,
    dims: [2, 16, 8, 8],
    shape: '[x[0], 16, 8, 8]',
    aliasOf: null,
    producer: 'conv',
    consumers: ['features to probe', 'add'],
    type: 'kFLOAT',
    format: 'kLINEAR',
  });
  assert.is(named.get('sum')?.['aliasOf'], 'probed for add');
  assert.equal(named.get('indices')?.['dims'], [4, -1]);
  assert.is(named.get('indices')?.['shape'], '[4, (≤ x[0] * 1024)]');
  assert.equal(
    named.get('y')?.['dims'],
    [2, 16, 4, 2],
    'extents from the values of the shape tensor',
  );
  assert.is(named.get('s')?.['host'], true);
});

test('extents of any end of the profile', () => {
  const most = graphPicture(mixedPlan(), { select: 'kMAX' }).toText();
  assert.match(most, 'input x: kFLOAT:kLINEAR [4,16,8,8]');
  assert.match(most, 'y: kFLOAT:kLINEAR [4,16,8,8]');
});

test('the text names what the builder inserted, what shares memory and what nobody reads', () => {
  const lines = graphPicture(mixedPlan()).toText().split('\n');
  assert.ok(lines.includes('2  reformat features to probe: kFLOAT:kLINEAR → kHALF:kCHW4'));
  assert.ok(lines.some((line) => line.endsWith('(in the memory of probed for add)')));
  assert.ok(lines.some((line) => line.endsWith('unused: kINT32:kLINEAR [1] (not used)')));
  assert.ok(lines.includes('shape tensor input s: kINT64:kLINEAR [2]'));
});

test('tooltips have names in full and symbolic extents', () => {
  const long = `/encoder/${'layer/'.repeat(20)}add`;
  const named = plan({
    tensors: [
      tensor('x', ['x[0]', 4], { mode: 'kINPUT' }),
      tensor('y', ['x[0]', 4], { mode: 'kOUTPUT' }),
    ],
    profiles: [{ shapes: { x: { min: [1, 4], opt: [2, 4], max: [3, 4] } }, values: {} }],
    layers: [plugin(long, [use('x')], [use('y')])],
  });
  const svg = svgOf(graphPicture(named));
  assert.ok(titles(svg).some((title) => title.startsWith(`${long}\nProbe version 2`)));
  assert.ok(titles(svg).some((title) => title.endsWith('[x[0], 4]')));
  assert.ok(Number(/width="([\d.]+)"/.exec(svg)?.[1]) < 500, 'the long name is cut in the box');
});

test('a hundred layers fold into columns that fit the page, and no layer is lost', () => {
  const graph = engineGraph(longPlan(100), 0, 'kOPT');
  const columns = foldGraph(graph);
  assert.ok(columns.length > 5);
  const covered = columns.flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, at) => from + at),
  );
  assert.equal(
    covered,
    graph.layers.map((_, index) => index),
  );
  const svg = svgOf(graphPicture(longPlan(100)));
  tags(svg);
  assert.ok(Number(/width="([\d.]+)"/.exec(svg)?.[1]) <= 1010);
  const drawn = new Set(titles(svg).map((title) => title.split('\n')[0]));
  for (const { name } of graph.layers) assert.ok(drawn.has(name), name);
});

test('a wide graph is not deep: one column', () => {
  const names = Array.from({ length: 30 }, (_, at) => `t${at}`);
  const wide = plan({
    tensors: [tensor('x', [1], { mode: 'kINPUT' }), ...names.map((name) => tensor(name, [1]))],
    layers: names.map((name) => plugin(`p ${name}`, [use('x')], [use(name)])),
  });
  assert.equal(foldGraph(engineGraph(wide, 0, 'kOPT')), [{ from: 0, to: 30 }]);
});

test('what stands beside each other stands in the order in which it comes to be', () => {
  const names = ['first', 'second', 'third', 'fourth'];
  const fan = plan({
    tensors: [tensor('x', [1], { mode: 'kINPUT' }), ...names.map((name) => tensor(name, [1]))],
    layers: [
      ...names.map((name) => plugin(`make ${name}`, [use('x')], [use(name)])),
      nativeLayer(
        'join',
        'kCONCATENATION',
        names.map((name) => use(name)),
        [use('y')],
      ),
    ],
  });
  const places = new Map(
    [...svgOf(graphPicture(fan)).matchAll(/<text x="([\d.]+)"[^>]*>make (\w+)</g)].map(
      ([, x, name]) => [name, Number(x)],
    ),
  );
  const across = names.map((name) => places.get(name) ?? NaN);
  assert.equal(
    across,
    [...across].sort((a, b) => a - b),
  );
});

test('a tensor in two formats is shown once in each', () => {
  const two = plan({
    tensors: [
      tensor('x', [1, 8, 2, 2], { mode: 'kINPUT' }),
      tensor('y', [1, 8, 2, 2], { mode: 'kOUTPUT' }),
    ],
    layers: [
      plugin('a', [use('x')], [use('m')]),
      nativeLayer('b', 'kELEMENTWISE', [use('x', 'kFLOAT:kHWC'), use('m')], [use('y')]),
    ],
  });
  const { tensors } = graphPicture(two).toJSON() as { tensors: { name: string; format: string }[] };
  assert.equal(
    tensors.filter(({ name }) => name === 'x').map(({ format }) => format),
    ['kLINEAR', 'kHWC'],
  );
  tags(svgOf(graphPicture(two)));
});

test('a long name takes two lines, and both ends of it show', () => {
  assert.equal(nameLines('Reformatting CopyNode for Output Tensor 0 to p'), [
    'Reformatting CopyNode for Output',
    'Tensor 0 to p',
  ]);
  assert.equal(nameLines('conv'), ['conv']);
  const [one, ...others] = nameLines('x'.repeat(80));
  assert.ok(others.length === 0 && one?.length === 34 && one.includes('…'));
});

test('names are escaped; an empty engine and one without readers of its input draw', () => {
  const odd = plan({
    tensors: [tensor('<x&"', [1], { mode: 'kINPUT' }), tensor('lonely', [2], { mode: 'kINPUT' })],
    layers: [plugin('</svg>', [use('<x&"')], [use('y')])],
  });
  tags(svgOf(graphPicture(odd)));
  assert.match(svgOf(graphPicture(odd)), 'input lonely');
  tags(svgOf(graphPicture(plan({}))));
  assert.match(graphPicture(plan({})).toText(), 'no layers');
});

test('an engine is taken as well as its plan; a profile that is not there is an error', () => {
  assert.is(svgOf(graphPicture({ plan: mixedPlan() })), svgOf(graphPicture(mixedPlan())));
  assert.throws(
    () => graphPicture(mixedPlan(), { profile: 2 }),
    (error: Error) => error instanceof WorkbookError && error.code === 'PROFILE_INVALID',
  );
});

test('symbolic extents read as written by a person', () => {
  const x = { variable: 'x[2]' };
  const half = {
    operation: 'kFLOOR_DIV' as const,
    first: { operation: 'kSUM' as const, first: x, second: { constant: 1 } },
    second: { constant: 2 },
  };
  assert.is(expressionText(half), 'floor((x[2] + 1) / 2)');
  assert.is(
    expressionText({ operation: 'kPROD', first: { constant: 3 }, second: half }),
    '3 * floor((x[2] + 1) / 2)',
  );
  assert.is(
    expressionText({
      operation: 'kSUB',
      first: x,
      second: { operation: 'kSUB', first: x, second: x },
    }),
    'x[2] - (x[2] - x[2])',
  );
});

test.run();
