import { readFileSync } from 'node:fs';
import type { ProbePlan } from '../probe-plan';
import { hasCode } from './error-code';
import { createPlugin, labelOf, openLibrary } from './network';
import { observe } from './observe';
import { serialised } from './serialised';

/** Field names that are not declared and yet change what the plugin keeps: words of the library are tried. */
export function hiddenFields(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const plain = keptBy(plan, []);
  for (const name of wordsOf(plan.library)) {
    const types = ['kFLOAT32', 'kINT32'] as const;
    const found = types.find((type) => {
      const kept = keptBy(plan, [{ name, type, length: 1, value: 3 }]);
      return kept !== null && plain !== null && kept !== plain;
    });
    if (!found) continue;
    observe(
      'empty-field-list',
      labelOf(plan.creator),
      `getFieldNames() names no field, and createPlugin() reads "${name}": given as ${found}, it changes what the plugin keeps`,
    );
    return;
  }
}

/** What the plugin of these fields would put into an engine; null where there is none. */
function keptBy(plan: ProbePlan, fields: ProbePlan['fields']): string | null {
  let plugin: ReturnType<typeof createPlugin>;
  try {
    plugin = createPlugin({ ...plan, fields });
  } catch (error) {
    if (hasCode(error, 'PLUGIN_NOT_CREATED')) return null;
    throw error;
  }
  const kept = serialised(plugin);
  plugin.destroy();
  return kept;
}

/** Identifiers among the strings of a file, the shortest first: field names are short. */
function wordsOf(path: string): string[] {
  const words =
    readFileSync(path)
      .toString('latin1')
      .match(/(?<=\0)[a-z][a-zA-Z0-9_]{1,31}(?=\0)/g) ?? [];
  return [...new Set(words)].sort((a, b) => a.length - b.length).slice(0, MOST_WORDS);
}
const MOST_WORDS = 400;
