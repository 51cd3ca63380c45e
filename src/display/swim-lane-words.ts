/** The words of a swim lane in both languages. Names of the API are not translated. */
import { stepOf, type Holder, type Lifelines, type Phase } from './lifelines';
import type { Language } from './figure';

export interface SwimLaneWords {
  title: string;
  you: string;
  host: string;
  holders: Record<Holder, string>;
  legend: Record<Holder, string>;
  callByHost: string;
  callByYou: string;
  makes: string;
  destroyed: string;
  failed: string;
  unfinished: string;
  notDrawn: (methods: string) => string;
  continued: string;
  /** Header over what happened outside the host's steps: calls of the user's own. */
  between: string;
  empty: string;
  /** Tooltip of a band. */
  life: (object: string, className: string, parent: string | null) => string;
}

const EN: SwimLaneWords = {
  title: 'Swim lane of a call trace',
  you: 'You call',
  host: 'TensorRT',
  holders: {
    creator: '',
    caller: 'yours',
    network: 'the network’s',
    builder: 'the builder’s',
    engine: 'the engine’s',
    context: 'the context’s',
    other: '',
  },
  legend: {
    creator: 'creator',
    caller: 'plugin object you made',
    network: 'network’s copy',
    builder: 'builder’s copies',
    engine: 'engine’s object',
    context: 'context’s copy',
    other: 'other plugin object',
  },
  callByHost: 'call by TensorRT',
  callByYou: 'call by you',
  makes: 'makes',
  destroyed: 'destroyed',
  failed: 'failed',
  unfinished: 'did not return',
  notDrawn: (methods) => `Not drawn: ${methods}`,
  continued: '(continued)',
  between: '(you)',
  empty: 'The trace is empty',
  life: (object, className, parent) =>
    parent === null ? `${object}, ${className}` : `${object}, ${className}, made by ${parent}`,
};

const ZH: SwimLaneWords = {
  title: '调用记录泳道图',
  you: '你调用',
  host: 'TensorRT',
  holders: {
    creator: '',
    caller: '你的',
    network: '归 network',
    builder: '归 builder',
    engine: '归 engine',
    context: '归 context',
    other: '',
  },
  legend: {
    creator: 'creator',
    caller: '你创建的 plugin 对象',
    network: 'network 的副本',
    builder: 'builder 的副本',
    engine: 'engine 的对象',
    context: 'context 的副本',
    other: '其他 plugin 对象',
  },
  callByHost: 'TensorRT 发起的调用',
  callByYou: '你发起的调用',
  makes: '创建',
  destroyed: '销毁',
  failed: '失败',
  unfinished: '没有返回',
  notDrawn: (methods) => `未画出：${methods}`,
  continued: '（续）',
  between: '（你）',
  empty: '记录为空',
  life: (object, className, parent) =>
    parent === null ? `${object}，${className}` : `${object}，${className}，由 ${parent} 创建`,
};

export function swimLaneWords(language: Language): SwimLaneWords {
  return language === 'zh' ? ZH : EN;
}

/** The API call that a step of the host stands for. */
const STEP_CALLS: Record<string, string> = {
  outputDimensions: 'getDimensions()',
  build: 'buildSerializedNetwork()',
  destroyNetwork: 'network.destroy()',
  destroyPlugins: 'plugin.destroy()',
  deserialize: 'deserializeCudaEngine()',
  createContext: 'createExecutionContext()',
  secondContext: 'createExecutionContext()',
  setInputShape: 'setInputShape()',
  setProfile: 'setOptimizationProfileAsync()',
  enqueue: 'enqueueV3()',
  profiledEnqueue: 'enqueueV3()',
  destroyContext: 'context.destroy()',
  destroyEngine: 'engine.destroy()',
  destroyRuntime: 'runtime.destroy()',
};

/** What the user calls to make this phase happen; undefined for a phase that is not a step of the host. */
export function stepCall(phase: Phase, story: Lifelines): string | undefined {
  const step = stepOf(phase.name);
  if (step !== 'addLayers') return STEP_CALLS[step];
  const v3 = story.muted['getCapabilityInterface'] !== undefined;
  return v3 ? 'addPluginV3()' : 'addPluginV2()';
}

/**
 * The lines of a header that must be narrow: one name is cut before its last capital, two names take a line each.
 *
 * @example `outputDimensions` -> `output`, `Dimensions`; `setInputShape#1` -> `setInput`, `Shape #1`
 */
export function headerLines(names: readonly string[], words: SwimLaneWords): string[] {
  const spaced = names.map((name) => (name || words.between).replace('#', ' #'));
  if (spaced.length !== 1) return spaced;
  const parts = (spaced[0] ?? '').split(/(?=[A-Z])/);
  const last = parts.pop() ?? '';
  return parts.length === 0 ? [last] : [parts.join(''), last];
}
