/** TypeScript of a learner to JavaScript, without a check of types: what is wrong with types shows when it runs. */
import { readFileSync } from 'node:fs';
import { loopMarks } from './loop-marks';
import type { BuildFailure } from './subject';
import { shownPath } from '../../cell/shown-path';

type TypeScript = typeof import('typescript');
let loaded: TypeScript | null = null;

/** The compiler takes a quarter of a second to load, so only who needs it does. */
export async function typescript(): Promise<TypeScript> {
  loaded ??= (await import('typescript')).default;
  return loaded;
}

export async function transpile(
  path: string,
): Promise<{ code: string } | { failure: BuildFailure }> {
  const ts = await typescript();
  const text = readFileSync(path, 'utf8');
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    transformers: { before: [loopMarks(ts)] },
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      inlineSourceMap: true,
    },
  });
  if (diagnostics.length === 0) return { code: outputText };
  const lines = text.split('\n');
  const found = diagnostics.map(({ start = 0, messageText }) => {
    const before = text.slice(0, start).split('\n');
    const line = before.length;
    return {
      file: shownPath(path),
      line,
      column: (before[line - 1]?.length ?? 0) + 1,
      severity: 'error' as const,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
      text: lines[line - 1] ?? '',
    };
  });
  return {
    failure: {
      message: placedText(`Cannot compile ${shownPath(path)}`, found),
      diagnostics: found,
    },
  };
}

const MOST = 5;

/** Errors with their lines and a caret, as the C++ compiler's are shown. */
export function placedText(head: string, found: BuildFailure['diagnostics']): string {
  const count = found.length === 1 ? '1 error' : `${found.length} errors`;
  const shown = found.slice(0, MOST).flatMap(({ file, line, column, message, text }) => {
    const number = String(line);
    return [
      `${file} line ${line}: error: ${message}`,
      `  ${number} | ${text}`,
      `  ${' '.repeat(number.length)} | ${' '.repeat(Math.max(0, column - 1))}^`,
    ];
  });
  const more = found.length - MOST;
  return [`${head}: ${count}`, ...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}
