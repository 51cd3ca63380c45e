import { ApiUsageError } from '../../errors';
import type { Pausing } from './pausing';

/** `nvinfer1::IProgressMonitor`: hears what a build is doing (NvInfer.h 10.16). Phases nest; a phase's name is unique among those open. */
export interface ProgressMonitor {
  /** @param parentPhase null for a phase of its own. @param nbSteps 1 or more. */
  phaseStart(phaseName: string, parentPhase: string | null, nbSteps: number): void;
  /** @param step Counted from 0. @returns false to end the build */
  stepComplete(phaseName: string, step: number): boolean;
  /** Also where not every step was completed: the build failed, was cancelled, or had less to do. */
  phaseFinish(phaseName: string): void;
}

/** Reports the phases of one build to a monitor. Without a monitor it costs next to nothing. */
export class BuildProgress {
  private readonly open: string[] = [];

  constructor(private readonly monitor: ProgressMonitor | null) {}

  /**
   * Does work as a phase, inside the phase that is open.
   *
   * @param nbSteps How often `act` will call `step`; a phase without steps is not reported.
   * @param act Calls `step` after each of its steps.
   * @throws {ApiUsageError} `BUILD_CANCELLED` out of `step` where the monitor says so
   */
  *phase<Result>(
    name: string,
    nbSteps: number,
    act: (step: () => void) => Pausing<Result>,
  ): Pausing<Result> {
    const { monitor } = this;
    if (!monitor || nbSteps < 1) return yield* act(() => undefined);
    monitor.phaseStart(name, this.open.at(-1) ?? null, nbSteps);
    this.open.push(name);
    let done = 0;
    const step = () => {
      const completed = done++;
      if (completed >= nbSteps || monitor.stepComplete(name, completed)) return;
      throw new ApiUsageError(
        'BUILD_CANCELLED',
        `Cannot build the engine: the progress monitor ended it in phase "${name}"`,
        { method: 'stepComplete', expected: 'true', actual: `false at step ${completed}` },
      );
    };
    try {
      return yield* act(step);
    } finally {
      this.open.pop();
      monitor.phaseFinish(name);
    }
  }
}
