/** A folder of submissions, made for a test, and graded. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { exerciseNamed, solutionFolder, stubFolder } from '../../src/exercise/catalogue';
import { sandboxSuite } from '../sandbox/sandbox-suite';
import type { BoxLimits } from '../../src/grade/box-limits';
import type { Grade } from '../../src/grade/grade';
import { gradeAll, type Graded, type GradingOptions } from '../../src/grade/grading';
import { Journal } from '../../src/grade/journal';

export const KERNEL = '06-wrap-a-kernel';
export const MODULE = '01-run-a-plugin';
export const FILE_OF: Record<string, string> = { [KERNEL]: 'scale.cu', [MODULE]: 'run.ts' };

/** Short, so that what loops is soon over; and small, so that what eats memory takes little. */
export const SMALL: Partial<BoxLimits> = {
  runSeconds: 2,
  compileSeconds: 5,
  memoryBytes: 800 * 2 ** 20,
  processes: 90,
  fileBytes: 16 * 2 ** 20,
  scratchBytes: 96 * 2 ** 20,
};

export const solution = (exercise: string): string =>
  readFileSync(join(solutionFolder(exerciseNamed(exercise)), FILE_OF[exercise] ?? ''), 'utf8');
export const stub = (exercise: string): string =>
  readFileSync(join(stubFolder(exerciseNamed(exercise)), FILE_OF[exercise] ?? ''), 'utf8');

/** The solution with something else in a place of it. */
export function changed(exercise: string, ...changes: [string, string][]): string {
  return changes.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `${exercise} has no ${from}`);
    return text.replace(from, () => to);
  }, solution(exercise));
}

export class ClassRoom {
  readonly folder = mkdtempSync(join(tmpdir(), 'workbook-test-grade-'));
  readonly submissions = join(this.folder, 'submissions');
  readonly out = join(this.folder, 'grades.csv');

  constructor() {
    mkdirSync(this.submissions);
  }

  handIn(student: string, exercise: string, text: string): void {
    this.write(join(student, exercise, FILE_OF[exercise] ?? ''), text);
  }

  write(path: string, text: string | Uint8Array): void {
    const file = join(this.submissions, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  async grade(options: Partial<GradingOptions> & { seed?: string } = {}): Promise<Graded> {
    const { seed = 'test', ...rest } = options;
    const journal = Journal.open(`${this.out}.journal`, { seed, fresh: false });
    try {
      return await gradeAll({
        submissions: this.submissions,
        // Much of what is hostile waits for its end.
        jobs: 4,
        sandbox: true,
        limits: SMALL,
        reveal: false,
        ...rest,
        journal,
      });
    } finally {
      journal.close();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The grade of a student who handed in one exercise. */
export function gradeOf(graded: Graded, student: string, exercise?: string): Grade {
  const found = graded.grades.find(
    (grade) => grade.student === student && (exercise ?? grade.exercise) === grade.exercise,
  );
  if (!found || 'why' in found) throw new Error(`${student} has no grade: ${found?.why}`);
  return found;
}

/** A submission and what it gets. */
export interface Deed {
  text: string;
  points: number;
  /** In what the student is told, in English. */
  says?: RegExp;
}

/**
 * A test for each group of deeds. All groups are graded side by side, once, with two honest neighbours, and afterwards nothing is left of them.
 *
 * @param groups By what they have in common, deeds by name.
 */
export function hostileSuite(
  exercise: string,
  groups: Readonly<Record<string, Readonly<Record<string, Deed>>>>,
): Promise<void> {
  let done: Promise<Graded> | null = null;
  const once = (): Promise<Graded> => (done ??= gradeDeeds(exercise, Object.values(groups)));
  const tests = Object.entries(groups).map(([title, deeds]) => [
    title,
    async (): Promise<void> => {
      const graded = await once();
      for (const [name, deed] of Object.entries(deeds)) judge(gradeOf(graded, name), name, deed);
    },
  ]);
  return sandboxSuite({
    ...(Object.fromEntries(tests) as Record<string, () => Promise<void>>),
    'honest neighbours have all their points': async () => {
      const graded = await once();
      for (const name of NEIGHBOURS) assert.ok(gradeOf(graded, name).passed, name);
    },
    'nothing is left of them': async () => {
      await once();
      assert.equal(await left(), []);
    },
  });
}

/** The first and the last. */
const NEIGHBOURS = ['0-neighbour', '~neighbour'];

async function gradeDeeds(
  exercise: string,
  groups: readonly Readonly<Record<string, Deed>>[],
): Promise<Graded> {
  const room = new ClassRoom();
  try {
    for (const name of NEIGHBOURS) room.handIn(name, exercise, solution(exercise));
    for (const group of groups)
      for (const [name, { text }] of Object.entries(group)) room.handIn(name, exercise, text);
    return await room.grade();
  } finally {
    room.remove();
  }
}

function judge(grade: Grade, name: string, { points, says }: Deed): void {
  const { en, zh } = grade.feedback;
  assert.is(grade.points, points, `${name}: ${en.text}`);
  if (says) assert.match(en.text.replace(/\s+/g, ' '), says, `${name}: ${en.text}`);
  assert.ok(/[\u4e00-\u9fff]/.test(zh.text) && en.html.startsWith('<div>'), name);
  assert.is(grade.place, 'sandbox');
}

/** Processes of sandboxes and of what ran in them, and folders of the grader. */
async function left(): Promise<string[]> {
  let found: string[] = [];
  // What has been ended may take a moment to be gone.
  for (let turn = 0; turn < 40; turn += 1) {
    found = [...processes(/bwrap|box-main|subject-main|sleep 98765/), ...folders()];
    if (found.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return found;
}

function folders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`workbook-grade-${process.pid}-`));
}

/** Command lines of this process's descendants, and of anybody's that nobody is the parent of. */
function processes(wanted: RegExp): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((id) => [Number(id), parentOf(id)]));
  const isOurs = (id: number): boolean => {
    for (let at = id; at > 1; at = parents.get(at) ?? 0) if (at === process.pid) return true;
    return parents.get(id) === 1;
  };
  return all
    .filter((id) => Number(id) !== process.pid && isOurs(Number(id)))
    .map((id) => commandOf(id))
    .filter((line) => wanted.test(line));
}

function parentOf(id: string): number {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'latin1');
    return Number(text.slice(text.lastIndexOf(')') + 1).split(' ')[2]);
  } catch {
    return 0; // it has ended
  }
}

function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
