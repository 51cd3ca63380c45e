import { programText, type ProgramContent } from '../display/program-text';
import { programHtml } from '../display/program-html';
import type { Figure, Language } from '../display/figure';
import type { CommandReport } from '../lab/command-report';
import type { Crash } from '../lab/crash';
import type { Finding } from '../lab/finding';
import type { Frame } from '../lab/frame';
import type { LabReport } from '../lab/lab-report';
import type { Limit } from '../lab/limits';
import type { CppDiagnostic } from './cpp-error';
import { diagnosticText } from './error-text';

/** What is known beside the run itself. */
interface Compilation {
  compileMs: number;
  warnings: readonly CppDiagnostic[];
  inCell: boolean;
  outputCut: boolean;
}

/**
 * A C++ program that has run. `show(program)` shows what it printed and, where it did not end well, why and at which line; nothing that differs from run to run.
 * It is a report of the lab too: `show(crashPicture(program))` shows the way to a crash.
 */
export class CppProgram implements LabReport, Figure {
  readonly outcome: CommandReport['outcome'];
  /** The signal that ended it, or null. */
  readonly signal: NodeJS.Signals | null;
  /** What `main` returned or `exit` was given; null when a signal ended it. */
  readonly exitCode: number | null;
  readonly limit: Limit | null;
  readonly crash: Crash | null;
  /** The functions that were running, the innermost first. The file of a text's own lines is `cell`. */
  readonly backtrace: Frame[] | null;
  /** What memcheck, racecheck or AddressSanitizer found. */
  readonly findings: Finding[];
  readonly trace: LabReport['trace'];
  readonly stdout: string;
  readonly stderr: string;
  /** What the compiler warned about. */
  readonly warnings: readonly CppDiagnostic[];
  /** Time for compiling and linking, in milliseconds; a few where the same text was compiled before. */
  readonly compileMs: number;
  /** Time that the program ran, in milliseconds, the lab's own work included. */
  readonly runMs: number;
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
  readonly leftRunning: number;
  readonly notes: string[];
  /** Whether it printed more than `outputBytes` to standard output; the rest was not kept. */
  readonly outputCut: boolean;
  private readonly inCell: boolean;

  constructor(report: CommandReport, compilation: Compilation) {
    this.outcome = report.outcome;
    this.signal = report.signal;
    this.exitCode = report.exitCode;
    this.limit = report.limit;
    this.crash = report.crash;
    this.backtrace = report.backtrace;
    this.findings = report.findings;
    this.trace = report.trace;
    this.stdout = report.stdout;
    this.stderr = report.stderr;
    this.durationMs = this.runMs = report.durationMs;
    this.cpuMs = report.cpuMs;
    this.peakMemoryBytes = report.peakMemoryBytes;
    this.leftRunning = report.leftRunning;
    this.notes = report.notes;
    this.compileMs = compilation.compileMs;
    this.warnings = compilation.warnings;
    this.outputCut = compilation.outputCut;
    this.inCell = compilation.inCell;
  }

  toText(language: Language = 'en'): string {
    return programText(this.content(), language);
  }

  toHTML(language: Language = 'en'): string {
    return programHtml(this.content(), language);
  }

  /** Everything, times and memory too. */
  toJSON(): unknown {
    return Object.fromEntries(Object.entries(this).filter(([name]) => name !== 'inCell'));
  }

  private content(): ProgramContent {
    const { inCell, outputCut } = this;
    return {
      report: this,
      warnings: this.warnings.map((warning) => diagnosticText(warning, inCell)),
      inCell,
      outputCut,
    };
  }
}
