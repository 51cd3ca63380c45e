/** A solution with something replaced in it, and what the check says. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { exerciseNamed, solutionFolder, stubFolder } from '../../../src/exercise/catalogue';
import { checkExercise, restPlaces } from '../../../src/exercise/check';
import type { ExerciseReport, PartReport } from '../../../src/exercise/report';
import { filesOf } from '../../../src/exercise/work-copy';

export type Change = readonly [from: string | RegExp, to: string];

/** Milliseconds that a check may take: many on a machine with other work, few where the change never ends. */
export function timeFor(text: string): number {
  return /for \([^;]*;;|while \((?:true|1)\)|--i;/.test(text) ? 4_000 : 20_000;
}

/** One exercise, in a folder of its own until `end`. */
export class ChangedSolution {
  private readonly exercise;
  private readonly folder;

  constructor(name: string) {
    this.exercise = exerciseNamed(name);
    this.folder = mkdtempSync(join(tmpdir(), `${name}-`));
  }

  /** Checks the solution's `file` after the changes; each must hit. */
  async check(file: string, ...changes: Change[]): Promise<ExerciseReport> {
    const { exercise, folder } = this;
    for (const each of filesOf(exercise)) {
      const from = exercise.files.includes(each) ? solutionFolder(exercise) : stubFolder(exercise);
      cpSync(join(from, each), join(folder, each));
    }
    let text = readFileSync(join(folder, file), 'utf8');
    for (const [from, to] of changes) {
      const hit = typeof from === 'string' ? text.includes(from) : from.test(text);
      assert.ok(hit, `${file} has no ${String(from)}`);
      text = text.replace(from, to);
    }
    writeFileSync(join(folder, file), text);
    return checkExercise(exercise.name, { folder, seed: 'mistakes', timeMs: timeFor(text) });
  }

  async end(): Promise<void> {
    await restPlaces();
    rmSync(this.folder, { recursive: true });
  }
}

export function partOf(report: ExerciseReport, id: string): PartReport {
  const found = report.parts.find((each) => each.id === id);
  if (!found) throw new Error(`${report.exercise} has no part ${id}`);
  return found;
}

/** The first part that did not pass, with the mistake that was recognised. */
export function failedFirst(report: ExerciseReport): { id: string; mistake: string | undefined } {
  const found = report.parts.find(({ passed }) => !passed);
  return { id: found?.id ?? 'none', mistake: found?.verdict.mistake };
}
