import { writeSync } from 'node:fs';
import { native } from '../native-loader';
import type { HostDescription } from '../perf/inference-host';
import { logLine, type LogLine } from '../perf/log-line';
import type { PerformanceReport } from '../perf/performance-report';
import { addLogger } from '../runtime/logger';

/**
 * What `workbook perf` prints, in trtexec's order of lines and with its prefixes: what is to standard output, warnings and errors to
 * standard error. With --json standard output holds the report alone.
 */
export class PerfLog {
  readonly command: string;
  private name = 'workbook perf';
  /** Where the report goes with --json; plugins that print write to standard error then. */
  private readonly jsonOutput: number | null;
  private readonly stopListening: () => void;
  /** Errors that the library logged: the command's own is not told a second time. */
  private readonly errors = new Set<string>();

  constructor(args: readonly string[], json: boolean, verbose: boolean) {
    this.command = ['workbook perf', ...args].join(' ');
    this.jsonOutput = json ? native().takeStandardOutput() : null;
    this.stopListening = addLogger((severity, message) => {
      const failure = severity === 'kERROR' || severity === 'kINTERNAL_ERROR';
      if (failure) this.errors.add(message);
      if (failure || severity === 'kWARNING' || verbose)
        this.print([{ severity, text: `[host] ${message}` }]);
    });
  }

  begin({ name, versions }: HostDescription): void {
    this.name = `workbook perf [${name} host, TensorRT ${versions['tensorrt'] ?? '?'} interface]`;
    this.write(`&&&& RUNNING ${this.name} # ${this.command}\n`, false);
  }

  print(lines: readonly LogLine[]): void {
    const now = new Date();
    for (const line of lines) {
      const aside = line.severity !== 'kINFO' && line.severity !== 'kVERBOSE';
      this.write(`${logLine(line, now)}\n`, aside);
    }
  }

  /** The report itself, with --json. */
  result(report: PerformanceReport): void {
    if (this.jsonOutput === null) return;
    const bytes = Buffer.from(`${JSON.stringify(report.toJSON())}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.jsonOutput, bytes, at);
  }

  fail(message: string): void {
    if (!this.errors.has(message)) this.print([{ severity: 'kERROR', text: message }]);
  }

  end(how: 'PASSED' | 'FAILED'): void {
    this.write(`&&&& ${how} ${this.name} # ${this.command}\n`, false);
  }

  close(): void {
    this.stopListening();
  }

  private write(text: string, aside: boolean): void {
    if (aside || this.jsonOutput !== null) process.stderr.write(text);
    else process.stdout.write(text);
  }
}
