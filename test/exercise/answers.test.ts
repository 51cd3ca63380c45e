import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sameAnswer, type Question } from '../../src/exercise/answers';
import type { Bilingual, Verdict } from '../../src/exercise/exercise';
import type { TraceRecord } from '../../src/trace/record';

const record: TraceRecord = {
  seq: 0,
  phase: 'build',
  object: 'plugin#1',
  class: 'Scale@1',
  parent: null,
  method: 'clone',
  args: {},
  result: 'plugin#2',
  durationUs: 0,
  thread: 1,
};
const question = (rest: Partial<Question>): Question => ({
  id: 'q',
  answer: 3,
  records: [record],
  look: { en: 'Count.', zh: '数一数。' },
  ...rest,
});
const verdict = (given: unknown, rest: Partial<Question> = {}): Verdict =>
  sameAnswer({ q: given }, question(rest));
const english = (value: string | Bilingual | undefined): string =>
  typeof value === 'object' ? value.en : (value ?? '');

test('what was meant counts, not the form', () => {
  const right: [unknown, Question['answer']][] = [
    [3, 3],
    ['3', 3],
    [' Clone() ', 'clone'],
    ['["configurePlugin"]', ['configurePlugin']],
    [
      [1, 4],
      [1, 4],
    ],
    ['[1, 4]', [1, 4]],
    [
      ['A', ' b '],
      ['a', 'b'],
    ],
    [true, true],
    ['true', true],
  ];
  for (const [given, answer] of right)
    assert.ok(verdict(given, { answer }).passed, JSON.stringify(given));
  assert.ok(verdict(['b', 'a'], { answer: ['a', 'b'], anyOrder: true }).passed);
  assert.not.ok(verdict(['b', 'a'], { answer: ['a', 'b'] }).passed);
});

test('a wrong answer is shown the records, and not the right one', () => {
  const { passed, message, expected, trace, mistake } = verdict(4, {
    mistake: (given) => (given === 4 ? 'one-more' : undefined),
  });
  assert.not.ok(passed);
  assert.match(message.en, /^4 is not the answer to "q"\. Count\. It is call 1 of the trace\.$/);
  assert.match(message.zh, /数一数。它是记录里的第 1 号调用。/);
  assert.equal([expected, trace, mistake], [undefined, [record], 'one-more']);
});

test('the first few of many records are named', () => {
  const records = Array.from({ length: 9 }, (_, seq) => ({ ...record, seq: seq + 1 }));
  const { message } = verdict(4, { records });
  assert.match(message.en, / Calls 2, 3, 4, 5, … of the trace show it\.$/);
  assert.match(message.zh, /看记录里的第 2、3、4、5…… 号调用。$/);
});

test('no answer: which form it has, and no records', () => {
  for (const given of [null, '']) {
    const { message, expected, trace } = verdict(given);
    assert.match(message.en, /no answer yet/);
    assert.match(english(expected), /a number/);
    assert.is(trace, undefined);
  }
  assert.match(sameAnswer({}, question({})).message.en, /has no "q"/);
  assert.match(sameAnswer({}, question({ id: 'toString' })).message.en, /has no "toString"/);
});

test('another form is said to be one', () => {
  const { message, expected, actual } = verdict('three', { answer: [1, 4] });
  assert.match(message.en, /of another form/);
  assert.match(english(expected), /a list of numbers/);
  assert.is(actual, '"three"');
  assert.match(verdict({ a: 1 }).message.en, /of another form/);
  assert.ok(verdict('x'.repeat(1000), { answer: 'y' }).message.en.length < 200);
});

test.run();
