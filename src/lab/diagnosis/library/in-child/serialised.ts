import type { Plugin } from './network';

/** What is serialised of a plugin, as text. */
export function serialised(plugin: Plugin): string {
  if (plugin.generation === 'V2')
    return Buffer.from(plugin.serialize(plugin.getSerializationSize())).toString('hex');
  const fields = plugin.getCapabilityInterface('kRUNTIME')?.getFieldsToSerialize() ?? [];
  return JSON.stringify(
    fields.map(({ name, type, length, data }) => ({
      name,
      type,
      length,
      data: data ? Buffer.from(data).toString('hex') : null,
    })),
  );
}
