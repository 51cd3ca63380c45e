/** What enqueue gets: two pointers to arrays of pointers on the host, each of which leads into device memory. */
import { blockTitle, DECLARED, pointerSvg } from './pointer-drawing';
import type { Figure, Language } from './figure';
import { pointerMap, type PointedTensor, type PointerMap, type Slot } from './pointer-blocks';
import { pointerWords, type PointerWords } from './pointer-words';

export interface PointerPictureOptions {
  /** Prints the addresses, which differ from run to run. */
  addresses?: boolean;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

function pointerText(map: PointerMap, words: PointerWords, addresses: boolean): string {
  const lines = map.slots.map((slot) => {
    const block = map.blocks[slot.block];
    if (block === undefined) return '';
    const values = [...block.first, ...(block.more > 0 ? [words.more(block.more)] : [])].join(', ');
    const content = block.bytes === 0 ? words.noBytes : values;
    const address = addresses ? ` ${block.address}` : '';
    return `  ${slot.argument}[${slot.index}] (+${slot.index * 8}) → ${words.device}${address}, ${words.bytes(block.bytes)}, ${blockTitle(block, words)}: ${content}`;
  });
  const of = (argument: Slot['argument']): string[] => [
    `${DECLARED[argument]} → ${words.host}:`,
    ...lines.filter((_, at) => map.slots[at]?.argument === argument),
  ];
  return [words.title, ...of('inputs'), ...of('outputs'), words.stride, words.unread].join('\n');
}

/**
 * Draws what `void const* const* inputs` and `void* const* outputs` of enqueue are: the argument, the array of pointers on the host, and
 * the device memory with its first values, which are read when the picture is made (memory that nobody has written yet holds
 * anything). Two tensors at one address share a block.
 *
 * @param tensors Inputs and outputs of the layer, in order, with their device memory.
 * @example
 * ```ts
 * show(pointerPicture({
 *   inputs: [{ name: 'x', type: 'kFLOAT', dims: [3, 4], buffer: input }],
 *   outputs: [{ name: 'y', type: 'kFLOAT', dims: [3, 4], buffer: output }],
 * }));
 * ```
 */
export function pointerPicture(
  tensors: { inputs: readonly PointedTensor[]; outputs: readonly PointedTensor[] },
  options: PointerPictureOptions = {},
): Figure {
  const map = pointerMap(tensors.inputs, tensors.outputs);
  const addresses = options.addresses ?? false;
  const wordsFor = (language?: Language): PointerWords =>
    pointerWords(options.lang ?? language ?? 'en');
  const toText = (language?: Language): string => pointerText(map, wordsFor(language), addresses);
  const toSVG = (language?: Language): string =>
    pointerSvg(map, wordsFor(language), addresses, toText(language));
  return { toSVG, toHTML: toSVG, toJSON: () => pointerData(map, addresses), toText };
}

function pointerData(map: PointerMap, addresses: boolean): unknown {
  const blocks = map.blocks.map(({ tensors, address, ...block }) => ({
    tensors: tensors.map(({ name, type, dims }) => ({ name, type, dims })),
    ...block,
    ...(addresses ? { address } : {}),
  }));
  const slots = map.slots.map((slot) => ({ ...slot, offset: slot.index * 8 }));
  return { slots, blocks };
}
