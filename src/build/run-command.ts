import { spawn } from 'node:child_process';
import { ApiUsageError, WorkbookError } from '../errors';

/** How a command ended, and what it said. */
export interface CommandRun {
  command: string[];
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A build that a compiler or linker refused. Its words are in `diagnostics`. */
export class BuildError extends WorkbookError {
  override readonly name = 'BuildError';
  constructor(
    code: 'BUILD_FAILED' | 'API_MISSING',
    message: string,
    readonly diagnostics: string,
  ) {
    super(code, message);
  }
}

/** Runs a command without a shell. @throws {ApiUsageError} `COMMAND_MISSING` when there is no such program */
export function runCommand(command: string[]): Promise<CommandRun> {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? '', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) =>
      reject(new ApiUsageError('COMMAND_MISSING', `Cannot run ${program}: ${error.message}`)),
    );
    child.once('close', (exitCode) => {
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
      resolve({ command, exitCode, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

/** What compilers and the linker say of a name that they do not know. */
const MISSING = [
  /undefined (?:reference to|symbol:) [`']?([^'`]+)'?/g,
  /error: [‘']([^’']+)[’'] (?:was not declared|has not been declared|does not name a type|is not a member of)/g,
  /error: [‘']([^’']+)[’'] in namespace [‘'][^’']+[’'] does not name/g,
  /error: no (?:type|member) named [‘']([^’']+)[’']/g,
  /error: (?:use of undeclared identifier|unknown type name) [‘']([^’']+)[’']/g,
  // nvcc
  /error: identifier "([^"]+)" is undefined/g,
  /error: (?:namespace|class|struct) "[^"]+" has no member "([^"]+)"/g,
  /fatal error: ([^:\n]+): No such file or directory/g,
  /fatal error: [‘']([^’']+)[’'] file not found/g,
];

/** The error for a command that failed: which API is missing, where that is the reason, or the first error. */
export function diagnose(what: string, run: CommandRun): BuildError {
  const said = run.stderr || run.stdout;
  const missing = new Set(MISSING.flatMap((pattern) => [...said.matchAll(pattern)].map(([, name]) => name?.trim())));
  if (missing.size > 0) {
    const names = [...missing].slice(0, 10).join(', ');
    return new BuildError('API_MISSING', `Cannot build ${what}: ${names} is not there`, said);
  }
  const lines = said.split('\n');
  const first = lines.find((line) => /\berror\b/i.test(line)) ?? lines[0] ?? '';
  return new BuildError('BUILD_FAILED', `Cannot build ${what}: ${first.trim()}`, said);
}
