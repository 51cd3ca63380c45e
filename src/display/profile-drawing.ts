/** Ranges of profiles as SVG. */
import {
  isFixed,
  isWhole,
  type ProfileView,
  type Range,
  type RangeRow,
} from './profile-ranges-view';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import type { ProfileWords } from './profile-words';

const ROW = 46;
const PANEL = { bar: 190, margin: 46, gap: 18 };
const SIZE = 12;
const BAR = HOLDER_COLOURS.builder;
const GOOD = HOLDER_COLOURS.engine.line;

/** From an extent to a place on the bar. */
type Scale = (extent: number) => number;

function log(extent: number): number {
  return Math.log2(Math.max(extent, 0.5));
}

/** One scale for all rows and profiles, so that bars can be compared. */
function scaleOf({ rows }: ProfileView): Scale {
  const numbers = rows.flatMap(({ ranges, actual }) => {
    const bars = ranges.flatMap((range) =>
      range !== null && isWhole(range) && !isFixed(range) ? [range.min, range.max] : [],
    );
    return bars.length > 0 && actual !== null ? [...bars, actual] : bars;
  });
  const least = Math.min(...numbers.map(log));
  const span = Math.max(...numbers.map(log)) - least;
  return (extent) => (span > 0 ? (log(extent) - least) / span : 0.5) * PANEL.bar;
}

function label(
  content: string,
  x: number,
  y: number,
  anchor: string,
  fill: string,
  bold = false,
): string {
  return text(content, {
    x,
    y,
    'font-size': SIZE,
    'font-weight': bold ? 'bold' : undefined,
    'text-anchor': anchor,
    fill,
  });
}

function drawActual(actual: number, inside: boolean | null, x: number, y: number): string {
  const colour = inside === false ? ALARM : inside === true ? GOOD : NEUTRAL;
  const sign = inside === false ? ' ✗' : inside === true ? ' ✓' : '';
  return (
    element('path', { d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z`, fill: colour }) +
    label(`${actual}${sign}`, x + 9, y + 4, 'start', colour, true)
  );
}

function drawBar(
  range: { min: number; opt: number; max: number },
  scale: Scale,
  left: number,
  y: number,
): string {
  const [from, at, to] = [range.min, range.opt, range.max].map((extent) => left + scale(extent));
  if (from === undefined || at === undefined || to === undefined) return '';
  return [
    element('rect', {
      x: from,
      y: y - 5,
      width: Math.max(3, to - from),
      height: 10,
      rx: 3,
      fill: BAR.fill,
      stroke: BAR.line,
    }),
    element('circle', { cx: at, cy: y, r: 4.5, fill: BAR.line }),
    label(String(range.min), from - 8, y + 4, 'end', NEUTRAL),
    label(String(range.max), Math.max(to, from + 3) + 8, y + 4, 'start', NEUTRAL),
    label(String(range.opt), at, y - 9, 'middle', BAR.line, true),
  ].join('');
}

function looseText({ min, opt, max }: Range, words: ProfileWords): string {
  const end = (name: string, extent: number | null): string => `${name} ${extent ?? words.notSet}`;
  return [end('min', min), end('opt', opt), end('max', max)].join(', ');
}

export function rangeText(range: Range | null | undefined, words: ProfileWords): string {
  if (range === null || range === undefined) return words.notSet;
  if (isFixed(range)) return `${range.min}${words.aside(words.fixed)}`;
  const loose = looseText(range, words);
  return isWhole(range) || Object.values(range).includes(null)
    ? loose
    : loose + words.aside(words.outOfOrder);
}

function drawCell(
  row: RangeRow,
  profile: number,
  scale: Scale,
  left: number,
  y: number,
  words: ProfileWords,
): string {
  const range = row.ranges[profile] ?? null;
  const inside = row.inside[profile] ?? null;
  const start = left + PANEL.margin;
  const verdict =
    inside === null ? '' : `, ${row.actual ?? ''} ${inside ? words.inside : words.outside}`;
  const tooltip = element(
    'title',
    {},
    escapeXml(`${row.name}: ${rangeText(range, words)}${verdict}`),
  );
  if (range === null) return label('–', start, y + 4, 'start', NEUTRAL);
  if (isFixed(range)) {
    const plain = `${range.min}`;
    const note = text(words.fixed, {
      x: start + textWidth(plain, SIZE, true) + 6,
      y: y + 4,
      'font-size': 10.5,
      fill: NEUTRAL,
    });
    const actual = row.actual === null ? '' : drawActual(row.actual, inside, start + 5, y + 17);
    return element(
      'g',
      {},
      tooltip,
      label(plain, start, y + 4, 'start', BAR.line, true),
      note,
      actual,
    );
  }
  if (!isWhole(range)) return label(rangeText(range, words), left + 4, y + 4, 'start', ALARM);
  const actual =
    row.actual === null ? '' : drawActual(row.actual, inside, start + scale(row.actual), y + 14);
  return element('g', {}, tooltip, drawBar(range, scale, start, y), actual);
}

/** What each profile says to the shape. */
export function verdicts(
  { profiles, rows }: ProfileView,
  words: ProfileWords,
): { line: string; good: boolean }[] {
  if (!rows.some(({ inside }) => inside.some((one) => one !== null))) return [];
  return Array.from({ length: profiles }, (_, profile) => {
    const outside = rows.filter(({ inside }) => inside[profile] === false);
    const names = outside.map(({ name, actual }) => `${name} = ${actual ?? '–'}`).join(', ');
    return outside.length === 0
      ? { line: words.takes(profile), good: true }
      : { line: words.refuses(profile, names), good: false };
  });
}

export function profileSvg(view: ProfileView, words: ProfileWords, description: string): string {
  const parts = [
    text(words.title, { x: 1, y: 13, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL }),
  ];
  const names = Math.max(0, ...view.rows.map(({ name }) => textWidth(name, SIZE, true))) + 10;
  const panel = PANEL.bar + 2 * PANEL.margin;
  const scale = scaleOf(view);
  const leftOf = (profile: number): number => names + profile * (panel + PANEL.gap);
  const tall = view.rows.length === 0 ? 0 : view.rows.length * ROW + 6;
  for (let profile = 0; profile < view.profiles && tall > 0; profile++) {
    const left = leftOf(profile);
    parts.push(
      element('rect', {
        x: left,
        y: 42,
        width: panel,
        height: tall,
        rx: 6,
        fill: 'none',
        stroke: NEUTRAL,
        'stroke-opacity': 0.5,
      }),
      label(words.profile(profile), left + 8, 36, 'start', NEUTRAL, true),
    );
  }
  view.rows.forEach((row, at) => {
    const y = 42 + at * ROW + 22;
    parts.push(label(row.name, 1, y + 4, 'start', NEUTRAL, true));
    for (let profile = 0; profile < view.profiles; profile++)
      parts.push(drawCell(row, profile, scale, leftOf(profile), y, words));
  });
  let y = (tall > 0 ? 42 + tall : 18) + 6;
  let width = Math.max(leftOf(view.profiles) - PANEL.gap, textWidth(words.title, 12, true) + 2);
  const note = (line: string, fill: string, bold: boolean): void => {
    parts.push(label(line, 1, y + 12, 'start', fill, bold));
    width = Math.max(width, textWidth(line, SIZE, bold) + 2);
    y += 17;
  };
  if (view.rows.length === 0) note(words.empty, NEUTRAL, false);
  else {
    const given = view.rows.some(({ actual }) => actual !== null);
    note(words.legend + (given ? words.legendActual : ''), NEUTRAL, false);
  }
  for (const { line, good } of verdicts(view, words)) note(line, good ? GOOD : ALARM, true);
  return svgDocument(width + 2, y + 5, words.title, description, parts.join(''));
}
