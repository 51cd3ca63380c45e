import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comparisonBars, type ComparedPart } from '../../../src/display/plots/comparison-bars';
import type { PartKind } from '../../../src/display/plots/kinds';
import { WorkbookError } from '../../../src/errors';
import { tags, titles } from '../svg-tags';
import { assertReadable, placedTexts } from './placed-texts';

const convolutions = (kind: PartKind): ComparedPart[] => [
  { name: 'Conv_0 + Relu_1', kind, ms: 38 },
  { name: 'Conv_2 + Relu_3', kind, ms: 9 },
  { name: 'Conv_4', kind, ms: 8 },
];
const variants = [
  {
    variant: 'plugin',
    parts: [
      { name: 'input reformat', kind: 'reformat' as const, ms: 0.8 },
      { name: 'DynamicTRTResize_0', kind: 'plugin' as const, ms: 5.9 },
      ...convolutions('native'),
    ],
  },
  {
    variant: 'native',
    parts: [{ name: 'Resize_0', kind: 'native' as const, ms: 57 }, ...convolutions('native')],
  },
  {
    variant: 'ONNX Runtime',
    parts: [
      { name: 'Resize', kind: 'onnxruntime' as const, ms: 57 },
      ...convolutions('onnxruntime'),
    ],
  },
];
const svgOf = (
  figure: { toSVG?(language?: 'en' | 'zh'): string },
  language?: 'en' | 'zh',
): string => figure.toSVG?.(language) ?? '';

test('one bar a variant: parts one after the other at one scale', () => {
  const svg = svgOf(comparisonBars(variants));
  tags(svg);
  assertReadable(svg);
  const drawn = [
    ...svg.matchAll(/<path[^>]*d="M([\d.e-]+),([\d.e-]+)h([\d.e-]+)v[^>]*><title>([^\n]*),/g),
  ];
  assert.is(drawn.length, 13);
  const scale = 600 / 112;
  let end = 0;
  variants[0]?.parts.forEach(({ name, ms }, at) => {
    const [, x, , width, title] = drawn[at] ?? [];
    assert.match(title ?? '', name);
    assert.ok(Math.abs(Number(x) - end * scale) < 0.1);
    assert.ok(Math.abs(Number(width) - ms * scale) < 0.1);
    end += ms;
  });
  assert.is(new Set(drawn.map(([, , y]) => y)).size, 3);
  assert.ok(titles(svg).includes('DynamicTRTResize_0, plugin\n5.9 ms, 9.6 % of plugin'));
});

test('short parts have their name outside, and totals stand at the end', () => {
  const words = placedTexts(svgOf(comparisonBars(variants))).map(({ text }) => text);
  for (const word of [
    'DynamicTRTResize_0 5.9 ms',
    'input reformat 0.8 ms',
    'Resize_0',
    '57 ms',
    '61.7 ms',
    '112 ms',
  ])
    assert.ok(words.includes(word), word);
});

test('only the kinds that are there are in the legend; both languages', () => {
  const has = (figure: ReturnType<typeof comparisonBars>, word: string, language?: 'zh'): boolean =>
    placedTexts(svgOf(figure, language)).some(({ text }) => text === word);
  assert.ok(has(comparisonBars(variants), 'node of ONNX Runtime'));
  assert.not.ok(has(comparisonBars(variants.slice(0, 2)), 'node of ONNX Runtime'));
  assert.ok(has(comparisonBars(variants), 'plugin', 'zh'));
});

test('forty parts, long names, nothing but zeros, nothing at all', () => {
  const kinds = ['native', 'plugin', 'reformat'] as const;
  const parts = Array.from({ length: 40 }, (_, at) => ({
    name: `/model/layers.${at}/mlp/"down_proj"/MatMul & more`,
    kind: kinds[at % 3] ?? 'native',
    ms: 1 + (at % 7),
  }));
  const idle = [{ name: 'a', kind: 'native' as const, ms: 0 }];
  const figure = comparisonBars([
    { variant: 'x', parts },
    { variant: 'x', parts: idle },
    { variant: 'a name of a variant that is longer than anybody would give it', parts: [] },
  ]);
  for (const language of ['en', 'zh'] as const) {
    const svg = svgOf(figure, language);
    tags(svg);
    assertReadable(svg);
    assert.not.ok(/NaN|undefined|Infinity/.test(svg));
  }
  assertReadable(svgOf(comparisonBars([{ variant: 'idle', parts: idle }])));
  assert.is(comparisonBars([]).toText(), 'There is nothing to compare.');
  tags(svgOf(comparisonBars([])));
});

test('numbers as data and in a terminal', () => {
  const [first] = comparisonBars(variants).toJSON() as { variant: string; totalMs: number }[];
  assert.is(first?.variant, 'plugin');
  assert.ok(Math.abs((first?.totalMs ?? 0) - 61.7) < 1e-9);
  assert.match(
    comparisonBars(variants).toText(),
    /^plugin: 61\.7 ms\n {2}▏ +0\.8 ms {2}input reformat \(reformat/,
  );
  assert.throws(
    () => comparisonBars([{ variant: 'a', parts: [{ name: 'b', kind: 'native', ms: -1 }] }]),
    (error: Error) => error instanceof WorkbookError && error.code === 'TIME_INVALID',
  );
});

test.run();
