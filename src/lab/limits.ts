/** What a process of the lab may use, with everything that it starts. */
export interface ChildLimits {
  /** Wall-clock milliseconds. Default 10,000. */
  timeMs?: number;
  /** Processor milliseconds of all its processes together. Default: no limit. */
  cpuMs?: number;
  /** Resident memory in bytes of all its processes together. Default 2 GiB. */
  memoryBytes?: number;
  /** Private memory in bytes that one process may ask for, used or not. Default 64 GiB. */
  addressSpaceBytes?: number;
  /** How many processes there may be at a time. Default 256. */
  processes?: number;
  /** Most bytes kept of standard output, and of standard error. Default 1 MiB each. */
  outputBytes?: number;
  /** The largest file that it may write, in bytes; the trace is one. Default 1 GiB. */
  fileBytes?: number;
}

/** The limit that ended a process. */
export type Limit = 'time' | 'cpu' | 'memory' | 'addressSpace' | 'processes';

const DEFAULTS: Required<ChildLimits> = {
  timeMs: 10_000,
  cpuMs: 0,
  memoryBytes: 2 ** 31,
  addressSpaceBytes: 2 ** 36,
  processes: 256,
  outputBytes: 2 ** 20,
  fileBytes: 2 ** 30,
};

/** The limits with defaults for what is not given. */
export function withDefaults(limits: ChildLimits): Required<ChildLimits> {
  const given = Object.entries(limits).filter(
    ([name, value]) => name in DEFAULTS && value !== undefined,
  );
  return { ...DEFAULTS, ...(Object.fromEntries(given) as ChildLimits) };
}
