import { judgeRun } from '../judge';
import type { Fault } from '../mistake';
import type { Dims } from '../../../runtime/tensor';
import { examineChecked } from './checked-build';
import { FieldSearch } from './field-search';
import { InputSearch } from './input-search';
import type { PluginProbes } from './plugin-probes';
import { inputWords, type InputPlan, type ProbePlan } from './probe-plan';
import { fewerDimensions, rangesOf } from './probe-shapes';

/** The procedure for one creator of a library. */
export class PluginDiagnosis {
  constructor(private readonly probes: PluginProbes) {}

  /** Asks everything, and stops where something is wrong unless all was wanted. */
  async examine(): Promise<void> {
    const fields = await new FieldSearch(this.probes).fields();
    if (!fields) return;
    const inputs = await new InputSearch(this.probes).inputs(fields);
    if (!inputs) return;
    const plan: ProbePlan = this.probes.plan(fields, inputs);
    this.probes.log.note(`${this.probes.label} was tried with ${inputWords(inputs)}`);
    if (inputs.type === 'kINT8')
      this.probes.log.note(
        `${this.probes.label} takes kINT8 and not kFLOAT: it has to stand between Q and DQ (native/broken/04-quantized-too-late)`,
      );
    if (
      this.probes.options.libraries.some(({ build }) => !build.checked) &&
      (this.probes.request.sources ?? []).length === 0
    )
      this.probes.log.note(
        'Device code was not checked access by access: give the sources, --sources=FILE,FILE, or build with --check.',
      );
    const parts: ((plan: ProbePlan) => Promise<void>)[] = [
      (each) => this.complete(each),
      (each) => this.dynamic(each),
      (each) => this.unnamedFields(each),
      (each) => this.clones(each),
      (each) => examineChecked(this.probes, each),
      (each) => this.odd(each),
      (each) => this.empty(each),
      (each) => this.truncated(each),
      (each) => this.badFields(each),
      (each) => this.leaks(each),
    ];
    for (const part of parts) {
      await part(plan);
      if (this.probes.log.isDone()) return;
    }
  }

  private async complete(plan: ProbePlan): Promise<void> {
    const { run } = await this.probes.run(
      'complete',
      plan,
      `build and run with ${inputWords(plan.inputs)}`,
    );
    const fault = judgeRun(run);
    if (fault && (await this.isOurInputs(plan, fault))) return;
    this.probes.log.add(run, fault);
  }

  /** A plugin that takes two inputs can fail with the one that it was tried with, and must not be blamed. */
  private async isOurInputs(plan: ProbePlan, fault: Fault): Promise<boolean> {
    if (fault.mistake === 'hang' || plan.inputs.dims.length > 2) return false;
    const [dims = []] = plan.inputs.dims;
    const more: InputPlan = { ...plan.inputs, dims: [...plan.inputs.dims, dims] };
    const { run } = await this.probes.run(
      'complete',
      { ...plan, inputs: more },
      `again with ${inputWords(more)}`,
    );
    if (judgeRun(run)) return false;
    this.probes.log.note(
      `${this.probes.label} fails with ${inputWords(plan.inputs)} (${fault.mistake}) and not with ${inputWords(more)}: it takes more inputs`,
    );
    plan.inputs = more;
    this.probes.log.runs.push(run);
    return true;
  }

  private async dynamic(plan: ProbePlan): Promise<void> {
    const ranges = rangesOf(plan.inputs);
    const { run } = await this.probes.run('dynamic', { plan, ranges }, 'build with extents of -1');
    this.probes.log.add(run);
  }

  /** Nothing is declared: names that the library holds are tried. */
  private async unnamedFields(plan: ProbePlan): Promise<void> {
    if (this.probes.base.creator.fields.length > 0) return;
    const { run } = await this.probes.run('hiddenFields', plan, 'fields that are not declared');
    this.probes.log.add(run);
  }

  private async clones(plan: ProbePlan): Promise<void> {
    const { run } = await this.probes.run('clones', plan, 'clone');
    const fault = judgeRun(run);
    // TensorRT serialises only plugins that were configured; this one was not.
    const isOurs =
      fault?.method !== undefined &&
      /^(serialize|getSerializationSize|getFieldsToSerialize)$/.test(fault.method) &&
      run.crash !== null;
    if (!isOurs) this.probes.log.add(run, fault);
  }

  private async leaks(plan: ProbePlan): Promise<void> {
    const { run } = await this.probes.run('leaks', plan, 'memory that stays');
    this.probes.log.add(run);
  }

  private async odd(plan: ProbePlan): Promise<void> {
    const lower = fewerDimensions(plan.inputs);
    if (lower.length === 0) return;
    const { run } = await this.probes.run('odd', { plan, inputs: lower }, 'fewer dimensions');
    this.probes.log.add(run);
  }

  private async empty(plan: ProbePlan): Promise<void> {
    const zero = (dims: Dims): Dims => [0, ...dims.slice(1)];
    const ranges = rangesOf(plan.inputs);
    const argument = { plan, ranges: { ...ranges, min: ranges.min.map(zero) } };
    const { run } = await this.probes.run('empty', argument, 'a tensor without elements');
    const fault = judgeRun(run);
    if (!fault) return void this.probes.log.add(run, null);
    const named: Fault =
      fault.step === 'enqueue' || fault.mistake === 'device-fault'
        ? { ...fault, step: 'enqueue', mistake: 'empty-tensor' }
        : fault;
    if (run.crash) this.probes.log.add(run, named);
    else this.probes.log.weaknesses.push(named);
  }

  private async truncated(plan: ProbePlan): Promise<void> {
    if (plan.creator.generation === 'V3') return;
    const { run } = await this.probes.run('truncated', plan, 'an engine of another version');
    const fault = judgeRun(run);
    const isOurs =
      fault?.method !== undefined && /^(serialize|getSerializationSize)$/.test(fault.method);
    if (fault && run.crash && !isOurs)
      this.probes.log.add(run, { ...fault, step: 'serialisation', mistake: 'stale-engine' });
  }

  private async badFields(plan: ProbePlan): Promise<void> {
    const { run } = await this.probes.run('badFields', plan, 'fields without data');
    const fault = judgeRun(run);
    if (!fault || !run.crash) return;
    const last = run.observations.at(-1);
    const named = run.crash.cause === 'nullPointer' && fault.method === 'createPlugin';
    this.probes.log.add(run, {
      ...fault,
      ...(named ? { step: 'fields' as const, mistake: 'field-names-as-fields' } : {}),
      saw: [...(last ? [`createPlugin() was given ${last.saw}`] : []), ...fault.saw],
    });
  }
}
