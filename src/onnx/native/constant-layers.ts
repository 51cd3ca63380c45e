import type { DecodedTensor } from '../decoded';
import { weightsOf } from './constants';
import type { ImportLayer, ImportTensor, NetworkCalls } from './network-calls';

/** Constants of the graph as tensors of the network: a layer each, made where the first node needs one. */
export class ConstantLayers<Tensor extends ImportTensor> {
  private readonly tensors = new Map<DecodedTensor, Tensor>();

  /** @param added Hears of every layer. */
  constructor(
    private readonly network: NetworkCalls<Tensor>,
    private readonly added: (layer: ImportLayer<Tensor>, constant: DecodedTensor) => void = () => {
      // Most callers do not name layers.
    },
  ) {}

  /** null where there are no tensors of the constant's type. */
  tensorOf(constant: DecodedTensor): Tensor | null {
    const known = this.tensors.get(constant);
    if (known) return known;
    const weights = weightsOf(constant);
    if (!weights) return null;
    const layer = this.network.addConstant(constant.dims, weights);
    this.added(layer, constant);
    const tensor = layer.getOutput(0);
    this.tensors.set(constant, tensor);
    return tensor;
  }
}
