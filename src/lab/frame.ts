/** A line of source with its number; `guilty` is the one that was being executed. */
export interface SourceLine {
  line: number;
  text: string;
  guilty?: true;
}

/**
 * Whose code a frame is: the plugin's (or the program's), the host's that plays TensorRT, the system's libraries, or Node's with V8 and the JavaScript that it
 * compiled.
 */
export type FrameKind = 'plugin' | 'host' | 'system' | 'node';

/** One function of a backtrace. */
export interface Frame {
  /** As the source names it, demangled; null where the library has no symbol for it. */
  function: string | null;
  file: string | null;
  line: number | null;
  /** The library or program it is in, by the path that it was loaded from; null for compiled JavaScript and addresses without code. */
  library: string | null;
  /** Hexadecimal: the address within the library, else in the process. */
  address: string;
  kind: FrameKind;
  /** It was inlined into the frame that follows. */
  inlined?: true;
  /** How many frames in a row this one stands for: frames of Node, or a function that calls itself. */
  repeats?: number;
  /** The source around it, where the file is still there. */
  source?: SourceLine[];
  /** `name = value` of each argument; only where a debugger looked and the code was compiled with `-g`. */
  arguments?: string[];
  /** The same of local variables, and of the object's members for a method. */
  locals?: string[];
}

/** By which code of a library calls another library: no line of source is behind it. */
const STUB = /@plt$/;

/** The frame that the reader is looking for: the innermost one of the plugin's that somebody wrote. */
export function guiltyFrame(backtrace: readonly Frame[] | null): Frame | null {
  const own = backtrace?.filter(({ kind }) => kind === 'plugin') ?? [];
  return own.find(({ function: name }) => !STUB.test(name ?? '')) ?? own[0] ?? null;
}
