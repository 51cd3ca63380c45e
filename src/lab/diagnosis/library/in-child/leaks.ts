import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { trace } from '../../../../trace/trace';
import type { ProbePlan } from '../probe-plan';
import { createPlugin, labelOf, openLibrary } from './network';
import { observe } from './observe';

/** Whether memory stays when plugins and their clones are gone. */
export async function leaks(plan: ProbePlan): Promise<void> {
  openLibrary(plan.library, plan.way);
  trace.setEnabled(false);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const after = async (): Promise<number> => {
    for (let i = 0; i < PLUGINS_A_ROUND; ++i) {
      const plugin = createPlugin(plan);
      plugin.clone()?.destroy();
      plugin.destroy();
      if (i % 2000 > 0) continue;
      collect();
      // The binding's own objects go when the event loop comes by.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return process.memoryUsage.rss();
  };
  // The first rounds fill the heap's own stores.
  await after();
  const sizes = [await after(), await after(), await after(), await after()];
  trace.setEnabled(true);
  const grown = sizes.slice(1).map((size, i) => (size - (sizes[i] ?? size)) / PLUGINS_A_ROUND);
  const least = Math.min(...grown);
  if (least < LEAST_LEFT) return;
  const words = `${Math.round(least)} bytes stay for each plugin and its clone that were made and destroyed`;
  observe('not-destroyed', labelOf(plan.creator), words);
}
const PLUGINS_A_ROUND = 20_000;
/** Bytes: two plugins of the smallest size, and more than the heap varies by. */
const LEAST_LEFT = 56;
