import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { profilePicture } from '../../src/display/profile-picture';
import type { ProfileView } from '../../src/display/profile-ranges-view';
import { ALARM } from '../../src/display/swim-lane-marks';
import { OptimizationProfile } from '../../src/runtime/build/optimization-profile';
import { mixedPlan } from './plans';
import { assertTidy, rectBoxes, textBoxes } from './svg-boxes';
import { tags } from './svg-tags';

function profile(ranges: Record<string, [number[], number[], number[]]>): OptimizationProfile {
  const made = new OptimizationProfile();
  for (const [name, [min, opt, max]] of Object.entries(ranges))
    made
      .setDimensions(name, 'kMIN', min)
      .setDimensions(name, 'kOPT', opt)
      .setDimensions(name, 'kMAX', max);
  return made;
}

const small = profile({
  image: [
    [1, 3, 64],
    [1, 3, 256],
    [4, 3, 1024],
  ],
});
const large = profile({
  image: [
    [8, 3, 224],
    [32, 3, 224],
    [64, 3, 224],
  ],
})
  .setShapeValues('s', 'kMIN', [1])
  .setShapeValues('s', 'kOPT', [2])
  .setShapeValues('s', 'kMAX', [5]);

test('ranges as bars on one scale, fixed extents as numbers', () => {
  const figure = profilePicture([small, large]);
  const { rows } = figure.toJSON() as ProfileView;
  assert.equal(
    rows.map(({ name }) => name),
    ['image[0]', 'image[1]', 'image[2]', 's{0}'],
  );
  assert.equal(rows[0]?.ranges, [
    { min: 1, opt: 1, max: 4 },
    { min: 8, opt: 32, max: 64 },
  ]);
  assert.equal(rows[3]?.ranges, [null, { min: 1, opt: 2, max: 5 }]);
  assert.match(figure.toText(), 'image[1]: 3 (fixed)');
  assert.match(figure.toText('zh'), 'image[1]: 3（固定）');
  for (const language of ['en', 'zh'] as const) {
    const svg = figure.toSVG?.(language) ?? '';
    tags(svg);
    assertTidy(svg);
    // Two panels and four bars; 1–4 and 64–1024 are as long as they are wide in powers of two.
    const bars = rectBoxes(svg).slice(2);
    assert.equal(
      bars.map(({ left, right }) => Math.round(((right - left) / 190) * 100) / 10),
      [2, 3, 4, 2.3],
    );
  }
});

test('where a shape lies: inside one profile, outside the other', () => {
  const figure = profilePicture([small, large], { shape: { image: [16, 3, 224] } });
  const { rows } = figure.toJSON() as ProfileView;
  assert.equal(
    rows.map(({ inside }) => inside),
    [
      [false, true],
      [true, true],
      [true, true],
      [null, null],
    ],
  );
  const svg = figure.toSVG?.() ?? '';
  assertTidy(svg);
  assert.match(svg, ALARM);
  const texts = textBoxes(svg).map(({ name }) => name);
  assert.ok(texts.includes('16 ✗') && texts.includes('16 ✓'));
  assert.match(
    figure.toText(),
    'profile 0: outside at image[0] = 16\nprofile 1: the shape is within',
  );
  assert.match(figure.toText('zh'), 'profile 0：image[0] = 16 超出范围');
});

test('a shape of another rank is within no range', () => {
  const figure = profilePicture(small, { shape: { image: [2, 3] } });
  const { rows } = figure.toJSON() as ProfileView;
  assert.ok(rows.every(({ inside }) => inside[0] === false));
  assert.match(figure.toText(), 'image[2] = –');
});

test('ends that are not set or out of order are said', () => {
  const open = new OptimizationProfile().setDimensions('x', 'kMIN', [4]);
  assert.match(profilePicture(open).toText(), 'min 4, opt not set, max not set');
  const twisted = profile({ x: [[4], [2], [1]] });
  const figure = profilePicture(twisted);
  assert.match(figure.toText(), 'min 4, opt 2, max 1 (out of order)');
  assertTidy(figure.toSVG?.() ?? '');
  assert.not.match(figure.toSVG?.() ?? '', /NaN|Infinity/);
});

test('the profiles of an engine; none at all', () => {
  const plan = mixedPlan();
  const { profiles } = profilePicture(plan).toJSON() as ProfileView;
  assert.is(profiles, plan.profiles.length);
  assert.ok(profiles > 1);
  assertTidy(profilePicture({ plan }).toSVG?.() ?? '');
  assert.match(profilePicture([]).toText(), 'No input has a range');
  assertTidy(profilePicture([]).toSVG?.('zh') ?? '');
});

test.run();
