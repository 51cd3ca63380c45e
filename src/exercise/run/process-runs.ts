/** Runs the items of a task in processes of the lab: one while all goes well, another for what is left where one did not survive. */
import { basename } from 'node:path';
import type { LabOptions } from '../../lab/lab-run';
import type { RunEnd } from './subject';
import type { ProcessTask } from './subject-task';
import { WaitingProcess } from './waiting-process';

type Items = ProcessTask['items'];

/**
 * @param first A process that waits already; started here where there is none.
 * @returns how each item ended, by its id; those that come `after` one that was stopped are not there
 */
export async function runItems(
  task: ProcessTask,
  options: LabOptions,
  first: WaitingProcess | null = null,
): Promise<Record<string, RunEnd>> {
  const ends: Record<string, RunEnd> = {};
  let left: Items = task.items;
  let waiting = first;
  while (left.length > 0) {
    const one = waiting ?? new WaitingProcess(task.kind, options);
    waiting = null;
    const { answers, report } = await one.perform({ ...task, items: left } as ProcessTask);
    let renewed = false;
    let place: { file: string; line: number } | undefined;
    let last: RunEnd | null = null;
    for (const answer of answers) {
      if ('renew' in answer) renewed = true;
      else if ('at' in answer) place = placeOf(task, answer.at);
      else last = ends[answer.id] = { outcome: 'done', result: answer.result };
    }
    // What was found belongs to the item that lost the device, or to all where nothing was lost.
    if (last?.outcome === 'done' && report.findings.length > 0) last.report = report;
    if (last?.outcome === 'done' && left.length === 1) last.cpuMs = report.cpuMs;
    const before = left.length;
    left = left.filter(({ id }) => !(id in ends)) as Items;
    const [stopped] = left;
    // A process that answers and asks for another has done its item; any other end is the end of the item that it was at.
    if (!stopped || (renewed && left.length < before)) continue;
    ends[stopped.id] = {
      outcome: 'stopped',
      report,
      ...(place && report.outcome === 'timedOut' ? { place } : {}),
    };
    left = left.filter(
      ({ id, after }) => id !== stopped.id && !after?.includes(stopped.id),
    ) as Items;
  }
  return ends;
}

/** Of a module's loop, in the learner's file. */
function placeOf(task: ProcessTask, line: number): { file: string; line: number } | undefined {
  return task.kind === 'module' ? { file: basename(task.file), line } : undefined;
}
