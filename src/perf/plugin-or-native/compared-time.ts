import type { VariantResult } from './comparison';

/** Milliseconds of what is a plugin in one variant and native in another. */
export function comparedMs({ layers }: VariantResult): number {
  return layers.reduce((sum, { compared, ms }) => sum + (compared ? ms : 0), 0);
}

/** Milliseconds of all layers, as the profile has them: engines ran each apart. */
export function profiledMs({ layers }: VariantResult): number {
  return layers.reduce((sum, { ms }) => sum + ms, 0);
}
