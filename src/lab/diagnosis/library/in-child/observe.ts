import { recordHost } from '../../../../trace/phase';

/** The method of the host's records in which a probe writes down what it sees: the trace survives a crash. */
export const OBSERVED = 'diagnosis';

let count = 0;

/** How many observations were written down so far. */
export const observed = (): number => count;

/** Writes an observation down. @param about The plugin, `Scale@2` */
export function observe(name: string, about: string, saw: string): void {
  ++count;
  recordHost(OBSERVED, { name, about, saw }, true);
}
