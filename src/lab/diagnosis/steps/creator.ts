import { lineSaid, said, type Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt } from './call';
import { calls, faultObserved, faultSaid, pluginSaid } from './message';
import type { Step } from './step';

const NOT_FOUND =
  /PLUGIN_NOT_FOUND|[Cc]annot find plugin|could not find plugin|No importer registered for op|corresponding IPluginCreator not found|Unable to find plugin|plugin not found/;
const AT_RUN_TIME = /Cannot deserialize|deserializ|corresponding IPluginCreator not found/i;

/** The registry has a creator for what the network asks for. */
export const creator: Step = {
  name: 'creator',
  question: { en: 'Is the creator registered?', zh: '创建器注册了吗？' },
  look: {
    en: 'getPluginRegistry().getAllCreators(): name, version, namespace, letter by letter',
    zh: 'getPluginRegistry().getAllCreators()：名称、版本、命名空间逐字核对',
  },
  reached: (run) => calls(run, /^(getFieldNames|createPlugin|deserializePlugin)$/),
  judge: (run) =>
    died(run) ?? notFound(run) ?? faultObserved(run, 'creator', ['no-creator', 'names-differ']),
};

function died(run: Run): Fault | null {
  const call = endingCall(run);
  return call?.step === 'creator' && run.limit === null
    ? faultAt(run, call, 'crash-in-creator')
    : null;
}

/** At run time it is a question of serialisation. */
function notFound(run: Run): Fault | null {
  const found = faultSaid(run, 'creator', [[NOT_FOUND, 'plugin-not-found']]);
  if (!found || isAtRunTime(run)) return null;
  const registered = lineSaid(run, /expected one of|registered/);
  return {
    ...found,
    ...pluginSaid(run),
    saw: [...new Set([...found.saw, ...(registered ? [registered] : [])])],
  };
}

/** Whether what was not found was looked for by an engine. */
export function isAtRunTime(run: Run): boolean {
  const line = lineSaid(run, NOT_FOUND) ?? '';
  const atRunTime =
    AT_RUN_TIME.test(line) ||
    run.trace.some(({ phase, result }) => phase.startsWith('deserialize') && result === false);
  return NOT_FOUND.test(said(run)) && atRunTime;
}
