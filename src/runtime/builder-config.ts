import { ApiUsageError } from '../errors';
import type { OptimizationProfile } from './optimization-profile';

/** Flags of `nvinfer1::BuilderFlag` and `NetworkDefinitionCreationFlag` that this host knows. */
export type BuilderFlag = 'kFP16' | 'kDISABLE_TIMING_CACHE' | 'kSTRONGLY_TYPED';
const FLAGS: readonly string[] = [
  'kFP16',
  'kDISABLE_TIMING_CACHE',
  'kSTRONGLY_TYPED',
] satisfies BuilderFlag[];

/** What was decided for one layer elsewhere: formats as `kFLOAT:kLINEAR`, and the tactic. */
export interface LayerChoice {
  in: string[];
  out: string[];
  tactic?: number;
}

/** `nvinfer1::IBuilderConfig`. */
export class BuilderConfig {
  readonly profiles: OptimizationProfile[] = [];
  private readonly flags = new Set<string>();
  /**
   * Ours: decisions to take by layer name instead of the fastest implementation. Everything is asked and timed all the same. A choice
   * that the plugin did not offer is an error. This is how a recorded run of TensorRT is followed, whose timings are not ours.
   */
  choices: Record<string, LayerChoice> = {};

  setFlag(flag: BuilderFlag): this {
    if (!FLAGS.includes(flag)) {
      throw new ApiUsageError(
        'FLAG_UNKNOWN',
        'Cannot set a builder flag: this host has none of this name',
        {
          method: 'setFlag',
          expected: FLAGS.join(', '),
          actual: flag,
        },
      );
    }
    this.flags.add(flag);
    return this;
  }

  getFlag(flag: BuilderFlag): boolean {
    return this.flags.has(flag);
  }

  /** @returns the index of the profile */
  addOptimizationProfile(profile: OptimizationProfile): number {
    return this.profiles.push(profile) - 1;
  }
}
