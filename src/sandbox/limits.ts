/** What a command in a sandbox may use, with everything that it starts. */
export interface SandboxLimits {
  /** Processor seconds of all its processes together. Default 10. */
  cpuSeconds?: number;
  /** Seconds by the clock, from its first instruction on. Default 10. */
  wallSeconds?: number;
  /** Resident memory in bytes of all its processes together; its files are apart, see `scratchBytes`. Default 1 GiB. */
  memoryBytes?: number;
  /** Processes at a time. Default 64. */
  processes?: number;
  /** Open files of one process. Default 256. */
  openFiles?: number;
  /** Bytes of one file that it writes. Default 64 MiB. */
  fileBytes?: number;
  /** Bytes of all files in its folders together, which are in memory. Default 256 MiB. */
  scratchBytes?: number;
  /** Files and folders that there may be at a time. Default 10,000. */
  files?: number;
  /** Bytes kept of standard output, and of standard error; after four times as many (and 1 MiB) it is ended. Default 1 MiB. */
  outputBytes?: number;
  /** Bytes kept of what it writes to descriptor 3; more end it. Default 64 MiB. */
  answerBytes?: number;
  /** Bytes of all files together that are taken out of `/out`. Default 64 MiB. */
  collectedBytes?: number;
  /** Files that are taken out of `/out`. Default 1,000. */
  collectedFiles?: number;
}

/** The limit that a command passed. */
export type SandboxLimit =
  | 'cpuSeconds'
  | 'wallSeconds'
  | 'memoryBytes'
  | 'processes'
  | 'fileBytes'
  | 'scratchBytes'
  | 'files'
  | 'outputBytes'
  | 'answerBytes';

const MIB = 2 ** 20;
const DEFAULTS: Required<SandboxLimits> = {
  cpuSeconds: 10,
  wallSeconds: 10,
  memoryBytes: 1024 * MIB,
  processes: 64,
  openFiles: 256,
  fileBytes: 64 * MIB,
  scratchBytes: 256 * MIB,
  files: 10_000,
  outputBytes: MIB,
  answerBytes: 64 * MIB,
  collectedBytes: 64 * MIB,
  collectedFiles: 1000,
};

/** The limits with defaults for what is not given. @throws {RangeError} where one is no positive number */
export function withSandboxDefaults(limits: SandboxLimits): Required<SandboxLimits> {
  const all = { ...DEFAULTS };
  for (const [name, value] of Object.entries(limits) as [keyof SandboxLimits, number?][]) {
    if (value === undefined) continue;
    if (!(name in DEFAULTS) || !(value > 0 && value < Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`Cannot limit ${name}: ${value} is not a positive number`);
    }
    all[name] = value;
  }
  return all;
}
