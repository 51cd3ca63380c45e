import type { Dims } from '../../../../runtime/tensor';
import { trace } from '../../../../trace/trace';
import { undestroyedPlugins } from '../../../../trace/undestroyed';
import type { ProbePlan } from '../probe-plan';
import { aliasesOf } from './aliases';
import { BoundContext } from './bound-context';
import { compareNames } from './names';
import { createPlugin, engineOf, labelOf, openLibrary, type Ranges } from './network';
import { observe, observed } from './observe';
import { compareRuns, watchOutputs } from './outputs';

/** The way of a program that does everything right, with static shapes: to the end, where nothing may be left. */
export async function complete(plan: ProbePlan): Promise<void> {
  openLibrary(plan.library, plan.way);
  compareNames(plan);
  const aliases = aliasesOf(plan);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs);
  const about = labelOf(plan.creator);
  const context = new BoundContext(engine, plan.inputs.dims, 1, aliases);
  const first = await context.run(0xa5);
  watchOutputs(about, first, await context.run(0x5a));
  // What comes after something wrong is wrong, too, and hides it.
  if (observed() > 0) return;
  const again = await context.run(0xa5);
  compareRuns(about, first, again, 'depends-on-earlier-runs', 'the same run again');
  const second = new BoundContext(engine, plan.inputs.dims, 5, aliases);
  await second.run(0xa5);
  const third = await context.run(0xa5);
  compareRuns(about, first, third, 'contexts-share-state', 'after a second context had run');
  if (observed() > 0) return;
  if (context.sized && second.sized) await second.runCaptured();
  context.destroy();
  second.destroy();
  engine.destroy();
  runtime.destroy();
  countObjects(about);
}

/** The same with extents of -1 and a profile, at several shapes. */
export async function dynamic(argument: { plan: ProbePlan; ranges: Ranges }): Promise<void> {
  const { plan, ranges } = argument;
  openLibrary(plan.library, plan.way);
  const aliases = aliasesOf(plan);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs, ranges);
  const about = labelOf(plan.creator);
  const at = async (shapes: readonly Dims[]): Promise<Awaited<ReturnType<BoundContext['run']>>> => {
    const context = new BoundContext(engine, shapes, 1, aliases);
    const outputs = await context.run(0xa5);
    watchOutputs(about, outputs, await context.run(0x5a));
    context.destroy();
    return outputs;
  };
  const first = await at(ranges.opt);
  await at(ranges.max);
  await at(ranges.min);
  compareRuns(about, first, await at(ranges.opt), 'depends-on-earlier-runs', 'after other shapes');
  engine.destroy();
  runtime.destroy();
  countObjects(about);
}

/** A tensor without elements. */
export async function empty(argument: { plan: ProbePlan; ranges: Ranges }): Promise<void> {
  const { plan, ranges } = argument;
  openLibrary(plan.library, plan.way);
  const aliases = aliasesOf(plan);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs, ranges);
  const context = new BoundContext(engine, ranges.min, 1, aliases);
  await context.run(0xa5);
  context.destroy();
  engine.destroy();
  runtime.destroy();
}

function countObjects(about: string): void {
  const left = undestroyedPlugins(trace.records());
  if (left.length === 0) return;
  const words = left
    .slice(0, 4)
    .map(
      ({ object, parent, phase }) =>
        `${object} (made by ${parent ?? '?'} in ${phase || 'no phase'})`,
    );
  observe('not-destroyed', about, `${left.length} plugin objects are left: ${words.join(', ')}`);
}
