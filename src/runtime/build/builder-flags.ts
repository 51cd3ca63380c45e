import { inspect } from 'node:util';
import { ApiUsageError } from '../../errors';

/** `nvinfer1::BuilderFlag` (NvInfer.h 10.16), and kSTRONGLY_TYPED, which is a flag of the network's creation in TensorRT. */
export const BUILDER_FLAGS = [
  'kFP16',
  'kINT8',
  'kDEBUG',
  'kGPU_FALLBACK',
  'kREFIT',
  'kDISABLE_TIMING_CACHE',
  'kTF32',
  'kSPARSE_WEIGHTS',
  'kSAFETY_SCOPE',
  'kOBEY_PRECISION_CONSTRAINTS',
  'kPREFER_PRECISION_CONSTRAINTS',
  'kDIRECT_IO',
  'kREJECT_EMPTY_ALGORITHMS',
  'kVERSION_COMPATIBLE',
  'kEXCLUDE_LEAN_RUNTIME',
  'kFP8',
  'kERROR_ON_TIMING_CACHE_MISS',
  'kBF16',
  'kDISABLE_COMPILATION_CACHE',
  'kSTRIP_PLAN',
  'kWEIGHTLESS',
  'kREFIT_IDENTICAL',
  'kWEIGHT_STREAMING',
  'kINT4',
  'kREFIT_INDIVIDUAL',
  'kSTRICT_NANS',
  'kMONITOR_MEMORY',
  'kFP4',
  'kEDITABLE_TIMING_CACHE',
  'kDISTRIBUTIVE_INDEPENDENCE',
  'kSTRONGLY_TYPED',
] as const;
export type BuilderFlag = (typeof BUILDER_FLAGS)[number];

const NO_REFIT = 'engines of this host cannot be refitted';
/** Flags that would change what an engine can do, and this host cannot. The others build as with TensorRT, or change nothing here. */
const REFUSED: Partial<Record<BuilderFlag, string>> = {
  kREFIT: NO_REFIT,
  kREFIT_IDENTICAL: NO_REFIT,
  kREFIT_INDIVIDUAL: NO_REFIT,
  kSTRIP_PLAN: NO_REFIT,
  kWEIGHTLESS: NO_REFIT,
  kWEIGHT_STREAMING: 'weights are in main memory anyway',
};

/** @throws {ApiUsageError} `FLAG_UNKNOWN`, `FLAG_UNSUPPORTED` with the reason */
export function checkFlag(flag: BuilderFlag, method: string): void {
  if (!BUILDER_FLAGS.includes(flag)) {
    throw new ApiUsageError('FLAG_UNKNOWN', 'Cannot use a builder flag: none has this name', {
      method,
      expected: BUILDER_FLAGS.filter((name) => !REFUSED[name]).join(', '),
      actual: inspect(flag),
    });
  }
  const reason = REFUSED[flag];
  if (reason === undefined) return;
  throw new ApiUsageError('FLAG_UNSUPPORTED', `Cannot use builder flag ${flag}: ${reason}`, {
    method,
  });
}

/** `nvinfer1::PreviewFeature` (NvInfer.h 10.16), and what each is by default. */
const PREVIEW_FEATURES = {
  kPROFILE_SHARING_0806: true,
  kALIASED_PLUGIN_IO_10_03: false,
  kRUNTIME_ACTIVATION_RESIZE_10_10: false,
  kMULTIDEVICE_RUNTIME_10_16: false,
} as const;
export type PreviewFeature = keyof typeof PREVIEW_FEATURES;

/** Preview features and whether each is on. */
export class PreviewFeatures {
  private readonly changed = new Map<PreviewFeature, boolean>();

  set(feature: PreviewFeature, enable: boolean): void {
    checkFeature(feature, 'setPreviewFeature');
    const refused =
      (feature === 'kPROFILE_SHARING_0806' && !enable) ||
      (feature === 'kMULTIDEVICE_RUNTIME_10_16' && enable);
    if (refused) {
      throw new ApiUsageError(
        'FLAG_UNSUPPORTED',
        `Cannot turn preview feature ${feature} ${enable ? 'on' : 'off'}: ${
          enable ? 'this host has one device' : 'it is always on'
        }`,
        { method: 'setPreviewFeature' },
      );
    }
    this.changed.set(feature, enable);
  }

  get(feature: PreviewFeature): boolean {
    checkFeature(feature, 'getPreviewFeature');
    return this.changed.get(feature) ?? PREVIEW_FEATURES[feature];
  }
}

function checkFeature(feature: string, method: string): void {
  if (Object.hasOwn(PREVIEW_FEATURES, feature)) return;
  throw new ApiUsageError('FLAG_UNKNOWN', 'Cannot use a preview feature: none has this name', {
    method,
    expected: Object.keys(PREVIEW_FEATURES).join(', '),
    actual: inspect(feature),
  });
}
