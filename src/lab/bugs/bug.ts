import type { Bilingual } from '../../display/figure';
import type { Workbook } from '../child';
import type { Expectation } from './expectation';

/** The two sides of a bug: with the defect, and without. */
export type Side = 'broken' | 'cured';

/** What the two sides are made of. */
export type Kind =
  /** Two plugin sources, and one host program. */
  | { kind: 'plugin'; extension: 'cpp' | 'cu'; kernels?: string[]; check?: boolean }
  /** One plugin (the workbook's own where it is not named), and two host programs in JavaScript. */
  | { kind: 'host'; plugin?: string }
  /** One plugin, and two host programs in C++. */
  | { kind: 'program'; plugin: string }
  /** One plugin, and two ways to compile and link it. */
  | { kind: 'recipe'; inputs: string[] };

/** What a reproduction is given. Paths are absolute. */
export interface ReproduceArgument {
  /** The plugin library. */
  library: string;
  /** `host.js`, whose functions are the steps that host programs have in common. */
  host: string;
  /** The host program of the side that is reproduced; empty where the sides are plugins. */
  program: string;
  /** Further libraries that the bug asked for with `others`, by the name of their source. */
  others: Record<string, string>;
}

/**
 * Runs in a child process; its source text is sent, so that it may use only its parameters.
 * @returns what a right program computes, where the side is right
 */
export type Reproduce = (
  workbook: Workbook,
  argument: ReproduceArgument,
  require: NodeJS.Require,
) => unknown;

/** A program of its own in the place of a child process. */
export interface ReproduceCommand {
  command: (argument: ReproduceArgument) => string[];
}

/** What a program printed: the same for every reader. */
export const printed = (text: string): Bilingual => ({ en: text, zh: text });

/** A mistake that people make, with everything that there is to say about it. */
export interface Bug {
  number: number;
  /** `09-double-free`: the folder under native/broken/. */
  name: string;
  title: Bilingual;
  /** What one sees. */
  symptom: Bilingual;
  /** What the real library says, the same in both languages as far as it was printed; and where that is from. */
  message: { text: Bilingual; from: Bilingual };
  /** How the lab shows it. */
  shown: Bilingual;
  cause: Bilingual;
  fix: Bilingual;
  /** How never to make it again. */
  never: Bilingual;
  sides: Kind;
  /** Further plugin sources in the bug's folder, each a library of its own. */
  others?: string[];
  /** Part of the line at which a broken side dies or hangs: the backtrace has it. Of plugin.cpp where the sides are host programs. */
  line?: string;
  /** Milliseconds after which the broken side is stopped. Default 30,000, as for the cured one. */
  timeMs?: number;
  expected: Record<Side, Expectation>;
  reproduce: Reproduce | ReproduceCommand;
}
