/** What the diagnosis does with a library in child processes. Each probe takes a plan and writes down what it sees. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TENSOR_PROBE_TYPES } from './accepted-types';
import { getPluginRegistry } from '../../../../runtime/plugin/plugin-registry';
import { trace } from '../../../../trace/trace';
import { undestroyedPlugins } from '../../../../trace/undestroyed';
import type { Dims } from '../../../../runtime/tensor';
import type { CreatorPlan, InputPlan, ProbePlan, Way } from '../probe-plan';
import { compareRuns, watchOutputs } from './outputs';
import { BoundContext } from './bound-context';
import {
  createPlugin,
  creatorOf,
  engineOf,
  labelOf,
  networkOf,
  openLibrary,
  type Ranges,
} from './network';
import { observe, observed } from './observe';

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
      errors.push({ index, code: codeOf(error), message: (error as Error).message });
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
  const aliases = aliasesOf(plan);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs);
  const about = labelOf(plan.creator);
  const context = new BoundContext(engine, plan.inputs.dims, 1, aliases);
  const first = await context.run(0xa5);
  watchOutputs(about, first, await context.run(0x5a));
  // What comes after something wrong is wrong, too, and hides it.
  if (observed() > 0) return;
  const again = await context.run(0xa5);
  compareRuns(about, first, again, 'depends-on-earlier-runs', 'the same run again');
  const second = new BoundContext(engine, plan.inputs.dims, 5, aliases);
  await second.run(0xa5);
  const third = await context.run(0xa5);
  compareRuns(about, first, third, 'contexts-share-state', 'after a second context had run');
  if (observed() > 0) return;
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
  const aliases = aliasesOf(plan);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs, ranges);
  const about = labelOf(plan.creator);
  const at = async (shapes: readonly Dims[]): Promise<Awaited<ReturnType<BoundContext['run']>>> => {
    const context = new BoundContext(engine, shapes, 1, aliases);
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
  const again = readBack(plan, plugin);
  if (again !== null && again !== original) {
    observe('stale-engine', about, `written: ${original}; what is made of it writes ${again}`);
  }
  copy.destroy();
  plugin.destroy();
}

/** What a plugin that was made of the serialised one would serialise; null where none is made. */
function readBack(plan: ProbePlan, plugin: ReturnType<typeof createPlugin>): string | null {
  const creator = creatorOf(plan.creator).native;
  const made =
    plugin.generation === 'V2'
      ? creator.deserializePlugin('probe', plugin.serialize(plugin.getSerializationSize()))
      : creator.createPlugin(
          'probe',
          plugin.getCapabilityInterface('kRUNTIME')?.getFieldsToSerialize() ?? [],
          'kRUNTIME',
        );
  if (!made) return null;
  const text = serialised(made);
  made.destroy();
  return text;
}

/** Whether memory stays when plugins and their clones are gone. */
export async function leaks(plan: ProbePlan): Promise<void> {
  openLibrary(plan.library, plan.way);
  trace.setEnabled(false);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const after = async (): Promise<number> => {
    for (let i = 0; i < PLUGINS_A_ROUND; ++i) {
      const plugin = createPlugin(plan);
      plugin.clone()?.destroy();
      plugin.destroy();
      if (i % 2000 > 0) continue;
      collect();
      // The binding's own objects go when the event loop comes by.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return process.memoryUsage.rss();
  };
  // The first rounds fill the heap's own stores.
  await after();
  const sizes = [await after(), await after(), await after(), await after()];
  trace.setEnabled(true);
  const grown = sizes.slice(1).map((size, i) => (size - (sizes[i] ?? size)) / PLUGINS_A_ROUND);
  const least = Math.min(...grown);
  if (least < LEAST_LEFT) return;
  const words = `${Math.round(least)} bytes stay for each plugin and its clone that were made and destroyed`;
  observe('not-destroyed', labelOf(plan.creator), words);
}
const PLUGINS_A_ROUND = 20_000;
/** Bytes: two plugins of the smallest size, and more than the heap varies by. */
const LEAST_LEFT = 56;

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
  const aliases = aliasesOf(plan);
  const { runtime, engine } = await engineOf(createPlugin(plan), plan.inputs, ranges);
  const context = new BoundContext(engine, ranges.min, 1, aliases);
  await context.run(0xa5);
  context.destroy();
  engine.destroy();
  runtime.destroy();
}

/** What deserializePlugin() makes of bytes that are cut off: an engine of another version of the library has such. */
export function truncated(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const plugin = createPlugin(plan);
  if (plugin.generation === 'V2') {
    const bytes = plugin.serialize(plugin.getSerializationSize());
    const sizes = [Math.floor(bytes.length / 2), bytes.length - 1];
    for (const size of new Set(sizes.filter((each) => each > 0))) {
      observe('truncated', labelOf(plan.creator), `${size} of ${bytes.length} bytes`);
      creatorOf(plan.creator).native.deserializePlugin('probe', bytes.slice(0, size))?.destroy();
    }
  }
  plugin.destroy();
}

/** Fields that are missing, and fields without data: a creator has to look before it reads. */
export function badFields(plan: ProbePlan): void {
  openLibrary(plan.library, plan.way);
  const creator = creatorOf(plan.creator).native;
  const declared = plan.creator.fields.map(({ name, type }) => ({
    name,
    type,
    length: 0,
    data: new Uint8Array(0),
  }));
  observe('bad-fields', labelOf(plan.creator), 'no fields');
  creator.createPlugin('probe', [], 'kBUILD')?.destroy();
  observe('bad-fields', labelOf(plan.creator), 'the declared fields, without data');
  creator.createPlugin('probe', declared, 'kBUILD')?.destroy();
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

/** By output: the input whose memory it shares, or -1. */
function aliasesOf(plan: ProbePlan): number[] {
  const plugin = createPlugin(plan);
  const build = plugin.generation === 'V3' ? plugin.getCapabilityInterface('kBUILD') : null;
  // IPluginV3OneBuildV2, which has getAliasedInput(), is version 2 of the capability.
  const isSecond = (build?.getInterfaceInfo().major ?? 0) >= 2;
  const count = build && isSecond ? build.getNbOutputs() : 0;
  const aliases = Array.from({ length: count }, (_, i) => build?.getAliasedInput(i) ?? -1);
  plugin.destroy();
  return aliases;
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
