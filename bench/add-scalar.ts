import { field, float32 } from '../src/runtime/plugin/plugin-field';
import { compare, type Comparison } from './measure';
import { preparedPlugin } from './plugin-call';

const COUNT = 2 ** 24;

/** AddScalar on 16 million floats against copying them (memcpy by Node's Buffer). */
export async function addScalar(): Promise<Comparison> {
  const x = new Float32Array(COUNT).fill(1);
  const desc = { type: 'kFLOAT' as const, format: 'kLINEAR' as const, dims: [COUNT] };
  const plugin = preparedPlugin(
    'AddScalar',
    [field('scalar', float32(1.5), 'kFLOAT32')],
    [{ desc, data: x }],
    { desc, byteLength: COUNT * 4 },
  );
  plugin.run();
  if (plugin.output.toFloat32Array().some((value) => value !== 2.5))
    throw new Error('AddScalar is wrong');
  const [source, target] = [new Float32Array(COUNT).fill(1), new Float32Array(COUNT)];
  return compare(
    'AddScalar, 16 million floats',
    { what: 'AddScalar on the emulator', run: plugin.run },
    { what: 'memcpy of as many bytes', run: () => target.set(source) },
    { ratio: 0.5 },
    15,
  );
}
