/** The crash picture for a terminal: one screen of it. */
import {
  shownSource,
  type CrashContent,
  type FrameRow,
  type ShownFinding,
} from './crash-picture-content';
import type { CrashWords } from './crash-picture-words';

/** A screen, in characters. */
export interface Screen {
  columns: number;
  rows: number;
}

/** Lines that belong together. */
interface Section {
  lines: string[];
  /** Above them, where there is one. */
  title?: string;
  /** How many are shown at least, the title included; all where there is room. */
  least: number;
  /** Whether the last lines are worth the most, not the first. */
  fromEnd?: boolean;
}

/** Columns that text takes in a terminal: characters of Chinese, Japanese and Korean take two. */
export function terminalColumns(text: string): number {
  let columns = 0;
  for (const character of text) columns += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1;
  return columns;
}

/** The beginning of a line, as far as it fits. */
function cut(line: string, columns: number): string {
  if (terminalColumns(line) <= columns) return line;
  let short = '';
  for (const character of line) {
    if (terminalColumns(short + character) > columns - 1) break;
    short += character;
  }
  return `${short}…`;
}

/** The end of a line, which for a path says more. */
function cutStart(text: string, columns: number): string {
  let short = text;
  while (terminalColumns(short) > columns) short = `…${Array.from(short).slice(2).join('')}`;
  return short;
}

/** Breaks at spaces, at most `most` lines. */
function wrap(text: string, columns: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )|(?<=[，。：；])/)) {
    if (line !== '' && terminalColumns(line + word.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  lines.push(line.trimEnd());
  const rest = lines.slice(most - 1).join(' ');
  return [...lines.slice(0, most - 1), ...(rest === '' ? [] : [cut(rest, columns)])];
}

/** Items in lines, each whole, two spaces between. */
function packed(items: readonly string[], columns: number, most: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines[lines.length - 1];
    const longer = `${last ?? ''}  ${item}`;
    if (last !== undefined && terminalColumns(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(cut(item, columns));
  }
  return lines.slice(0, most);
}

export function crashPictureText(content: CrashContent, words: CrashWords, screen: Screen): string {
  const { columns } = screen;
  const reason = words.reason(content);
  const failed = !['returned', 'exited'].includes(content.outcome) || content.exitCode !== 0;
  const headline = `${failed ? '✘' : content.findings.length > 0 ? '!' : '✔'} ${words.headline(content)}${reason === '' ? '' : `: ${reason}`}`;
  const sections: Section[] = [
    { lines: wrap(headline, columns, 3), least: 3 },
    callSection(content, words, columns),
    guiltySection(content, words, columns),
    {
      lines: content.findings.flatMap((finding) => findingLines(finding, columns)),
      least: 3,
    },
    { lines: otherRows(content, words), least: 2 },
    { ...titled(words.said, content.said), least: 4, fromEnd: true },
    { ...titled(words.callsBefore, content.callsBefore.map(callLine)), least: 3, fromEnd: true },
    { lines: content.notes.map((note) => `! ${note}`), least: 1 },
    { lines: [words.facts(content)], least: 1 },
  ];
  return fitted(sections, screen)
    .map((line) => cut(line, columns))
    .join('\n');
}

function titled(title: string, lines: readonly string[]): { title: string; lines: string[] } {
  return { title, lines: lines.map((line) => `  ${line}`) };
}

function callLine({ object, text }: { object: string; text: string }): string {
  return `${object} ${text}`;
}

function callSection({ call }: CrashContent, words: CrashWords, columns: number): Section {
  if (!call) return { lines: [], least: 0 };
  const phase = words.phase(call.phase);
  const first = `${words.call}: ${call.object} ${call.method}${phase === '' ? '' : words.aside(phase)}`;
  const rest = packed(call.arguments, columns - 2, 3);
  return { lines: [...wrap(first, columns, 2), ...rest.map((line) => `  ${line}`)], least: 3 };
}

/** The function that was running, with its source and what its variables held. */
function guiltySection(content: CrashContent, words: CrashWords, columns: number): Section {
  const row = content.frames.find((each) => each.kind === 'plugin' && each.guilty);
  if (row?.kind !== 'plugin') {
    const missing = content.outcome === 'died' && content.frames.length === 0;
    return { lines: missing ? [words.noBacktrace] : [], least: 1 };
  }
  const { frame } = row;
  const source = shownSource(frame).map(
    ({ line, text, guilty }) => `${guilty ? '>' : ' '} ${String(line).padStart(5)}  ${text}`,
  );
  const variables = [...(frame.arguments ?? []), ...(frame.locals ?? [])];
  const repeats = (frame.repeats ?? 1) > 1 ? `, ${words.times(frame.repeats ?? 1)}` : '';
  return {
    lines: [
      placed(`${words.backtrace}: ${row.name}${repeats}`, row.place, columns),
      ...source,
      ...packed(variables, columns - 2, 5).map((line) => `  ${line}`),
    ],
    least: 7,
  };
}

/** A name with its place at the end of the line. */
function placed(name: string, place: string, columns: number): string {
  const short = cut(name, Math.max(20, columns - 22));
  return `${short}  ${cutStart(place, columns - terminalColumns(short) - 2)}`;
}

function otherRows(content: CrashContent, words: CrashWords): string[] {
  return content.frames
    .filter((row) => row.kind !== 'plugin' || !row.guilty)
    .map((row) => rowLine(row, words));
}

function rowLine(row: FrameRow, words: CrashWords): string {
  if (row.kind === 'plugin') {
    const repeats =
      (row.frame.repeats ?? 1) > 1 ? words.aside(words.times(row.frame.repeats ?? 1)) : '';
    return `  ${row.name}${repeats}  ${row.place}`;
  }
  if (row.kind === 'node') return `  ${words.node}${words.aside(words.frames(row.count))}`;
  return `  ${words[row.kind]}: ${row.names.join(' < ')}`;
}

function findingLines({ tool, message, places }: ShownFinding, columns: number): string[] {
  return [
    ...wrap(`${tool}: ${message}`, columns, 2),
    ...places.map(({ what, name, place }) =>
      placed(`  ${what === null ? '' : `${what}: `}${name}`, place, columns),
    ),
  ];
}

/** As many lines of each section as fit: the least of all, then what is there from the top; empty lines between them where there is room. */
function fitted(sections: readonly Section[], { rows }: Screen): string[] {
  const present = sections.filter(({ lines }) => lines.length > 0);
  const whole = ({ lines, title }: Section): number => lines.length + (title === undefined ? 0 : 1);
  const shown = present.map((section) => Math.min(whole(section), section.least));
  const room = (): number => rows - shown.reduce((sum, count) => sum + count, 0);
  // What is above is worth more; the facts at the end are one line.
  for (let at = shown.length - 2; room() < 0 && at > 0; at -= 1) {
    shown[at] = Math.max(0, (shown[at] ?? 0) + room());
  }
  present.forEach((section, at) => {
    shown[at] = Math.min(whole(section), (shown[at] ?? 0) + Math.max(0, room()));
  });
  const spaced = room() >= present.length - 1;
  return present.flatMap((section, at) => {
    const lines = linesShown(section, shown[at] ?? 0);
    return spaced && at > 0 ? ['', ...lines] : lines;
  });
}

function linesShown({ title, lines, fromEnd }: Section, count: number): string[] {
  if (title === undefined) return lines.slice(0, count);
  if (count < 2) return [];
  return [title, ...(fromEnd ? lines.slice(1 - count) : lines.slice(0, count - 1))];
}
