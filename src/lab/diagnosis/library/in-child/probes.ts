/** What the diagnosis does with a library in child processes. Each probe takes a plan and writes down what it sees. */
import { readFileSync } from 'node:fs';
import { TENSOR_PROBE_TYPES } from './accepted-types';
import { getPluginRegistry } from '../../../../runtime/plugin/plugin-registry';
import { trace } from '../../../../trace/trace';
import { undestroyedPlugins } from '../../../../trace/undestroyed';
import type { Dims } from '../../../../runtime/tensor';
import type { CreatorPlan, InputPlan, ProbePlan, Way } from '../probe-plan';
import { compareRuns, watchOutputs } from './outputs';
import { BoundContext } from './bound-context';
import { createPlugin, engineOf, labelOf, networkOf, openLibrary, type Ranges } from './network';
import { observe } from './observe';

/** Loads the library and lists its creators. */
export function list({ library, way }: { library: string; way: Way }): CreatorPlan[] {
  const before = new Set(
    getPluginRegistry()
      .getAllCreators()
      .map(({ id }) => id),
  );
  openLibrary(library, way);
  return getPluginRegistry()
    .getAllCreators()
    .filter(({ id }) => !before.has(id))
    .map((creator) => ({
      name: creator.getPluginName(),
      version: creator.getPluginVersion(),
      namespace: creator.getPluginNamespace(),
      generation: creator.generation,
      fields: creator.getFieldNames().map(({ name, type, length }) => ({ name, type, length })),
    }));
}

/** The first fields of several that the creator accepts; -1 where it refuses all. */
export function create(argument: {
  plan: ProbePlan;
  variants: ProbePlan['fields'][];
  from: number;
}): number {
  const { plan, variants, from } = argument;
  openLibrary(plan.library, plan.way);
  for (const [i, fields] of variants.entries()) {
    if (i < from) continue;
    observe('variant', labelOf(plan.creator), String(i));
    try {
      createPlugin({ ...plan, fields }).destroy();
      return i;
    } catch (error) {
      if (!hasCode(error, 'PLUGIN_NOT_CREATED')) throw error;
    }
  }
  return -1;
}

/** The first of several inputs that an engine can be built with; -1 where none can. */
export async function search(argument: {
  plan: ProbePlan;
  candidates: InputPlan[];
  from: number;
}): Promise<{
  index: number;
  errors: { index: number; code: string; message: string }[];
}> {
  const { plan, candidates, from } = argument;
  openLibrary(plan.library, plan.way);
  const errors: { index: number; code: string; message: string }[] = [];
  for (const [index, inputs] of candidates.entries()) {
    if (index < from) continue;
    observe('candidate', labelOf(plan.creator), String(index));
    const plugin = createPlugin(plan);
    try {
      const made = networkOf(plugin, inputs);
      await made.build();
      made.destroy();
      return { index, errors };
    } catch (error) {
      errors.push({ index, code: codeOf(error), message: String((error as Error).message) });
    } finally {
      plugin.destroy();
    }
  }
  return { index: -1, errors };
}

/** The way of a program that does everything right, with static shapes: to the end, where nothing may be left. */
export async function complete(plan: ProbePlan): Promise<void> {
  openLibrary(plan.library, plan.way);
  compareNames(plan);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs);
  const about = labelOf(plan.creator);
  const context = new BoundContext(engine, plan.inputs.dims, 1);
  const first = await context.run(0xa5);
  watchOutputs(about, first, await context.run(0x5a));
  const again = await context.run(0xa5);
  compareRuns(about, first, again, 'depends-on-earlier-runs', 'the same run again');
  const second = new BoundContext(engine, plan.inputs.dims, 5);
  await second.run(0xa5);
  const third = await context.run(0xa5);
  compareRuns(about, first, third, 'contexts-share-state', 'after a second context had run');
  if (context.sized && second.sized) await second.runCaptured();
  context.destroy();
  second.destroy();
  engine.destroy();
  runtime.destroy();
  countObjects(about);
}

/** The same with extents of -1 and a profile, at several shapes. */
export async function dynamic(argument: { plan: ProbePlan; ranges: Ranges }): Promise<void> {
  const { plan, ranges } = argument;
  openLibrary(plan.library, plan.way);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs, ranges);
  const about = labelOf(plan.creator);
  const at = async (shapes: readonly Dims[]): Promise<Awaited<ReturnType<BoundContext['run']>>> => {
    const context = new BoundContext(engine, shapes, 1);
    const outputs = await context.run(0xa5);
    watchOutputs(about, outputs, await context.run(0x5a));
    context.destroy();
    return outputs;
  };
  const first = await at(ranges.opt);
  await at(ranges.max);
  await at(ranges.min);
  compareRuns(about, first, await at(ranges.opt), 'depends-on-earlier-runs', 'after other shapes');
  engine.destroy();
  runtime.destroy();
  countObjects(about);
}

/** A plugin and its clone answer the same, and so does what is read back. */
export function clones(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const plugin = createPlugin(plan);
  const about = labelOf(plan.creator);
  const copy = plugin.clone();
  if (!copy) {
    observe('no-clone', about, 'clone() returned nullptr');
    plugin.destroy();
    return;
  }
  const [original, cloned] = [serialised(plugin), serialised(copy)];
  if (original !== cloned) {
    observe(
      'clone-loses-state',
      about,
      `what is serialised of the plugin and of its clone differs: ${original} and ${cloned}`,
    );
  }
  copy.destroy();
  plugin.destroy();
}

/** Fewer dimensions than the plugin takes: it may refuse them. */
export function odd({ plan, inputs }: { plan: ProbePlan; inputs: InputPlan[] }): void {
  openLibrary(plan.library, plan.way);
  for (const each of inputs) {
    observe(
      'odd-inputs',
      labelOf(plan.creator),
      each.dims.map((dims) => `[${dims.join(',')}]`).join(' '),
    );
    const plugin = createPlugin(plan);
    try {
      networkOf(plugin, each).destroy();
    } catch (error) {
      // A refusal is what is wanted, except where an answer leads to memory that is none.
      if (hasCode(error, 'EXPRESSION_FOREIGN')) throw error;
    }
    plugin.destroy();
  }
}

/** A tensor without elements. */
export async function empty(argument: { plan: ProbePlan; ranges: Ranges }): Promise<void> {
  const { plan, ranges } = argument;
  openLibrary(plan.library, plan.way);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs, ranges);
  const context = new BoundContext(engine, ranges.min, 1);
  await context.run(0xa5);
  context.destroy();
  engine.destroy();
  runtime.destroy();
}

/** What deserializePlugin() or createPlugin(kRUNTIME) makes of bytes that are cut off, too long, or none. */
export function truncated(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const creator = getPluginRegistry().getCreator(
    plan.creator.name,
    plan.creator.version,
    plan.creator.namespace,
  );
  const plugin = createPlugin(plan);
  if (plugin.generation === 'V2') {
    const bytes = plugin.serialize(plugin.getSerializationSize());
    const sizes = [bytes.length, Math.floor(bytes.length / 2), bytes.length - 1];
    for (const size of new Set(sizes.filter((each) => each > 0))) {
      observe('truncated', labelOf(plan.creator), `${size} of ${bytes.length} bytes`);
      creator.native.deserializePlugin('probe', bytes.slice(0, size))?.destroy();
    }
  } else {
    observe('truncated', labelOf(plan.creator), 'no fields');
    creator.native.createPlugin('probe', [], 'kRUNTIME')?.destroy();
  }
  plugin.destroy();
}

/** The types that a plugin accepts for its first input, all tensors being of it. */
export function accepted(argument: { plan: ProbePlan; nbOutputs: number }): void {
  const { plan, nbOutputs } = argument;
  openLibrary(plan.library, plan.way);
  const plugin = createPlugin(plan);
  const count = plan.inputs.dims.length + nbOutputs;
  const taken = TENSOR_PROBE_TYPES.filter((type) => {
    const desc = { dims: [2, 3, 17, 19], type, format: 'kLINEAR' as const };
    const descs = Array.from({ length: count }, () => desc);
    const asked = descs.map((_, pos) => {
      if (plugin.generation === 'V2')
        return plugin.supportsFormatCombination(pos, descs, plan.inputs.dims.length, nbOutputs);
      const ranges = descs.map((each) => ({
        desc: each,
        min: each.dims,
        opt: each.dims,
        max: each.dims,
      }));
      const build = plugin.getCapabilityInterface('kBUILD');
      return (
        build?.supportsFormatCombination(pos, ranges, plan.inputs.dims.length, nbOutputs) ?? false
      );
    });
    return asked.every(Boolean);
  });
  const words =
    taken.length > 0
      ? `it accepts ${taken.join(', ')} in kLINEAR`
      : 'it accepts no type in kLINEAR';
  observe('accepted-types', labelOf(plan.creator), words);
  plugin.destroy();
}

/** The plugin must give the engine what leads back to its creator. */
function compareNames(plan: ProbePlan): void {
  const plugin = createPlugin(plan);
  const core = plugin.generation === 'V3' ? plugin.getCapabilityInterface('kCORE') : null;
  const own =
    plugin.generation === 'V2'
      ? [plugin.getPluginType(), plugin.getPluginVersion(), plugin.getPluginNamespace()]
      : [core?.getPluginName(), core?.getPluginVersion(), core?.getPluginNamespace()];
  const { name, version, namespace } = plan.creator;
  plugin.destroy();
  if (own[0] === name && own[1] === version && own[2] === namespace) return;
  observe(
    'names-differ',
    labelOf(plan.creator),
    `the creator is ${JSON.stringify([name, version, namespace])}, the plugin says ${JSON.stringify(own)} (name, version, namespace)`,
  );
}

function countObjects(about: string): void {
  const left = undestroyedPlugins(trace.records());
  if (left.length === 0) return;
  const words = left
    .slice(0, 4)
    .map(
      ({ object, parent, phase }) =>
        `${object} (made by ${parent ?? '?'} in ${phase || 'no phase'})`,
    );
  observe('not-destroyed', about, `${left.length} plugin objects are left: ${words.join(', ')}`);
}

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
};
const hasCode = (error: unknown, code: string): boolean => codeOf(error) === code;

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

/** What is serialised of a plugin, as text. */
function serialised(plugin: ReturnType<typeof createPlugin>): string {
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
