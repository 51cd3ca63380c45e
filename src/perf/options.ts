import { ApiUsageError } from '../errors';
import type { Language } from '../display/figure';
import { nearestName } from './nearest-name';
import { checkPercentiles } from './metrics';
import {
  IGNORED_OPTIONS,
  PERF_OPTIONS,
  REFUSED_OPTIONS,
  type OptionInfo,
  type PerfOption,
} from './option-table';
import { parseNamed, parseShapes, type InputShapes } from './shapes-text';

/** What the command line asked for. */
export interface PerfOptions {
  onnx: string | null;
  loadEngine: string | null;
  saveEngine: string | null;
  staticPlugins: readonly string[];
  dynamicPlugins: readonly string[];
  setPluginsToSerialize: readonly string[];
  minShapes: InputShapes | null;
  optShapes: InputShapes | null;
  maxShapes: InputShapes | null;
  shapes: InputShapes;
  loadInputs: ReadonlyMap<string, string>;
  /** Numbers by option; only those that were given. */
  numbers: Readonly<Partial<Record<PerfOption, number>>>;
  /** Texts by option; only those that were given. */
  texts: Readonly<Partial<Record<PerfOption, string>>>;
  flags: ReadonlySet<PerfOption>;
  percentiles: readonly number[] | null;
  explain: Language | null;
  /** Options that change nothing here, and why; and the old names. */
  warnings: readonly string[];
}

/** The command was not understood, or asks for what this host has not. */
export class OptionError extends ApiUsageError {}

/**
 * Reads options as trtexec does: `--name` or `--name=value`, in any order.
 * @throws {OptionError} `OPTION_UNKNOWN` with the nearest name, `OPTION_UNSUPPORTED` with the reason, `OPTION_INVALID`
 * @throws {ApiUsageError} `SHAPES_SYNTAX`
 */
export function parseOptions(args: readonly string[]): PerfOptions {
  const given = new Map<PerfOption, string[]>();
  const warnings: string[] = [];
  const unknown: string[] = [];
  for (const [at, word] of args.entries()) {
    const [name, value] = splitWord(word, args[at - 1]);
    if (isPerfOption(name)) {
      const values = given.get(name) ?? [];
      checkValue(name, value, values.length);
      given.set(name, [...values, value ?? '']);
    } else if (isKnown(name)) warnings.push(...special(name, value));
    else unknown.push(unknownOption(name));
  }
  if (unknown.length > 0) throw new OptionError('OPTION_UNKNOWN', unknown.join('\n'));
  const texts: Partial<Record<PerfOption, string>> = {};
  const numbers: Partial<Record<PerfOption, number>> = {};
  const flags = new Set<PerfOption>();
  for (const [name, [value = '']] of given) {
    const { kind } = PERF_OPTIONS[name];
    if (kind === 'flag') flags.add(name);
    else if (kind === 'number' || kind === 'count') numbers[name] = numberOf(name, kind, value);
    else texts[name] = value;
  }
  if (given.has('plugins')) warnings.push('--plugins is the older name of --staticPlugins');
  if (given.has('buildOnly')) warnings.push('--buildOnly is the older name of --skipInference');
  const shapes = (name: PerfOption) => {
    const text = texts[name];
    return text === undefined ? null : parseShapes(`--${name}`, text);
  };
  const options: PerfOptions = {
    onnx: texts.onnx ?? null,
    loadEngine: texts.loadEngine ?? null,
    saveEngine: texts.saveEngine ?? null,
    staticPlugins: [...(given.get('plugins') ?? []), ...(given.get('staticPlugins') ?? [])],
    dynamicPlugins: given.get('dynamicPlugins') ?? [],
    setPluginsToSerialize: given.get('setPluginsToSerialize') ?? [],
    minShapes: shapes('minShapes'),
    optShapes: shapes('optShapes'),
    maxShapes: shapes('maxShapes'),
    shapes: shapes('shapes') ?? new Map(),
    loadInputs: new Map(parseNamed('--loadInputs', texts.loadInputs ?? '')),
    numbers,
    texts,
    flags,
    percentiles: percentilesOf(texts.percentile),
    explain: flags.has('explain') ? languageOf(given.get('explain')?.[0]) : null,
    warnings,
  };
  checkTogether(options);
  return options;
}

function splitWord(word: string, before: string | undefined): [string, string | undefined] {
  if (word === '-h') return ['help', undefined];
  if (!word.startsWith('--')) {
    const dashed = word.startsWith('-') ? `-${word}` : null;
    const joined = before?.startsWith('--') && !before.includes('=') ? `${before}=${word}` : dashed;
    const meant = joined ?? '--onnx=FILE or --loadEngine=FILE';
    throw new OptionError(
      'OPTION_INVALID',
      `Cannot read "${word}": options are --name or --name=value; did you mean ${meant}?`,
    );
  }
  const equals = word.indexOf('=');
  return equals < 0 ? [word.slice(2), undefined] : [word.slice(2, equals), word.slice(equals + 1)];
}

function isPerfOption(name: string): name is PerfOption {
  return Object.hasOwn(PERF_OPTIONS, name);
}

function checkValue(name: PerfOption, value: string | undefined, before: number): void {
  const { kind, value: wanted, repeated }: OptionInfo = PERF_OPTIONS[name];
  if (kind !== 'flag' && (value ?? '') === '')
    throw new OptionError(
      'OPTION_INVALID',
      `Cannot use --${name}: it needs a value: --${name}=${wanted ?? ''}`,
    );
  if (before > 0 && repeated !== true && kind !== 'flag')
    throw new OptionError('OPTION_INVALID', `Cannot use --${name} twice`);
}

/** Options that mean something for one value. */
const OF_ONE_VALUE = ['device', 'infStreams', 'streams', 'inputIOFormats', 'outputIOFormats'];
const OTHER_OPTIONS = [
  ...OF_ONE_VALUE,
  ...Object.keys(IGNORED_OPTIONS),
  ...Object.keys(REFUSED_OPTIONS),
];

function isKnown(name: string): boolean {
  return OTHER_OPTIONS.includes(name);
}

/** All of them are told at once, as trtexec does. */
function unknownOption(name: string): string {
  const near = nearestName(name, [...Object.keys(PERF_OPTIONS), ...OTHER_OPTIONS]);
  return `Unknown option: --${name}${near === null ? '' : `; did you mean --${near}?`}`;
}

/** An option that is not ours. @returns warnings @throws {OptionError} where it cannot be taken */
function special(name: string, value: string | undefined): string[] {
  if (name === 'device') {
    if (value === '0') return [];
    throw new OptionError(
      'OPTION_UNSUPPORTED',
      `Cannot use --device=${value ?? ''}: there is one device here, 0`,
    );
  }
  if (name === 'infStreams' || name === 'streams') {
    if (value === '1') return [];
    throw new OptionError(
      'OPTION_UNSUPPORTED',
      `Cannot use --${name}=${value ?? ''}: one stream of queries is measured; contexts side by side would share the same processors`,
    );
  }
  if (name === 'inputIOFormats' || name === 'outputIOFormats') {
    if (/^fp32:chw(,fp32:chw)*$/.test(value ?? '')) return [];
    throw new OptionError(
      'OPTION_UNSUPPORTED',
      `Cannot use --${name}=${value ?? ''}: inputs and outputs here have the type of the model and are linear; cast in the model`,
    );
  }
  const ignored = own(IGNORED_OPTIONS, name);
  if (ignored !== undefined) return [`--${name} changes nothing here: ${ignored}`];
  const refused = own(REFUSED_OPTIONS, name);
  throw new OptionError('OPTION_UNSUPPORTED', `Cannot use --${name}: ${refused ?? ''}`);
}

function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function numberOf(name: PerfOption, kind: 'number' | 'count', text: string): number {
  const value = Number(text);
  const endless = name === 'duration' && value === -1;
  const fits =
    kind === 'count' ? /^\d+$/.test(text) : /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  if (endless || (fits && Number.isFinite(value) && !(name === 'avgRuns' && value === 0)))
    return value;
  const what = kind === 'count' ? 'a whole number' : 'a number';
  throw new OptionError(
    'OPTION_INVALID',
    `Cannot use --${name}=${text}: it takes ${what}, ${name === 'avgRuns' ? 1 : 0} or more`,
  );
}

function percentilesOf(text: string | undefined): readonly number[] | null {
  if (text === undefined) return null;
  const percentiles = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  checkPercentiles(percentiles);
  return percentiles;
}

function languageOf(text: string | undefined): Language {
  if (text === 'zh') return 'zh';
  if (text === undefined || text === '' || text === 'en') return 'en';
  throw new OptionError(
    'OPTION_INVALID',
    `Cannot explain in "${text}": --explain=en or --explain=zh`,
  );
}

function checkTogether({ onnx, loadEngine, saveEngine, flags }: PerfOptions): void {
  if (flags.has('help')) return;
  const wrong =
    onnx === null && loadEngine === null
      ? 'a model or an engine is needed: --onnx=FILE or --loadEngine=FILE'
      : loadEngine !== null && saveEngine !== null
        ? 'an engine is loaded or saved: --loadEngine and --saveEngine do not go together'
        : onnx !== null && loadEngine !== null
          ? 'an engine is built or loaded: --onnx and --loadEngine do not go together'
          : null;
  if (wrong !== null) throw new OptionError('OPTION_INVALID', `Cannot run perf: ${wrong}`);
}
