/** The report of an exercise's check for a terminal: every part in a line, and all about the first that did not pass. */
import type { Bilingual } from '../exercise/exercise';
import type { ExerciseReport, PartReport } from '../exercise/report';
import type { Figure, Language } from './figure';
import { terminalColumns } from './crash-picture-text';
import { callText } from './call-text';
import type { TraceRecord } from '../trace/record';

export const REPORT_WORDS = {
  en: {
    points: (points: number, of: number) => `${points} of ${of} points`,
    hidden: ' (hidden inputs)',
    expected: 'expected',
    actual: 'actual  ',
    said: 'it says',
    mistake: 'A common mistake: ',
    calls: 'calls around it',
    untouched: (files: string) => `Nothing is filled in yet: edit ${files}, then check again.`,
    passed: 'Passed.',
    seed: (name: string, seed: string) =>
      `Hidden inputs are new each time. These again:\n  npx workbook check ${name} --seed ${seed}`,
    seedHere: (name: string, seed: string) =>
      `Hidden inputs are new each time. These again: checkExercise('${name}', { seed: '${seed}' })`,
    same: 'for the same reason',
  },
  zh: {
    points: (points: number, of: number) => `${points} / ${of} 分`,
    hidden: '（隐藏输入）',
    expected: '期望',
    actual: '实际',
    said: '输出',
    mistake: '常见错误：',
    calls: '前后的调用',
    untouched: (files: string) => `还没有填写：请编辑 ${files}，然后再检查。`,
    passed: '通过。',
    seed: (name: string, seed: string) =>
      `隐藏输入每次不同。重现这一次：\n  npx workbook check ${name} --seed ${seed}`,
    seedHere: (name: string, seed: string) =>
      `隐藏输入每次不同。重现这一次：checkExercise('${name}', { seed: '${seed}' })`,
    same: '原因相同',
  },
} as const;

const INDENT = '      ';
const MOST_LINES_OF_A_CALL = 3;

/** A line of the report; `kind` is what colours go by. */
export interface ReportLine {
  kind: 'head' | 'passed' | 'failed' | 'message' | 'detail' | 'picture' | 'mistake' | 'note';
  text: string;
}

export function exerciseReportText(report: ExerciseReport, language: Language): string {
  return reportLines(report, language, terminalWidth())
    .map(({ text }) => text)
    .join('\n');
}

function terminalWidth(): number {
  return Math.min(100, Math.max(80, process.stdout.columns || 80));
}

export function reportLines(
  report: ExerciseReport,
  language: Language,
  columns: number,
): ReportLine[] {
  const words = REPORT_WORDS[language];
  const { exercise, title, points, of, parts, passed } = report;
  const sign = passed ? '✔' : '✘';
  const lines: ReportLine[] = [
    {
      kind: passed ? 'passed' : 'failed',
      text: apart(`${sign} ${exercise}  ${title[language]}`, words.points(points, of), columns),
    },
    { kind: 'head', text: '' },
  ];
  const first = parts.find((part) => !part.passed);
  const told = new Set<string>();
  for (const part of parts) {
    lines.push(partLine(part, language, columns));
    if (part.passed) continue;
    const key = reasonOf(part);
    if (told.has(key)) lines.push({ kind: 'note', text: `${INDENT}${words.same}` });
    else lines.push(...partDetails(part, part === first, language, columns));
    told.add(key);
  }
  const shown = report.files.map((file) => `${report.folder}/${file}`).join(', ');
  if (!passed && report.untouched)
    lines.push(
      { kind: 'note', text: '' },
      ...wrapped(words.untouched(shown), '', columns, 'mistake'),
    );
  for (const note of report.notes)
    lines.push({ kind: 'note', text: '' }, ...wrapped(note[language], '', columns, 'note'));
  if (tellsSeed(report))
    lines.push(
      { kind: 'note', text: '' },
      ...wrapped(words.seed(exercise, report.seed), '', columns, 'note'),
    );
  return lines;
}

/** Whether the same inputs again are of use: hidden ones that something came of, which those in sight do not show as well. */
export function tellsSeed({ seed, untouched, parts }: ExerciseReport): boolean {
  if (seed === '' || untouched) return false;
  const failed = parts.filter(({ passed }) => !passed);
  const seen = new Set(failed.filter(({ hidden }) => !hidden).map(reasonOf));
  return failed.some((part) => {
    const { expected, actual, picture, trace = [] } = part.verdict;
    if (!part.hidden || seen.has(reasonOf(part))) return false;
    return [expected, actual, picture, trace[0]].some(Boolean);
  });
}

/** Equal where two parts failed for the same reason: of an exception the numbers in it may differ. */
export function reasonOf({ verdict }: PartReport): string {
  const { message, expected, actual } = verdict;
  const reason = `${message.en} ${inWords(actual, 'en') ?? ''}`;
  return expected === undefined ? reason.replace(/-?\d+(?:\.\d+)?/g, '#') : reason;
}

function partLine(part: PartReport, language: Language, columns: number): ReportLine {
  const hidden = part.hidden ? REPORT_WORDS[language].hidden : '';
  return {
    kind: part.passed ? 'passed' : 'failed',
    text: apart(
      `  ${part.passed ? '✔' : '✘'} ${part.title[language]}${hidden}`,
      `${part.points} / ${part.of}`,
      columns,
    ),
  };
}

/** @param whole Whether pictures and calls are shown, too. */
function partDetails(
  { verdict, mistake }: PartReport,
  whole: boolean,
  language: Language,
  columns: number,
): ReportLine[] {
  const words = REPORT_WORDS[language];
  const { message, picture, trace = [] } = verdict;
  const [expected, actual] = [
    inWords(verdict.expected, language),
    inWords(verdict.actual, language),
  ];
  const lines = wrapped(message[language], INDENT, columns, 'message');
  if (expected !== undefined) lines.push(...labelled(words.expected, expected, columns));
  if (actual !== undefined && !(whole && isIn(picture, verdict.actual)))
    lines.push(...labelled(expected === undefined ? '' : words.actual, actual, columns));
  if (mistake)
    lines.push(...wrapped(`${words.mistake}${mistake[language]}`, INDENT, columns, 'mistake'));
  if (!whole) return lines;
  if (picture) {
    lines.push({ kind: 'picture', text: '' });
    for (const line of picture.toText(language).split('\n'))
      lines.push(...pictureLines(line, columns));
  }
  if (showsCalls(verdict)) {
    lines.push({ kind: 'detail', text: '' });
    lines.push({ kind: 'detail', text: `${INDENT}${words.calls}` });
    for (const record of trace) lines.push(...callLines(record, columns));
  }
  return lines;
}

/** Words go on in the next line; what is drawn or stands in columns is cut. */
function pictureLines(line: string, columns: number): ReportLine[] {
  const [, blank = '', text = ''] = /^( *)(.*)$/.exec(line.trimEnd()) ?? [];
  if (!/^(?:pos \d|plugin#\d+, )/.test(text))
    return [{ kind: 'picture', text: cut(`${INDENT}${line}`.trimEnd(), columns) }];
  return wrapped(text, `${INDENT}${blank}`, columns, 'picture', `${INDENT}${blank}    `);
}

/** Whether a picture says it, too: a crash's begins with what it died of. A number alone is in many pictures, and says something else there. */
export function isIn(picture: Figure | undefined, said: string | Bilingual | undefined): boolean {
  const words = (text: string): string => text.replace(/\s+/g, ' ');
  const text = inWords(said, 'en') ?? '';
  return /\p{L}{3}.* /u.test(text) && words(picture?.toText('en') ?? '').includes(words(text));
}

export function inWords(
  value: string | Bilingual | undefined,
  language: Language,
): string | undefined {
  return typeof value === 'object' ? value[language] : value;
}

/** A crash picture has the calls itself. */
export function showsCalls({ trace = [], picture }: PartReport['verdict']): boolean {
  const last = trace[trace.length - 1];
  return last !== undefined && !picture?.toText('en').includes(` ${last.method}`);
}

/** A call in up to three lines. */
function callLines(record: TraceRecord, columns: number): ReportLine[] {
  const all = wrapped(callLine(record), `${INDENT}  `, columns, 'detail', `${INDENT}      `);
  const shown = all.slice(0, MOST_LINES_OF_A_CALL);
  const last = shown[shown.length - 1];
  if (last && shown.length < all.length) last.text = cut(`${last.text} …`, columns);
  return shown.map(({ kind, text }) => ({ kind, text: cut(text, columns) }));
}

export function callLine(record: TraceRecord): string {
  const phase = record.phase === '' ? '' : `${record.phase}  `;
  return `${phase}${record.object}  ${callText(record)}`;
}

function labelled(label: string, value: string, columns: number): ReportLine[] {
  const [first = '', ...more] = value.split('\n');
  const head = label === '' ? INDENT : `${INDENT}${label}  `;
  if (more.length === 0) return wrapped(first, head, columns, 'detail', INDENT);
  return [
    { kind: 'detail', text: cut(`${head}${first}`, columns) },
    ...withCarets(more, columns - INDENT.length).flatMap((line) =>
      /^\s*(?:[>\d]|\|)/.test(line)
        ? [{ kind: 'detail' as const, text: cut(`${INDENT}${line}`, columns) }]
        : wrapped(line, INDENT, columns, 'detail'),
    ),
  ];
}

/** Lines of a compiler, each long line of source moved so that its caret is seen. */
function withCarets(lines: readonly string[], room: number): string[] {
  const shown = [...lines];
  for (const [at, line] of shown.entries()) {
    const [, gutter = '', blank = ''] = /^(\s*\| )(\s*)\^$/.exec(line) ?? [];
    const source = shown[at - 1] ?? '';
    const column = gutter.length + blank.length;
    if (gutter === '' || column < room - 8) continue;
    const away = column - Math.floor(room / 2);
    shown[at - 1] = `${source.slice(0, gutter.length)}…${source.slice(gutter.length + away + 1)}`;
    shown[at] = `${gutter}${' '.repeat(Math.max(0, blank.length - away))}^`;
  }
  return shown;
}

/** Text at the left and at the right edge. */
function apart(left: string, right: string, columns: number): string {
  const width = Math.min(columns, 80);
  const room = width - terminalColumns(left) - terminalColumns(right);
  return `${left}${' '.repeat(Math.max(2, room))}${right}`;
}

/** Text in lines of so many columns. */
export function wrappedText(text: string, columns: number): string {
  return wrapped(text, '', columns, 'message')
    .map((line) => line.text)
    .join('\n');
}

function wrapped(
  text: string,
  indent: string,
  columns: number,
  kind: ReportLine['kind'],
  further = indent,
): ReportLine[] {
  const lines: string[] = [];
  for (const [at, paragraph] of text.split('\n').entries()) {
    let line = at === 0 ? indent : further;
    for (const word of paragraph.split(/(?<= )|(?<=[，。：；、）])/)) {
      if (line.trim() !== '' && terminalColumns(line + word.trimEnd()) > columns) {
        lines.push(line.trimEnd());
        line = further;
      }
      line += word;
    }
    lines.push(line.trimEnd());
  }
  return lines.map((each) => ({ kind, text: each }));
}

function cut(line: string, columns: number): string {
  if (terminalColumns(line) <= columns) return line;
  let short = '';
  for (const character of line) {
    if (terminalColumns(short + character) > columns - 1) break;
    short += character;
  }
  return `${short}…`;
}
