import { CppError, type CppDiagnostic } from './cpp-error';
import { CELL } from './shown-path';

/** How long a message gets. */
const MOST_LINES = 20;
const MOST_NOTES = 3;
const LONGEST = 300;

/**
 * The error for a text that was refused: the first errors with their lines, then what the compiler noted about each.
 *
 * @param what `the cell`, `work/mine.cu`
 * @param inCell whether lines of `cell` are the notebook cell's
 * @param log what compiler or linker wrote
 */
export function cppError(
  what: string,
  inCell: boolean,
  diagnostics: readonly CppDiagnostic[],
  log: string,
): CppError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  if (errors.length === 0) {
    const said = log
      .trim()
      .split('\n')
      .slice(0, MOST_LINES - 1)
      .map(cut);
    return new CppError([`Cannot compile ${what}:`, ...said].join('\n'), diagnostics, log);
  }
  const lines = [`Cannot compile ${what}: ${count}`];
  let told = 0;
  for (const group of groupsOf(diagnostics)) {
    const text = groupText(group, inCell);
    if (told > 0 && lines.length + text.length > MOST_LINES) break;
    lines.push(...text);
    told += 1;
  }
  const left = errors.length - told;
  if (left > 0) lines.push(`… and ${left} more`);
  return new CppError(lines.join('\n'), diagnostics, log);
}

/** Each error with the notes that follow it. */
function groupsOf(diagnostics: readonly CppDiagnostic[]): CppDiagnostic[][] {
  const groups: CppDiagnostic[][] = [];
  let open: CppDiagnostic[] | null = null;
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === 'note') open?.push(diagnostic);
    else if (diagnostic.severity === 'error') groups.push((open = [diagnostic]));
    else open = null;
  }
  return groups;
}

function groupText([error, ...notes]: CppDiagnostic[], inCell: boolean): string[] {
  if (!error) return [];
  // Of an error in a library's header, the line that used it is what matters.
  const ordered = [...notes].sort((a, b) => rank(a) - rank(b));
  return [
    ...diagnosticText(error, inCell),
    ...ordered.slice(0, MOST_NOTES).flatMap((note) => {
      const lines = diagnosticText(note, inCell);
      return (note.file === CELL && note.line !== error.line ? lines : lines.slice(0, 1)).map(
        (line) => `  ${line}`,
      );
    }),
  ];
}

const rank = ({ file }: CppDiagnostic): number => (file === CELL ? 0 : 1);

/** `cell line 7: error: …`, the line, and a caret. */
export function diagnosticText(diagnostic: CppDiagnostic, inCell: boolean): string[] {
  const { severity, message, line, column, text } = diagnostic;
  const said = cut(`${placeText(diagnostic, inCell)}${severity}: ${message}`);
  if (text.trim() === '') return [said];
  const number = String(line);
  const shown = [said, `  ${number} | ${cut(text)}`];
  if (column === 0 || column > LONGEST) return shown;
  // Tabs stay, so that the caret is where the reader's tabs are.
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return [...shown, `  ${' '.repeat(number.length)} | ${indent}^`];
}

function placeText({ file, line }: CppDiagnostic, inCell: boolean): string {
  if (line === 0) return '';
  if (file !== CELL) return `${file} line ${line}: `;
  return inCell ? `cell line ${line}: ` : `line ${line}: `;
}

function cut(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
