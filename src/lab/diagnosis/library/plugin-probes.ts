import type { Run } from '../evidence';
import type { FindingsLog } from '../findings-log';
import { runProbe, type ProbeOptions, type ProbeRun } from './child-run';
import type { LibraryOptions } from './library-options';
import type { FieldPlan, InputPlan, ProbePlan } from './probe-plan';

/** The probes of one plugin: what every part of its diagnosis needs. */
export class PluginProbes {
  /** `Scale@2` */
  readonly label: string;

  constructor(
    readonly base: Pick<ProbePlan, 'library' | 'way' | 'creator'>,
    readonly log: FindingsLog,
    readonly options: ProbeOptions,
    readonly request: LibraryOptions,
  ) {
    this.label = `${base.creator.name}@${base.creator.version}`;
  }

  plan(fields: FieldPlan[], inputs: InputPlan): ProbePlan {
    return { ...this.base, fields, inputs };
  }

  /** @param what In words, for the progress and the report */
  run<Result>(
    probe: string,
    argument: unknown,
    what: string,
    options: ProbeOptions = this.options,
  ): Promise<ProbeRun<Result>> {
    this.request.progress?.(`${this.label}: ${what}`);
    return runProbe<Result>(probe, argument, `${this.label}: ${what}`, options);
  }
}

/** How far a run came before it died, by what it wrote down. */
export function lastIndex({ observations }: Run, name: string, otherwise: number): number {
  const last = observations.filter((each) => each.name === name).at(-1);
  return last ? Number(last.saw) : otherwise;
}
