import type { TraceRecord } from '../../../trace/record';
import { callLine, endedWell, lineSaid, said, type Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt } from './call';
import { isAtRunTime } from './creator';
import { fieldFault } from './serialised-fields';
import { calls, faultIn, faultObserved, faultSaid, lastRecord, type Message } from './message';
import type { Step } from './step';

const MESSAGES: readonly Message[] = [
  [
    /STRING_NULL|null pointer in place of a string|_S_construct null not valid|construction from null is not valid/,
    'null-string',
  ],
  [/SERIALIZE_OVERRUN/, 'serialises-too-much'],
  [
    /ENGINE_CORRUPT|ENGINE_VERSION|ENGINE_FOREIGN|ENGINE_HOST|Version tag does not match|Magic tag does not match|magicTag/,
    'engine-unusable',
  ],
  [
    /(returned from |: )(getFieldsToSerialize|getSerializationSize|serialize)\b/,
    'field-of-freed-memory',
  ],
];

/** What goes into an engine comes out of it. */
export const serialisation: Step = {
  name: 'serialisation',
  question: { en: 'Does it survive serialisation?', zh: '能正确序列化吗？' },
  look: {
    en: 'getFieldsToSerialize() beside createPlugin(kRUNTIME), serialize() beside deserializePlugin()',
    zh: '对照 getFieldsToSerialize() 与 createPlugin(kRUNTIME)、serialize() 与 deserializePlugin()',
  },
  reached: (run) => calls(run, /^(getFieldsToSerialize|serialize|deserializePlugin)$/),
  judge: (run) =>
    died(run) ??
    notFound(run) ??
    fieldFault(run) ??
    notMade(run) ??
    faultSaid(run, 'serialisation', MESSAGES) ??
    renamed(run) ??
    faultObserved(run, 'serialisation', [
      'field-of-freed-memory',
      'bool-as-int32',
      'clone-loses-state',
      'namespace-of-the-clone',
      'null-string',
      'stale-engine',
      'field-changed',
    ]),
};

function died(run: Run): Fault | null {
  if (run.crash && /_S_construct null|construction from null/.test(said(run)))
    return {
      ...(faultSaid(run, 'serialisation', MESSAGES.slice(0, 1)) ?? { saw: [] }),
      step: 'serialisation',
      mistake: 'null-string',
    };
  const call = endingCall(run);
  if (call?.step !== 'serialisation' || run.limit !== null) return null;
  if (run.crash?.cause === 'uncaughtException') return null;
  const reads = /^(deserializePlugin|createPlugin)$/.test(call.method);
  return faultAt(run, call, reads ? 'stale-engine' : 'crash-in-serialisation');
}

/** The engine asks for a plugin that the registry does not have. */
function notFound(run: Run): Fault | null {
  if (endedWell(run) || !isAtRunTime(run)) return null;
  const line = lineSaid(run, /[Cc]annot find plugin|Cannot deserialize/) ?? '';
  const text = said(run);
  const [, name, version, namespace] =
    /(?:Registry|plugin): (\S+?), version: (\S+?), namespace: ?([^;\s.)]*)/.exec(text) ?? [];
  const registered =
    name !== undefined && version !== undefined
      ? new RegExp(`\\b${escaped(name)} version ${escaped(version)}(,|\\s|$)`).test(
          /expected (one of [^\n;]*)/.exec(text)?.[1] ?? '',
        )
      : false;
  const asked = lastRecord(
    run,
    ({ method, result }) => method === 'getPluginNamespace' && result !== '',
  );
  const own = {
    ...(name !== undefined && version !== undefined ? { plugin: `${name}@${version}` } : {}),
    saw: [line],
  };
  if (registered && namespace) {
    return {
      step: 'serialisation',
      mistake: 'namespace-of-the-clone',
      method: 'clone',
      ...own,
      saw: [line, ...(asked ? [callLine(asked)] : [])],
    };
  }
  const made = run.trace.find(
    ({ method, phase }) => method === 'createPlugin' && !phase.startsWith('deserialize'),
  );
  // A process that built the engine has the library: the plugin must have given another name than its creator.
  if (made)
    return { step: 'creator', mistake: 'names-differ', ...own, saw: [line, callLine(made)] };
  return { step: 'serialisation', mistake: 'not-loaded-at-run-time', ...own };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function notMade(run: Run): Fault | null {
  if (endedWell(run)) return null;
  const made = lastRecord(run, ({ method }) => /^(createPlugin|deserializePlugin)$/.test(method));
  if (!made || made.result !== null || made.unfinished || !made.phase.startsWith('deserialize'))
    return null;
  return faultIn(made, 'serialisation', 'stale-engine', []);
}

/** A clone that says another name, version or namespace than the object it was made from, or than the one that was set. */
function renamed(run: Run): Fault | null {
  const answers = new Map<string, TraceRecord>();
  const parents = new Map<string, string | null>();
  for (const record of run.trace) {
    const { object, method, parent, result } = record;
    if (method === 'construct') parents.set(object, parent);
    if (!/^getPlugin(Name|Type|Version|Namespace)$/.test(method) || record.unfinished) continue;
    if (!object.startsWith('plugin#')) continue;
    const key = (of: string): string => `${of} ${method}`;
    const earlier = ancestors(object, parents)
      .map((each) => answers.get(key(each)))
      .find(Boolean);
    const set = run.trace.some(
      (each) => each.method === 'setPluginNamespace' && each.args['namespace'] === result,
    );
    if (earlier && earlier.result !== result && !set) {
      return faultIn(record, 'serialisation', 'namespace-of-the-clone', [callLine(earlier)]);
    }
    answers.set(key(object), record);
  }
  return null;
}

function ancestors(object: string, parents: ReadonlyMap<string, string | null>): string[] {
  const found: string[] = [];
  for (let at: string | null | undefined = object; at && !found.includes(at); at = parents.get(at))
    found.push(at);
  return found;
}
