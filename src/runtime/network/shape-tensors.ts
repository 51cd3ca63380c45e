import type { Layer, Tensor } from './layer';

/**
 * The tensors whose values decide shapes: those that layers take as shape inputs, and what native layers compute those from. The values
 * of such a network input must be known to the host before an enqueue.
 */
export function shapeTensorsOf(layers: readonly Layer[]): Set<Tensor> {
  const found = new Set<Tensor>();
  // Layers stand after what they read, so one pass from the end sees every reader first.
  for (const layer of [...layers].reverse()) {
    for (const tensor of layer.shapeInputs) found.add(tensor);
    const feedsShapes = layer.outputs.some((output) => found.has(output));
    // The values of a shape come from extents, not from the values of its input.
    if (layer.kind === 'native' && feedsShapes && layer.operation.type !== 'kSHAPE') {
      for (const input of layer.inputs) found.add(input);
    }
  }
  return found;
}
