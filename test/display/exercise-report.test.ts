import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseReportHtml } from '../../src/display/exercise-report-html';
import { exerciseReportText, tellsSeed } from '../../src/display/exercise-report';
import type { Figure } from '../../src/display/figure';
import { exerciseNamed } from '../../src/exercise/catalogue';
import { fail, sameTensor, say } from '../../src/exercise/judging';
import { tensor } from '../../src/exercise/run/tensor-value';
import type { Verdict } from '../../src/exercise/exercise';
import { ExerciseReport, type PartReport } from '../../src/exercise/report';

/** A report of an exercise whose parts all failed. */
function reportOf(...verdicts: [verdict: Verdict, hidden?: boolean][]): ExerciseReport {
  const parts = verdicts.map(
    ([verdict, hidden = false], at): PartReport => ({
      id: `part-${at}`,
      title: say(`Part ${at}`, `第 ${at} 部分`),
      hidden,
      passed: false,
      points: 0,
      of: 2,
      verdict,
      mistake: null,
    }),
  );
  return new ExerciseReport({
    exercise: exerciseNamed('02-clone-is-a-copy'),
    parts,
    seed: 'abcd',
    place: 'lab',
    folder: 'work/02-clone-is-a-copy',
    untouched: false,
    notes: [],
    buildMs: 1,
    runMs: 1,
    totalMs: 2,
  });
}

function picture(text: string): Figure {
  const say = (): string => text;
  return { toText: say, toSVG: say, toHTML: () => '<svg/>', toJSON: say };
}

test('a number is said, although a picture has the digit, too', () => {
  const output = { ...tensor('kFLOAT', [2], [0, 0]), untouched: [], outside: [] };
  const verdict = sameTensor(output, { name: 'y', dims: [2], values: [10, 10] });
  const text = exerciseReportText(reportOf([verdict]), 'en');
  assert.match(text, /expected {2}10\n +actual {4}0\n/);
});

test('what a crash picture says is not said twice, in a terminal or a notebook', () => {
  const said = 'SIGSEGV: read of address 0x22a28: no memory is there';
  const report = reportOf([
    fail(say('It crashed.', '程序崩溃。'), { actual: said, picture: picture(`died of ${said}`) }),
  ]);
  assert.is(exerciseReportText(report, 'en').replace(/\s+/g, ' ').split(said).length - 1, 1);
  assert.not.ok(exerciseReportHtml(report, 'en').includes(said));
});

test('a long list of formats keeps its answer', () => {
  const offers = Array.from({ length: 12 }, (_, at) => `kHALF:kFORMAT${at}`).join(' ');
  const report = reportOf([
    fail(say('No.', '不。'), { picture: picture(`title\n  pos 0 ${offers}: no`) }),
  ]);
  const lines = exerciseReportText(report, 'en').split('\n');
  assert.ok(
    lines.some((line) => /^ {12}.*kFORMAT11: no$/.test(line)),
    lines.join('\n'),
  );
  assert.not.ok(lines.some((line) => line.includes('…') || line.length > 100));
});

test('the seed is told where hidden inputs show something of their own', () => {
  const wrong = (actual: string): Verdict =>
    fail(say('y[0] is wrong.', 'y[0] 的值不对。'), { expected: '1', actual });
  assert.not.ok(tellsSeed(reportOf([wrong('2')], [wrong('2'), true])));
  assert.ok(tellsSeed(reportOf([wrong('2')], [wrong('3'), true])));
  assert.not.ok(tellsSeed(reportOf([wrong('2')])));
});

test.run();
