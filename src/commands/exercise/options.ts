/** What the commands of exercises have in common: `--json`, `--lang`, names. */
import type { Language } from '../../display/figure';

export interface ExerciseOptions {
  /** What stands there without a dash. */
  names: string[];
  language: Language;
  json: boolean;
  /** Other flags that were given. */
  flags: Set<string>;
  /** Other options that were given with a value. */
  values: Map<string, string>;
  /** Why it was not understood, or null. */
  wrong: string | null;
}

export interface KnownOptions {
  flags?: readonly string[];
  values?: readonly string[];
  /** Most names; default 1. */
  names?: number;
}

/** The reader's language: `--lang`, else what the terminal says. */
function terminalLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return [LC_ALL, LC_MESSAGES, LANG]
    .find((value) => value !== undefined && value !== '')
    ?.startsWith('zh')
    ? 'zh'
    : 'en';
}

export function exerciseOptions(
  args: readonly string[],
  known: KnownOptions = {},
): ExerciseOptions {
  const { flags = [], values = [], names: most = 1 } = known;
  const options: ExerciseOptions = {
    names: [],
    language: terminalLanguage(),
    json: false,
    flags: new Set(),
    values: new Map(),
    wrong: null,
  };
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const [name = '', joined] = word.startsWith('--') ? splitOnce(word.slice(2)) : [''];
    if (!word.startsWith('-')) options.names.push(word);
    else if (name === 'json' && joined === undefined && !values.includes(name)) options.json = true;
    else if (flags.includes(name) && joined === undefined) options.flags.add(name);
    else if (name === 'lang' || values.includes(name)) {
      const value = joined ?? args[(at += 1)];
      if (value === undefined) options.wrong ??= `--${name} needs a value`;
      else if (name !== 'lang') options.values.set(name, value);
      else if (value === 'en' || value === 'zh') options.language = value;
      else options.wrong ??= `--lang is en or zh, not ${value}`;
    } else options.wrong ??= `Unknown option: ${word}`;
  }
  if (options.names.length > most)
    options.wrong ??= `One exercise at a time, not ${options.names.join(', ')}`;
  return options;
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
