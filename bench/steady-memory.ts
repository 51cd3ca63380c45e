import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { native } from '../src/native-loader';
import { buildChain, startChain } from './chain';
import { enqueueMs } from './enqueue';
import { median, withinLimit, type Comparison } from './measure';

const ENQUEUES = 100_000;
/** Enqueues between two resets of the trace, which grows with every call. */
const BETWEEN_RESETS = 1000;
const LIMIT_MS = 0.01;
/** Bytes that so many enqueues may leave behind: what the process itself keeps changes by some kilobytes. */
const MOST_BYTES = 1 << 18;

/** An engine of one layer: what an enqueue costs at least, and that JavaScript's memory does not grow. */
export async function fixedCost(): Promise<Comparison> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const used = () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const chain = startChain((await buildChain([{ generation: 'V3' }])).bytes);
  try {
    const times: number[] = [];
    const enqueue = async (enqueues: number) => {
      for (let n = 0; n < enqueues; n += BETWEEN_RESETS) {
        times.push(await enqueueMs(chain, BETWEEN_RESETS));
        native().trace.reset();
      }
    };
    await enqueue(ENQUEUES / 10);
    const before = used();
    await enqueue(ENQUEUES);
    const kept = used() - before;
    if (kept > MOST_BYTES) throw new Error(`${ENQUEUES} enqueues keep ${kept} bytes`);
    const name = `enqueueV3 of one plugin layer; ${ENQUEUES} of them keep ${kept} bytes`;
    return withinLimit(name, 'one enqueue', median(times), LIMIT_MS);
  } finally {
    chain.destroy();
  }
}
