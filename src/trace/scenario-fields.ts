import type { PluginField } from '../native';
import { chars, field, float32, int32 } from '../runtime/plugin/plugin-field';
import type { ScenarioPluginLayer } from './scenario-layer';
import { refuse } from './scenario-values';

/** The fields of a scenario's plugin layer: kINT32 and kFLOAT32 as lists of numbers, kCHAR as a string. */
export function pluginFieldsOf(layer: ScenarioPluginLayer): PluginField[] {
  return layer.fields.map(({ name, type, data }) => {
    if (type === 'kCHAR' && typeof data === 'string') return field(name, chars(data), type);
    if (type === 'kINT32' && Array.isArray(data)) return field(name, int32(...data), type);
    if (type === 'kFLOAT32' && Array.isArray(data)) return field(name, float32(...data), type);
    return refuse(
      `field "${name}" of layer "${layer.name}" is not valid`,
      'kINT32 or kFLOAT32 with a list of numbers, or kCHAR with a string',
      `${type} with ${Array.isArray(data) ? 'a list' : 'a string'}`,
    );
  });
}
