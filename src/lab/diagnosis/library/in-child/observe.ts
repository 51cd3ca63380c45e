import { recordHost } from '../../../../trace/phase';

/** The method of the host's records in which a probe writes down what it sees: the trace survives a crash. */
export const OBSERVED = 'diagnosis';

/** Writes an observation down. @param about The plugin, `Scale@2` */
export function observe(name: string, about: string, saw: string): void {
  recordHost(OBSERVED, { name, about, saw }, true);
}
