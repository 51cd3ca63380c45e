import { createRequire } from 'node:module';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { plotSvg, type PlotSpec } from '../../../src/display/plots/vega';
import { tags, titles } from '../svg-tags';

const load = createRequire(__filename);
const spec: PlotSpec = {
  data: { values: [{ layer: 'conv <1> & "2"', ms: 2, tip: 'conv <1> & "2"\n2 ms' }] },
  mark: 'bar',
  encoding: {
    y: { field: 'layer', type: 'nominal' },
    x: { field: 'ms', type: 'quantitative' },
    description: { field: 'tip' },
  },
};

test('nothing loads Vega before the first plot', () => {
  const loaded = Object.keys(require.cache).some((file) => file.includes('/vega-lite/'));
  assert.not.ok(loaded);
});

test('the same every time, described, with tooltips, without a background', () => {
  const svg = plotSvg(spec, 'A title', 'conv takes 2 ms & more');
  tags(svg);
  assert.is(plotSvg(spec, 'A title', 'conv takes 2 ms & more'), svg);
  assert.match(
    svg,
    /^<svg [^>]*role="img" aria-label="A title" style="max-width:100%;height:auto"/,
  );
  assert.match(svg, '<desc>conv takes 2 ms &amp; more</desc>');
  assert.equal(titles(svg), ['conv &lt;1&gt; &amp; &quot;2&quot;\n2 ms']);
  assert.not.match(
    svg,
    /class=|aria-roledescription|fill="white"|font-family="[^"]*"[^]*font-family=/,
  );
});

test('text is measured without a canvas, and Vega’s own measure is put back', () => {
  const vega = load('vega') as { textMetrics: { width: (item: object, text: string) => number } };
  const { textMetrics } = vega;
  const before = textMetrics.width;
  // As a canvas would: another width on every machine.
  const canvas = (): number => 1234;
  const plain = plotSvg(spec, '', '');
  textMetrics.width = canvas;
  try {
    assert.is(plotSvg(spec, '', ''), plain);
    assert.is(textMetrics.width, canvas);
  } finally {
    textMetrics.width = before;
  }
});

test('what Vega warns of is an error', () => {
  const unknown = { ...spec, encoding: { ...spec.encoding, z: { field: 'ms' } } } as unknown;
  assert.throws(() => plotSvg(unknown as PlotSpec, '', ''), /Cannot draw the plot: /);
});

test.run();
