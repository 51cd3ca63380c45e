import type { PlanLayer, PlanLayerTensor, PlanNativeLayer, PlanPluginLayer } from './plan';
import type { Dims } from '../tensor';

/** A tensor of a layer, with the keys of TensorRT's layer information. */
export interface TensorDescription {
  Name: string;
  Location: 'Device' | 'Host';
  Dimensions: Dims;
  'Format/Datatype': string;
}

/**
 * A layer, with the keys of TensorRT's layer information in its order; those between `Outputs` and `TacticValue` depend on the layer. Keys
 * of plugin and reformat layers are TensorRT's, those of native layers ours: TensorRT describes the kernels that it fused them into.
 */
export interface LayerDescription {
  Name: string;
  LayerType: string;
  Inputs: TensorDescription[];
  Outputs: TensorDescription[];
  [parameter: string]: unknown;
  /** Sixteen hexadecimal digits. */
  TacticValue: string;
  StreamId: number;
  Metadata: string;
}

/** @param describe How each input and output is described. */
export function describeLayer(
  layer: PlanLayer,
  describe: (use: PlanLayerTensor) => TensorDescription,
): LayerDescription {
  const tactic = layer.kind === 'plugin' ? layer.tactic : 0;
  return {
    Name: layer.name,
    LayerType: layerTypeName(layer),
    Inputs: layer.inputs.map(describe),
    Outputs: layer.outputs.map(describe),
    ...parametersOf(layer),
    TacticValue: `0x${BigInt.asUintN(64, BigInt(tactic)).toString(16).padStart(16, '0')}`,
    StreamId: 0,
    Metadata: '',
  };
}

/** `kMATRIX_MULTIPLY` is `MatrixMultiply`. */
function layerTypeName(layer: PlanLayer): string {
  if (layer.kind === 'plugin') return `Plugin${layer.plugin.generation}`;
  if (layer.kind === 'reformat') return 'Reformat';
  const words = layer.layerType.replace(/^k/, '').toLowerCase().split('_');
  return words.map(capital).join('');
}

/** A layer's own keys. */
function parametersOf(layer: PlanLayer): Record<string, unknown> {
  if (layer.kind === 'plugin') return pluginParameters(layer);
  if (layer.kind === 'reformat') return { ParameterType: 'Reformat', Origin: 'REFORMAT' };
  return nativeParameters(layer);
}

function pluginParameters({ plugin }: PlanPluginLayer): Record<string, unknown> {
  const own = { PluginType: plugin.name, PluginVersion: plugin.version };
  if (plugin.generation === 'V2') return own;
  return { ...own, PluginMetadata: plugin.metadata ?? '[Metadata not provided by plugin]' };
}

function nativeParameters(layer: PlanNativeLayer): Record<string, unknown> {
  const attributes = Object.entries(layer.attributes).filter(([, value]) => value !== undefined);
  return {
    ParameterType: layerTypeName(layer),
    ...Object.fromEntries(attributes.map(([name, value]) => [capital(name), value])),
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
