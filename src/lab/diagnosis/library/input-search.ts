import type { Run } from '../evidence';
import { judgeRun } from '../judge';
import { STEP_NAMES, type Fault } from '../mistake';
import { lastIndex, type PluginProbes } from './plugin-probes';
import { inputWords, plausibleInputs, type FieldPlan, type InputPlan } from './probe-plan';

/** A crash costs a process: after these, what has crashed is the result. */
const MOST_CRASHES = 6;
/** Types for which kFLOAT in its place would be right: half as precise, and as wide in meaning. */
const FLOATING = ['kHALF', 'kBF16'];

/** Finds inputs that a plugin takes; where it takes none, what is wrong. */
export class InputSearch {
  constructor(private readonly probes: PluginProbes) {}

  /** Inputs with which the plugin can be built. */
  async inputs(fields: FieldPlan[]): Promise<InputPlan | null> {
    const candidates = plausibleInputs();
    const faults: { run: Run; fault: Fault }[] = [];
    let refusedFloat = false;
    for (let from = 0, crashes = 0; from < candidates.length && crashes < MOST_CRASHES; ) {
      const plan = this.probes.plan(fields, candidates[from] ?? { type: 'kFLOAT', dims: [] });
      const argument = { plan, candidates, from };
      const tried = await this.probes.run<SearchResult>(
        'search',
        argument,
        `build with ${inputWords(plan.inputs)}`,
      );
      const { run, result } = tried;
      if (result) {
        refusedFloat ||= result.errors.some(({ code }) => code === 'FORMAT_NONE_SUPPORTED');
        const built = candidates[result.index];
        if (result.index >= 0 && built) {
          if (FLOATING.includes(built.type) && refusedFloat) {
            this.probes.log.add(run, this.onlyHalf(built, run));
            return this.probes.log.isDone() ? null : built;
          }
          this.probes.log.runs.push({ ...run, trace: run.trace });
          return built;
        }
        const [first] = result.errors;
        if (first) faults.push(this.faultOfError(run, first));
        break;
      }
      const fault = judgeRun(run);
      if (fault) faults.push({ run, fault });
      if (run.outcome === 'threw') break;
      ++crashes;
      from = nextCandidate(candidates, lastIndex(run, 'candidate', from), run.limit !== null);
      // A hang takes the whole time limit; two are enough.
      if (run.limit !== null && crashes >= 2) break;
    }
    const worst = furthest(faults);
    if (worst && isRefusal(worst)) {
      this.probes.log.unanswered(
        `${this.probes.label} refused every input that was tried (${worst.fault.saw[0] ?? ''}): it needs others. Give a model or a scenario: --onnx MODEL, --scenario FILE`,
      );
      return null;
    }
    if (worst) this.probes.log.add(await this.withAcceptedTypes(worst.run, fields), undefined);
    if (worst && !this.probes.log.faults.some(({ plugin }) => plugin === this.probes.label))
      this.probes.log.add(worst.run, worst.fault);
    return null;
  }

  /** One error of the search, judged as if it had ended the run. */
  private faultOfError(
    run: Run,
    error: SearchResult['errors'][number],
  ): { run: Run; fault: Fault } {
    const trace = traceOfCandidate(run, error.index);
    const failed: Run = { ...run, outcome: 'threw', error, trace };
    const fault = judgeRun(failed) ?? {
      step: 'build',
      mistake: 'build-refused',
      plugin: this.probes.label,
      saw: [error.message],
    };
    return { run: failed, fault };
  }

  private onlyHalf(inputs: InputPlan, run: Run): Fault {
    return {
      step: 'formats',
      mistake: 'no-supported-format',
      plugin: this.probes.label,
      method: 'supportsFormatCombination',
      saw: [
        `kFLOAT is refused in every format, ${inputs.type} is accepted: a network without --fp16 cannot use it`,
        ...run.trace
          .filter(
            ({ method, result }) => method === 'supportsFormatCombination' && result === false,
          )
          .slice(0, 1)
          .map(({ args }) => `supportsFormatCombination(${JSON.stringify(args)}) -> false`),
      ],
    };
  }

  /** Where no format was accepted: what the plugin would take. */
  private async withAcceptedTypes(run: Run, fields: FieldPlan[]): Promise<Run> {
    if (run.error?.code !== 'FORMAT_NONE_SUPPORTED') return run;
    const plan = this.probes.plan(fields, { type: 'kFLOAT', dims: [[2, 3, 17, 19]] });
    const asked = await this.probes.run('accepted', { plan, nbOutputs: 1 }, 'accepted types');
    return { ...run, observations: [...run.observations, ...asked.run.observations] };
  }
}

interface SearchResult {
  index: number;
  errors: { index: number; code: string; message: string }[];
}

/** The plugin said no, in the way that the API has for it. */
function isRefusal({ run, fault }: { run: Run; fault: Fault }): boolean {
  const refused = /return code: |nbDims is -1|NB_OUTPUTS_INVALID/;
  return (
    run.crash === null &&
    fault.step === 'shapes' &&
    refused.test(`${run.error?.code ?? ''} ${run.error?.message ?? ''}`)
  );
}

/** Where a plugin dies with an input count, further shapes will not help: the next count is tried. */
function nextCandidate(candidates: readonly InputPlan[], died: number, hung: boolean): number {
  const count = candidates[died]?.dims.length ?? 0;
  const next = candidates.findIndex(({ dims }, i) => i > died && dims.length > count);
  return hung && next < 0 ? candidates.length : next < 0 ? died + 1 : next;
}

/** The fault that came latest in the procedure: the others may be our inputs. */
function furthest<Entry extends { fault: Fault }>(faults: readonly Entry[]): Entry | null {
  const far = ({ fault }: Entry): number => STEP_NAMES.indexOf(fault.step);
  return faults.reduce<Entry | null>(
    (best, each) => (best && far(best) >= far(each) ? best : each),
    null,
  );
}

function traceOfCandidate(run: Run, index: number): Run['trace'] {
  // The creator makes one plugin a candidate, in their order.
  const made = run.trace.filter(({ method }) => method === 'createPlugin');
  const first = run.observations.find(({ name }) => name === 'candidate');
  const at = made[index - Number(first?.saw ?? 0)];
  const next = made[index - Number(first?.saw ?? 0) + 1];
  if (!at) return run.trace;
  return run.trace.filter(({ seq }) => seq >= at.seq && (!next || seq < next.seq));
}
