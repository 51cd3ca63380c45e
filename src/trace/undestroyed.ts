import type { TraceRecord } from './record';

/** A plugin object that nobody has destroyed. */
export interface UndestroyedPlugin {
  /** `plugin#3` */
  object: string;
  /** `Name@version` */
  class: string | null;
  /** Who made it: a creator, or the object that cloned it. */
  parent: string | null;
  /** The phase in which it was made. */
  phase: string;
}

/**
 * The plugin objects that were constructed and not destructed: what the caller, the network, an engine or a context still holds, or what
 * was forgotten.
 */
export function undestroyedPlugins(records: readonly TraceRecord[]): UndestroyedPlugin[] {
  const alive = new Map<string, UndestroyedPlugin>();
  for (const { object, class: className, parent, phase, method } of records) {
    if (method === 'construct') alive.set(object, { object, class: className, parent, phase });
    else if (method === 'destruct') alive.delete(object);
  }
  return [...alive.values()];
}
