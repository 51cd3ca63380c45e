import type { SandboxLimits } from './limits';

/** What is run in a sandbox, and what it is given. */
export interface SandboxOptions {
  /** The absolute path of a program that is visible inside. */
  command: string;
  args?: readonly string[];
  /**
   * What lies in its working folder, `/box/work`, when it starts: copies of the regular files of a folder (links and special files are left out), or of
   * bytes by relative path. It may change them.
   */
  files?: string | Readonly<Record<string, string | Uint8Array>>;
  /** Files and folders of this machine that it may read, at the same paths. System libraries and compilers are there anyway. */
  readOnly?: readonly string[];
  /** Folders below those of `readOnly` that are empty inside. */
  hidden?: readonly string[];
  /** Paths that lead, inside, to empty folders which it may fill: caches of programs that insist on a place. */
  scratch?: readonly string[];
  /** All of its environment, but for `PATH`, `HOME`, `TMPDIR` and `LANG`, which are given where they are not named here. */
  env?: Readonly<Record<string, string>>;
  /** Standard input; default: empty. */
  stdin?: string | Uint8Array;
  /** Whether it has a descriptor 3 to write an answer to. Default false. */
  answer?: boolean;
  limits?: SandboxLimits;
  /** Ends it early. */
  abort?: AbortSignal;
}

/** The folder that a command starts in. */
export const WORK = '/box/work';
/** What it leaves here is in its report; `/out` leads to it. */
export const OUT = '/box/out';
/** Where the folders of `scratch` are, by number. */
export const SCRATCH = '/box/scratch';
/** `/tmp` leads to it. */
export const TEMPORARY = '/box/tmp';
