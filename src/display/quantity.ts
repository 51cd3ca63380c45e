/** Amounts with their unit, as figures print them. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;

/** `512 B`, `1.5 KiB`, `3 MiB`: three digits at most. */
export function bytesText(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  for (; amount >= 1024 && unit < UNITS.length - 1; unit++) amount /= 1024;
  const digits = unit === 0 ? amount : significant(amount);
  return `${digits} ${UNITS[unit] ?? ''}`;
}

/** `0.0123 ms`: three digits. */
export function msText(ms: number): string {
  return `${significant(ms)} ms`;
}

/** A number with three digits that count, without zeros at the end; whole from 1000 on. */
export function significant(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
