import type { DataType } from '../../../../runtime/enums';
import type { ProbePlan } from '../probe-plan';
import { createPlugin, labelOf, openLibrary } from './network';
import { observe } from './observe';

/** Types that a plugin is asked about. */
const TENSOR_PROBE_TYPES: readonly DataType[] = [
  'kFLOAT',
  'kHALF',
  'kBF16',
  'kINT8',
  'kINT32',
  'kINT64',
  'kBOOL',
];

/** The types that a plugin accepts for its first input, all tensors being of it. */
export function accepted(argument: { plan: ProbePlan; nbOutputs: number }): void {
  const { plan, nbOutputs } = argument;
  openLibrary(plan.library, plan.way);
  const plugin = createPlugin(plan);
  const count = plan.inputs.dims.length + nbOutputs;
  const taken = TENSOR_PROBE_TYPES.filter((type) => {
    const desc = { dims: [2, 3, 17, 19], type, format: 'kLINEAR' as const };
    const descs = Array.from({ length: count }, () => desc);
    const asked = descs.map((_, pos) => {
      if (plugin.generation === 'V2')
        return plugin.supportsFormatCombination(pos, descs, plan.inputs.dims.length, nbOutputs);
      const ranges = descs.map((each) => ({
        desc: each,
        min: each.dims,
        opt: each.dims,
        max: each.dims,
      }));
      const build = plugin.getCapabilityInterface('kBUILD');
      return (
        build?.supportsFormatCombination(pos, ranges, plan.inputs.dims.length, nbOutputs) ?? false
      );
    });
    return asked.every(Boolean);
  });
  const words =
    taken.length > 0
      ? `it accepts ${taken.join(', ')} in kLINEAR`
      : 'it accepts no type in kLINEAR';
  observe('accepted-types', labelOf(plan.creator), words);
  plugin.destroy();
}
