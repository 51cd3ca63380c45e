import { buildChain, startChain, type Link } from './chain';
import { median, withinLimit, type Comparison } from './measure';

const RUNS = 7;
const LIMIT_MS = 1000;
/** TensorFormat::kHWC. */
const HWC = 8;

/** Builds a chain of so many layers; engine and context are made too. */
async function build(
  what: string,
  layers: number,
  link: (index: number) => Link,
  runs = RUNS,
): Promise<Comparison> {
  const links = Array.from({ length: layers }, (_, index) => link(index));
  const times = { build: [] as number[], engine: [] as number[] };
  for (let run = 0; run <= runs; run += 1) {
    const { bytes, networkMs, buildMs } = await buildChain(links);
    const chain = startChain(bytes);
    chain.destroy();
    // The first run compiles the plugins.
    if (run === 0) continue;
    times.build.push(networkMs + buildMs);
    times.engine.push(chain.deserializeMs + chain.contextMs);
  }
  const engine = `deserialising and a context take ${median(times.engine).toFixed(0)} ms`;
  const name = `build of ${layers} ${what}; ${engine}`;
  return withinLimit(name, 'network and build', median(times.build), LIMIT_MS);
}

export const buildV3 = () => build('V3 plugin layers', 100, () => ({ generation: 'V3' }));
export const buildV2 = () => build('V2 plugin layers', 100, () => ({ generation: 'V2' }));
/** Both generations, with a reformat between every second pair. */
export const buildMixed = () =>
  build('V2 and V3 plugin layers in two formats', 100, (index) => ({
    generation: index % 2 ? 'V2' : 'V3',
    format: index % 4 < 2 ? 0 : HWC,
  }));
/** Each extent is an expression of the one before. */
export const buildGrowing = () =>
  build('plugin layers that add an extent to itself or halve it', 100, (index) => ({
    generation: 'V3',
    grow: index % 2 ? -1 : 1,
  }));
export const buildLong = () => build('V3 plugin layers', 1000, () => ({ generation: 'V3' }), 3);
