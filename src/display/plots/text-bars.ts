/** Bars of block characters: plots for a terminal. */

/** A bar `width` characters long at most; what is not nothing shows. */
export function textBar(value: number, most: number, width: number): string {
  const length = most === 0 ? 0 : Math.round((value / most) * width);
  return (value > 0 && length === 0 ? '▏' : '█'.repeat(length)).padEnd(width);
}
