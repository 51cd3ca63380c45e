import type { DataType, TensorFormat } from './enums';

/** Data types as they stand inside a format's description. */
const TYPE_WORDS: Record<DataType, string> = {
  kFLOAT: 'FP32',
  kHALF: 'FP16',
  kINT8: 'Int8',
  kINT32: 'Int32',
  kBOOL: 'Bool',
  kUINT8: 'UInt8',
  kFP8: 'FP8',
  kBF16: 'BFloat16',
  kINT64: 'Int64',
  kINT4: 'Int4',
  kFP4: 'FP4',
};

/** Row major types that TensorRT describes in words of their own. */
const LINEAR_WORDS: Partial<Record<DataType, string>> = {
  kFLOAT: 'Row major linear FP32',
  kINT8: 'Row major Int8 format',
  kINT32: 'Row major linear Int32',
  kBOOL: 'Row major linear BOOL',
};

const VECTORISED_WORDS: Partial<Record<TensorFormat, string>> = {
  kCHW2: 'Two',
  kCHW4: 'Four',
  kCHW16: 'Sixteen',
  kCHW32: 'Thirty-two',
  kCDHW32: 'Thirty-two',
};

/** What follows the type in a channel major format. */
const CHANNEL_MAJOR_WORDS: Partial<Record<TensorFormat, string>> = {
  kHWC: '',
  kHWC8: ' where channel % 8 == 0',
  kHWC16: ' where channel % 16 == 0',
  kDHWC: ' with 3 spatial dimensions',
  kDHWC8: ' where channel % 8 == 0 with 3 spatial dimensions',
  kDLA_HWC4: ' where channel == 4 and column stride % 32 == 0',
};

/**
 * A tensor's type and format in words, as `IEngineInspector` and `ICudaEngine::getTensorFormatDesc` describe them.
 *
 * @see NvInferRuntime.h 10.16, `getTensorFormatDesc`; the words that differ by type are those that the layer information of engines of
 *   8.5 to 10 shows (NVIDIA's engine explorer reads the same ones). kINT4 and kFP4 are by analogy.
 * @example `formatText('kHALF', 'kCHW2')` is `Two wide channel vectorized row major FP16 format`
 */
export function formatText(type: DataType, format: TensorFormat): string {
  const word = TYPE_WORDS[type];
  const wide = VECTORISED_WORDS[format];
  if (wide !== undefined) {
    const spatial = format === 'kCDHW32' ? ' with 3 spatial dimensions' : '';
    return `${wide} wide channel vectorized row major ${word} format${spatial}`;
  }
  const rest = CHANNEL_MAJOR_WORDS[format];
  if (rest !== undefined) return `Channel major ${word} format${rest}`;
  if (format === 'kDLA_LINEAR') return `Row major ${word} format where column stride % 64 == 0`;
  return LINEAR_WORDS[type] ?? `Row major linear ${word} format`;
}
