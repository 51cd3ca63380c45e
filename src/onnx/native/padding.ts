import type { SliceMode } from '../../runtime/network/operations/slice-places';
import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { ShapeCalculator, type ShapeValues } from './shape-values';

/** The tensor with more elements before and after each axis (fewer where negative), read as a slice's mode says. */
export function pad<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  tensor: Tensor,
  before: ShapeValues<Tensor>,
  after: ShapeValues<Tensor>,
  mode: SliceMode,
  fill?: Tensor,
): Tensor {
  const shapes = new ShapeCalculator(context);
  const size = shapes.sum(shapes.of(tensor), shapes.sum(before, after));
  const start = shapes.difference([0], before);
  const stride = tensor.getDimensions().map(() => 1);
  const options = fill ? { mode, fill } : { mode };
  return context.out(context.network.addSlice(tensor, start, size, stride, options));
}

const MODES = new Map<string, SliceMode>([
  ['constant', 'kFILL'],
  ['edge', 'kCLAMP'],
  ['reflect', 'kREFLECT'],
  ['wrap', 'kWRAP'],
]);

/** Pads and the value are inputs since opset 11, attributes before. */
const padNode: NodeImporter = (context) => {
  const x = context.input(0);
  const rank = x.getDimensions().length;
  const name = context.string('mode', 'constant');
  const mode = MODES.get(name) ?? context.unsupported('there is no such mode', { actual: name });
  const shapes = new ShapeCalculator(context);
  const given = context.opset < 11 ? context.ints('pads') : shapes.input(1);
  const pads = given ?? context.unsupported('it has no pads');
  const all = x.getDimensions().map((_, axis) => axis);
  const axes = (context.parameter(3, 'the list of axes') ?? all).map((a) => context.axis(a, rank));
  if (shapes.length(pads) !== 2 * axes.length) {
    context.unsupported('its pads do not fit the axes', {
      expected: `${2 * axes.length} numbers`,
      actual: shapes.length(pads),
    });
  }
  const side = (offset: number) =>
    shapes.concatenate(
      all.map((axis) => {
        const at = axes.indexOf(axis);
        return at < 0 ? [0] : shapes.pick(pads, [offset + at]);
      }),
    );
  let fill: typeof x | undefined;
  if (mode === 'kFILL' && context.opset >= 11 && context.has(2)) fill = context.input(2);
  else if (mode === 'kFILL' && context.opset < 11)
    fill = context.scalar(context.float('value', 0), x);
  return [pad(context, x, side(0), side(axes.length), mode, fill)];
};

export const PADDING: Record<string, NodeImporter> = { Pad: padNode };
