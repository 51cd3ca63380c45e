/** One panel of a swim lane: phases side by side, below them the lives, time to the right. */
import { textWidth } from './svg';
import type { CallGroup, Life, LifeEvent, Lifelines } from './lifelines';

export const FONT = 11;
/** Left of the first phase: the captions of the two top rows. */
export const GUTTER = 62;
const STEP = 20;
const PAD = 8;

/** One or two phases under one header: a phase in which nothing happens to any object joins its neighbour. */
export interface PlacedPhase {
  /** Indices into `Lifelines.phases`. */
  phases: number[];
  x: number;
  width: number;
  /** It began in the panel before. */
  continued: boolean;
}

export interface PlacedBurst {
  x: number;
  /** Text row it starts in; 0 is the row of the band's title. */
  row: number;
  calls: CallGroup[];
  byCaller: boolean;
}

export interface PlacedLife {
  life: Life;
  x: number;
  /** Right end of the band. */
  end: number;
  born: boolean;
  death: Extract<LifeEvent, { kind: 'death' }> | null;
  bursts: PlacedBurst[];
  /** Text rows, the title's included. */
  rows: number;
}

export interface Panel {
  phases: PlacedPhase[];
  lives: PlacedLife[];
  width: number;
}

export interface LayoutText {
  /** A call group's line. */
  line: (call: CallGroup) => string;
  /** What follows the object's name in a band's title. */
  title: (life: Life) => string;
  /** Lines of the header over these phases, when it is narrow. */
  header: (phases: readonly number[]) => string[];
  /** What stands left of the cross at the end of a life. */
  death: (event: Extract<LifeEvent, { kind: 'death' }>) => string;
}

/** What is laid out at one moment; `event` null is the entry into a phase without events. */
export interface Item {
  phases: number[];
  event: LifeEvent | null;
  /** Index of the next event in the story. */
  index: number;
}

function burstWidth(calls: readonly CallGroup[], text: LayoutText): number {
  return Math.max(0, ...calls.map((call) => textWidth(text.line(call), FONT))) + 2 * PAD;
}

function titleWidth(life: Life, text: LayoutText): number {
  return textWidth(life.object, FONT, true) + 6 + textWidth(text.title(life), FONT) + 2 * PAD;
}

/** Lays out items one after the other; knows after each how wide the panel is if it ends there. */
export class PanelBuilder {
  private readonly phases: PlacedPhase[] = [];
  private readonly lives = new Map<string, PlacedLife>();
  /** Where the next thing in a lane may start. */
  private readonly free = new Map<string, number>();
  /** Where the lane's title ends: a band is never shorter. */
  private readonly titleEnd = new Map<string, number>();
  private x = GUTTER - STEP;
  /** Right end of all that belongs to the open phase. */
  private right = GUTTER;

  constructor(
    private readonly story: Lifelines,
    private readonly text: LayoutText,
    firstEvent: number,
    private readonly firstPhaseContinued: boolean,
  ) {
    for (const life of story.lives) {
      if (life.birth >= firstEvent) continue;
      if (life.death !== -1 && life.death < firstEvent) continue;
      this.open(life, GUTTER, false);
    }
  }

  private open(life: Life, x: number, born: boolean): PlacedLife {
    const placed = { life, x, end: x, born, death: null, bursts: [], rows: 1 };
    this.lives.set(life.object, placed);
    this.titleEnd.set(life.object, x + titleWidth(life, this.text));
    return placed;
  }

  /** Width of the panel if nothing more is added. */
  get width(): number {
    const last = this.phases[this.phases.length - 1];
    const lines = last === undefined ? [] : this.text.header(last.phases);
    const header = Math.max(0, ...lines.map((line) => textWidth(line, FONT, true))) + 16;
    return Math.max(this.right + PAD, (last?.x ?? 0) + header);
  }

  private enterPhase(phases: number[]): void {
    const last = this.phases[this.phases.length - 1];
    if (last !== undefined && last.phases[0] === phases[0]) return;
    let x = GUTTER;
    if (last !== undefined) {
      x = this.width;
      last.width = x - last.x;
      this.x = x - STEP + PAD;
    }
    const continued = last === undefined && this.firstPhaseContinued;
    this.phases.push({ phases, x, width: 0, continued });
    this.right = x;
  }

  add(item: Item): void {
    this.enterPhase(item.phases);
    const { event } = item;
    const life = this.story.lives.find(({ object }) => object === event?.object);
    if (event === null || life === undefined) return;
    if (event.kind === 'birth') {
      this.x = Math.max(this.x + STEP, GUTTER + STEP);
      this.open(life, this.x, true);
      this.free.set(life.object, this.x);
      this.right = Math.max(this.right, this.x + 12);
      return;
    }
    const placed = this.lives.get(life.object) ?? this.open(life, GUTTER, false);
    if (event.kind === 'burst') this.addBurst(placed, event.calls, event.byCaller);
    else this.addDeath(placed, event);
  }

  private addBurst(placed: PlacedLife, calls: CallGroup[], byCaller: boolean): void {
    const { object } = placed.life;
    // The first thing a new object is asked stands right at its birth.
    const newborn = placed.born && placed.bursts.length === 0 && this.x === placed.x;
    if (!newborn) this.x = Math.max(this.x + STEP, this.free.get(object) ?? 0);
    const row = this.x + 4 < (this.titleEnd.get(object) ?? 0) ? 1 : 0;
    placed.bursts.push({ x: this.x, row, calls, byCaller });
    placed.rows = Math.max(placed.rows, row + calls.length);
    const end = this.x + burstWidth(calls, this.text);
    this.free.set(object, end);
    this.right = Math.max(this.right, end);
  }

  private addDeath(placed: PlacedLife, event: Extract<LifeEvent, { kind: 'death' }>): void {
    const { object } = placed.life;
    const label = textWidth(this.text.death(event), FONT) + (event.byDestroy ? 8 : 0);
    // The label stands in the row of the title: right of the title and of what else is in that row.
    const last = placed.bursts[placed.bursts.length - 1];
    const free = this.free.get(object) ?? 0;
    const rowEnd = Math.max(this.titleEnd.get(object) ?? 0, last?.row === 0 ? free : 0);
    this.x = Math.max(this.x + 12, free + 4, rowEnd + label + 4);
    placed.end = this.x;
    placed.death = event;
    this.right = Math.max(this.right, this.x + 4);
  }

  /** Closes the panel; one that is nearly `fullWidth` wide is stretched to it. */
  finish(fullWidth: number): Panel {
    const { width } = this;
    const last = this.phases[this.phases.length - 1];
    if (last !== undefined) last.width = width - last.x;
    const lives = this.story.lives.flatMap((life) => this.lives.get(life.object) ?? []);
    for (const placed of lives)
      if (placed.death === null)
        placed.end =
          placed.life.holder === 'creator'
            ? Math.max(
                this.titleEnd.get(placed.life.object) ?? 0,
                this.free.get(placed.life.object) ?? 0,
              )
            : width;
    const shown = lives.filter(
      ({ life, bursts }) => life.holder !== 'creator' || bursts.length > 0,
    );
    const panel = { phases: this.phases, lives: shown, width };
    if (width < fullWidth && width > 0.7 * fullWidth) stretch(panel, fullWidth - width);
    return panel;
  }
}

/** Widens a panel by `extra` pixels, the same for each phase. */
function stretch(panel: Panel, extra: number): void {
  const share = extra / panel.phases.length;
  const starts = panel.phases.map((phase) => phase.x);
  const moved = (x: number): number =>
    x + share * (starts.filter((start) => start < x).length - 1 + (x === GUTTER ? 1 : 0));
  for (const placed of panel.lives) {
    const atEdge = placed.end === panel.width;
    placed.x = moved(placed.x);
    placed.end = atEdge ? panel.width + extra : moved(placed.end);
    for (const burst of placed.bursts) burst.x = moved(burst.x);
  }
  panel.phases.forEach((phase, index) => {
    phase.x += share * index;
    phase.width += share;
  });
  panel.width += extra;
}
