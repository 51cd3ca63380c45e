/** Random numbers that a seed brings again. */

/** A 32 bit hash of a text (FNV-1a with a final mix), where a sequence starts. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** What the inputs of a check are made of. Equal seeds give equal numbers, on every machine. */
export class Random {
  private state: number;

  constructor(seed: string) {
    this.state = hashOf(seed);
  }

  /** In [0, 1): mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** `count` whole numbers from `least` to `most`. */
  integers(count: number, least: number, most: number): number[] {
    return Array.from({ length: count }, () => this.integer(least, most));
  }

  /** A multiple of 1/64 in [least, most]: exact in float32, and in float16 up to 16. */
  number(least: number, most: number): number {
    return this.integer(Math.ceil(least * 64), Math.floor(most * 64)) / 64;
  }

  /** `count` such numbers. */
  numbers(count: number, least: number, most: number): number[] {
    return Array.from({ length: count }, () => this.number(least, most));
  }

  /** One of these. */
  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.integer(0, values.length - 1)] ?? values[0];
  }

  /** These in another order. */
  shuffle<Value>(values: readonly Value[]): Value[] {
    const shuffled = [...values];
    for (let at = shuffled.length - 1; at > 0; at -= 1) {
      const other = this.integer(0, at);
      [shuffled[at], shuffled[other]] = [shuffled[other] as Value, shuffled[at] as Value];
    }
    return shuffled;
  }
}
