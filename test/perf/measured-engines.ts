/** Engines for the tests of measuring, and files for the tests of the command. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '../../src/onnx/model';
import { createRuntime, type CudaEngine } from '../../src/runtime/engine/engine';
import { build, scalarField } from '../runtime/plugin-network';

/** x [-1,4] -> AddScalar, `count` times, each adding 1 -> y; profile 1 to 8, tuned for 2. */
export const buildChain = (count: number): Promise<Uint8Array> =>
  build(({ network, layer, profile }) => {
    let tensor = network.addInput('x', 'kFLOAT', [-1, 4]);
    for (let i = 0; i < count; i += 1)
      tensor = layer(`add${i}`, 'AddScalar', [tensor], scalarField(1)).getOutput(0);
    network.markOutput(tensor.setName('y'));
    profile({
      x: [
        [1, 4],
        [2, 4],
        [8, 4],
      ],
    });
  });

/** x [-1,3] -> NonZero -> indices [2,n] of kINT64: the extents depend on the data. */
export const buildNonZero = (): Promise<Uint8Array> =>
  build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [-1, 3]);
    const nonZero = layer('nonzero', 'NonZero', [x]);
    network.markOutput(nonZero.getOutput(0).setName('indices'));
    profile({
      x: [
        [1, 3],
        [2, 3],
        [4, 3],
      ],
    });
  });

/** x [-1,4] -> AddScalar(1) -> Relu -> y as an ONNX file's bytes. */
export function addScalarModel(): Uint8Array {
  return encodeModel(
    {
      nodes: [
        {
          opType: 'AddScalar',
          inputs: ['x'],
          outputs: ['added'],
          attributes: { scalar: { float: 1 }, plugin_version: '2' },
        },
        { opType: 'Relu', inputs: ['added'], outputs: ['y'] },
      ],
      inputs: [{ name: 'x', type: 'float', dims: [-1, 4] }],
      outputs: [{ name: 'y', type: 'float', dims: [-1, 4] }],
    },
    17,
  );
}

/** Gives an engine to `use` and ends it whatever happens. */
export async function withEngine<Result>(
  bytes: Uint8Array | Promise<Uint8Array>,
  use: (engine: CudaEngine) => Promise<Result>,
): Promise<Result> {
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(await bytes);
  try {
    return await use(engine);
  } finally {
    engine.destroy();
    runtime.destroy();
  }
}

/** A folder that is removed afterwards, with these files in it. */
export async function withFolder<Result>(
  files: Readonly<Record<string, Uint8Array | string>>,
  use: (folder: string) => Promise<Result> | Result,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'perf-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
