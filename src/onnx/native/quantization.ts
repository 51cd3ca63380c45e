import { ELEMENT_TYPES } from '../element-types';
import { dataTypeOf } from './constants';
import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { reshapeTo } from './reshape';

/** Scale, and where there is one the zero point; one scale of one element counts as a scalar. */
function partsOf<Tensor extends ImportTensor>(context: NodeContext<Tensor>) {
  const rank = context.input(0).getDimensions().length;
  const parts = [1, ...(context.has(2) ? [2] : [])].map((index) => {
    const tensor = context.input(index);
    const dims = tensor.getDimensions();
    return dims.length === 1 && dims[0] === 1 ? reshapeTo(context, tensor, []) : tensor;
  });
  const [scale = context.input(1), zeroPoint] = parts;
  if (context.int('block_size', 0) || scale.getDimensions().length > 1) {
    context.unsupported('its scales are of blocks');
  }
  const axis =
    scale.getDimensions().length === 1 ? context.axis(context.int('axis', 1), rank) : undefined;
  return {
    scale,
    options: { ...(axis === undefined ? {} : { axis }), ...(zeroPoint ? { zeroPoint } : {}) },
  };
}

const quantize: NodeImporter = (context) => {
  const { scale, options } = partsOf(context);
  const named = ELEMENT_TYPES[context.int('output_dtype', 0)] ?? 'undefined';
  const toType = context.has(2) ? context.input(2).getType() : (dataTypeOf(named) ?? 'kUINT8');
  const layer = context.network.addQuantize(context.input(0), scale, { ...options, toType });
  return [context.out(layer)];
};

const dequantize: NodeImporter = (context) => {
  const { scale, options } = partsOf(context);
  const toType = scale.getType();
  const layer = context.network.addDequantize(context.input(0), scale, { ...options, toType });
  return [context.out(layer)];
};

export const QUANTIZATION: Record<string, NodeImporter> = {
  QuantizeLinear: quantize,
  DequantizeLinear: dequantize,
};
