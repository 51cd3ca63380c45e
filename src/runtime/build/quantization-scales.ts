import type { Layer, NativeLayer, Tensor } from '../network/layer';

/**
 * The scale of each kINT8 tensor that lies between a quantize and a dequantize layer, where it is one constant number: what TensorRT hands
 * a plugin as `PluginTensorDesc::scale`. A tensor that a quantize layer makes has that layer's scale; one that a dequantize layer reads has
 * that layer's.
 */
export function quantizationScales(layers: readonly Layer[]): Map<Tensor, number> {
  const scales = new Map<Tensor, number>();
  for (const layer of layers) {
    if (layer.kind !== 'native') continue;
    const tensor =
      layer.operation.type === 'kQUANTIZE'
        ? layer.outputs[0]
        : layer.operation.type === 'kDEQUANTIZE'
          ? layer.inputs[0]
          : undefined;
    const scale = tensor ? constantNumber(layer.inputs[1]?.producer ?? null) : null;
    if (tensor && scale !== null && !scales.has(tensor)) scales.set(tensor, scale);
  }
  return scales;
}

/** The number that a constant layer holds; null where it is no constant of one kFLOAT element. */
function constantNumber(layer: Layer | null): number | null {
  if (layer?.kind !== 'native' || layer.operation.type !== 'kCONSTANT') return null;
  const [constant, ...more] = Object.values(constantsOf(layer));
  if (!constant || more.length > 0 || constant.type !== 'float') return null;
  if (constant.data.byteLength !== Float32Array.BYTES_PER_ELEMENT) return null;
  return new DataView(constant.data.buffer, constant.data.byteOffset).getFloat32(0, true);
}

function constantsOf(layer: NativeLayer) {
  return layer.operation.toOnnx(
    layer.name,
    [],
    layer.outputs.map(({ name }) => ({ name, type: 'kFLOAT' as const, rank: 0 })),
  ).constants;
}
