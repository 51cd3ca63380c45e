import type { InputPlan, ProbePlan } from '../probe-plan';
import { codeOf, hasCode } from './error-code';
import { createPlugin, labelOf, networkOf, openLibrary } from './network';
import { observe } from './observe';

/** The first of several inputs that an engine can be built with; -1 where none can. */
export async function search(argument: {
  plan: ProbePlan;
  candidates: InputPlan[];
  from: number;
}): Promise<{
  index: number;
  errors: { index: number; code: string; message: string }[];
}> {
  const { plan, candidates, from } = argument;
  openLibrary(plan.library, plan.way);
  const errors: { index: number; code: string; message: string }[] = [];
  for (const [index, inputs] of candidates.entries()) {
    if (index < from) continue;
    observe('candidate', labelOf(plan.creator), String(index));
    const plugin = createPlugin(plan);
    try {
      const made = networkOf(plugin, inputs);
      await made.build();
      made.destroy();
      return { index, errors };
    } catch (error) {
      errors.push({ index, code: codeOf(error), message: (error as Error).message });
    } finally {
      plugin.destroy();
    }
  }
  return { index: -1, errors };
}

/** Fewer dimensions than the plugin takes: it may refuse them. */
export function odd({ plan, inputs }: { plan: ProbePlan; inputs: InputPlan[] }): void {
  openLibrary(plan.library, plan.way);
  for (const each of inputs) {
    observe(
      'odd-inputs',
      labelOf(plan.creator),
      each.dims.map((dims) => `[${dims.join(',')}]`).join(' '),
    );
    const plugin = createPlugin(plan);
    try {
      networkOf(plugin, each).destroy();
    } catch (error) {
      // A refusal is what is wanted, except where an answer leads to memory that is none.
      if (hasCode(error, 'EXPRESSION_FOREIGN')) throw error;
    }
    plugin.destroy();
  }
}
