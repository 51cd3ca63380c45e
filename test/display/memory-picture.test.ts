import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { MemoryMap } from '../../src/display/memory-map';
import { memoryTable } from '../../src/display/memory-map';
import { memoryPicture } from '../../src/display/memory-picture';
import { longPlan, mixedPlan, plan } from './plans';
import { tags, titles } from './svg-tags';

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The rectangles of the regions, by the name in their tooltip. */
function rectangles(svg: string): Map<string, Rect> {
  const found = new Map<string, Rect>();
  for (const [, title = '', x, y, width, height] of svg.matchAll(
    /<g><title>([^,]*),[^<]*<\/title><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
  ))
    found.set(title, { x: Number(x), y: Number(y), width: Number(width), height: Number(height) });
  return found;
}

const apart = (a: Rect, b: Rect): boolean =>
  a.x + a.width <= b.x + 0.1 ||
  b.x + b.width <= a.x + 0.1 ||
  a.y + a.height <= b.y + 0.1 ||
  b.y + b.height <= a.y + 0.1;

test('a rectangle a region, none over another, higher up for a higher offset', () => {
  const svg = memoryPicture(mixedPlan()).toSVG?.() ?? '';
  tags(svg);
  const found = rectangles(svg);
  assert.equal([...found.keys()].sort(), [
    'features',
    'features for probe',
    'probe',
    'probed',
    'probed for add',
    'unused',
  ]);
  const all = [...found];
  // A region of 256 bytes is drawn higher than it is, so that it can be seen.
  for (const [name, rect] of all)
    for (const [other, second] of all)
      if (name < other && name !== 'unused' && other !== 'unused')
        assert.ok(apart(rect, second), `${name} and ${other}`);
  assert.ok((found.get('probed')?.y ?? 0) < (found.get('features')?.y ?? 0));
  assert.ok((found.get('features')?.width ?? 0) > (found.get('probed')?.width ?? 0));
});

test('the numbers: bytes of a context, bytes without reuse, layers by name', () => {
  const map = memoryPicture(mixedPlan(), { profile: 1 }).toJSON() as MemoryMap;
  assert.is(map.bytes, 196608);
  assert.is(map.sumBytes, 4 * (16384 + 8192 + 8192 + 16384) + 4096 + 256);
  assert.equal(map.regions[0], {
    name: 'features',
    kind: 'tensor',
    offset: 0,
    bytes: 65536,
    firstLayer: 0,
    lastLayer: 4,
    firstLayerName: 'conv [profile 1]',
    lastLayerName: 'add [profile 1]',
  });
  const rows = memoryTable(mixedPlan()).toJSON() as Record<string, unknown>[];
  assert.equal(
    rows.find(({ kind }) => kind === 'workspace'),
    {
      region: 'probe',
      kind: 'workspace',
      offset: 32768,
      bytes: 4096,
      'first layer': 'probe',
      'last layer': 'probe',
    },
  );
});

test('both languages; as text', () => {
  assert.match(memoryPicture(mixedPlan()).toSVG?.('zh') ?? '', '一个 context 需要 48 KiB');
  assert.match(memoryPicture(mixedPlan()).toSVG?.() ?? '', 'a context needs 48 KiB');
  assert.match(
    memoryPicture(mixedPlan()).toText(),
    'offset 24576, 8192 B: probed (tensor between layers)',
  );
});

test('a hundred layers stay on the page, with every region', () => {
  const svg = memoryPicture(longPlan(100)).toSVG?.() ?? '';
  tags(svg);
  assert.ok(Number(/width="([\d.]+)"/.exec(svg)?.[1]) <= 1000);
  assert.is(rectangles(svg).size, 99);
  assert.match(svg, '97 % saved by reuse');
  // The chain's fourth layer has a long name; the tooltip has it in full.
  assert.ok(
    titles(svg).some((title) =>
      title.endsWith('from /backbone/blocks.3/attention/output/dense/Add_3 to p4'),
    ),
  );
});

test('no memory of its own', () => {
  const figure = memoryPicture(plan({}));
  tags(figure.toSVG?.() ?? '');
  assert.match(figure.toText(), 'needs no memory of its own');
});

test.run();
