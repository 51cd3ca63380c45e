import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inferenceTimeline, type TimelineBar } from '../../../src/display/plots/inference-timeline';
import { WorkbookError } from '../../../src/errors';
import type { InferenceTrace } from '../../../src/perf/inference-trace';
import { tags, titles } from '../svg-tags';
import { assertReadable, placedTexts } from './placed-texts';

/** Queries of 10 ms, one every 8: copies overlap the computation of the next. */
const traces = Array.from({ length: 30 }, (_, query): InferenceTrace => {
  const start = 100 + 8 * query;
  return {
    startEnqMs: start - 1,
    endEnqMs: start - 0.5,
    startH2dMs: start,
    endH2dMs: start + 1,
    startComputeMs: start + 1,
    endComputeMs: start + 9,
    startD2hMs: start + 9,
    endD2hMs: start + 10,
  };
});
const svgOf = (
  figure: { toSVG?(language?: 'en' | 'zh'): string },
  language?: 'en' | 'zh',
): string => figure.toSVG?.(language) ?? '';

function refused(code: string, call: () => unknown): void {
  assert.throws(call, (error: Error) => error instanceof WorkbookError && error.code === code);
}

test('four bars a query, where and as long as they were', () => {
  const figure = inferenceTimeline({ traces }, { from: 10, count: 2 });
  const bars = figure.toJSON() as TimelineBar[];
  assert.is(bars.length, 8);
  assert.equal(bars[2], { query: 10, part: 'compute', fromMs: 181, toMs: 189 });
  const svg = svgOf(figure);
  tags(svg);
  assertReadable(svg);
  const drawn = [...svg.matchAll(/<path[^>]*d="M([\d.e-]+),[\d.e-]+h([\d.e-]+)v[^>]*><title>/g)];
  assert.is(drawn.length, 8);
  // From the first enqueue at 179 to the last D2H at 198.
  const scale = 600 / 19;
  bars.forEach(({ fromMs, toMs }, at) => {
    assert.ok(Math.abs(Number(drawn[at]?.[1]) - (fromMs - 179) * scale) < 0.1);
    assert.ok(Math.abs(Number(drawn[at]?.[2]) - (toMs - fromMs) * scale) < 0.1);
  });
  assert.ok(titles(svg).includes('compute, query 10\n8 ms\n181 ms – 189 ms'));
  assert.match(svg, 'queries 10 to 11 of 30');
});

test('numbers stand only where they fit', () => {
  const numbers = (count: number): string[] =>
    placedTexts(svgOf(inferenceTimeline({ traces }, { from: 10, count })))
      .map(({ text }) => text)
      .filter((text) => /^\d+$/.test(text));
  assert.ok(numbers(2).filter((text) => text === '10').length >= 3);
  assert.equal([...new Set(numbers(20))].length, 20);
  assert.equal(numbers(20).length, 20);
});

test('both languages, any number of queries', () => {
  for (const count of [1, 4, 30])
    for (const language of ['en', 'zh'] as const)
      assertReadable(svgOf(inferenceTimeline({ traces }, { count }), language));
  assert.match(svgOf(inferenceTimeline({ traces }), 'zh'), '第 0 到 3 次');
  // More than there are: those that there are.
  assert.is(
    (inferenceTimeline({ traces }, { from: 28, count: 9 }).toJSON() as unknown[]).length,
    8,
  );
});

test('in a terminal', () => {
  const lines = inferenceTimeline({ traces }, { from: 8, count: 2 }).toText().split('\n');
  assert.is(lines.length, 5);
  assert.match(lines[0] ?? '', 'queries 8 to 9 of 30, 19 ms');
  assert.match(lines[3] ?? '', /^compute {2}│ +8{20,}9{20,}$/);
});

test('queries that are not there, times that are none, no query', () => {
  refused('QUERY_INVALID', () => inferenceTimeline({ traces }, { from: 30 }));
  refused('QUERY_INVALID', () => inferenceTimeline({ traces }, { from: -1 }));
  refused('QUERY_INVALID', () => inferenceTimeline({ traces }, { count: 0 }));
  refused('QUERY_INVALID', () => inferenceTimeline({ traces }, { count: 1.5 }));
  const [first] = traces;
  if (first === undefined) throw new Error('no trace');
  refused('TIME_INVALID', () => inferenceTimeline({ traces: [{ ...first, endH2dMs: 0 }] }));
  refused('TIME_INVALID', () => inferenceTimeline({ traces: [{ ...first, startEnqMs: NaN }] }));
  assert.is(inferenceTimeline({ traces: [] }).toText(), 'No query was measured.');
  tags(svgOf(inferenceTimeline({ traces: [] })));
});

test.run();
