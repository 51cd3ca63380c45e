import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Member } from '../../src/display/byte-layout';
import { byteMap } from '../../src/display/bytes';
import { ALARM } from '../../src/display/swim-lane-marks';
import { field, float32, int32 } from '../../src/runtime/plugin/plugin-field';
import { assertTidy, textBoxes } from './svg-boxes';
import { tags } from './svg-tags';

/** 12, 768, 0.5, true: three words and a byte. */
const BYTES = new Uint8Array(13);
const view = new DataView(BYTES.buffer);
view.setInt32(0, 12, true);
view.setInt32(4, 768, true);
view.setFloat32(8, 0.5, true);
view.setUint8(12, 1);

const LAYOUT: Member[] = [
  { name: 'numHeads', type: 'kINT32' },
  { name: 'hiddenSize', type: 'kINT32' },
  { name: 'dqProbs', type: 'kFLOAT32' },
  { name: 'useInt8ScaleMax', type: 'kBOOL' },
];

interface Piece {
  name: string;
  offset: number;
  kind: string;
  value: string | null;
  bytes: (number | null)[];
}

test('members over the bytes, each at its offset with its value', () => {
  const figure = byteMap(BYTES, LAYOUT);
  assert.equal(
    (figure.toJSON() as Piece[]).map(({ name, offset, kind, value }) => [
      name,
      offset,
      kind,
      value,
    ]),
    [
      ['numHeads', 0, 'element', '12'],
      ['hiddenSize', 4, 'element', '768'],
      ['dqProbs', 8, 'element', '0.5'],
      ['useInt8ScaleMax', 12, 'element', 'true'],
    ],
  );
  for (const language of ['en', 'zh'] as const) {
    const svg = figure.toSVG?.(language) ?? '';
    tags(svg);
    assertTidy(svg);
    assert.not.match(svg, ALARM);
    const names = textBoxes(svg).map(({ name }) => name);
    for (const { name } of LAYOUT) assert.ok(names.includes(name));
  }
});

test('a bool read as four bytes reaches past the end', () => {
  const figure = byteMap(BYTES, [
    ...LAYOUT.slice(0, 3),
    { name: 'useInt8ScaleMax', type: 'kINT32' },
  ]);
  const last = (figure.toJSON() as Piece[])[3];
  assert.equal([last?.kind, last?.bytes, last?.value], ['missing', [1, null, null, null], null]);
  const svg = figure.toSVG?.() ?? '';
  assert.match(svg, ALARM);
  assert.match(svg, '3 bytes are missing');
  assert.match(figure.toSVG?.('zh') ?? '', '越过末尾');
  assertTidy(svg);
});

test('bytes that no member reads stand out', () => {
  const figure = byteMap(BYTES, LAYOUT.slice(0, 2));
  const rest = (figure.toJSON() as Piece[])[2];
  assert.equal([rest?.kind, rest?.offset, rest?.bytes.length], ['rest', 8, 5]);
  assert.match(figure.toSVG?.() ?? '', '5 bytes are left');
  assert.match(figure.toText('zh'), '没有读取');
  assertTidy(figure.toSVG?.('zh') ?? '');
});

test('long members are cut, and say how much of them is drawn', () => {
  const bytes = new Uint8Array(8 + 160).fill(7);
  const figure = byteMap(bytes, [
    { name: 'n', type: 'kINT64' },
    { name: 'table', type: 'kFLOAT32', length: 40 },
    { name: 'nothing', type: 'kINT32', length: 0 },
  ]);
  const svg = figure.toSVG?.() ?? '';
  assertTidy(svg);
  assert.match(svg, 'table, the first 24 of 160 bytes');
  assert.match(figure.toText(), '… 36 more');
  assert.not.match(svg, /NaN|undefined|Infinity/);
});

test('a type or length that cannot be', () => {
  for (const member of [
    { name: 'a', type: 'kINT31' as 'kINT32' },
    { name: 'b', type: 'kINT32' as const, length: -1 },
  ])
    assert.throws(
      () => byteMap(BYTES, [member]),
      (error: { code?: string }) => error.code === 'LAYOUT_INVALID',
    );
});

test('several fields stand below each other; one is drawn as ever', () => {
  const fields = [
    field('numHeads', int32(12), 'kINT32'),
    field('dqProbs', float32(0.5), 'kFLOAT32'),
    { name: 'declared', type: 'kINT32' as const, length: 1, data: null },
  ];
  const figure = byteMap(fields);
  const svg = figure.toSVG?.() ?? '';
  tags(svg);
  assertTidy(svg);
  const heads = textBoxes(svg).filter(({ name }) => name.includes(' × '));
  assert.equal(
    heads.map(({ name }) => name),
    ['numHeads: kINT32 × 1', 'dqProbs: kFLOAT32 × 1', 'declared: kINT32 × 1'],
  );
  assert.is(figure.toText().split('\n').length, 3);
  const [first] = fields;
  assert.ok(first);
  assert.is(byteMap([first]).toSVG?.(), byteMap(first).toSVG?.());
  assert.match(byteMap([]).toText(), 'No fields');
  assertTidy(byteMap([]).toSVG?.('zh') ?? '');
});

test.run();
