/** What a C++ program printed and how it ended, without anything that differs from run to run. */
import { guiltyFrame, type Frame } from '../lab/frame';
import type { CommandReport } from '../lab/command-report';
import { shortFileName, shortFunctionName } from './crash-picture-name';
import { crashContent } from './crash-picture-content';
import { crashPictureWords } from './crash-picture-words';
import type { Language } from './figure';

type ShownReport = Pick<
  CommandReport,
  | 'outcome'
  | 'signal'
  | 'exitCode'
  | 'limit'
  | 'crash'
  | 'backtrace'
  | 'findings'
  | 'trace'
  | 'stdout'
  | 'stderr'
  | 'durationMs'
  | 'cpuMs'
  | 'peakMemoryBytes'
  | 'leftRunning'
  | 'notes'
>;

export interface ProgramContent {
  report: ShownReport;
  /** Lines of each warning. */
  warnings: readonly (readonly string[])[];
  /** Whether lines of `cell` are those of the notebook cell. */
  inCell: boolean;
  /** Whether it printed more than was kept. */
  outputCut: boolean;
}

/** What is shown, in order. */
export interface ProgramPart {
  kind: 'stdout' | 'stderr' | 'warning' | 'failed' | 'source' | 'guilty' | 'note';
  lines: string[];
}

const MOST_LINES = 60;
const LONGEST_LINE = 400;
const MOST_FINDINGS = 4;
const MOST_CALLERS = 4;

interface Words {
  nothing: string;
  exitCode: (code: number) => string;
  leftOut: (lines: number) => string;
  outputCut: string;
  place: (place: string, inCell: boolean) => string;
  called: string;
  more: (count: number) => string;
  stopped: Record<'timedOut' | 'outOfMemory' | 'tooManyProcesses', string>;
}

const WORDS: Record<Language, Words> = {
  en: {
    nothing: '(printed nothing)',
    exitCode: (code) => `exit code ${code}`,
    leftOut: (lines) => `… ${lines} lines left out …`,
    outputCut: '… it printed more, which was not kept',
    place: (line, inCell) => (inCell ? `cell line ${line}` : `line ${line}`),
    called: 'called from',
    more: (count) => `… and ${count} more`,
    stopped: {
      timedOut: 'stopped: it did not end within the time limit',
      outOfMemory: 'stopped: it took too much memory',
      tooManyProcesses: 'stopped: it started too many processes',
    },
  },
  zh: {
    nothing: '（没有输出）',
    exitCode: (code) => `退出码 ${code}`,
    leftOut: (lines) => `…… 省略 ${lines} 行 ……`,
    outputCut: '…… 之后的输出没有保留',
    place: (line, inCell) => (inCell ? `单元格第 ${line} 行` : `第 ${line} 行`),
    called: '调用自',
    more: (count) => `…… 另有 ${count} 处`,
    stopped: {
      timedOut: '已终止：没有在时间限制内结束',
      outOfMemory: '已终止：占用内存过多',
      tooManyProcesses: '已终止：启动的进程过多',
    },
  },
};

export function programText(content: ProgramContent, language: Language): string {
  return programParts(content, language)
    .flatMap(({ lines }) => lines)
    .join('\n');
}

export function programParts(content: ProgramContent, language: Language): ProgramPart[] {
  const { report, warnings, outputCut } = content;
  const words = WORDS[language];
  const parts: ProgramPart[] = [
    { kind: 'stdout', lines: printed(report.stdout, words) },
    { kind: 'note', lines: outputCut ? [words.outputCut] : [] },
    { kind: 'stderr', lines: printed(saidBy(report), words) },
    ...warnings.map((lines): ProgramPart => ({ kind: 'warning', lines: [...lines] })),
    ...findingParts(content, words),
    ...endParts(content, language),
  ];
  const shown = parts.filter(({ lines }) => lines.length > 0);
  return shown.length > 0 ? shown : [{ kind: 'note', lines: [words.nothing] }];
}

/** How it ended; nothing for a program that returned 0. Where a finding has told the place and the reason, they are not told twice. */
function endParts({ report, inCell }: ProgramContent, language: Language): ProgramPart[] {
  const words = WORDS[language];
  const { outcome, exitCode, findings } = report;
  if (outcome === 'exited') {
    return exitCode === 0 ? [] : [{ kind: 'failed', lines: [words.exitCode(exitCode ?? 0)] }];
  }
  const crashWords = crashPictureWords(language);
  const picture = crashContent(report);
  const headline = outcome === 'died' ? crashWords.headline(picture) : words.stopped[outcome];
  const reason = sameEveryTime(crashWords.reason(picture));
  const colon = language === 'zh' ? '：' : ': ';
  const frames = report.backtrace ?? [];
  const found = findings.flatMap(({ frames: at }) => guiltyFrame(at) ?? []);
  if (found.some((frame) => samePlace(frame, guiltyFrame(frames))))
    return [{ kind: 'failed', lines: [headline] }];
  const said = reason === '' || outcome !== 'died' ? headline : `${headline}${colon}${reason}`;
  return [{ kind: 'failed', lines: [said] }, ...frameParts(frames, inCell, words)];
}

function samePlace(one: Frame, other: Frame | null): boolean {
  return one.line !== null && one.file === other?.file && one.line === other.line;
}

/** The guilty line with the lines around it, then who called. */
function frameParts(frames: readonly Frame[], inCell: boolean, words: Words): ProgramPart[] {
  const guilty = guiltyFrame(frames);
  if (!guilty) return [];
  const callers = frames
    .slice(frames.indexOf(guilty) + 1)
    .filter(({ kind, line }) => kind === 'plugin' && line !== null);
  const shown = callers.slice(0, MOST_CALLERS).map((frame) => callText(frame, inCell, words));
  const most = callers.length - shown.length;
  return [
    { kind: 'failed', lines: [callText(guilty, inCell, words)] },
    ...sourceParts(guilty),
    {
      kind: 'note',
      lines: [
        ...shown.map((line) => `  ${words.called} ${line}`),
        ...(most > 0 ? [`  ${words.more(most)}`] : []),
      ],
    },
  ];
}

function callText(frame: Frame, inCell: boolean, words: Words): string {
  const name = frame.function === null ? '?' : shortFunctionName(frame.function);
  const repeats = (frame.repeats ?? 1) > 1 ? ` ×${frame.repeats}` : '';
  const place = placeText(frame, inCell, words);
  return place === '' ? `${name}${repeats}` : `${name}${repeats} (${place})`;
}

function placeText({ file, line }: Frame, inCell: boolean, words: Words): string {
  if (file === null || line === null) return '';
  return file === 'cell' ? words.place(String(line), inCell) : `${shortFileName(file)}:${line}`;
}

function sourceParts({ source = [] }: Frame): ProgramPart[] {
  const width = Math.max(...source.map(({ line }) => String(line).length), 0);
  return source.map(({ line, text, guilty }) => ({
    kind: guilty ? 'guilty' : 'source',
    lines: [`${guilty ? '>' : ' '} ${String(line).padStart(width)} | ${text}`.trimEnd()],
  }));
}

function findingParts({ report, inCell }: ProgramContent, words: Words): ProgramPart[] {
  const { findings } = report;
  const parts = findings.slice(0, MOST_FINDINGS).flatMap((finding): ProgramPart[] => {
    const guilty = guiltyFrame(finding.frames);
    const places = finding.related.flatMap(({ what, frames }) => {
      const frame = guiltyFrame(frames);
      return frame ? [`  ${what}: ${callText(frame, inCell, words)}`] : [];
    });
    return [
      { kind: 'failed', lines: [sameEveryTime(`${finding.tool}: ${finding.message}`)] },
      ...(guilty
        ? [
            { kind: 'failed' as const, lines: [`  ${callText(guilty, inCell, words)}`] },
            ...sourceParts(guilty),
          ]
        : []),
      { kind: 'note', lines: places },
    ];
  });
  const more = findings.length - MOST_FINDINGS;
  return more > 0 ? [...parts, { kind: 'note', lines: [words.more(more)] }] : parts;
}

/** Standard error, without what the lab shows better: findings, and the last words of a crash. */
function saidBy({ stderr, findings, crash }: ShownReport): string {
  const told = (line: string): boolean =>
    (findings.length > 0 && /^(?:CUDA emulator: |=+\d+=+)/.test(line)) ||
    (crash?.message !== undefined && crash.message.includes(line.trim()) && line.trim() !== '') ||
    /^terminate called |^ {2}what\(\): {2}/.test(line);
  return stderr
    .split('\n')
    .filter((line) => !told(line))
    .join('\n');
}

/** Lines as they were printed; of very many the first and the last. */
function printed(text: string, words: Words): string[] {
  if (text.trim() === '') return [];
  const lines = text.replace(/\n$/, '').split('\n').map(cut);
  if (lines.length <= MOST_LINES) return lines;
  const half = MOST_LINES / 2;
  return [...lines.slice(0, half), words.leftOut(lines.length - MOST_LINES), ...lines.slice(-half)];
}

function cut(line: string): string {
  const plain = line.replace(/\r/g, '');
  return plain.length > LONGEST_LINE ? `${plain.slice(0, LONGEST_LINE)}…` : plain;
}

/** Addresses beyond the first 64 KiB are others on every run. */
function sameEveryTime(text: string): string {
  return text.replace(/\b0x[\da-f]{5,}\b/gi, '0x…').replace(/\bthread T\d+\b/g, 'thread');
}
