import type { Progress } from '../findings-log';
import type { Way } from './probe-plan';

/** How a library is diagnosed. */
export interface LibraryOptions {
  /** How it comes in. Default: loadLibrary where it exports getCreators, else dlopen. */
  way?: Way;
  /** Only the plugin of this name. */
  plugin?: string;
  /** Goes on behind the first thing that is wrong. */
  all?: boolean;
  /** Milliseconds that one process may take; what takes longer hangs. Default 20,000. */
  timeMs?: number;
  /** Sources of the library: it is built again with memcheck, and with AddressSanitizer. */
  sources?: readonly string[];
  progress?: Progress;
}
