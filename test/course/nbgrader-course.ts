/** A course in a temporary folder, nbgrader's commands on it, and notebooks as students hand them in. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCourse, type Assignment } from '../../src/course/course';
import { projectRoot } from '../../src/native-loader';

export interface TestCell {
  cell_type: 'code' | 'markdown';
  id: string;
  metadata: { nbgrader?: Record<string, unknown>; workbook?: Record<string, unknown> };
  source: string | string[];
  outputs?: {
    output_type: string;
    text?: string | string[];
    data?: Record<string, string | string[]>;
    metadata?: object;
    execution_count?: number;
    ename?: string;
  }[];
  execution_count?: number | null;
}

/** A notebook that a test changes. */
export class TestNotebook {
  readonly data: { cells: TestCell[]; metadata: object; nbformat: 4; nbformat_minor: 5 };

  constructor(readonly path: string) {
    this.data = JSON.parse(readFileSync(path, 'utf8')) as TestNotebook['data'];
  }

  find(id: string): TestCell | undefined {
    return this.data.cells.find(({ metadata }) => metadata.nbgrader?.['grade_id'] === id);
  }

  cell(id: string): TestCell {
    const found = this.find(id);
    if (!found) throw new Error(`${this.path} has no cell ${id}`);
    return found;
  }

  text(id: string): string {
    return [this.cell(id).source].flat().join('');
  }

  set(id: string, source: string): this {
    this.cell(id).source = source;
    return this;
  }

  /** The replacement has to hit. */
  replace(id: string, from: string, to: string): this {
    const text = this.text(id);
    if (!text.includes(from)) throw new Error(`${id} does not contain ${from}`);
    return this.set(
      id,
      text.replace(from, () => to),
    );
  }

  addCell(at: number, source: string): this {
    const cell: TestCell = {
      cell_type: 'code',
      id: `added-${this.data.cells.length}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    };
    this.data.cells.splice(at, 0, cell);
    return this;
  }

  remove(id: string): this {
    const cell = this.cell(id);
    this.data.cells.splice(this.data.cells.indexOf(cell), 1);
    return this;
  }

  /** What nbgrader takes for the points of an autograded cell; null where there is no number. */
  points(id: string): number | null {
    const outputs = this.cell(id).outputs ?? [];
    const result = outputs.find(({ output_type }) => output_type === 'execute_result');
    const text = [result?.data?.['text/plain'] ?? ''].flat().join('');
    return text === '' ? null : Number(text);
  }

  /** All that its outputs say. */
  said(id: string): string {
    return JSON.stringify(this.cell(id).outputs ?? []);
  }

  save(path: string): void {
    writeFileSync(path, JSON.stringify(this.data));
  }
}

export class TestCourse {
  readonly folder = mkdtempSync(join(tmpdir(), 'workbook-course-'));
  private readonly jupyter = mkdtempSync(join(tmpdir(), 'workbook-jupyter-'));

  constructor(assignments: readonly Assignment[]) {
    makeCourse(this.folder, assignments, { language: 'en', refresh: false });
  }

  configure(line: string): void {
    appendFileSync(join(this.folder, 'nbgrader_config.py'), `${line}\n`);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  notebook(...parts: string[]): TestNotebook {
    return new TestNotebook(this.path(...parts));
  }

  /** Runs nbgrader in the course. @returns what it printed, with its exit code */
  nbgrader(...args: string[]): { code: number | null; text: string } {
    const { status, stdout, stderr } = spawnSync(
      join(projectRoot, '.venv', 'bin', 'nbgrader'),
      args,
      {
        cwd: this.folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          JUPYTER_CONFIG_DIR: join(this.jupyter, 'config'),
          JUPYTER_DATA_DIR: join(this.jupyter, 'data'),
          JUPYTER_RUNTIME_DIR: join(this.jupyter, 'runtime'),
        },
      },
    );
    return { code: status, text: `${stdout}${stderr}` };
  }

  /** Hands in, as a student, a version of the released notebook. */
  handIn(assignment: string, student: string, change: (notebook: TestNotebook) => unknown): void {
    const released = this.path('release', assignment);
    const target = this.path('submitted', student, assignment);
    mkdirSync(target, { recursive: true });
    cpSync(released, target, { recursive: true });
    const notebook = this.notebook('release', assignment, `${assignment}.ipynb`);
    change(notebook);
    notebook.save(join(target, `${assignment}.ipynb`));
  }

  autograded(assignment: string, student: string): TestNotebook | null {
    const path = this.path('autograded', student, assignment, `${assignment}.ipynb`);
    return existsSync(path) ? new TestNotebook(path) : null;
  }

  /** By assignment and student, as the gradebook has them. */
  scores(): Record<string, Record<string, number>> {
    this.nbgrader('export', '--to', 'grades.csv');
    const text = readFileSync(this.path('grades.csv'), 'utf8').trim();
    const [names = [], ...rows] = text.split(/\r?\n/).map((row) => row.split(','));
    const scores: Record<string, Record<string, number>> = {};
    for (const row of rows) {
      const at = (name: string): string => row[names.indexOf(name)] ?? '';
      scores[at('assignment')] = {
        ...scores[at('assignment')],
        [at('student_id')]: Number(at('score')),
      };
    }
    return scores;
  }

  remove(): void {
    for (const folder of [this.folder, this.jupyter])
      rmSync(folder, { recursive: true, force: true });
  }
}
