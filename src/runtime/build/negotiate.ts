import { PluginError } from '../../errors';
import type { DataType } from '../enums';
import { candidates, printFormat, type TypeAndFormat, type TypeFlags } from './formats';
import type { LayerPlugin, TensorRange } from '../plugin/layer-plugin';
import type { Dims } from '../tensor';

/** One tensor at a position of the layer before its type and format are chosen. */
export interface OpenTensor extends Omit<TensorRange, 'type' | 'format'> {
  ownType: DataType;
  /** Extents at what the profile is tuned for, those that depend on data at their upper bounds. */
  mostAtOpt: Dims;
}

/** A layer's tensors while its formats are negotiated. */
export interface OpenLayer {
  name: string;
  plugin: LayerPlugin;
  inputs: readonly OpenTensor[];
  outputs: readonly OpenTensor[];
}

/**
 * How many combinations TensorRT 10.6 finds beyond the limit before it stops; the last of them it drops (recordings/limit-over-100.jsonl:
 * for a limit of 100 it finds 102 and times 101).
 */
const BEYOND_LIMIT = 2;

/**
 * Lists the format combinations that a plugin accepts: depth first, position 0, 1, …, each offered its candidates in turn; a position
 * is asked only when every earlier one was accepted.
 *
 * @returns Accepted combinations in the order they were found, at least one; a combination has an entry a position, inputs first.
 * @throws {PluginError} `FORMAT_NONE_SUPPORTED` in the words of TensorRT 10.6
 * @see NvInferRuntime.h 10.16, `supportsFormatCombination`; recordings/v3-single.jsonl, phase build
 */
export function negotiate(layer: OpenLayer, flags: TypeFlags): TypeAndFormat[][] {
  const offers = [
    ...layer.inputs.map(({ ownType, dims }) => candidates(ownType, 'input', dims, flags)),
    ...layer.outputs.map(({ ownType, dims }) => candidates(ownType, 'output', dims, flags)),
  ];
  let accepted: TypeAndFormat[][] = [];
  for (let walk = 0; walk < layer.plugin.formatWalks; walk += 1)
    accepted = walkFormats(layer, offers);
  if (accepted.length === 0) {
    throw new PluginError(
      'FORMAT_NONE_SUPPORTED',
      `Cannot build the engine: ${layer.name}: could not find any supported formats consistent with input/output data types`,
      {
        layer: layer.name,
        plugin: layer.plugin.label,
        method: 'supportsFormatCombination',
        expected: 'true for one combination of the types and formats offered',
        actual: offers.map((offered) => offered.map(printFormat).join(' | ')),
      },
    );
  }
  return accepted;
}

function walkFormats(
  { plugin, inputs, outputs }: OpenLayer,
  offers: readonly TypeAndFormat[][],
): TypeAndFormat[][] {
  const tensors = [...inputs, ...outputs];
  const accepted: TypeAndFormat[][] = [];
  let most = Infinity;
  const descend = (chosen: TypeAndFormat[]): void => {
    const pos = chosen.length;
    if (pos === tensors.length) {
      accepted.push(chosen);
      if (accepted.length === 1) most = plugin.getFormatCombinationLimit() + BEYOND_LIMIT;
      return;
    }
    for (const candidate of offers[pos] as TypeAndFormat[]) {
      if (accepted.length >= most) return;
      const tried = [...chosen, candidate];
      const inOut = tried.map((choice, i) => withChoice(tensors[i] as OpenTensor, choice));
      if (plugin.supportsFormatCombination(pos, inOut, inputs.length, outputs.length))
        descend(tried);
    }
  };
  descend([]);
  return accepted.length < most ? accepted : accepted.slice(0, -1);
}

/** The tensor with its type and format chosen. */
export function withChoice(open: OpenTensor, { type, format }: TypeAndFormat): TensorRange {
  const { dims, min, opt, max, scale } = open;
  const scaled = type === 'kINT8' && scale !== undefined ? { scale } : {};
  return { type, format, ...scaled, dims, min, opt, max };
}
