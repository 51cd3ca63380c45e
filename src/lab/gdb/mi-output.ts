/** GDB/MI, the interface of gdb for programs (GDB manual, "The GDB/MI Interface"): how its answers are read. */

/** A value: a text, a list, or named values. */
export type MiValue = string | MiValue[] | MiTuple;
export interface MiTuple {
  [name: string]: MiValue;
}

/** An answer to a command: `^done,name=value`. */
export interface MiAnswer {
  class: string;
  results: MiTuple;
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', e: '\x1b', f: '\f', v: '\v' };

/** Reads a result record; null for any other line. */
export function readAnswer(line: string): MiAnswer | null {
  const [whole, name] = /^\d*\^([a-z]+)/.exec(line) ?? [];
  if (whole === undefined || name === undefined) return null;
  const reader = new MiReader(line, whole.length);
  return { class: name, results: reader.results('') };
}

class MiReader {
  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  /** `name=value,…` up to `end`. A name that comes again replaces what it held; lists keep all. */
  results(end: string): MiTuple {
    const found: MiTuple = {};
    for (const [name, value] of this.pairs(end)) found[name] = value;
    return found;
  }

  private pairs(end: string): [string, MiValue][] {
    const found: [string, MiValue][] = [];
    while (this.at < this.text.length && this.text[this.at] !== end) {
      if (this.text[this.at] === ',') {
        this.at += 1;
        continue;
      }
      const equals = this.text.indexOf('=', this.at);
      if (equals < 0) break;
      const name = this.text.slice(this.at, equals);
      this.at = equals + 1;
      found.push([name, this.value()]);
    }
    this.at += 1;
    return found;
  }

  private value(): MiValue {
    const first = this.text[this.at];
    this.at += 1;
    if (first === '"') return this.string();
    if (first === '{') return this.results('}');
    if (first === '[') return this.list();
    return '';
  }

  /** Values, or results of which only the values matter. */
  private list(): MiValue[] {
    const next = this.text[this.at] ?? ']';
    if (!'"{[]'.includes(next)) return this.pairs(']').map(([, value]) => value);
    const found: MiValue[] = [];
    while (this.at < this.text.length && this.text[this.at] !== ']') {
      if (this.text[this.at] === ',') this.at += 1;
      else found.push(this.value());
    }
    this.at += 1;
    return found;
  }

  private string(): string {
    let content = '';
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      const character = this.text[this.at] ?? '';
      this.at += 1;
      if (character !== '\\') content += character;
      else content += this.escaped();
    }
    this.at += 1;
    return content;
  }

  private escaped(): string {
    const [octal] = /^[0-7]{3}/.exec(this.text.slice(this.at, this.at + 3)) ?? [];
    this.at += octal?.length ?? 1;
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    const character = this.text[this.at - 1] ?? '';
    return ESCAPES[character] ?? character;
  }
}

/** The text of a value, or '' where it is none. */
export function miText(value: MiValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The named values in a list. */
export function miTuples(value: MiValue | undefined): MiTuple[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is MiTuple => typeof each === 'object' && !Array.isArray(each));
}
