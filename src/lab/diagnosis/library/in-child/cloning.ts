import type { ProbePlan } from '../probe-plan';
import { createPlugin, creatorOf, labelOf, openLibrary, type Plugin } from './network';
import { observe, observed } from './observe';
import { serialised } from './serialised';

/** A plugin and its clone answer the same, and so does what is read back. */
export function clones(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const plugin = createPlugin(plan);
  const about = labelOf(plan.creator);
  const copy = plugin.clone();
  if (!copy) {
    observe('no-clone', about, 'clone() returned nullptr');
    plugin.destroy();
    return;
  }
  const [original, cloned] = [serialised(plugin), serialised(copy)];
  if (original !== cloned) {
    observe(
      'clone-loses-state',
      about,
      `what is serialised of the plugin and of its clone differs: ${original} and ${cloned}`,
    );
  }
  const again = observed() > 0 ? null : readBack(plan, plugin);
  if (again !== null && again !== original) {
    observe('stale-engine', about, `written: ${original}; what is made of it writes ${again}`);
  }
  copy.destroy();
  plugin.destroy();
}

/** What a plugin that was made of the serialised one would serialise; null where none is made. */
function readBack(plan: ProbePlan, plugin: Plugin): string | null {
  const creator = creatorOf(plan.creator).native;
  const made =
    plugin.generation === 'V2'
      ? creator.deserializePlugin('probe', plugin.serialize(plugin.getSerializationSize()))
      : creator.createPlugin(
          'probe',
          plugin.getCapabilityInterface('kRUNTIME')?.getFieldsToSerialize() ?? [],
          'kRUNTIME',
        );
  if (!made) return null;
  const text = serialised(made);
  made.destroy();
  return text;
}
