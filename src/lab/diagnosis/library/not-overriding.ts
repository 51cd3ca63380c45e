import type { ElfSymbolEntry } from './elf-symbols';

/** A method that has the name of one of the API's and not its signature. */
export interface NotOverriding {
  /** `mine::Scale` */
  class: string;
  method: string;
}

/**
 * Signatures of the methods that have a body in the base class, so that the compiler keeps quiet when a class misses them
 * (NvInferRuntimePlugin.h of 10.x), mangled: const or not, and the parameters.
 */
const V3: Record<string, RegExp> = {
  getWorkspaceSize: /^K:PKN8nvinfer123DynamicPluginTensorDescEiS\w*_i$/,
  getNbTactics: /^:v$/,
  getValidTactics: /^:Pii$/,
  getTimingCacheID: /^:v$/,
  getFormatCombinationLimit: /^:v$/,
  getMetadataString: /^:v$/,
};
const V2: Record<string, RegExp> = {
  detachFromContext: /^:v$/,
  attachToContext: /^:P\d+cudnnContextP\d+cublasContextPN8nvinfer1(\d\w+?)?13IGpuAllocatorE$/,
};
/** The method that tells the generations apart. */
const GENERATIONS = [
  { mark: 'getOutputShapes', table: V3 },
  { mark: 'getOutputDimensions', table: V2 },
];
/** A class that has one of them is a plugin, and not something else with a method of a common name. */
const PLUGIN_METHOD =
  /^(enqueue|clone|configurePlugin|supportsFormatCombination|getNbOutputs|getCapabilityInterface|getPluginName|getPluginType)$/;

interface Method {
  class: string;
  name: string;
  signature: string;
}

/** Methods that override nothing although they look so: they were compiled, and TensorRT never calls them. */
export function notOverriding(symbols: readonly ElfSymbolEntry[]): NotOverriding[] {
  const defined = symbols.filter((each) => each.defined);
  const methods = defined.flatMap(({ name }) => methodOf(name));
  const present = GENERATIONS.filter(({ mark }) =>
    defined.some(({ name }) => name.includes(`${mark.length}${mark}E`)),
  );
  const found = new Map<string, NotOverriding>();
  for (const { class: owner, name, signature } of methods) {
    const own = methods.filter((each) => each.class === owner);
    if (!own.some((each) => PLUGIN_METHOD.test(each.name))) continue;
    const marked = GENERATIONS.filter(({ mark }) => own.some((each) => each.name === mark));
    // A base class may hold the mark; then the library must leave no doubt.
    const [generation, other] = marked.length > 0 ? marked : present;
    const wanted = generation && !other && Object.hasOwn(generation.table, name);
    const pattern = wanted ? generation.table[name] : undefined;
    if (!pattern) continue;
    const isRight = own.some((each) => each.name === name && pattern.test(each.signature));
    if (!isRight) found.set(`${owner}::${name} ${signature}`, { class: owner, method: name });
  }
  return [...found.values()];
}

/** Splits `_ZNK4mine5Scale16getWorkspaceSizeEPKN…`; templates and functions outside of classes are left out. */
function methodOf(mangled: string): Method[] {
  const head = /^_ZN(K?)(?=\d)/.exec(mangled);
  if (!head) return [];
  const names: string[] = [];
  let at = head[0].length;
  for (;;) {
    const length = /^\d+/.exec(mangled.slice(at));
    if (!length) break;
    at += length[0].length;
    names.push(mangled.slice(at, at + Number(length[0])));
    at += Number(length[0]);
  }
  const name = names.pop();
  if (name === undefined || names.length === 0 || mangled[at] !== 'E') return [];
  return [
    { class: names.join('::'), name, signature: `${head[1] ?? ''}:${mangled.slice(at + 1)}` },
  ];
}
