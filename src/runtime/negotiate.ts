import { PluginError } from '../errors';
import type { DataType, TensorFormat } from './enums';
import type { LayerPlugin, TensorRange } from './layer-plugin';
import type { Dims } from './tensor';

/** What a tensor may be at one position of a layer. */
export interface TypeAndFormat {
  type: DataType;
  format: TensorFormat;
}

/** One tensor at a position of the layer before its type and format are chosen. */
export type OpenTensor = Omit<TensorRange, 'type' | 'format'> & { ownType: DataType };

/** Flags of the builder that decide which types are tried. */
export interface TypeFlags {
  stronglyTyped: boolean;
  fp16: boolean;
}

/**
 * The order in which TensorRT 10.6 offers types and formats to a plugin, by the least rank that has them (recordings/v3-fp16.jsonl for
 * rank 4, grid-056 for 3, grid-036 for 2). Half formats need the flag kFP16, or a strongly typed kHALF tensor.
 */
const FLOATING_POINT_WALK: readonly (TypeAndFormat & { leastRank: number })[] = [
  { type: 'kFLOAT', format: 'kLINEAR', leastRank: 0 },
  { type: 'kHALF', format: 'kLINEAR', leastRank: 0 },
  { type: 'kHALF', format: 'kCHW2', leastRank: 3 },
  { type: 'kHALF', format: 'kHWC8', leastRank: 3 },
  { type: 'kFLOAT', format: 'kCHW32', leastRank: 3 },
  { type: 'kHALF', format: 'kCHW4', leastRank: 3 },
  { type: 'kHALF', format: 'kDHWC8', leastRank: 4 },
  { type: 'kFLOAT', format: 'kHWC', leastRank: 3 },
  { type: 'kHALF', format: 'kHWC16', leastRank: 3 },
  { type: 'kFLOAT', format: 'kDHWC', leastRank: 4 },
];

/** Types and formats to offer for a tensor, in order. Types that are not floating point are offered linear only. */
export function candidates(ownType: DataType, dims: Dims, flags: TypeFlags): TypeAndFormat[] {
  if (ownType !== 'kFLOAT' && ownType !== 'kHALF') return [{ type: ownType, format: 'kLINEAR' }];
  const allowed = (type: DataType) =>
    flags.stronglyTyped ? type === ownType : type === 'kFLOAT' || flags.fp16;
  return FLOATING_POINT_WALK.filter(
    ({ type, leastRank }) => allowed(type) && dims.length >= leastRank,
  ).map(({ type, format }) => ({ type, format }));
}

/**
 * Lists the format combinations that a plugin accepts: depth first, position 0, 1, …, each offered its candidates in turn; a position
 * is asked only when every earlier one was accepted.
 *
 * @param tensors Inputs, then outputs.
 * @returns Accepted combinations in the order they were found, at least one; a combination has an entry a position.
 * @throws {PluginError} `FORMAT_NONE_SUPPORTED` in the words of TensorRT 10.6
 * @see NvInferRuntime.h 10.16, `supportsFormatCombination`; recordings/v3-single.jsonl, phase build
 */
export function negotiate(
  layer: string,
  plugin: LayerPlugin,
  tensors: readonly OpenTensor[],
  nbInputs: number,
  flags: TypeFlags,
): TypeAndFormat[][] {
  let accepted: TypeAndFormat[][] = [];
  for (let walk = 0; walk < plugin.formatWalks; walk += 1) {
    accepted = walkFormats(plugin, tensors, nbInputs, flags);
  }
  if (accepted.length === 0) {
    throw new PluginError(
      'FORMAT_NONE_SUPPORTED',
      `Cannot build the engine: ${layer}: could not find any supported formats consistent with input/output data types`,
      {
        layer,
        plugin: plugin.label,
        method: 'supportsFormatCombination',
        expected: 'true for one combination of the types and formats offered',
        actual: tensors.map(({ ownType, dims }) =>
          candidates(ownType, dims, flags)
            .map(({ type, format }) => `${type}:${format}`)
            .join(' | '),
        ),
      },
    );
  }
  return accepted;
}

function walkFormats(
  plugin: LayerPlugin,
  tensors: readonly OpenTensor[],
  nbInputs: number,
  flags: TypeFlags,
): TypeAndFormat[][] {
  const accepted: TypeAndFormat[][] = [];
  let limit = Infinity;
  const descend = (chosen: TypeAndFormat[]): void => {
    if (chosen.length === tensors.length) {
      accepted.push(chosen);
      if (accepted.length === 1) limit = plugin.getFormatCombinationLimit();
      return;
    }
    const pos = chosen.length;
    const open = tensors[pos] as OpenTensor;
    for (const candidate of candidates(open.ownType, open.dims, flags)) {
      if (accepted.length >= limit) return;
      const tried = [...chosen, candidate];
      const inOut = tried.map((choice, i) => withChoice(tensors[i] as OpenTensor, choice));
      if (plugin.supportsFormatCombination(pos, inOut, nbInputs, tensors.length - nbInputs))
        descend(tried);
    }
  };
  descend([]);
  return accepted;
}

/** The tensor with its type and format chosen. */
export function withChoice(open: OpenTensor, { type, format }: TypeAndFormat): TensorRange {
  return { type, format, dims: open.dims, min: open.min, opt: open.opt, max: open.max };
}
