import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPluginLibrary } from '../../../build/plugin-library';
import type { Dims } from '../../../runtime/tensor';
import { judgeRun } from '../judge';
import type { Run } from '../evidence';
import type { Fault } from '../mistake';
import { STEP_NAMES } from '../mistake';
import type { FindingsLog } from '../findings-log';
import { runProbe, type ProbeOptions, type ProbeRun } from './child-run';
import type { LibraryOptions } from './diagnose-library';
import type { Ranges } from './in-child/network';
import {
  inputWords,
  plausibleFields,
  plausibleInputs,
  type FieldPlan,
  type InputPlan,
  type ProbePlan,
} from './probe-plan';

/** A crash costs a process: after these, what has crashed is the result. */
const MOST_CRASHES = 6;
/** Types for which kFLOAT in its place would be right: half as precise, and as wide in meaning. */
const FLOATING = ['kHALF', 'kBF16'];

/** The procedure for one creator of a library. */
export class PluginDiagnosis {
  private readonly label: string;

  constructor(
    private readonly base: Pick<ProbePlan, 'library' | 'way' | 'creator'>,
    private readonly log: FindingsLog,
    private readonly probe: ProbeOptions,
    private readonly options: LibraryOptions,
  ) {
    this.label = `${base.creator.name}@${base.creator.version}`;
  }

  /** Asks everything, and stops where something is wrong unless all was wanted. */
  async examine(): Promise<void> {
    const fields = await this.fields();
    if (!fields) return;
    const inputs = await this.inputs(fields);
    if (!inputs) return;
    const plan: ProbePlan = { ...this.base, fields, inputs };
    this.log.note(`${this.label} was tried with ${inputWords(inputs)}`);
    if (inputs.type === 'kINT8')
      this.log.note(
        `${this.label} takes kINT8 and not kFLOAT: it has to stand between Q and DQ (native/broken/04-quantized-too-late)`,
      );
    if (
      this.probe.libraries.some(({ build }) => !build.checked) &&
      (this.options.sources ?? []).length === 0
    )
      this.log.note(
        'Device code was not checked access by access: give the sources, --sources=FILE,FILE, or build with --check.',
      );
    const parts: ((plan: ProbePlan) => Promise<void>)[] = [
      (each) => this.complete(each),
      (each) => this.dynamic(each),
      (each) => this.unnamedFields(each),
      (each) => this.clones(each),
      (each) => this.checked(each),
      (each) => this.odd(each),
      (each) => this.empty(each),
      (each) => this.truncated(each),
      (each) => this.badFields(each),
      (each) => this.leaks(each),
    ];
    for (const part of parts) {
      await part(plan);
      if (this.log.isDone()) return;
    }
  }

  /** Fields that the creator accepts. */
  private async fields(): Promise<FieldPlan[] | null> {
    const variants = plausibleFields(this.base.creator.fields);
    const plan = this.plan([], { type: 'kFLOAT', dims: [] });
    let crashed: ProbeRun<number> | null = null;
    for (let from = 0; from < variants.length; ) {
      const tried = await this.run<number>('create', { plan, variants, from }, 'createPlugin');
      if (tried.result !== null) {
        const accepted = variants[tried.result];
        if (tried.result >= 0 && accepted) {
          if (judgeRun(tried.run)) this.log.add(tried.run);
          else this.log.runs.push(tried.run);
          return this.log.isDone() ? null : accepted;
        }
        this.log.add(crashed?.run ?? tried.run, crashed ? undefined : this.refused(tried.run));
        return null;
      }
      crashed ??= tried;
      if (tried.run.outcome === 'threw') break;
      from = lastIndex(tried.run, 'variant', from) + 1;
    }
    if (crashed) this.log.add(crashed.run);
    return null;
  }

  private refused({ trace }: Run): Fault {
    const [first] = trace.filter(({ method }) => method === 'createPlugin');
    return {
      step: 'fields',
      mistake: 'no-plugin',
      plugin: this.label,
      method: 'createPlugin',
      saw: [
        'createPlugin() returned nullptr for every value that was tried',
        ...(first ? [`first with ${JSON.stringify(first.args['fields'])}`] : []),
      ],
    };
  }

  /** Inputs with which the plugin can be built. */
  private async inputs(fields: FieldPlan[]): Promise<InputPlan | null> {
    const candidates = plausibleInputs();
    const faults: { run: Run; fault: Fault }[] = [];
    let refusedFloat = false;
    for (let from = 0, crashes = 0; from < candidates.length && crashes < MOST_CRASHES; ) {
      const plan = this.plan(fields, candidates[from] ?? { type: 'kFLOAT', dims: [] });
      const argument = { plan, candidates, from };
      const tried = await this.run<SearchResult>(
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
            this.log.add(run, this.onlyHalf(built, run));
            return this.log.isDone() ? null : built;
          }
          this.log.runs.push({ ...run, trace: run.trace });
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
      this.log.unanswered(
        `${this.label} refused every input that was tried (${worst.fault.saw[0] ?? ''}): it needs others. Give a model or a scenario: --onnx MODEL, --scenario FILE`,
      );
      return null;
    }
    if (worst) this.log.add(await this.withAcceptedTypes(worst.run, fields), undefined);
    if (worst && !this.log.faults.some(({ plugin }) => plugin === this.label))
      this.log.add(worst.run, worst.fault);
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
      plugin: this.label,
      saw: [error.message],
    };
    return { run: failed, fault };
  }

  private onlyHalf(inputs: InputPlan, run: Run): Fault {
    return {
      step: 'formats',
      mistake: 'no-supported-format',
      plugin: this.label,
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
    const plan = this.plan(fields, { type: 'kFLOAT', dims: [[2, 3, 17, 19]] });
    const asked = await this.run('accepted', { plan, nbOutputs: 1 }, 'accepted types');
    return { ...run, observations: [...run.observations, ...asked.run.observations] };
  }

  private async complete(plan: ProbePlan): Promise<void> {
    const { run } = await this.run(
      'complete',
      plan,
      `build and run with ${inputWords(plan.inputs)}`,
    );
    const fault = judgeRun(run);
    if (fault && (await this.isOurInputs(plan, fault))) return;
    this.log.add(run, fault);
  }

  /** A plugin that takes two inputs can fail with the one that it was tried with, and must not be blamed. */
  private async isOurInputs(plan: ProbePlan, fault: Fault): Promise<boolean> {
    if (fault.mistake === 'hang' || plan.inputs.dims.length > 2) return false;
    const [dims = []] = plan.inputs.dims;
    const more: InputPlan = { ...plan.inputs, dims: [...plan.inputs.dims, dims] };
    const { run } = await this.run(
      'complete',
      { ...plan, inputs: more },
      `again with ${inputWords(more)}`,
    );
    if (judgeRun(run)) return false;
    this.log.note(
      `${this.label} fails with ${inputWords(plan.inputs)} (${fault.mistake}) and not with ${inputWords(more)}: it takes more inputs`,
    );
    plan.inputs = more;
    this.log.runs.push(run);
    return true;
  }

  private async dynamic(plan: ProbePlan): Promise<void> {
    const ranges = rangesOf(plan.inputs);
    const { run } = await this.run('dynamic', { plan, ranges }, 'build with extents of -1');
    this.log.add(run);
  }

  /** Nothing is declared: names that the library holds are tried. */
  private async unnamedFields(plan: ProbePlan): Promise<void> {
    if (this.base.creator.fields.length > 0) return;
    const { run } = await this.run('hiddenFields', plan, 'fields that are not declared');
    this.log.add(run);
  }

  private async clones(plan: ProbePlan): Promise<void> {
    const { run } = await this.run('clones', plan, 'clone');
    const fault = judgeRun(run);
    // TensorRT serialises only plugins that were configured; this one was not.
    const isOurs =
      fault?.method !== undefined &&
      /^(serialize|getSerializationSize|getFieldsToSerialize)$/.test(fault.method) &&
      run.crash !== null;
    if (!isOurs) this.log.add(run, fault);
  }

  private async leaks(plan: ProbePlan): Promise<void> {
    const { run } = await this.run('leaks', plan, 'memory that stays');
    this.log.add(run);
  }

  /** Again with every access of device code checked, and of host code. */
  private async checked(plan: ProbePlan): Promise<void> {
    const sources = this.options.sources ?? [];
    if (sources.length === 0) return;
    const folder = mkdtempSync(join(tmpdir(), 'workbook-diagnose-'));
    try {
      for (const kind of ['check', 'address'] as const) {
        this.options.progress?.(
          kind === 'check' ? 'building with memcheck' : 'building with AddressSanitizer',
        );
        mkdirSync(join(folder, kind));
        const library = join(folder, kind, 'libchecked.so');
        await buildPluginLibrary({
          sources: [...sources],
          output: library,
          options: ['-g', '-O1'],
          ...(kind === 'check' ? { check: true } : { sanitize: 'address' }),
        });
        const again = { ...plan, library };
        const options: ProbeOptions =
          kind === 'check'
            ? { ...this.probe, checks: ['memcheck', 'racecheck'] }
            : { ...this.probe, sanitize: true };
        const { run } = await this.run(
          'complete',
          again,
          `again with ${kind === 'check' ? 'memcheck and racecheck' : 'AddressSanitizer'}`,
          options,
        );
        this.log.add(run);
        if (this.log.isDone()) return;
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async odd(plan: ProbePlan): Promise<void> {
    const lower = fewerDimensions(plan.inputs);
    if (lower.length === 0) return;
    const { run } = await this.run('odd', { plan, inputs: lower }, 'fewer dimensions');
    this.log.add(run);
  }

  private async empty(plan: ProbePlan): Promise<void> {
    const zero = (dims: Dims): Dims => [0, ...dims.slice(1)];
    const ranges = rangesOf(plan.inputs);
    const argument = { plan, ranges: { ...ranges, min: ranges.min.map(zero) } };
    const { run } = await this.run('empty', argument, 'a tensor without elements');
    const fault = judgeRun(run);
    if (!fault) return void this.log.add(run, null);
    const named: Fault =
      fault.step === 'enqueue' || fault.mistake === 'device-fault'
        ? { ...fault, step: 'enqueue', mistake: 'empty-tensor' }
        : fault;
    if (run.crash) this.log.add(run, named);
    else this.log.weaknesses.push(named);
  }

  private async truncated(plan: ProbePlan): Promise<void> {
    if (plan.creator.generation === 'V3') return;
    const { run } = await this.run('truncated', plan, 'an engine of another version');
    const fault = judgeRun(run);
    const isOurs =
      fault?.method !== undefined && /^(serialize|getSerializationSize)$/.test(fault.method);
    if (fault && run.crash && !isOurs)
      this.log.add(run, { ...fault, step: 'serialisation', mistake: 'stale-engine' });
  }

  private async badFields(plan: ProbePlan): Promise<void> {
    const { run } = await this.run('badFields', plan, 'fields without data');
    const fault = judgeRun(run);
    if (!fault || !run.crash) return;
    const last = run.observations.at(-1);
    const named = run.crash.cause === 'nullPointer' && fault.method === 'createPlugin';
    this.log.add(run, {
      ...fault,
      ...(named ? { step: 'fields' as const, mistake: 'field-names-as-fields' } : {}),
      saw: [...(last ? [`createPlugin() was given ${last.saw}`] : []), ...fault.saw],
    });
  }

  private plan(fields: FieldPlan[], inputs: InputPlan): ProbePlan {
    return { ...this.base, fields, inputs };
  }

  private async run<Result>(
    probe: string,
    argument: unknown,
    what: string,
    options: ProbeOptions = this.probe,
  ): Promise<ProbeRun<Result>> {
    this.options.progress?.(`${this.label}: ${what}`);
    return runProbe<Result>(probe, argument, `${this.label}: ${what}`, options);
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

/** How far a run came before it died, by what it wrote down. */
function lastIndex({ observations }: Run, name: string, otherwise: number): number {
  const last = observations.filter((each) => each.name === name).at(-1);
  return last ? Number(last.saw) : otherwise;
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

/** Extents of -1 for the batch and, of images, height and width. */
export function rangesOf({ dims }: InputPlan): Ranges {
  const open = (rank: number, axis: number): boolean => axis === 0 || (rank === 4 && axis >= 2);
  const each = (change: (extent: number) => number): Dims[] =>
    dims.map((extents) =>
      extents.map((extent, axis) => (open(extents.length, axis) ? change(extent) : extent)),
    );
  return {
    dims: each(() => -1),
    min: each((extent) => Math.max(1, Math.ceil(extent / 2))),
    opt: each((extent) => extent),
    max: each((extent) => extent * 2),
  };
}

/** Every input, and then only the last, with fewer dimensions. */
function fewerDimensions({ type, dims }: InputPlan): InputPlan[] {
  const rank = dims[0]?.length ?? 0;
  const lower = Array.from({ length: Math.max(0, rank - 1) }, (_, i) => rank - 1 - i);
  const cut = (extents: Dims, to: number): Dims => extents.slice(extents.length - to);
  const [only] = dims;
  // One input was enough to build; a plugin that takes two has not been asked about the second.
  const second = (to: number): Dims[] => (dims.length === 1 && only ? [only, cut(only, to)] : []);
  return lower.flatMap((to) => [
    ...(dims.length === 1 ? [{ type, dims: second(to) }] : []),
    ...(dims.length > 1
      ? [{ type, dims: dims.map((each, i) => (i === dims.length - 1 ? cut(each, to) : each)) }]
      : []),
    { type, dims: dims.map((each) => cut(each, to)) },
  ]);
}
