import type { ProbePlan } from '../probe-plan';
import { createPlugin, labelOf } from './network';
import { observe } from './observe';

/** The plugin must give the engine what leads back to its creator. */
export function compareNames(plan: ProbePlan): void {
  const plugin = createPlugin(plan);
  const core = plugin.generation === 'V3' ? plugin.getCapabilityInterface('kCORE') : null;
  const own =
    plugin.generation === 'V2'
      ? [plugin.getPluginType(), plugin.getPluginVersion(), plugin.getPluginNamespace()]
      : [core?.getPluginName(), core?.getPluginVersion(), core?.getPluginNamespace()];
  const { name, version, namespace } = plan.creator;
  plugin.destroy();
  if (own[0] === name && own[1] === version && own[2] === namespace) return;
  observe(
    'names-differ',
    labelOf(plan.creator),
    `the creator is ${JSON.stringify([name, version, namespace])}, the plugin says ${JSON.stringify(own)} (name, version, namespace)`,
  );
}
