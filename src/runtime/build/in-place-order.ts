import type { Layer, PluginLayer, Tensor } from '../network/layer';

/**
 * The order in which layers run: as they were added, but what works in place on a tensor comes after everybody else who reads it
 * (recordings/alias-three-readers.jsonl). Where that cannot be - another reader works in place too, or needs what the layer makes -
 * the order stays, and the layer gets a copy (alias-two-writers.jsonl, alias-writer-reader-chain.jsonl).
 *
 * @param aliases By layer, for each output the input whose memory it shares, or -1.
 */
export function inPlaceOrder(
  layers: readonly Layer[],
  aliases: ReadonlyMap<PluginLayer, readonly number[]>,
): Layer[] {
  const waitsFor = new Map<Layer, Set<Layer>>();
  for (const layer of layers) {
    if (layer.kind !== 'plugin') continue;
    for (const tensor of changedTensors(layer, aliases)) {
      const readers = otherReaders(layers, layer, tensor);
      if (mayWait(layers, layer, readers, tensor, aliases)) waitsFor.set(layer, new Set(readers));
    }
  }
  if (waitsFor.size === 0) return [...layers];
  const order: Layer[] = [];
  const placed = new Set<Layer>();
  const ready = (layer: Layer): boolean =>
    !placed.has(layer) &&
    [...layer.inputs, ...layer.shapeInputs].every(
      ({ producer }) => producer === null || placed.has(producer),
    ) &&
    [...(waitsFor.get(layer) ?? [])].every((reader) => placed.has(reader));
  for (let next = layers.find(ready); next; next = layers.find(ready)) {
    order.push(next);
    placed.add(next);
  }
  // Two layers that wait for each other keep the order in which they were added.
  return order.length === layers.length ? order : [...layers];
}

/** The tensors that a layer works on in place. */
function changedTensors(
  layer: PluginLayer,
  aliases: ReadonlyMap<PluginLayer, readonly number[]>,
): Tensor[] {
  return (aliases.get(layer) ?? [])
    .filter((input) => input >= 0)
    .map((input) => layer.getInput(input));
}

/** Layers beside this one that read a tensor. */
export function otherReaders(layers: readonly Layer[], layer: Layer, tensor: Tensor): Layer[] {
  return layers.filter((other) => other !== layer && other.inputs.includes(tensor));
}

function mayWait(
  layers: readonly Layer[],
  layer: PluginLayer,
  readers: readonly Layer[],
  tensor: Tensor,
  aliases: ReadonlyMap<PluginLayer, readonly number[]>,
): boolean {
  const after = dependants(layers, layer);
  return readers.every(
    (reader) =>
      !after.has(reader) &&
      !(reader.kind === 'plugin' && changedTensors(reader, aliases).includes(tensor)),
  );
}

/** The layers that need, directly or not, what a layer makes. */
function dependants(layers: readonly Layer[], layer: Layer): Set<Layer> {
  const found = new Set<Layer>([layer]);
  for (const other of layers) {
    if (other.inputs.some(({ producer }) => producer !== null && found.has(producer)))
      found.add(other);
  }
  found.delete(layer);
  return found;
}
