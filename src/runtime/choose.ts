import { ApiUsageError, PluginError } from '../errors';
import type { LayerChoice } from './builder-config';
import type { NetworkDefinition, PluginLayer, Tensor } from './network';
import type { TypeAndFormat } from './negotiate';
import type { Implementation } from './tactics';

/**
 * Chooses an implementation for every layer: the fastest ones that agree on each tensor between two layers, and that leave the inputs
 * and outputs of the network linear and of their own type.
 *
 * @param offered Implementations by layer, in the order of the network's layers.
 * @param suffix Added to a layer's name when a decision taken elsewhere is looked up: `` or ` [profile 1]`.
 * @throws {PluginError} `FORMAT_MISMATCH` when no choice agrees on every tensor
 */
export function chooseImplementations(
  network: NetworkDefinition,
  suffix: string,
  offered: readonly Implementation[][],
  choices: Readonly<Record<string, LayerChoice>>,
): Implementation[] {
  const settled = new Map<Tensor, string>();
  for (const tensor of [...network.inputs, ...network.outputs]) {
    settled.set(tensor, print({ type: network.typeOf(tensor), format: 'kLINEAR' }));
  }
  const wanted = network.layers.map((layer, i) => {
    const choice = choices[layer.name + suffix];
    const byTime = [...(offered[i] as Implementation[])].sort(
      (a, b) => (a.timeMs ?? 0) - (b.timeMs ?? 0),
    );
    return choice ? [decided(layer, choice, byTime)] : byTime;
  });
  const chosen: Implementation[] = [];
  let deepest = 0;
  const settle = (index: number): boolean => {
    deepest = Math.max(deepest, index);
    const layer = network.layers[index];
    if (!layer) return true;
    for (const implementation of wanted[index] as Implementation[]) {
      const added = agree(layer, implementation.formats, settled);
      if (!added) continue;
      chosen[index] = implementation;
      if (settle(index + 1)) return true;
      for (const tensor of added) settled.delete(tensor);
    }
    return false;
  };
  if (settle(0)) return chosen;
  const layer = network.layers[deepest] as PluginLayer;
  throw new PluginError(
    'FORMAT_MISMATCH',
    `Cannot build the engine: layer "${layer.name}" shares no format with its neighbours, and this host inserts no reformat layer`,
    {
      layer: layer.name,
      plugin: layer.plugin.label,
      method: 'supportsFormatCombination',
      expected: [...layer.inputs, ...layer.outputs].map(
        (tensor) => `${tensor.name}: ${settled.get(tensor) ?? 'any'}`,
      ),
      actual: (wanted[deepest] as Implementation[]).map(({ formats }) =>
        formats.map(print).join(','),
      ),
    },
  );
}

/** Notes the formats of a layer's tensors. @returns the tensors newly settled, or null when one is settled otherwise */
function agree(
  layer: PluginLayer,
  formats: TypeAndFormat[],
  settled: Map<Tensor, string>,
): Tensor[] | null {
  const added: Tensor[] = [];
  for (const [i, tensor] of [...layer.inputs, ...layer.outputs].entries()) {
    const format = print(formats[i] as TypeAndFormat);
    if ((settled.get(tensor) ?? format) !== format) {
      for (const undone of added) settled.delete(undone);
      return null;
    }
    if (!settled.has(tensor)) {
      settled.set(tensor, format);
      added.push(tensor);
    }
  }
  return added;
}

/** The implementation that was decided on elsewhere. @throws {ApiUsageError} `CHOICE_NOT_OFFERED` */
function decided(
  layer: PluginLayer,
  choice: LayerChoice,
  offered: readonly Implementation[],
): Implementation {
  const formats = [...choice.in, ...choice.out].join(',');
  const match = offered.find(
    (implementation) =>
      implementation.formats.map(print).join(',') === formats &&
      (choice.tactic ?? implementation.tactic) === implementation.tactic,
  );
  if (match) return match;
  throw new ApiUsageError(
    'CHOICE_NOT_OFFERED',
    `Cannot build the engine: layer "${layer.name}" was decided otherwise`,
    {
      layer: layer.name,
      plugin: layer.plugin.label,
      expected: `${formats} with tactic ${choice.tactic ?? 'any'}`,
      actual: offered.map(
        ({ formats: f, tactic }) => `${f.map(print).join(',')} with tactic ${tactic}`,
      ),
    },
  );
}

function print({ type, format }: TypeAndFormat): string {
  return `${type}:${format}`;
}
