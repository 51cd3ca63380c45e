import { totalmem } from 'node:os';
import { inspect } from 'node:util';
import { ApiUsageError } from '../../errors';

const KIB = 1024;
const MIB = KIB * KIB;
const GIB = KIB * MIB;

/** Bytes of the emulator's device memory: half of the machine's, in whole MiB. */
export function deviceMemoryBytes(): number {
  return Math.ceil(totalmem() / 2 / MIB) * MIB;
}

interface Pool {
  initial: () => number;
  valid: (bytes: number) => boolean;
  expected: string;
}

const any = { valid: () => true, expected: 'a whole number of bytes' };
const dla = {
  valid: (bytes: number) => bytes >= 4 * KIB && Number.isInteger(Math.log2(bytes)),
  expected: 'a power of 2 from 4096',
};

/** `nvinfer1::MemoryPoolType` with its defaults and limits (NvInfer.h 10.16). This host has no DLA; those limits change nothing. */
const POOLS = {
  kWORKSPACE: { initial: deviceMemoryBytes, ...any },
  kDLA_MANAGED_SRAM: { initial: () => MIB, ...dla },
  kDLA_LOCAL_DRAM: { initial: () => GIB, ...dla },
  kDLA_GLOBAL_DRAM: { initial: () => 512 * MIB, ...dla },
  kTACTIC_DRAM: { initial: deviceMemoryBytes, ...any },
  kTACTIC_SHARED_MEMORY: {
    // What a block may ask for on compute capability 8.0, which the emulator says it has.
    initial: () => 163 * KIB,
    valid: (bytes: number) => bytes < GIB,
    expected: 'less than 1 GiB',
  },
} as const satisfies Record<string, Pool>;
export type MemoryPoolType = keyof typeof POOLS;

/** How much memory a build may use, by pool. */
export class MemoryPools {
  private readonly limits = new Map<MemoryPoolType, number>();

  /** @throws {ApiUsageError} `MEMORY_POOL_UNKNOWN`, `MEMORY_POOL_INVALID` with what the pool takes */
  set(type: MemoryPoolType, bytes: number): void {
    const { valid, expected } = poolOf(type, 'setMemoryPoolLimit');
    if (!Number.isSafeInteger(bytes) || bytes < 0 || !valid(bytes)) {
      throw new ApiUsageError(
        'MEMORY_POOL_INVALID',
        `Cannot limit memory pool ${type}: the size is not valid`,
        {
          method: 'setMemoryPoolLimit',
          expected,
          actual: inspect(bytes),
        },
      );
    }
    this.limits.set(type, bytes);
  }

  get(type: MemoryPoolType): number {
    const { initial } = poolOf(type, 'getMemoryPoolLimit');
    return this.limits.get(type) ?? initial();
  }
}

function poolOf(type: string, method: string): Pool {
  if (Object.hasOwn(POOLS, type)) return POOLS[type as MemoryPoolType];
  throw new ApiUsageError('MEMORY_POOL_UNKNOWN', 'Cannot use a memory pool: none has this name', {
    method,
    expected: Object.keys(POOLS).join(', '),
    actual: inspect(type),
  });
}
