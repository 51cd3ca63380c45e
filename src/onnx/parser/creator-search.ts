import { ApiUsageError } from '../../errors';
import type { DecodedNode } from '../decoded';
import { quoted } from '../quoted';
import type { ParserPluginCreator, ParserPluginRegistry } from './parser-network';

/** Which plugin a node asks for. */
interface PluginKey {
  name: string;
  version: string;
  namespace: string;
}

/** Attributes that say which plugin it is, and how its inputs are used; the plugin does not get them. */
export const PLUGIN_ATTRIBUTES = {
  version: 'plugin_version',
  namespace: 'plugin_namespace',
  shapeInputs: 'tensorrt_plugin_shape_input_indices',
} as const;

/** The operator's name; version "1" and no namespace unless the node says otherwise. Its domain does not matter (TensorRT 10.6). */
export function pluginKey(node: DecodedNode): PluginKey {
  const version = textOf(node, PLUGIN_ATTRIBUTES.version) ?? '1';
  const namespace = textOf(node, PLUGIN_ATTRIBUTES.namespace) ?? '';
  return { name: cString(node.opType), version, namespace };
}

/** null where none is registered. */
export function findCreator(
  node: DecodedNode,
  registry: ParserPluginRegistry,
): ParserPluginCreator | null {
  const { name, version, namespace } = pluginKey(node);
  const found = registry
    .getAllCreators()
    .find(
      (creator) =>
        creator.getPluginName() === name &&
        creator.getPluginVersion() === version &&
        creator.getPluginNamespace() === namespace,
    );
  return found ?? null;
}

/** Plugins that are not registered. Of several nodes that ask for one, the first is told by the registry, as in TensorRT's parser. */
export class MissingCreators {
  private readonly reasons = new Map<string, string>();

  constructor(private readonly registry: ParserPluginRegistry) {}

  /** @returns why there is none, and what is near */
  of(node: DecodedNode): string {
    const { name, version, namespace } = pluginKey(node);
    const key = JSON.stringify([name, version, namespace]);
    const known = this.reasons.get(key);
    if (known !== undefined) return known;
    this.tell(name, version, namespace);
    const asked = `no plugin ${quoted(name)} version ${quoted(version)} is registered (namespace ${quoted(namespace)})`;
    const reason = [asked, ...hints(node, this.registry.getAllCreators())].join('; ');
    this.reasons.set(key, reason);
    return reason;
  }

  /** The registry logs TensorRT's own message. */
  private tell(name: string, version: string, namespace: string): void {
    try {
      this.registry.getCreator(name, version, namespace);
    } catch (error) {
      if (!(error instanceof ApiUsageError)) throw error;
    }
  }
}

function hints(node: DecodedNode, creators: readonly ParserPluginCreator[]): string[] {
  const wrongKind = [PLUGIN_ATTRIBUTES.version, PLUGIN_ATTRIBUTES.namespace].flatMap((name) => {
    const kind = node.attributes.get(name)?.kind;
    return kind === undefined || kind === 'string'
      ? []
      : [
          `attribute ${name} is ${kind.toUpperCase()}, and the parser reads a STRING only: it got ""`,
        ];
  });
  if (creators.length === 0) {
    return [
      ...wrongKind,
      'no plugin is registered at all: load a plugin library first, getPluginRegistry().loadLibrary(path)',
    ];
  }
  const { name } = pluginKey(node);
  const same = creators.filter((creator) => creator.getPluginName() === name);
  if (same.length > 0) {
    return [
      ...wrongKind,
      `registered are ${same.map(describe).join(', ')}: attributes plugin_version and plugin_namespace (STRING) choose`,
    ];
  }
  const near = creators.filter((creator) => isNear(creator.getPluginName(), name));
  return near.length > 0
    ? [...wrongKind, `did you mean ${near.map(describe).join(' or ')}?`]
    : [...wrongKind, 'its library is not loaded, or its creator has another name'];
}

function describe(creator: ParserPluginCreator): string {
  const namespace = creator.getPluginNamespace();
  const within = namespace === '' ? '' : ` in namespace ${quoted(namespace)}`;
  return `${creator.getPluginName()} version ${quoted(creator.getPluginVersion())}${within}`;
}

/** The same but for case and marks, or one in the other, or two changes of a letter apart. */
function isNear(first: string, second: string): boolean {
  const [a, b] = [first, second].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  if (!a || !b || b.length > 200) return false;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (short.length > 3 && long.includes(short)) || editDistance(a, b) <= 2;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; ++i) {
    const next = [i];
    for (let j = 1; j <= b.length; ++j) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Null where there is no such attribute; empty where it is no STRING. */
function textOf({ attributes }: DecodedNode, name: string): string | null {
  const attribute = attributes.get(name);
  if (!attribute) return null;
  return attribute.kind === 'string' ? cString(attribute.value) : '';
}

/** What C++ sees of a string. */
export function cString(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
