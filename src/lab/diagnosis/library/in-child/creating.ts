import { getPluginRegistry } from '../../../../runtime/plugin/plugin-registry';
import type { CreatorPlan, ProbePlan, Way } from '../probe-plan';
import { hasCode } from './error-code';
import { createPlugin, creatorOf, labelOf, openLibrary } from './network';
import { observe } from './observe';

/** Loads the library and lists its creators. */
export function list({ library, way }: { library: string; way: Way }): CreatorPlan[] {
  const before = new Set(
    getPluginRegistry()
      .getAllCreators()
      .map(({ id }) => id),
  );
  openLibrary(library, way);
  return getPluginRegistry()
    .getAllCreators()
    .filter(({ id }) => !before.has(id))
    .map((creator) => ({
      name: creator.getPluginName(),
      version: creator.getPluginVersion(),
      namespace: creator.getPluginNamespace(),
      generation: creator.generation,
      fields: creator.getFieldNames().map(({ name, type, length }) => ({ name, type, length })),
    }));
}

/** The first fields of several that the creator accepts; -1 where it refuses all. */
export function create(argument: {
  plan: ProbePlan;
  variants: ProbePlan['fields'][];
  from: number;
}): number {
  const { plan, variants, from } = argument;
  openLibrary(plan.library, plan.way);
  for (const [i, fields] of variants.entries()) {
    if (i < from) continue;
    observe('variant', labelOf(plan.creator), String(i));
    try {
      createPlugin({ ...plan, fields }).destroy();
      return i;
    } catch (error) {
      if (!hasCode(error, 'PLUGIN_NOT_CREATED')) throw error;
    }
  }
  return -1;
}

/** What deserializePlugin() makes of bytes that are cut off: an engine of another version of the library has such. */
export function truncated(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const plugin = createPlugin(plan);
  if (plugin.generation === 'V2') {
    const bytes = plugin.serialize(plugin.getSerializationSize());
    const sizes = [Math.floor(bytes.length / 2), bytes.length - 1];
    for (const size of new Set(sizes.filter((each) => each > 0))) {
      observe('truncated', labelOf(plan.creator), `${size} of ${bytes.length} bytes`);
      creatorOf(plan.creator).native.deserializePlugin('probe', bytes.slice(0, size))?.destroy();
    }
  }
  plugin.destroy();
}

/** Fields that are missing, and fields without data: a creator has to look before it reads. */
export function badFields(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const creator = creatorOf(plan.creator).native;
  const declared = plan.creator.fields.map(({ name, type }) => ({
    name,
    type,
    length: 0,
    data: new Uint8Array(0),
  }));
  observe('bad-fields', labelOf(plan.creator), 'no fields');
  creator.createPlugin('probe', [], 'kBUILD')?.destroy();
  observe('bad-fields', labelOf(plan.creator), 'the declared fields, without data');
  creator.createPlugin('probe', declared, 'kBUILD')?.destroy();
}
