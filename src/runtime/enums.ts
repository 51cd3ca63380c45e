/** TensorRT's enumerations by name; the position in each list is TensorRT's number (NvInfer headers 10.16). */

export const DATA_TYPES = [
  'kFLOAT',
  'kHALF',
  'kINT8',
  'kINT32',
  'kBOOL',
  'kUINT8',
  'kFP8',
  'kBF16',
  'kINT64',
  'kINT4',
  'kFP4',
] as const;
export type DataType = (typeof DATA_TYPES)[number];

export const TENSOR_FORMATS = [
  'kLINEAR',
  'kCHW2',
  'kHWC8',
  'kCHW4',
  'kCHW16',
  'kCHW32',
  'kDHWC8',
  'kCDHW32',
  'kHWC',
  'kDLA_LINEAR',
  'kDLA_HWC4',
  'kHWC16',
  'kDHWC',
] as const;
export type TensorFormat = (typeof TENSOR_FORMATS)[number];

export const PLUGIN_FIELD_TYPES = [
  'kFLOAT16',
  'kFLOAT32',
  'kFLOAT64',
  'kINT8',
  'kINT16',
  'kINT32',
  'kCHAR',
  'kDIMS',
  'kUNKNOWN',
  'kBF16',
  'kINT64',
  'kFP8',
  'kINT4',
  'kFP4',
] as const;
export type PluginFieldType = (typeof PLUGIN_FIELD_TYPES)[number];

export const DIMENSION_OPERATIONS = [
  'kSUM',
  'kPROD',
  'kMAX',
  'kMIN',
  'kSUB',
  'kEQUAL',
  'kLESS',
  'kFLOOR_DIV',
  'kCEIL_DIV',
] as const;
export type DimensionOperation = (typeof DIMENSION_OPERATIONS)[number];

export const SEVERITIES = ['kINTERNAL_ERROR', 'kERROR', 'kWARNING', 'kINFO', 'kVERBOSE'] as const;
export type Severity = (typeof SEVERITIES)[number];
