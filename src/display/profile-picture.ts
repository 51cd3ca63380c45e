/** The ranges of optimization profiles as bars from min to max, a mark at opt, and where an actual shape lies. */
import type { Figure, Language } from './figure';
import {
  isFixed,
  isWhole,
  profileView,
  type ProfileSource,
  type ProfileView,
  type Range,
  type RangeRow,
} from './profile-ranges-view';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

export interface ProfilePictureOptions {
  /** An actual shape by input, `{ x: [3, 4] }`, and by shape tensor its values. */
  shape?: Readonly<Record<string, readonly number[]>>;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

interface Words {
  title: string;
  profile: (index: number) => string;
  fixed: string;
  notSet: string;
  outOfOrder: string;
  legend: string;
  takes: (profile: number) => string;
  refuses: (profile: number, names: string) => string;
  inside: string;
  outside: string;
  empty: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Optimization profiles: the ranges of the inputs',
    profile: (index) => `profile ${index}`,
    fixed: 'fixed',
    notSet: 'not set',
    outOfOrder: 'out of order',
    legend: 'bar: min to max, on a logarithmic scale; dot: opt; diamond: the actual extent',
    takes: (profile) => `profile ${profile}: the shape is within`,
    refuses: (profile, names) => `profile ${profile}: outside at ${names}`,
    inside: 'within',
    outside: 'outside',
    empty: 'No input has a range.',
  },
  zh: {
    title: 'optimization profile：各输入的范围',
    profile: (index) => `profile ${index}`,
    fixed: '固定',
    notSet: '未设置',
    outOfOrder: '顺序不对',
    legend: '横条：min 到 max（对数刻度）；圆点：opt；菱形：实际大小',
    takes: (profile) => `profile ${profile}：形状在范围内`,
    refuses: (profile, names) => `profile ${profile}：${names} 超出范围`,
    inside: '在范围内',
    outside: '超出范围',
    empty: '没有输入设置了范围。',
  },
};

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

function looseText({ min, opt, max }: Range, words: Words): string {
  const end = (name: string, extent: number | null): string => `${name} ${extent ?? words.notSet}`;
  return [end('min', min), end('opt', opt), end('max', max)].join(', ');
}

function rangeText(range: Range | null | undefined, words: Words): string {
  if (range === null || range === undefined) return words.notSet;
  if (isFixed(range)) return `${range.min} (${words.fixed})`;
  const loose = looseText(range, words);
  return isWhole(range) || Object.values(range).includes(null)
    ? loose
    : `${loose} (${words.outOfOrder})`;
}

function drawCell(
  row: RangeRow,
  profile: number,
  scale: Scale,
  left: number,
  y: number,
  words: Words,
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
function verdicts(
  { profiles, rows }: ProfileView,
  words: Words,
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

function profileSvg(view: ProfileView, words: Words): string {
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
  else note(words.legend, NEUTRAL, false);
  for (const { line, good } of verdicts(view, words)) note(line, good ? GOOD : ALARM, true);
  return svgDocument(width + 2, y + 5, words.title, profileText(view, words), parts.join(''));
}

function profileText(view: ProfileView, words: Words): string {
  const lines = [words.title];
  if (view.rows.length === 0) lines.push(words.empty);
  for (let profile = 0; profile < view.profiles; profile++) {
    lines.push(words.profile(profile));
    for (const { name, ranges, actual, inside } of view.rows) {
      const within = inside[profile] ?? null;
      const verdict =
        within === null ? '' : `; ${actual ?? '–'}: ${within ? words.inside : words.outside}`;
      lines.push(`  ${name}: ${rangeText(ranges[profile], words)}${verdict}`);
    }
  }
  return [...lines, ...verdicts(view, words).map(({ line }) => line)].join('\n');
}

/**
 * Draws the ranges of optimization profiles: a row an extent of an input, profiles side by side on one scale, fixed extents as numbers.
 * With `shape` it shows whether, and where, a shape lies outside.
 *
 * @param source A profile, several of them, or an engine.
 * @example
 * ```ts
 * show(profilePicture(engine, { shape: { x: [3, 4] } }));
 * ```
 */
export function profilePicture(source: ProfileSource, options: ProfilePictureOptions = {}): Figure {
  const view = profileView(source, options.shape ?? {});
  const wordsFor = (language?: Language): Words => WORDS[options.lang ?? language ?? 'en'];
  const toSVG = (language?: Language): string => profileSvg(view, wordsFor(language));
  const toText = (language?: Language): string => profileText(view, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => view, toText };
}
