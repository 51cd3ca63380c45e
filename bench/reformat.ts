import type { PluginTensorDesc } from '../src/native';
import { native } from '../src/native-loader';
import type { DataType, TensorFormat } from '../src/runtime/enums';
import { byteSize } from '../src/runtime/tensor';
import { compare, type Comparison } from './measure';

const DIMS = [8, 64, 128, 128];

/** A reformat layer of 8x64x128x128 against copying as many bytes as it reads and writes, device to device. */
async function reformat(
  from: [DataType, TensorFormat],
  to: [DataType, TensorFormat],
  ratio: number,
): Promise<Comparison> {
  const { DeviceBuffer, Reformat, Stream } = native();
  const desc = ([type, format]: [DataType, TensorFormat]): PluginTensorDesc => ({
    dims: DIMS,
    type,
    format,
    scale: 0.1,
  });
  const [input, output] = [desc(from), desc(to)];
  const stream = new Stream();
  const layer = new Reformat(input, output);
  const bytes = byteSize(input) + byteSize(output);
  const buffers = [byteSize(input), byteSize(output), bytes / 2, bytes / 2].map((size) => {
    const buffer = new DeviceBuffer(size);
    buffer.fill(1);
    return buffer;
  });
  const [source, target, copyFrom, copyTo] = buffers;
  if (!source || !target || !copyFrom || !copyTo) throw new Error('no buffers');
  layer.setInput(source);
  layer.setOutput(target);
  const result = await compare(
    `reformat ${from.join(' ')} -> ${to.join(' ')}, ${DIMS.join('x')}`,
    { what: 'the layer', run: () => layer.enqueue(stream) },
    {
      what: 'a copy of as many bytes',
      run: () => copyTo.copyFromDevice(copyFrom, 0, 0, bytes / 2, stream),
    },
    { ratio },
  );
  for (const buffer of buffers) buffer.free();
  stream.destroy();
  return result;
}

/** Another type in the same layout. */
export const reformatType = () => reformat(['kFLOAT', 'kLINEAR'], ['kHALF', 'kLINEAR'], 0.3);
/** Another layout of the same type. */
export const reformatLayout = () => reformat(['kFLOAT', 'kLINEAR'], ['kFLOAT', 'kHWC'], 0.1);
/** Both. */
export const reformatBoth = () => reformat(['kFLOAT', 'kLINEAR'], ['kINT8', 'kCHW32'], 0.08);
