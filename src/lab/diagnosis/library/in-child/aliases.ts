import type { ProbePlan } from '../probe-plan';
import { createPlugin } from './network';

/** By output: the input whose memory it shares, or -1. */
export function aliasesOf(plan: ProbePlan): number[] {
  const plugin = createPlugin(plan);
  const build = plugin.generation === 'V3' ? plugin.getCapabilityInterface('kBUILD') : null;
  // IPluginV3OneBuildV2, which has getAliasedInput(), is version 2 of the capability.
  const isSecond = (build?.getInterfaceInfo().major ?? 0) >= 2;
  const count = build && isSecond ? build.getNbOutputs() : 0;
  const aliases = Array.from({ length: count }, (_, i) => build?.getAliasedInput(i) ?? -1);
  plugin.destroy();
  return aliases;
}
