/** Plugins that a test borrows, and what they log. */
import type { NativePluginV2, NativePluginV3, PluginField, TensorRTPhase } from '../../src/native';
import { addLogger } from '../../src/runtime/logger';
import { createV2, createV3 } from './direct-call';

/** Makes a version "2" plugin and ends it afterwards, whatever happens. */
export function withPluginV3<Result>(
  name: string,
  fields: PluginField[],
  use: (plugin: NativePluginV3) => Result,
  phase: TensorRTPhase = 'kBUILD',
): Result {
  const plugin = createV3(name, fields, phase);
  try {
    return use(plugin);
  } finally {
    plugin.destroy();
  }
}

/** Makes a version "1" plugin and ends it afterwards. */
export function withPluginV2<Result>(
  name: string,
  fields: PluginField[],
  use: (plugin: NativePluginV2) => Result,
): Result {
  const plugin = createV2(name, fields);
  try {
    return use(plugin);
  } finally {
    plugin.destroy();
  }
}

/** All messages logged while `act` runs, as `kERROR: text`, one a line. */
export function logged(act: () => void): string {
  const messages: string[] = [];
  const remove = addLogger((severity, message) => messages.push(`${severity}: ${message}`));
  try {
    act();
  } finally {
    remove();
  }
  return messages.join('\n');
}

/** Elements of a tensor of these extents. */
export const elementsOf = (dims: number[]): number => dims.reduce((a, b) => a * b, 1);

/** The value, which must be there. */
export function given<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('a value is missing');
  return value;
}
