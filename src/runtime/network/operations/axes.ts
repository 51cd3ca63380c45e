import { refuse } from './refusal';

/** Axes of a bit mask: bit 0 is the outermost. */
export function axesOfMask(mask: number): number[] {
  return Array.from({ length: 32 }, (_, axis) => axis).filter((axis) => (mask >>> axis) & 1);
}

/** Checks that an axis is one of a tensor of this rank. */
export function checkAxis(layer: string, axis: number, rank: number): void {
  if (Number.isInteger(axis) && axis >= 0 && axis < rank) return;
  refuse(layer, `there is no axis ${axis}`, {
    expected: `an axis from 0 to ${rank - 1}`,
    actual: axis,
  });
}
