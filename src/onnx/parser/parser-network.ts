import type { NativePluginV2, NativePluginV3, PluginField } from '../../native';
import type { ImportNetwork } from '../import-native';
import type { ImportLayer, ImportTensor } from '../native/network-calls';

/** What the parser needs of a tensor of either host. */
export interface ParserTensor extends ImportTensor {
  setName(name: string): unknown;
  isNetworkInput(): boolean;
}

/** What the parser needs of a layer of either host. */
export interface ParserLayer<Tensor> extends ImportLayer<Tensor> {
  readonly name: string;
  setName(name: string): unknown;
  getNbOutputs(): number;
  /** `nvinfer1::LayerType`; plugin layers may be without. */
  getType?(): string;
}

/** The network of either host, as the parser fills it. */
export type ParserNetwork<Tensor extends ParserTensor> = ImportNetwork<Tensor> & {
  /** In the order in which they were added. */
  readonly layers: readonly ParserLayer<Tensor>[];
  addPluginV2(
    inputs: readonly Tensor[],
    plugin: NativePluginV2 | NativePluginV3,
  ): ParserLayer<Tensor>;
  addPluginV3(
    inputs: readonly Tensor[],
    shapeInputs: readonly Tensor[],
    plugin: NativePluginV2 | NativePluginV3,
  ): ParserLayer<Tensor>;
  markOutput(tensor: Tensor): void;
};

/** What the parser needs of a plugin creator. */
export interface ParserPluginCreator {
  /** V2 for an IPluginCreator, V3 for an IPluginCreatorV3One. */
  readonly generation: 'V2' | 'V3';
  getPluginName(): string;
  getPluginVersion(): string;
  getPluginNamespace(): string;
  getFieldNames(): PluginField[];
  /** @throws {PluginError} `PLUGIN_NOT_CREATED` */
  createPlugin(
    name: string,
    fields: PluginField[],
    phase: 'kBUILD',
  ): NativePluginV2 | NativePluginV3;
}

/** The plugin registry, as the parser asks it. */
export interface ParserPluginRegistry {
  getAllCreators(): readonly ParserPluginCreator[];
  /** @throws {ApiUsageError} `PLUGIN_NOT_FOUND` */
  getCreator(name: string, version: string, namespace: string): ParserPluginCreator;
}
