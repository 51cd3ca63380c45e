/** What the process of a run is told, and what it answers: one line each on descriptor 3. */
import type { ModuleRun, PluginRun, RunResult } from './request';

export type ProcessTask =
  | {
      kind: 'plugin';
      /** The library; `opened` by plain dlopen, where it registers its creators by the macro. */
      library: string;
      opened: boolean;
      items: {
        id: string;
        request: Pick<PluginRun, 'cases' | 'rounds'>;
        after?: readonly string[];
      }[];
    }
  | {
      kind: 'module';
      /** The learner's file, and what it was compiled to. */
      file: string;
      code: string;
      /** Of the process, in milliseconds. */
      timeMs: number;
      items: { id: string; request: ModuleRun; after?: readonly string[] }[];
    };

export interface ProcessInput {
  task: ProcessTask;
  tracePath: string;
  /** Begins each answer: other output on the descriptor has not got it. */
  mark: string;
}

/** `renew`: the rest has to run in another process, because this one's device is lost. */
export type ProcessAnswer =
  | { id: string; result: RunResult }
  | { renew: true }
  /** The line of a module's loop that was last entered, shortly before its time was over. */
  | { at: number };
