import type { PlanLayer, PlanLayerTensor } from './plan';
import type { Dims } from './tensor';

/** A tensor of a layer, with the keys of TensorRT's layer information. */
export interface TensorDescription {
  Name: string;
  Location: 'Device' | 'Host';
  Dimensions: Dims;
  'Format/Datatype': string;
}

/** A layer, with the keys of TensorRT's layer information; those between `ParameterType` and `TacticValue` depend on the layer. */
export interface LayerDescription {
  Name: string;
  LayerType: string;
  Inputs: TensorDescription[];
  Outputs: TensorDescription[];
  ParameterType: string;
  [parameter: string]: unknown;
  /** Sixteen hexadecimal digits. */
  TacticValue: string;
  StreamId: number;
  Metadata: string;
}

/** A layer's own keys. Those of a plugin beside its type are ours: TensorRT's are not recorded. */
function parametersOf(layer: PlanLayer): Record<string, unknown> {
  switch (layer.kind) {
    case 'plugin':
      return {
        PluginType: layer.plugin.name,
        PluginVersion: layer.plugin.version,
        PluginNamespace: layer.plugin.namespace,
        WorkspaceSize: layer.workspaceBytes,
      };
    case 'reformat':
      return { Origin: 'REFORMAT' };
    case 'native':
      return Object.fromEntries(
        Object.entries(layer.attributes).map(([name, value]) => [capital(name), value]),
      );
  }
}

/** `kMATRIX_MULTIPLY` is `MatrixMultiply`. */
function layerTypeName(layer: PlanLayer): string {
  if (layer.kind === 'plugin') return `Plugin${layer.plugin.generation}`;
  if (layer.kind === 'reformat') return 'Reformat';
  const words = layer.layerType.replace(/^k/, '').toLowerCase().split('_');
  return words.map(capital).join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** @param describe How each input and output is described. */
export function describeLayer(
  layer: PlanLayer,
  describe: (use: PlanLayerTensor) => TensorDescription,
): LayerDescription {
  const type = layerTypeName(layer);
  const tactic = layer.kind === 'plugin' ? layer.tactic : 0;
  return {
    Name: layer.name,
    LayerType: type,
    Inputs: layer.inputs.map(describe),
    Outputs: layer.outputs.map(describe),
    ParameterType: type,
    ...parametersOf(layer),
    TacticValue: `0x${tactic.toString(16).padStart(16, '0')}`,
    StreamId: 0,
    Metadata: '',
  };
}

/** A value without line breaks; keys and texts without quotes, as kONELINE has them. */
function plain(value: unknown): string {
  if (Array.isArray(value)) {
    const objects = value.some((each) => typeof each === 'object' && each !== null);
    return objects ? `[ ${value.map(plain).join(', ')}]` : `[${value.map(plain).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) return `{ ${entries(value)} }`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function entries(value: object): string {
  return Object.entries(value)
    .map(([key, each]) => `${key}: ${plain(each)}`)
    .join(', ');
}

/** `Name: relu, LayerType: Activation, Inputs: [ { Name: x, … }], …` */
export function oneLine(description: LayerDescription): string {
  return entries(description);
}

/** Indented JSON in which a list of numbers takes one line. */
export function prettyJson(description: LayerDescription): string {
  // A line break cannot stand inside a JSON text, so this touches lists only.
  return JSON.stringify(description, null, 2).replace(
    /\[\n\s*(-?[\d.e+-]+(?:,\n\s*-?[\d.e+-]+)*)\n\s*\]/g,
    (_list, numbers: string) => `[${numbers.replace(/\s+/g, '')}]`,
  );
}
