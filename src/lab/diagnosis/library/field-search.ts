import type { Run } from '../evidence';
import { judgeRun } from '../judge';
import type { Fault } from '../mistake';
import type { ProbeRun } from './child-run';
import { lastIndex, type PluginProbes } from './plugin-probes';
import { plausibleFields, type FieldPlan } from './probe-plan';

/** Finds fields that a creator accepts; where it accepts none, what is wrong. */
export class FieldSearch {
  constructor(private readonly probes: PluginProbes) {}

  /** Fields that the creator accepts. */
  async fields(): Promise<FieldPlan[] | null> {
    const variants = plausibleFields(this.probes.base.creator.fields);
    const plan = this.probes.plan([], { type: 'kFLOAT', dims: [] });
    let crashed: ProbeRun<number> | null = null;
    for (let from = 0; from < variants.length; ) {
      const tried = await this.probes.run<number>(
        'create',
        { plan, variants, from },
        'createPlugin',
      );
      if (tried.result !== null) {
        const accepted = variants[tried.result];
        if (tried.result >= 0 && accepted) {
          const died = crashed ? judgeRun(crashed.run) : null;
          // It may be the value that was none for this field.
          if (died) this.probes.log.weaknesses.push(died);
          if (judgeRun(tried.run)) this.probes.log.add(tried.run);
          else this.probes.log.runs.push(tried.run);
          return this.probes.log.isDone() ? null : accepted;
        }
        this.probes.log.add(
          crashed?.run ?? tried.run,
          crashed ? undefined : this.refused(tried.run),
        );
        return null;
      }
      crashed ??= tried;
      if (tried.run.outcome === 'threw') break;
      from = lastIndex(tried.run, 'variant', from) + 1;
    }
    if (crashed) this.probes.log.add(crashed.run);
    return null;
  }

  private refused({ trace }: Run): Fault {
    const [first] = trace.filter(({ method }) => method === 'createPlugin');
    return {
      step: 'fields',
      mistake: 'no-plugin',
      plugin: this.probes.label,
      method: 'createPlugin',
      saw: [
        'createPlugin() returned nullptr for every value that was tried',
        ...(first ? [`first with ${JSON.stringify(first.args['fields'])}`] : []),
      ],
    };
  }
}
