/** Reads values of a scenario: every reader names the place in the file where something else stands. */
import { ApiUsageError } from '../errors';

/** @throws {ApiUsageError} `SCENARIO_INVALID` */
export function refuse(state: string, expected: unknown, actual: unknown): never {
  throw new ApiUsageError('SCENARIO_INVALID', `Cannot run the scenario: ${state}`, {
    expected,
    actual,
  });
}

function invalid(at: string, expected: string, value: unknown): never {
  refuse(`${at} is not valid`, expected, printed(value));
}

/** A value short enough for a message. */
function printed(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export function map(value: unknown, at: string): Record<string, unknown> {
  const ok = typeof value === 'object' && value !== null && !Array.isArray(value);
  return ok ? (value as Record<string, unknown>) : invalid(at, 'an object', value);
}

/** An object whose values are all read in the same way. */
export function mapOf<Value>(
  value: unknown,
  at: string,
  read: (value: unknown, at: string) => Value,
): Record<string, Value> {
  const entries = Object.entries(map(value, at));
  return Object.fromEntries(entries.map(([key, entry]) => [key, read(entry, `${at}.${key}`)]));
}

export function list(value: unknown, at: string): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : invalid(at, 'a list', value);
}

/** A list whose entries are all read in the same way. */
export function listOf<Value>(
  value: unknown,
  at: string,
  read: (value: unknown, at: string) => Value,
): Value[] {
  return list(value, at).map((entry, i) => read(entry, `${at}[${i}]`));
}

export function string(value: unknown, at: string): string {
  return typeof value === 'string' ? value : invalid(at, 'a string', value);
}

export function strings(value: unknown, at: string): string[] {
  return listOf(value, at, string);
}

/** @param least The smallest number that means something here. */
export function integer(value: unknown, at: string, least = Number.MIN_SAFE_INTEGER): number {
  const ok = typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
  const range = least === Number.MIN_SAFE_INTEGER ? '' : ` from ${least}`;
  return ok ? value : invalid(at, `a whole number${range}`, value);
}

export function integers(value: unknown, at: string): number[] {
  return listOf(value, at, (entry, place) => integer(entry, place));
}

/** One of the names that this host knows. */
export function oneOf<Name extends string>(
  names: readonly Name[],
  value: unknown,
  at: string,
): Name {
  const name = string(value, at);
  const found = names.find((known) => known === name);
  return found ?? refuse(`${at} is not known to this host`, names.join(', '), name);
}
