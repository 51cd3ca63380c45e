import type { DataType } from '../../runtime/enums';
import type { NativeLayers } from '../../runtime/network/operations/native-layers';
import type { Dims } from '../../runtime/tensor';

/** What the importer needs of a tensor of either host. */
export interface ImportTensor {
  readonly name: string;
  getType(): DataType;
  /** Extents, -1 where unknown. */
  getDimensions(): Dims;
}

export interface ImportLayer<Tensor> {
  getOutput(index: number): Tensor;
}

/** The network's methods for native layers, of either host. */
export type NetworkCalls<Tensor extends ImportTensor> = {
  [Method in keyof NativeLayers<Tensor, ImportLayer<Tensor>>]: NativeLayers<
    Tensor,
    ImportLayer<Tensor>
  >[Method];
};
