import type { DataType } from '../enums';

/**
 * Data types as TensorRT 10.6 writes them. All but UInt8 and FP4 stand in its builder's log of the runs in recordings/ (`x (Float[-1])`);
 * those two are by analogy.
 */
const TYPE_WORDS: Record<DataType, string> = {
  kFLOAT: 'Float',
  kHALF: 'Half',
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

/**
 * What stands under `Format/Datatype` in the engine's inspector: in 10.6 the type alone, also for a tensor in kHWC or kHWC8
 * (recordings/inspector/formats-io.json, rand-006.json).
 */
export function formatText(type: DataType): string {
  return TYPE_WORDS[type];
}
