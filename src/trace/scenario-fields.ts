import { ApiUsageError } from '../errors';
import type { PluginField } from '../native';
import { chars, field, float32, int32 } from '../runtime/plugin-field';
import type { ScenarioLayer } from './scenario';

/** The fields of a scenario's layer: kINT32 and kFLOAT32 as lists of numbers, kCHAR as a string. */
export function pluginFieldsOf(layer: ScenarioLayer): PluginField[] {
  return layer.fields.map(({ name, type, data }) => {
    if (type === 'kCHAR' && typeof data === 'string') return field(name, chars(data), type);
    if (type === 'kINT32' && Array.isArray(data)) return field(name, int32(...data), type);
    if (type === 'kFLOAT32' && Array.isArray(data)) return field(name, float32(...data), type);
    throw new ApiUsageError(
      'SCENARIO_INVALID',
      `Cannot run the scenario: field "${name}" is not valid`,
      {
        layer: layer.name,
        expected: 'kINT32 or kFLOAT32 with a list of numbers, or kCHAR with a string',
        actual: `${type} with ${typeof data}`,
      },
    );
  });
}
