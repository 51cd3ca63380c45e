/** Executes a notebook that was handed in, in a sandbox: for a teacher's own tests, which run in the notebook's kernel. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WorkbookError } from '../errors';
import { boxView } from '../grade/box-view';
import { projectRoot } from '../native-loader';
import { runSandboxed, type SandboxReport } from '../sandbox';

export interface ExecuteTask {
  /** The notebook's text. */
  notebook: string;
  /** With the files beside it. */
  folder: string;
  /** Of each cell. */
  timeoutSeconds: number;
  /** Indices of cells that are not executed. */
  skip: readonly number[];
}

const MIB = 2 ** 20;
const START_SECONDS = 60;
const MOST_SECONDS = 1800;
const PROGRAM = join(projectRoot, 'python', 'execute_untrusted.py');
const VENV = join(projectRoot, '.venv');

/**
 * The outputs of each cell, as whatever ran in the sandbox says them.
 *
 * @throws {SandboxUnavailableError} `SANDBOX_UNAVAILABLE` @throws {WorkbookError} `NOTEBOOK_NOT_EXECUTED` where nothing came back
 */
export async function executeNotebook(task: ExecuteTask): Promise<unknown[]> {
  const { notebook, folder, timeoutSeconds, skip } = task;
  const { cells } = JSON.parse(notebook) as { cells: unknown[] };
  const seconds = Math.min(MOST_SECONDS, START_SECONDS + cells.length * timeoutSeconds);
  const view = boxView(new Set(['module', 'plugin']));
  const report = await runSandboxed({
    command: join(VENV, 'bin', 'python'),
    args: ['-I', PROGRAM, projectRoot, '/box/out/outputs.json'],
    files: folder,
    stdin: JSON.stringify({ notebook, timeoutSeconds, skip }),
    readOnly: [
      ...view.readOnly.filter((path) => !path.startsWith(VENV)),
      VENV,
      PROGRAM,
      ...python(),
    ],
    scratch: view.scratch,
    env: {
      ...view.env,
      JUPYTER_RUNTIME_DIR: '/box/tmp/jupyter',
      IPYTHONDIR: '/box/tmp/ipython',
      WORKBOOK_WORK: '/box/tmp/work',
    },
    limits: {
      wallSeconds: seconds,
      cpuSeconds: 2 * seconds,
      memoryBytes: 2048 * MIB,
      processes: 192,
      openFiles: 1024,
      scratchBytes: 256 * MIB,
      collectedBytes: 16 * MIB,
      collectedFiles: 1,
    },
  });
  return outputsOf(report, cells.length);
}

/** Where the environment's Python is, if sandboxes do not see it anyway. */
function python(): string[] {
  const [, home = ''] = /^home = (.*)$/m.exec(readFileSync(join(VENV, 'pyvenv.cfg'), 'utf8')) ?? [];
  const prefix = dirname(home.trim());
  return prefix === '/usr' || prefix === '/usr/local' || !existsSync(prefix) ? [] : [prefix];
}

function outputsOf(
  { files, limit, exitCode, signal, stderr }: SandboxReport,
  count: number,
): unknown[] {
  const [answer] = files;
  const outputs = answer ? parsed(answer.bytes) : null;
  if (Array.isArray(outputs) && outputs.length === count && outputs.every(Array.isArray))
    return outputs as unknown[];
  const how = limit === null ? (signal ?? `exit code ${exitCode}`) : `limit ${limit}`;
  throw new WorkbookError(
    'NOTEBOOK_NOT_EXECUTED',
    `Cannot execute the notebook in a sandbox: it gave no outputs (${how})\n${stderr.trim().slice(-2000)}`,
  );
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
