import type { Dims } from '../runtime/tensor';
import { integer, integers, map, mapOf, oneOf, refuse } from './scenario-values';

/** Steps that take no argument, under the names that the trace has too. */
const PLAIN_STEPS = [
  'outputDimensions',
  'build',
  'destroyNetwork',
  'destroyPlugins',
  'deserialize',
  'createContext',
  'enqueue',
  'profiledEnqueue',
  'secondContext',
  'destroyContext',
  'destroyEngine',
  'destroyRuntime',
] as const;

/** What the caller does once the layers are in. */
export type ScenarioStep =
  | { name: (typeof PLAIN_STEPS)[number] }
  | { name: 'setInputShape'; shapes: Record<string, Dims> }
  | { name: 'setShapeValues'; values: Record<string, number[]> }
  | { name: 'setProfile'; index: number };

const STEPS = [...PLAIN_STEPS, 'setInputShape', 'setShapeValues', 'setProfile'] as const;

/** Reads one step of a scenario: a name, or `{name: argument}`. @throws {ApiUsageError} `SCENARIO_INVALID` */
export function scenarioStep(value: unknown, at: string): ScenarioStep {
  const entries: [string, unknown][] =
    typeof value === 'string' ? [[value, undefined]] : Object.entries(map(value, at));
  const [first, second] = entries;
  if (!first || second) refuse(`${at} is not valid`, 'a name, or {name: argument}', value);
  const [given, argument] = first;
  const name = oneOf(STEPS, given, at);
  const place = `${at}.${name}`;
  switch (name) {
    case 'setInputShape':
      return { name, shapes: mapOf(argument, place, integers) };
    case 'setShapeValues':
      return { name, values: mapOf(argument, place, integers) };
    case 'setProfile':
      return { name, index: integer(argument, place) };
    default:
      if (argument !== undefined) refuse(`${place} is not valid`, 'no argument', argument);
      return { name };
  }
}
