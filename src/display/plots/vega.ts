/**
 * Draws plots with Vega-Lite: the only file that knows Vega. Both libraries are loaded with the first plot.
 *
 * The same plot is the same text on every machine: Vega measures text by a canvas where one is installed, so while it works here it
 * measures with Helvetica's widths, as the other figures do.
 */
import { createRequire } from 'node:module';
import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';
import { element, escapeXml, SANS, svgDocument, text, textWidth } from '../svg';
import { NEUTRAL } from '../swim-lane-marks';

/** Parts of Vega that its types leave out. */
interface VegaInternals {
  textMetrics: { width: (item: TextItem, text: unknown) => number };
  SVGStringRenderer: new () => {
    initialize(
      element: null,
      width: number,
      height: number,
      origin: readonly [number, number],
    ): void;
    render(scene: unknown): { svg(): string };
  };
}

interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
}

interface DrawnView {
  run(): void;
  finalize(): void;
  scenegraph(): { root: unknown };
  origin(): readonly [number, number];
  _viewWidth: number;
  _viewHeight: number;
}

const load = createRequire(__filename);

/** Grey that reads on white and on black, no background, lines as in the other figures. */
const CONFIG: VegaLite.Config = {
  background: null as unknown as undefined,
  font: SANS,
  view: { stroke: null },
  axis: {
    labelColor: NEUTRAL,
    labelFontSize: 11,
    labelLimit: 1000,
    domainColor: NEUTRAL,
    tickColor: NEUTRAL,
    gridColor: NEUTRAL,
    gridOpacity: 0.25,
  },
  legend: {
    labelColor: NEUTRAL,
    labelFontSize: 11,
    labelLimit: 1000,
    symbolType: 'square',
    orient: 'bottom',
    title: null,
  },
  title: {
    anchor: 'start',
    color: NEUTRAL,
    fontSize: 12,
    fontWeight: 'bold',
    subtitleColor: NEUTRAL,
    subtitleFontSize: 11,
    subtitlePadding: 4,
  },
  // Bars describe themselves; what is written or ruled needs no description of its own.
  text: { color: NEUTRAL, fontSize: 11, aria: false },
  rule: { aria: false },
  tick: { aria: false },
};

/** On the left some room more: characters beyond ASCII may be wider than estimated. */
const PADDING = { left: 8, top: 2, right: 8, bottom: 2 };

/** What is drawn; config, background and padding are the same in every plot. */
export type PlotSpec = VegaLite.TopLevelSpec;

/** The label of an axis whose values count from 0 is one of these. */
export function labelOf(labels: readonly string[]): string {
  // Vega ends a string at these two, JSON does not.
  const list = JSON.stringify(labels).replace(/[\u2028\u2029]/g, ' ');
  return `${list}[datum.value]`;
}

/**
 * A plot as a self-contained SVG document. A mark whose encoding has a `description` gets it as its tooltip.
 *
 * @param title What a reader that does not see it is told first.
 * @param description What the picture says, in words.
 */
export function plotSvg(spec: PlotSpec, title: string, description: string): string {
  const vega = load('vega') as typeof Vega & VegaInternals;
  const { compile } = load('vega-lite') as typeof VegaLite;
  const { spec: compiled } = compile(
    { ...spec, padding: PADDING },
    { config: CONFIG, logger: refuse },
  );
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger: refuse });
  const drawn = view as unknown as DrawnView;
  const measured = vega.textMetrics.width;
  try {
    vega.textMetrics.width = (item, content) =>
      textWidth(String(content), item.fontSize ?? 11, isBold(item.fontWeight));
    // Nothing in our plots is loaded from elsewhere, so one synchronous run is all.
    drawn.run();
    const renderer = new vega.SVGStringRenderer();
    const { _viewWidth: width, _viewHeight: height } = drawn;
    const [x, y] = drawn.origin();
    renderer.initialize(
      null,
      width + PADDING.left + PADDING.right,
      height + PADDING.top + PADDING.bottom,
      [x + PADDING.left, y + PADDING.top],
    );
    return tidied(renderer.render(drawn.scenegraph().root).svg(), title, description);
  } finally {
    vega.textMetrics.width = measured;
    drawn.finalize();
  }
}

/** Vega warns of what it does not understand and draws something else; a figure of ours that it warns of is wrong. */
const refuse: Vega.LoggerInterface = {
  level: ((level?: number) => (level === undefined ? 2 : refuse)) as Vega.LoggerInterface['level'],
  error: (...words) => fail(words),
  warn: (...words) => fail(words),
  info: () => refuse,
  debug: () => refuse,
};

function fail(words: readonly unknown[]): never {
  throw new Error(`Cannot draw the plot: ${words.map(String).join(' ')}`);
}

function isBold(weight: string | number | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}

/** Vega's SVG as the other figures are: described, scaled to the page, with tooltips, without what only a page with Vega uses. */
function tidied(svg: string, title: string, description: string): string {
  const [, size = ''] = /<svg[^>]*? (width="[^>]*)>/.exec(svg) ?? [];
  const body = svg
    .replace(/^[^]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<path[^>]*? (?:display="none"|d="M0,0h0v0h0Z")[^>]*\/>/g, '')
    .replace(/ (?:class|role|aria-hidden|aria-roledescription|pointer-events)="[^"]*"/g, '')
    .replace(/ opacity="1"| font-family="[^"]*"/g, '')
    .replace(
      /<(path|text|line) aria-label="([^"]*)"([^>]*?)(?:\/>|>([^<]*)<\/\1>)/g,
      (_, tag: string, label: string, rest: string, content = '') =>
        `<${tag}${rest}><title>${label.replace(/&#xA;/g, '\n')}</title>${String(content)}</${tag}>`,
    )
    .replace(/ aria-label="[^"]*"/g, '');
  const opening = element('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    role: 'img',
    'aria-label': title,
    style: 'max-width:100%;height:auto',
    'font-family': SANS,
  }).replace(/\/>$/, ` ${size}>`);
  const whole = `${opening}${element('desc', {}, escapeXml(description))}${body}</svg>`;
  // Characters that XML forbids; Vega lets them pass.
  return whole.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

/** What stands in place of a plot of nothing. */
export function emptyPlotSvg(title: string, state: string): string {
  const heading = { x: 8, y: 14, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL };
  const body = text(title, heading) + text(state, { x: 8, y: 32, 'font-size': 11, fill: NEUTRAL });
  return svgDocument(Math.max(textWidth(state, 11), 300) + 16, 40, title, state, body);
}
