import type { Frame } from './frame';

/**
 * What a checker found while the process ran: AddressSanitizer, UndefinedBehaviorSanitizer, the emulator's memcheck and racecheck, or the emulator itself, where a
 * kernel of an unchecked library failed.
 */
export interface Finding {
  tool: 'AddressSanitizer' | 'UndefinedBehaviorSanitizer' | 'memcheck' | 'racecheck' | 'emulator';
  /** The tool's own name for it: `heap-buffer-overflow`, `outOfBounds`, `race`, … */
  kind: string;
  /** In one line. */
  message: string;
  /** Where it happened, the innermost function first. */
  frames: Frame[];
  /** Further places: where the memory was allocated, where it was freed. */
  related: { what: string; frames: Frame[] }[];
}
