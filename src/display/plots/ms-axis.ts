/** Axes of milliseconds: round times, as many as have room for their labels. */
import { textWidth } from '../svg';

/** The next of 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const way = [1, 2, 5, 10].find((step) => step * power >= value * (1 - 1e-9)) ?? 10;
  return way * power;
}

const MOST_TICKS = 8;
const SIZE = 11;
/** Between labels. */
const GAP = 10;

/** Round times from `from` to `to` for an axis of `width` pixels. */
export function msTicks(from: number, to: number, width: number): number[] {
  if (!(to > from)) return [from];
  for (let most = MOST_TICKS; most > 1; most--) {
    const step = roundUp((to - from) / most);
    const first = Math.ceil(from / step - 1e-9);
    const count = Math.floor(to / step + 1e-9) - first + 1;
    // Without what multiplying by a fraction leaves behind.
    const ticks = Array.from({ length: count }, (_, at) =>
      Number(((first + at) * step).toPrecision(12)),
    );
    const longest = Math.max(...ticks.map((ms) => textWidth(`${ms} ms`, SIZE)));
    if (longest + GAP <= (step / (to - from)) * width) return ticks;
  }
  return [from];
}

/** The axis as Vega-Lite takes it. */
export interface MsAxis {
  values: number[];
  format: string;
  labelExpr: string;
  labelFlush: false;
  labelOverlap: false;
  domain: false;
}

export function msAxis(from: number, to: number, width: number): MsAxis {
  return {
    values: msTicks(from, to, width),
    format: '.12~f',
    labelExpr: "datum.label + ' ms'",
    labelFlush: false,
    labelOverlap: false,
    domain: false,
  };
}
