import { native } from '../src/native-loader';
import { buildChain, startChain, type Link, type RunningChain } from './chain';
import { median, type Comparison } from './measure';

const LAYERS = 100;
/** Enqueues in one sample: one takes microseconds. */
const ENQUEUES = 100;
const SAMPLES = 60;
const LIMIT_US = 0.5;

/**
 * An engine of 100 plugin layers that do nothing, through context.enqueueV3 with the trace on, against a C++ loop that calls their
 * enqueue straight: what the host adds a layer, its fixed cost included.
 * @param growing The trace is not reset between samples: it gets new memory all the time, where otherwise it fills the same again.
 */
async function enqueueOf(generation: 'V2' | 'V3', growing = false): Promise<Comparison> {
  const row = (count: number, options = {}) =>
    startRow(Array.from({ length: count }, () => ({ generation, ...options })));
  // Calls straight from C++: one layer that calls 100, less one layer that calls none.
  const chains = {
    ours: await row(LAYERS),
    one: await row(1),
    straight: await row(1, { layers: LAYERS }),
  };
  try {
    const samples = { ours: [] as number[], one: [] as number[], straight: [] as number[] };
    native().trace.reset();
    for (let i = 0; i < SAMPLES; i += 1) {
      if (!growing) native().trace.reset();
      for (const name of ['ours', 'one', 'straight'] as const) {
        samples[name].push(await enqueueMs(chains[name], ENQUEUES));
      }
    }
    const ours = median(samples.ours);
    const theirs = Math.max(0, median(samples.straight) - median(samples.one));
    const trace = growing ? 'into a trace that only grows' : 'into a trace that is reset';
    const extraUs = ((ours - theirs) / LAYERS) * 1000;
    return {
      name: `enqueueV3 of ${LAYERS} ${generation} plugin layers: ${extraUs.toFixed(2)} us more a layer`,
      unit: 'ms',
      ours: { what: `context.enqueueV3, ${trace}`, median: ours },
      theirs: { what: `${LAYERS} calls of enqueue straight from C++`, median: theirs },
      ratio: theirs / ours,
      target: `at most ${LIMIT_US} us more a layer`,
      reached: extraUs <= LIMIT_US,
    };
  } finally {
    native().trace.reset();
    for (const chain of Object.values(chains)) chain.destroy();
  }
}

export const enqueueV3Layers = () => enqueueOf('V3');
export const enqueueGrowingTrace = () => enqueueOf('V3', true);
export const enqueueV2Layers = () => enqueueOf('V2');

async function startRow(links: Link[]): Promise<RunningChain> {
  return startChain((await buildChain(links)).bytes);
}

/** Milliseconds of one enqueue, in a row of so many. */
export async function enqueueMs(
  { context, stream }: RunningChain,
  enqueues: number,
): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < enqueues; n += 1) await context.enqueueV3(stream);
  return (performance.now() - start) / enqueues;
}
