import { ApiUsageError } from '../errors';
import type {
  BuilderConfig,
  MemoryPoolType,
  ProfilingVerbosity,
} from '../runtime/build/builder-config';
import type { PerfOptions } from './options';

/** Precisions, pools, verbosity: what does not depend on the network. */
export function configureBuild(
  config: BuilderConfig,
  { flags, numbers, texts, setPluginsToSerialize }: PerfOptions,
): void {
  const best = flags.has('best');
  const typed = flags.has('stronglyTyped');
  if (!typed && (best || flags.has('fp16'))) config.setFlag('kFP16');
  if (!typed && (best || flags.has('bf16'))) config.setFlag('kBF16');
  if (!typed && (best || flags.has('int8'))) config.setFlag('kINT8');
  if (flags.has('noTF32')) config.clearFlag('kTF32');
  if (flags.has('noBuilderCache')) config.setFlag('kDISABLE_TIMING_CACHE');
  config.setAvgTimingIterations(numbers.avgTiming ?? 8);
  if (numbers.builderOptimizationLevel !== undefined)
    config.setBuilderOptimizationLevel(numbers.builderOptimizationLevel);
  config.setProfilingVerbosity(verbosityOf(texts.profilingVerbosity));
  for (const [pool, bytes] of poolsOf(texts.memPoolSize)) config.setMemoryPoolLimit(pool, bytes);
  if (setPluginsToSerialize.length > 0) config.setPluginsToSerialize(setPluginsToSerialize);
  for (const feature of texts.preview?.split(',') ?? []) {
    if (!/^[+-]aliasedPluginIO1003$/.test(feature))
      throw invalid('preview', feature, '+aliasedPluginIO1003 or -aliasedPluginIO1003');
    config.setPreviewFeature('kALIASED_PLUGIN_IO_10_03', feature.startsWith('+'));
  }
}

function verbosityOf(mode: string | undefined): ProfilingVerbosity {
  switch (mode) {
    case undefined:
    case 'layer_names_only':
    case 'default':
      return 'kLAYER_NAMES_ONLY';
    case 'detailed':
    case 'verbose':
      return 'kDETAILED';
    case 'none':
      return 'kNONE';
    default:
      throw invalid('profilingVerbosity', mode, 'layer_names_only, detailed or none');
  }
}

const POOLS: Readonly<Record<string, MemoryPoolType>> = {
  workspace: 'kWORKSPACE',
  dlaSRAM: 'kDLA_MANAGED_SRAM',
  dlaLocalDRAM: 'kDLA_LOCAL_DRAM',
  dlaGlobalDRAM: 'kDLA_GLOBAL_DRAM',
  tacticSharedMem: 'kTACTIC_SHARED_MEMORY',
};
const UNITS: Readonly<Record<string, number>> = { B: 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** `workspace:512M,tacticSharedMem:48K`; without a unit MiB. */
function poolsOf(text: string | undefined): [MemoryPoolType, number][] {
  return (text?.split(',') ?? []).map((part) => {
    const match = /^(\w+):(\d+\.?\d*)([BKMG]?)$/i.exec(part);
    const pool = match ? POOLS[match[1] ?? ''] : undefined;
    if (!match || !pool)
      throw invalid(
        'memPoolSize',
        part,
        `${Object.keys(POOLS).join(', ')}, a colon and a size such as 512M`,
      );
    return [pool, Math.floor(Number(match[2]) * (UNITS[(match[3] || 'M').toUpperCase()] ?? 1))];
  });
}

function invalid(option: string, actual: string, expected: string): ApiUsageError {
  return new ApiUsageError('OPTION_INVALID', `Cannot use --${option}=${actual}`, { expected });
}
