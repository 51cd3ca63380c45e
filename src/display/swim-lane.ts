/**
 * The swim lane: who calls whom, and when each object lives.
 *
 * Phases of the host go across, objects down. An object is a band from its construction to its destruction; a line leads to it
 * from the object that made it, the calls it got stand in it in the order they came, and an arrow from above says who called.
 */
import type { TraceRecord } from '../trace/record';
import { callsText } from './call-text';
import type { Figure, Language } from './figure';
import { lifelines, MUTED_METHODS, type CallGroup, type Life, type Lifelines } from './lifelines';
import { drawHeader, HEADER_BOTTOM, HOST_BOTTOM, LANES_TOP } from './swim-lane-header';
import { layoutPanels } from './swim-lane-layout';
import { drawLegend } from './swim-lane-legend';
import { ALARM, drawArrow, drawDeath, HOLDER_COLOURS, NEUTRAL, YOU } from './swim-lane-marks';
import {
  FONT,
  type LayoutText,
  type Panel,
  type PlacedBurst,
  type PlacedLife,
} from './swim-lane-panel';
import { headerLines, swimLaneWords, type SwimLaneWords } from './swim-lane-words';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';

export interface SwimLaneOptions {
  /** Language of labels and legend; default the reader's, or `en`. */
  lang?: Language;
  /** Widest panel in pixels; a longer trace is broken into several below each other. Default 960. */
  width?: number;
  /** Methods counted in the legend instead of drawn; default the capability and name questions. */
  muted?: readonly string[];
}

const ROW = 13.5;
const LANE_GAP = 9;
const PANEL_GAP = 26;

function callLine(call: CallGroup): string {
  const count = call.records.length > 1 ? ` ×${call.records.length}` : '';
  const mark = call.unfinished ? ' ⚠' : call.failed ? ' ✗' : '';
  return `${call.nested ? '↳ ' : ''}${call.method}${count}${mark}`;
}

function bandHeight(placed: PlacedLife): number {
  return placed.rows * ROW + 6.5;
}

/** Baseline of a row of text in a band. */
function baseline(top: number, row: number): number {
  return top + 13 + row * ROW;
}

function titleOf(life: Life, words: SwimLaneWords): string {
  return life.holder === 'creator' ? (life.className ?? '') : words.holders[life.holder];
}

function drawBurst(burst: PlacedBurst, top: number, ink: string, words: SwimLaneWords): string {
  return burst.calls
    .map((call, index) => {
      const alarming = call.failed || call.unfinished;
      const attributes = {
        x: burst.x + 8,
        y: baseline(top, burst.row + index),
        'font-size': FONT,
        fill: alarming ? ALARM : ink,
        'font-weight': alarming ? 'bold' : undefined,
      };
      const note = call.unfinished ? `${words.unfinished}\n` : '';
      return text(callLine(call), attributes, note + callsText(call.records));
    })
    .join('');
}

function drawBand(placed: PlacedLife, y: number, words: SwimLaneWords): string {
  const { life, x, end, death } = placed;
  const colour = HOLDER_COLOURS[life.holder];
  const height = bandHeight(placed);
  const title = { y: baseline(y, 0), 'font-size': FONT, fill: colour.ink };
  const parts = [
    element(
      'rect',
      { x, y, width: end - x, height, rx: 5, fill: colour.fill },
      element('title', {}, escapeXml(words.life(life.object, life.className ?? '', life.parent))),
    ),
    text(life.object, { x: x + 8, 'font-weight': 'bold', ...title }),
    text(titleOf(life, words), { x: x + 14 + textWidth(life.object, FONT, true), ...title }),
    ...placed.bursts.map((burst) => drawBurst(burst, y, colour.ink, words)),
  ];
  if (placed.born)
    parts.push(element('rect', { x, y, width: 3.5, height, rx: 1.5, fill: colour.line }));
  if (death !== null) {
    parts.push(drawDeath(end, y + 1, `${life.object} ${words.destroyed}`));
    if (death.byDestroy)
      parts.push(text('destroy', { x: end - 11, 'text-anchor': 'end', ...title }));
  }
  return parts.join('');
}

/** The line from the object that made another to the one it made. */
function drawBirth(child: PlacedLife, childTop: number, parentBottom: number): string {
  const colour = HOLDER_COLOURS[child.life.holder].line;
  const x = child.x - 9;
  const y = childTop + 9;
  const path = `M${x} ${parentBottom}V${y - 4}q0 4 4 4h2`;
  return (
    element('path', { d: path, fill: 'none', stroke: colour, 'stroke-width': 1.8 }) +
    element('path', { d: `M${x + 4.5} ${y - 3.5}v7l5 -3.5z`, fill: colour })
  );
}

function drawPanel(
  panel: Panel,
  story: Lifelines,
  words: SwimLaneWords,
): { svg: string; height: number } {
  const tops = new Map<string, { top: number; bottom: number }>();
  let y = LANES_TOP;
  for (const placed of panel.lives) {
    const bottom = y + bandHeight(placed);
    tops.set(placed.life.object, { top: y, bottom });
    y = bottom + LANE_GAP;
  }
  const arrows: string[] = [];
  const births: string[] = [];
  const bands: string[] = [];
  for (const placed of panel.lives) {
    const top = tops.get(placed.life.object)?.top ?? 0;
    const parent = tops.get(placed.life.parent ?? '');
    if (placed.born && parent !== undefined) births.push(drawBirth(placed, top, parent.bottom));
    for (const { x, byCaller } of placed.bursts)
      arrows.push(
        byCaller
          ? drawArrow(x + 13, HEADER_BOTTOM, top, YOU)
          : drawArrow(x + 13, HOST_BOTTOM, top, NEUTRAL),
      );
    bands.push(drawBand(placed, top, words));
  }
  const header = drawHeader(panel, y - LANE_GAP, story, words);
  return { svg: [header, ...arrows, ...births, ...bands].join(''), height: y };
}

/**
 * Draws a trace.
 *
 * @param records The trace, or a part of it: `trace.records()`.
 * @example
 * ```ts
 * show(swimLane(trace.records()));
 * ```
 */
export function swimLane(records: readonly TraceRecord[], options: SwimLaneOptions = {}): Figure {
  const story = lifelines(records, options.muted ?? MUTED_METHODS);
  const wordsFor = (language?: Language): SwimLaneWords =>
    swimLaneWords(options.lang ?? language ?? 'en');
  const toSVG = (language?: Language): string =>
    swimLaneSvg(story, wordsFor(language), options.width ?? 960);
  const toText = (language?: Language): string => swimLaneText(story, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => story, toText };
}

function swimLaneSvg(story: Lifelines, words: SwimLaneWords, maxWidth: number): string {
  const layoutText: LayoutText = {
    line: callLine,
    title: (life) => titleOf(life, words),
    header: (phases) => {
      const names = phases.map((phase) => story.phases[phase]?.name ?? '');
      return headerLines(names, words);
    },
    death: (event) => (event.byDestroy ? 'destroy' : ''),
  };
  const panels = layoutPanels(story, layoutText, maxWidth);
  const width = Math.max(420, ...panels.map((panel) => panel.width)) + 2;
  const parts: string[] = [];
  let y = 0;
  for (const panel of panels) {
    const drawn = drawPanel(panel, story, words);
    parts.push(element('g', { transform: `translate(1 ${y})` }, drawn.svg));
    y += drawn.height + PANEL_GAP;
  }
  if (panels.length === 0) {
    parts.push(text(words.empty, { x: 8, y: 20, 'font-size': 12, fill: NEUTRAL }));
    y = 30;
  }
  const legend = drawLegend(story, words, width, y);
  parts.push(legend.svg);
  const description = swimLaneText(story, words);
  return svgDocument(width, y + legend.height, words.title, description, parts.join(''));
}

/** The same story as lines of text: one a phase, then one a moment. */
function swimLaneText(story: Lifelines, words: SwimLaneWords): string {
  const lines: string[] = [];
  story.phases.forEach((phase, index) => {
    lines.push(`${phase.name || words.between}${phase.failed ? ` ✗ ${words.failed}` : ''}`);
    for (const event of story.events) {
      if (event.phase !== index) continue;
      if (event.kind === 'birth') lines.push(`  + ${event.object} (${event.parent ?? '–'})`);
      else if (event.kind === 'death') lines.push(`  × ${event.object}`);
      else lines.push(`    ${event.object}: ${event.calls.map(callLine).join(', ')}`);
    }
  });
  return lines.length === 0 ? words.empty : lines.join('\n');
}
