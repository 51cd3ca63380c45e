/** Runs a learner's build files in a copy of the folder. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../native-loader';
import { runCommand } from '../../lab/command';
import { ApiUsageError } from '../../errors';
import {
  buildEnvironment,
  buildFolder,
  filesToBuild,
  type BuildFiles,
  type BuildFolder,
} from './build-environment';
import { relevantLines } from './build-words';
import { registersItself } from './registration';
import type { BuildRun } from './request';
import type { RunEnd, SubjectTask } from './subject';

const TIME_MS = 60_000;

type Command = readonly string[];

/** The library, there until `end()`, or how the commands ended. */
type Built = { end: RunEnd } | { library: string; opened: boolean };

/** How a command ended: null where all went well. */
type Ended = RunEnd | null;

/**
 * The builds of a task. Requests that begin with the same commands share what these made: a second part that looks for another library, or that has one more
 * command, costs only what is new.
 */
export class Builds {
  private readonly folders = new Map<string, BuildFolder>();
  private readonly ended = new Map<string, Promise<Ended>>();
  private readonly files: BuildFiles;

  constructor(
    private readonly task: SubjectTask,
    private readonly requests: readonly BuildRun[],
  ) {
    this.files = filesToBuild(task);
  }

  async make({ commands, library }: BuildRun): Promise<Built> {
    const folder = this.folderOf(commands);
    for (let count = 1; count <= commands.length; count += 1) {
      const first = commands.slice(0, count);
      const key = JSON.stringify(first);
      const running = this.ended.get(key) ?? this.run(first[count - 1] ?? [], folder);
      this.ended.set(key, running);
      const end = await running;
      if (end) return { end };
    }
    const path = join(folder.path, library);
    if (!existsSync(path)) return { end: this.notMade(library, folder.path) };
    const texts = this.task.files.filter((file) => /\.(cpp|cu|h)$/.test(file));
    const opened = texts.some((file) =>
      registersItself(readFileSync(join(folder.path, file), 'utf8')),
    );
    return { library: path, opened };
  }

  end(): void {
    for (const { remove } of this.folders.values()) remove();
    this.folders.clear();
  }

  private folderOf(commands: readonly Command[]): BuildFolder {
    const key = JSON.stringify(commands[0] ?? []);
    const known = this.folders.get(key);
    if (known) return known;
    const folder = buildFolder(this.task, this.files, cmakeFolder(commands));
    // Of an earlier check: a build that makes none must not find it.
    for (const { library } of this.requests)
      rmSync(join(folder.path, library), { recursive: true, force: true });
    this.folders.set(key, folder);
    return folder;
  }

  private async run(command: Command, { path: cwd, restore }: BuildFolder): Promise<Ended> {
    try {
      // A command may have changed what the next one is to read.
      restore();
      const env = buildEnvironment(cwd);
      const report = await runCommand(command, { ...this.task.lab, cwd, env, timeMs: TIME_MS });
      if (report.outcome !== 'exited') return { outcome: 'stopped', report };
      if (report.exitCode === 0) return null;
      const said = relevantLines(`${report.stdout}\n${report.stderr}`, (text) =>
        text.replaceAll(`${cwd}/`, '').replaceAll(projectRoot, '$WORKBOOK'),
      );
      return failed([`${command.join(' ')}: exit code ${report.exitCode}`, ...said].join('\n'));
    } catch (error) {
      if (!(error instanceof ApiUsageError && error.code === 'COMMAND_MISSING')) throw error;
      return failed(`${command[0] ?? ''} is not on this machine: ${error.message}`);
    }
  }

  private notMade(library: string, folder: string): RunEnd {
    const given = new Set(this.task.files);
    const made = readdirSync(folder).filter((name) => !given.has(name) && !name.startsWith('.'));
    return failed(
      `No command failed, and ${library} was not made. Made: ${made.join(', ') || 'nothing'}`,
    );
  }
}

/** `build` of `cmake -S . -B build`. */
function cmakeFolder(commands: readonly Command[]): string | null {
  const cmake = commands.find(([program]) => program === 'cmake') ?? [];
  const at = cmake.indexOf('-B');
  return at < 0 ? null : (cmake[at + 1] ?? null);
}

function failed(message: string): RunEnd {
  return { outcome: 'notBuilt', failure: { message, diagnostics: [] } };
}
