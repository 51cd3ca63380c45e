import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { layerBars, type LayerBar } from '../../../src/display/plots/layer-bars';
import { PART_COLOURS } from '../../../src/display/plots/kinds';
import { WorkbookError } from '../../../src/errors';
import { mixedPlan } from '../plans';
import { tags, titles } from '../svg-tags';
import { assertReadable, placedTexts } from './placed-texts';

const thrice = {
  iterations: 3,
  layers: [
    { name: 'conv', timesMs: [0.3, 0.5, 0.1] },
    { name: 'probe', timesMs: [0.1, 0.2, 0.6] },
  ],
};
const svgOf = (
  figure: { toSVG?(language?: 'en' | 'zh'): string },
  language?: 'en' | 'zh',
): string => figure.toSVG?.(language) ?? '';

/** Left edge and width of the bars with this fill. */
function barsOf(svg: string, fill: string): [number, number][] {
  const path = new RegExp(
    `<path[^>]*d="M([\\d.e-]+),[\\d.e-]+h([\\d.e-]+)v[^>]*fill="${fill}"[^>]*><title>`,
    'g',
  );
  return [...svg.matchAll(path)].map(([, x, width]) => [Number(x), Number(width)]);
}

test('a bar a layer, as long as its median; share, spread and kind in words', () => {
  const figure = layerBars(thrice);
  const [conv, probe] = figure.toJSON() as LayerBar[];
  assert.is(conv?.medianMs, 0.3);
  assert.is(probe?.minMs, 0.1);
  assert.is(probe?.maxMs, 0.6);
  assert.is(probe?.p90Ms, 0.6);
  assert.ok(Math.abs((conv?.share ?? 0) - 0.5) < 1e-9);
  const svg = svgOf(figure);
  tags(svg);
  assertReadable(svg);
  const bars = barsOf(svg, PART_COLOURS.native.fill);
  assert.is(bars.length, 2);
  assert.is(bars[0]?.[0], bars[1]?.[0]);
  assert.ok(Math.abs((bars[0]?.[1] ?? 0) / (bars[1]?.[1] ?? 0) - 1.5) < 0.01);
  assert.ok(
    titles(svg).includes('conv\n0.3 ms, 50 %\n3 runs, 0.1 ms to 0.5 ms, 90 % within 0.5 ms'),
  );
  assert.match(svg, '3 enqueues, 0.7 ms in layers at the median; bar: median');
});

test('what a profiler reported enqueue by enqueue gives the same', () => {
  const reported = [0, 1, 2].map((run) =>
    thrice.layers.map(({ name, timesMs }) => ({ layer: name, ms: timesMs[run] ?? 0 })),
  );
  assert.equal(layerBars(reported.flat()).toJSON(), layerBars(thrice).toJSON());
  assert.equal(layerBars(reported).toJSON(), layerBars(thrice).toJSON());
});

test('the kinds of an engine’s layers have colours and a legend', () => {
  const names = ['conv', 'features to probe', 'probe', 'unknown'];
  const layers = names.map((name) => ({ name, timesMs: [1] }));
  const figure = layerBars({ iterations: 1, layers }, { engine: mixedPlan() });
  assert.equal(
    (figure.toJSON() as LayerBar[]).map(({ kind }) => kind),
    ['native', 'reformat', 'plugin', null],
  );
  const svg = svgOf(figure);
  for (const kind of ['plugin', 'reformat'] as const)
    assert.is(barsOf(svg, PART_COLOURS[kind].fill).length, 1);
  const words = placedTexts(svg).map(({ text }) => text);
  for (const word of ['plugin', 'layer of TensorRT', 'reformat, inserted by the builder'])
    assert.ok(words.includes(word), word);
  assert.match(svgOf(figure, 'zh'), 'builder 插入的 reformat');
  assert.match(figure.toText(), / probe \(plugin\)$/m);
  // One kind only: nothing to tell apart.
  assert.not.ok(
    placedTexts(svgOf(layerBars(thrice))).some(({ text }) => text === 'layer of TensorRT'),
  );
});

test('the slowest first, on request', () => {
  const order = (layerBars(thrice, { order: 'time' }).toJSON() as LayerBar[]).map(
    (bar) => bar.layer,
  );
  assert.equal(order, ['conv', 'probe']);
  const reversed = { ...thrice, layers: [...thrice.layers].reverse() };
  assert.is((layerBars(reversed).toJSON() as LayerBar[])[0]?.layer, 'probe');
  assert.is((layerBars(reversed, { order: 'time' }).toJSON() as LayerBar[])[0]?.layer, 'conv');
});

test('forty layers with long names, two of the same name, quotes and Chinese stay readable', () => {
  const long = (at: number): string =>
    `/model/layers.${at}/mlp/"down_proj"/MatMul + /layers.${at}/Add\\n`;
  const layers = Array.from({ length: 40 }, (_, at) => ({
    name:
      at < 2
        ? 'same'
        : at === 2
          ? '输出卷积层的重排格式与数据搬运以及更多的说明文字直到超过限制为止还要再长一些'
          : long(at),
    timesMs: [0.01 * at, 0.02 * at],
  }));
  const figure = layerBars({ iterations: 2, layers });
  for (const language of ['en', 'zh'] as const) {
    const svg = svgOf(figure, language);
    tags(svg);
    assertReadable(svg);
    assert.is(barsOf(svg, PART_COLOURS.native.fill).length, 40);
    assert.not.ok(/NaN|undefined|Infinity/.test(svg));
  }
  assert.is((figure.toJSON() as LayerBar[]).length, 40);
});

test('names that mean something to Vega, JSON or XML are only names', () => {
  const names = [
    'a\u2028b',
    'two\nlines',
    'nul\0',
    '"]+datum.value+["',
    '</text><script>',
    '\ud800 lone',
    "it's",
    '${x}',
    '',
  ];
  const figure = layerBars({
    iterations: 1,
    layers: names.map((name) => ({ name, timesMs: [1] })),
  });
  const svg = svgOf(figure);
  tags(svg);
  assert.not.match(svg, /<script|\0|[\ud800-\udfff]/u);
  const words = placedTexts(svg).map(({ text }) => text);
  for (const word of ['nul\uFFFD', '"]+datum.value+["', '</text><script>', "it's", '${x}'])
    assert.ok(
      words.some((text) => text.replace(/&quot;/g, '"') === word),
      word,
    );
  assert.is(barsOf(svg, PART_COLOURS.native.fill).length, names.length);
});

test('one layer, no layer, no time taken, and times that are none', () => {
  assertReadable(svgOf(layerBars({ iterations: 1, layers: [{ name: 'a', timesMs: [1] }] })));
  assert.is(layerBars({ iterations: 0, layers: [] }).toText(), 'No layer was timed.');
  assert.match(svgOf(layerBars([])), 'No layer was timed.');
  const idle = svgOf(layerBars([{ layer: 'a', ms: 0 }]));
  tags(idle);
  assert.not.ok(/NaN|Infinity/.test(idle));
  for (const ms of [NaN, -1, Infinity])
    assert.throws(
      () => layerBars({ iterations: 1, layers: [{ name: 'a', timesMs: [ms] }] }),
      (error: Error) => error instanceof WorkbookError && error.code === 'TIME_INVALID',
    );
});

test('bars in a terminal', () => {
  assert.match(
    layerBars(thrice).toText(),
    /█{24} +0\.3 ms +50 % +conv\n█{16} +0\.2 ms +50 % +probe$/,
  );
});

test.run();
