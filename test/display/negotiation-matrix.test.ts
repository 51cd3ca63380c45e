import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readFileSync } from 'node:fs';
import { matrixOf, negotiations, type Negotiation } from '../../src/display/negotiation';
import { negotiationMatrix } from '../../src/display/negotiation-matrix';
import type { TraceRecord } from '../../src/trace/record';
import { workbookPath } from '../../src/workbook-path';
import { assertTidy, rectBoxes } from './svg-boxes';
import { tags, titles } from './svg-tags';

function recording(name: string): TraceRecord[] {
  return readFileSync(workbookPath(`recordings/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceRecord);
}

const asked = (record: TraceRecord): boolean => record.method === 'supportsFormatCombination';

test('a walk that was made twice is drawn once; the chosen combination is marked', () => {
  const records = recording('v3-single');
  const figure = negotiationMatrix(records);
  const calls = records.filter(asked).length;
  assert.match(
    figure.toText(),
    `${calls} calls, ${calls / 2} different questions, 1 combination accepted (each asked 2 times)`,
  );
  assert.match(figure.toText(), 'pos 1 kFLOAT:kLINEAR: yes → chosen');
  assert.match(figure.toText('zh'), 'pos 1 kFLOAT:kLINEAR: 是 → 选中');
  for (const language of ['en', 'zh'] as const) {
    const svg = figure.toSVG?.(language) ?? '';
    tags(svg);
    assertTidy(svg);
    assert.is(rectBoxes(svg).length, calls / 2);
  }
});

test('without the calls that tell it, nothing is marked as chosen', () => {
  const text = negotiationMatrix(recording('v3-single').filter(asked)).toText();
  assert.match(text, 'pos 1 kFLOAT:kLINEAR: yes → accepted');
  assert.match(text, 'these records do not say');
});

test('130 questions: refusals share cells, every question is in some tooltip', () => {
  const records = recording('order-two');
  const figure = negotiationMatrix(records);
  const svg = figure.toSVG?.() ?? '';
  tags(svg);
  assertTidy(svg);
  const [negotiation] = figure.toJSON() as [Negotiation];
  assert.is(negotiation.calls, records.filter(asked).length);
  assert.equal(negotiation.chosen, ['kFLOAT:kLINEAR', 'kFLOAT:kLINEAR', 'kFLOAT:kLINEAR']);
  assert.ok(rectBoxes(svg).length < 70);
  const questions = titles(svg).flatMap((title) => (title.split(': ')[0] ?? '').split(', '));
  assert.is(questions.length, 130);
  assert.is((svg.match(/>accepted</g) ?? []).length, 26);
  assert.is((svg.match(/>★ chosen</g) ?? []).length, 1);
  assert.is(rectBoxes(negotiationMatrix(records, { all: true }).toSVG?.() ?? '').length, 130);
});

test('a cell spans the combinations that begin with it', () => {
  const [negotiation] = negotiations(recording('type-kINT8-strong'));
  assert.ok(negotiation);
  const { cells, rows, accepted } = matrixOf(negotiation, false);
  const first = cells.filter(({ pos }) => pos === 0);
  assert.is(
    first.reduce((sum, { span }) => sum + span, 0),
    rows,
  );
  assert.equal(
    first.map(
      ({ offers: [offer = ''], span, answers: [answer = ''] }) => `${offer} ${answer} ${span}`,
    ),
    ['kINT8:kCHW4 yes 4', 'kINT8:kCHW32 yes 4', 'kINT8:kLINEAR yes 4', 'kINT8:kCDHW32 no 1'],
  );
  assert.equal(
    accepted.map(({ row, chosen }) => [row, chosen]),
    [
      [0, false],
      [5, false],
      [10, true],
    ],
  );
});

test('several objects stand below each other, each with its own choice', () => {
  const figure = negotiationMatrix(recording('chain-three'));
  const all = figure.toJSON() as Negotiation[];
  assert.is(all.length, 3);
  assert.ok(all.every(({ chosen }) => chosen?.join() === 'kFLOAT:kLINEAR,kFLOAT:kLINEAR'));
  assertTidy(figure.toSVG?.() ?? '');
});

test('a plugin that answers differently the second time, and one that does not return', () => {
  const [first] = recording('v3-single').filter(asked);
  assert.ok(first);
  const text = negotiationMatrix([first, { ...first, result: false }]).toText();
  assert.match(text, 'yes and no: the answer changed');
  assert.match(negotiationMatrix([{ ...first, unfinished: true }]).toText(), 'did not return');
});

test('no plugin was asked', () => {
  assert.throws(
    () => negotiationMatrix([]),
    (error: { code?: string }) => error.code === 'RECORDS_WITHOUT_FORMATS',
  );
});

test.run();
