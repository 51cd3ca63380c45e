import { watch, type FSWatcher } from 'node:fs';
import { WorkbookError } from '../../errors';
import { exerciseNamed } from '../../exercise/catalogue';
import { checkExercise, restPlaces } from '../../exercise/check';
import type { Exercise } from '../../exercise/exercise';
import { nextExercise } from '../../exercise/progress';
import { ensureWorkCopy, workFolder, workPath } from '../../exercise/work-copy';
import type { Language } from '../../display/figure';
import { misused } from '../usage';
import { tellNext } from './check';
import { coloured } from './colour';
import { exerciseOptions } from './options';
import { print, printReport, timeText } from './output';
import { COMMAND_WORDS } from './words';

/** Editors write a file in several steps. */
const SETTLE_MS = 60;
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** `workbook watch [NAME]`: checks again after every save. @returns the exit code, once the learner quits: 0 where the last check passed */
export async function watchCommand(args: readonly string[]): Promise<number> {
  const { names, language, wrong, json } = exerciseOptions(args);
  if (wrong !== null) return misused(wrong);
  if (json) return misused('watch is for people; check --json is for programs');
  const [name] = names;
  let exercise = name === undefined ? nextExercise() : exerciseNamed(name);
  while (exercise) {
    ensureWorkCopy(exercise);
    const watched: Watch = new Watch(exercise, language);
    const code = await watched.run();
    if (!watched.goesOn) return code;
    exercise = nextExercise();
  }
  print(COMMAND_WORDS[language].finished);
  return 0;
}

/** One exercise that is watched. Checks do not overlap: a save while one runs asks for another. */
class Watch {
  /** Whether the learner quit it for the next exercise. */
  goesOn = false;
  private passed = false;
  private running = false;
  private wanted = true;
  private timer: NodeJS.Timeout | null = null;
  private quit: () => void = () => undefined;

  constructor(
    private readonly exercise: Exercise,
    private readonly language: Language,
  ) {}

  async run(): Promise<number> {
    const done = new Promise<void>((resolve) => {
      this.quit = resolve;
    });
    const watchers = this.watchFiles();
    const restore = this.readKeys();
    try {
      await this.checkWhileWanted();
      await done;
    } finally {
      restore();
      for (const watcher of watchers) watcher.close();
      if (this.timer) clearTimeout(this.timer);
      await restPlaces();
    }
    return this.passed ? 0 : 1;
  }

  /** The folder, because editors replace files. */
  private watchFiles(): FSWatcher[] {
    const { files, given } = this.exercise;
    const names = new Set([...files, ...given]);
    const onChange = (_event: string, file: string | null): void => {
      if (file !== null && !names.has(file)) return;
      if (this.timer) clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.wanted = true;
        void this.checkWhileWanted();
      }, SETTLE_MS);
    };
    return [watch(workFolder(this.exercise), onChange)];
  }

  /** q and Ctrl-C end it, n goes on to the next exercise once this one passes; Enter checks again. @returns what puts the terminal back */
  private readKeys(): () => void {
    const { stdin } = process;
    const onKey = (key: Buffer): void => {
      const text = key.toString();
      if (['q', 'Q', '\u0003', '\u0004'].includes(text)) this.quit();
      else if (['n', 'N'].includes(text) && this.passed && !this.running) {
        this.goesOn = true;
        this.quit();
      } else if (text === '\r' || text === '\n') {
        this.wanted = true;
        void this.checkWhileWanted();
      }
    };
    const onSignal = (): void => this.quit();
    process.once('SIGINT', onSignal);
    process.once('SIGTERM', onSignal);
    const raw = stdin.isTTY;
    if (raw) {
      stdin.setRawMode(true);
      stdin.on('data', onKey);
      stdin.resume();
    }
    return () => {
      process.removeListener('SIGINT', onSignal);
      process.removeListener('SIGTERM', onSignal);
      if (!raw) return;
      stdin.removeListener('data', onKey);
      stdin.setRawMode(false);
      stdin.pause();
    };
  }

  private async checkWhileWanted(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        await this.checkOnce();
      }
    } finally {
      this.running = false;
    }
  }

  private async checkOnce(): Promise<void> {
    const { exercise, language } = this;
    const words = COMMAND_WORDS[language];
    if (process.stdout.isTTY) process.stdout.write(`${CLEAR}${words.checking}`);
    try {
      const report = await checkExercise(exercise.name, { keepsReady: true });
      this.passed = report.passed;
      if (process.stdout.isTTY) process.stdout.write(CLEAR);
      printReport(report, language);
      tellNext(exercise, report, { language });
      print(
        `\n${coloured(`${words.watching(workPath(exercise), this.passed && process.stdin.isTTY && nextExercise() !== null)}   (${timeText(report, language)})`, 'dim')}`,
      );
    } catch (error) {
      // A file that is being replaced, a disk that is full: the next save may be better.
      if (!(error instanceof WorkbookError || (error as NodeJS.ErrnoException).code)) throw error;
      this.passed = false;
      print(words.failed((error as Error).message));
    }
  }
}
