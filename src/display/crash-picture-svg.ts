/** The crash picture for a notebook: boxes below each other, solid, so that they read on white and on black. */
import {
  shownSource,
  type CrashContent,
  type FrameRow,
  type ShownFinding,
} from './crash-picture-content';
import type { CrashWords } from './crash-picture-words';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

const WIDTH = 860;
const PAD = 12;
const GAP = 8;
const MONO =
  "ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace";
const SIZE = 12;
const LINE = 17;
/** The widest of the usual monospaced faces; a character of Chinese takes two. */
const MONO_ADVANCE = 0.61 * SIZE;
const MOST_COLUMNS = Math.floor((WIDTH - 2 * PAD) / MONO_ADVANCE);
const CODE = {
  fill: '#1f2430',
  ink: '#d7dce5',
  quiet: '#9aa4b2',
  guilty: '#5c1f24',
  name: '#ffd479',
};
const PANELS = {
  died: { fill: ALARM, ink: '#ffffff' },
  stopped: { fill: '#a15c00', ink: '#ffffff' },
  well: { fill: '#1f7a3a', ink: '#ffffff' },
};

/** A line of text in a box. */
interface Row {
  content: string;
  fill: string;
  bold?: boolean;
  mono?: boolean;
  /** Colour behind the line. */
  mark?: string;
  tooltip?: string;
}

/** A drawing and its height. */
interface Block {
  height: number;
  draw: (y: number) => string;
}

function columnsOf(content: string): number {
  let columns = 0;
  for (const character of content) columns += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1;
  return columns;
}

function cut(content: string, columns: number): string {
  if (columnsOf(content) <= columns) return content;
  let short = '';
  for (const character of content) {
    if (columnsOf(short + character) > columns - 1) break;
    short += character;
  }
  return `${short}…`;
}

/** Breaks text at spaces into lines that fit, at most `most`. */
function wrapped(content: string, size: number, bold: boolean, most: number): string[] {
  const lines = [''];
  for (const word of content.split(/(?<=\s)|(?<=[，。：；（）])/)) {
    const last = lines.length - 1;
    const longer = (lines[last] ?? '') + word;
    if (textWidth(longer, size, bold) <= WIDTH - 2 * PAD || lines[last] === '')
      lines[last] = longer;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  return [
    ...lines.slice(0, most - 1),
    `${lines
      .slice(most - 1)
      .join('')
      .slice(0, 110)}…`,
  ];
}

/** Lines in a solid box. */
function box(rows: readonly Row[], fill: string): Block {
  const height = rows.length * LINE + 2 * (PAD - 4);
  const draw = (y: number): string => {
    const lines = rows.map((row, at) => {
      const top = y + PAD - 4 + at * LINE;
      const mark = row.mark
        ? element('rect', { x: 1, y: top, width: WIDTH - 2, height: LINE, fill: row.mark })
        : '';
      const shown = row.mono ? cut(row.content, MOST_COLUMNS) : row.content;
      const label = text(
        shown,
        {
          x: PAD,
          y: top + 12.5,
          'font-size': SIZE,
          'font-family': row.mono ? MONO : undefined,
          'font-weight': row.bold ? 'bold' : undefined,
          fill: row.fill,
          'xml:space': 'preserve',
          style: 'white-space:pre',
        },
        row.tooltip ?? (shown === row.content ? undefined : row.content),
      );
      return mark + label;
    });
    const outline = { x: 1, y, width: WIDTH - 2, height, rx: 6, fill };
    return element('rect', outline) + lines.join('');
  };
  return { height, draw };
}

/** A title without a box; its colour reads on both backgrounds. */
function heading(content: string): Block {
  const draw = (y: number): string =>
    text(content, { x: 2, y: y + 12, 'font-size': SIZE, 'font-weight': 'bold', fill: NEUTRAL });
  return { height: 16, draw };
}

function banner(content: CrashContent, words: CrashWords): Block {
  const panel = PANELS[panelOf(content)];
  const title = words.headline(content);
  const lines = wrapped(words.reason(content), 13, false, 3).filter((line) => line !== '');
  const height = 34 + lines.length * 18 + (lines.length > 0 ? 4 : 0);
  const draw = (y: number): string =>
    element('rect', { x: 1, y, width: WIDTH - 2, height, rx: 6, fill: panel.fill }) +
    text(title, { x: PAD, y: y + 23, 'font-size': 17, 'font-weight': 'bold', fill: panel.ink }) +
    (content.command === null
      ? ''
      : text(cut(content.command, 60), {
          x: WIDTH - PAD,
          y: y + 22,
          'font-size': 11,
          'font-family': MONO,
          'text-anchor': 'end',
          fill: panel.ink,
        })) +
    lines
      .map((line, at) =>
        text(line.trimEnd(), { x: PAD, y: y + 44 + at * 18, 'font-size': 13, fill: panel.ink }),
      )
      .join('');
  return { height, draw };
}

function panelOf({ outcome, exitCode, findings }: CrashContent): keyof typeof PANELS {
  if (['timedOut', 'outOfMemory', 'tooManyProcesses'].includes(outcome)) return 'stopped';
  const ended = outcome === 'returned' || (outcome === 'exited' && exitCode === 0);
  if (!ended) return 'died';
  return findings.length > 0 ? 'stopped' : 'well';
}

function callBlocks({ call, callsBefore }: CrashContent, words: CrashWords): Block[] {
  const colour = HOLDER_COLOURS.context;
  const before = callsBefore.slice(-5).map(({ object, text: line }) => ({
    content: `${object}  ${line}`,
    fill: HOLDER_COLOURS.other.ink,
    mono: true,
  }));
  const blocks: Block[] = [];
  if (call) {
    const rows: Row[] = [
      { content: `${call.object}  ${call.method}()`, fill: colour.ink, bold: true, mono: true },
      ...monoLines(call.arguments, 3).map((content) => ({ content, fill: colour.ink, mono: true })),
    ];
    const phase = words.phase(call.phase);
    blocks.push(
      heading(phase === '' ? words.call : words.call + words.aside(phase)),
      box(rows, colour.fill),
    );
  }
  if (before.length > 0) {
    blocks.push(heading(words.callsBefore), box(before, HOLDER_COLOURS.other.fill));
  }
  return blocks;
}

/** Parts in lines, as many in a line as fit. */
function monoLines(parts: readonly string[], most: number): string[] {
  const [first, ...rest] = parts;
  if (first === undefined) return [];
  const lines = [first];
  for (const part of rest) {
    const last = lines.length - 1;
    const longer = `${lines[last] ?? ''}  ${part}`;
    if (columnsOf(longer) <= MOST_COLUMNS) lines[last] = longer;
    else lines.push(part);
  }
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most - 1), lines.slice(most - 1).join('')];
}

function backtraceBlocks({ frames, outcome }: CrashContent, words: CrashWords): Block[] {
  if (frames.length === 0) {
    return outcome === 'died' ? [heading(words.noBacktrace)] : [];
  }
  return [
    heading(words.backtrace),
    box(
      frames.flatMap((row) => frameLines(row, words)),
      CODE.fill,
    ),
  ];
}

function frameLines(row: FrameRow, words: CrashWords): Row[] {
  if (row.kind !== 'plugin') {
    const content =
      row.kind === 'node'
        ? words.node + words.aside(words.frames(row.count))
        : `${words[row.kind]}: ${row.names.join(' < ')}`;
    return [{ content, fill: CODE.quiet, mono: true }];
  }
  const { frame } = row;
  const repeats = (frame.repeats ?? 1) > 1 ? words.aside(words.times(frame.repeats ?? 1)) : '';
  const lines: Row[] = [
    {
      content: `${row.name}${repeats}  ${row.place}`,
      fill: row.guilty ? CODE.name : CODE.ink,
      bold: row.guilty,
      mono: true,
      tooltip: frame.function ?? undefined,
    },
  ];
  if (!row.guilty) return lines;
  for (const { line, text: source, guilty } of shownSource(frame)) {
    lines.push({
      content: `${guilty ? '▶' : ' '}${String(line).padStart(5)}  ${source}`,
      fill: guilty ? '#ffffff' : CODE.ink,
      mono: true,
      ...(guilty ? { mark: CODE.guilty } : {}),
    });
  }
  const variables = [...(frame.arguments ?? []), ...(frame.locals ?? [])];
  if (variables.length > 0) {
    for (const content of monoLines(variables, 5)) {
      lines.push({ content: `   ${content}`, fill: '#a8d1ff', mono: true });
    }
  }
  return lines;
}

function findingBlocks({ findings }: CrashContent, words: CrashWords): Block[] {
  if (findings.length === 0) return [];
  const colour = HOLDER_COLOURS.builder;
  const rows = findings.slice(0, 5).flatMap((finding) => findingRows(finding, colour.ink));
  return [heading(words.findings), box(rows, colour.fill)];
}

function findingRows({ tool, message, places }: ShownFinding, ink: string): Row[] {
  const lines = wrapped(`${tool}: ${message}`, SIZE, true, 3);
  return [
    ...lines.map((content) => ({ content, fill: ink, bold: true })),
    ...places.map(({ what, name, place }) => ({
      content: `  ${what === null ? '' : `${what}: `}${name}  ${place}`,
      fill: ink,
      mono: true,
    })),
  ];
}

function saidBlocks({ said }: CrashContent, words: CrashWords): Block[] {
  if (said.length === 0) return [];
  const rows = said.slice(-6).map((content) => ({ content, fill: CODE.ink, mono: true }));
  return [heading(words.said), box(rows, CODE.fill)];
}

function line(content: string): Block {
  const draw = (y: number): string =>
    text(content, { x: 2, y: y + 12, 'font-size': 11.5, fill: NEUTRAL });
  return { height: 16, draw };
}

export function crashPictureSvg(
  content: CrashContent,
  words: CrashWords,
  description: string,
): string {
  const blocks = [
    banner(content, words),
    ...callBlocks(content, words),
    ...backtraceBlocks(content, words),
    ...findingBlocks(content, words),
    ...saidBlocks(content, words),
    ...content.notes.map((note) => line(`! ${note}`)),
    line(words.facts(content)),
  ];
  let y = 1;
  const body = blocks.map((block) => {
    const drawn = block.draw(y);
    y += block.height + GAP;
    return element('g', {}, drawn);
  });
  return svgDocument(WIDTH, y, words.title, escapeXml(description), body.join(''));
}
