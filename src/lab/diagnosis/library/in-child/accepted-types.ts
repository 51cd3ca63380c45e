import type { DataType } from '../../../../runtime/enums';

/** Types that a plugin is asked about. */
export const TENSOR_PROBE_TYPES: readonly DataType[] = [
  'kFLOAT',
  'kHALF',
  'kBF16',
  'kINT8',
  'kINT32',
  'kINT64',
  'kBOOL',
];
