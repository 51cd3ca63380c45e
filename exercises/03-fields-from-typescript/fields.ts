import {
  chars,
  field,
  float32,
  float64,
  getPluginRegistry,
  int32,
  int64,
  int8,
  pluginLibrary,
  type NativePluginV3,
  type PluginField,
  type PluginFieldType,
} from 'tensorrt-plugin-workbook';

/** What a configuration may hold: a number, a list of numbers, yes or no, a text. */
export type Value = number | boolean | string | readonly number[] | Float32Array;
export type Config = Readonly<Record<string, Value>>;

/** `true` is 1, `1.5` is [1.5], and a list stays one. */
function numbersOf(value: Value): number[] {
  return typeof value === 'object' ? Array.from(value) : [Number(value)];
}

/** One field: a label, and as many bytes an element as the label says. */
function fieldOf(name: string, type: PluginFieldType, value: Value): PluginField {
  const numbers = numbersOf(value);
  // 1. Yours: this is right for kFLOAT64 only. A kFLOAT32 or a kINT32 has four bytes, a kCHAR is text.
  // Six functions make data: float32, float64, int8, int32, int64 (of numbers) and chars (of a text).
  return field(name, float64(...numbers), type);
}

/**
 * The fields for one plugin.
 *
 * @param wanted What creator.getFieldNames() says: names and types; `data` is null.
 * @param config Values by name. What is not in it is left out: the creator knows its default.
 * @throws {Error} where the configuration has a name that the creator does not want
 */
export function fieldsOf(wanted: readonly PluginField[], config: Config): PluginField[] {
  // 2. Yours: a name in `config` that no field in `wanted` has is a misspelling. Throw an Error that says which.

  return wanted.flatMap(({ name, type }) => {
    const value = config[name];
    return value === undefined ? [] : [fieldOf(name, type, value)];
  });
}

/** What fieldsOf says of a configuration; null where it finds nothing wrong. */
export function complaint(wanted: readonly PluginField[], config: Config): string | null {
  try {
    fieldsOf(wanted, config);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Makes a plugin of a configuration. @returns what the plugin would have saved in an engine file, after it has read its fields */
export function saved(plugin: string, version: string, config: Config): PluginField[] {
  const registry = getPluginRegistry();
  if (registry.getAllCreators().length === 0) registry.loadLibrary(pluginLibrary);
  const creator = registry.getCreator(plugin, version);
  const fields = fieldsOf(creator.getFieldNames(), config);
  // Lists belong to the caller, who may use them for something else by now.
  for (const value of Object.values(config)) if (value instanceof Float32Array) value.fill(0);
  const made = creator.createPlugin(plugin, fields) as NativePluginV3;
  const kept = made.getCapabilityInterface('kRUNTIME').getFieldsToSerialize();
  made.destroy();
  return kept;
}
