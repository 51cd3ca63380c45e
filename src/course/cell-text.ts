/** The text that a cell of a notebook gives a file, found by reading the cell, never by running it. */
import ts from 'typescript';
import type { Bilingual } from '../exercise/exercise';
import { textOfRaw } from '../exercise/file-text';
import { say } from '../exercise/judging';

export type CellText = { text: string } | { problem: Bilingual };

const MOST_CHARACTERS = 2 ** 20;

/**
 * Reads ``const NAME = fileText`…`;``, or `String.raw` in place of `fileText`. What else stands in the cell changes nothing: a constant is what it is declared to be.
 *
 * @param source of the cell; null where there is no such cell
 * @param name of the constant
 */
export function readCellText(source: string | null, name: string): CellText {
  if (source === null)
    return {
      problem: say(
        `The cell with ${name} is not in the notebook.`,
        `笔记本中没有 ${name} 的单元格。`,
      ),
    };
  if (source.length > MOST_CHARACTERS)
    return { problem: say('The cell is larger than 1 MiB.', '单元格超过 1 MiB。') };
  try {
    return declared(source, name);
  } catch (error) {
    // The parser goes as deep as the text does.
    if (error instanceof RangeError) return otherForm(name);
    throw error;
  }
}

function declared(source: string, name: string): CellText {
  const broken = syntaxError(source);
  if (broken) return broken;
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest);
  const found = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) =>
      (statement.declarationList.flags & ts.NodeFlags.Const) === 0
        ? []
        : statement.declarationList.declarations.filter(
            (each) => ts.isIdentifier(each.name) && each.name.text === name,
          ),
    );
  const [only, second] = found;
  const value = only?.initializer;
  if (second || !value || !ts.isTaggedTemplateExpression(value)) return otherForm(name);
  const tag = source.slice(value.tag.getStart(file), value.tag.end);
  if (ts.isTemplateExpression(value.template)) return inserted();
  const raw = rawText(source.slice(value.template.getStart(file), value.template.end));
  if (raw === null) return otherForm(name);
  if (tag === 'fileText') return { text: textOfRaw(raw) };
  if (tag === 'String.raw') return { text: raw.replace(/\r\n?/g, '\n') };
  return otherForm(name);
}

/** A backtick that ends the text too early leaves something that is no TypeScript. */
function syntaxError(source: string): CellText | null {
  const { diagnostics = [] } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.Latest, module: ts.ModuleKind.CommonJS },
  });
  const [first] = diagnostics;
  if (!first) return null;
  const line = source.slice(0, first.start ?? 0).split('\n').length;
  const what = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  return {
    problem: say(
      `Its cell has a syntax error in line ${line}: ${what} A backtick in the file is written \\\`, a \${ is written \\\${.`,
      `单元格第 ${line} 行有语法错误：${what} 文件中的反引号写作 \\\`，\${ 写作 \\\${。`,
    ),
  };
}

/** What is between the backticks; null where the second is missing. */
function rawText(literal: string): string | null {
  const [, before = ''] = /(\\*)`$/.exec(literal.slice(-4096)) ?? [];
  const isEnded = literal.length > 1 && literal.endsWith('`') && before.length % 2 === 0;
  return isEnded ? literal.slice(1, -1) : null;
}

function otherForm(name: string): CellText {
  return {
    problem: say(
      `Its cell does not read "const ${name} = fileText\`…\`;", with the file between the backticks; a backtick within is written \\\`.`,
      `单元格的形式不是 const ${name} = fileText\`…\`;（文件内容写在反引号之间，其中的反引号写作 \\\`）。`,
    ),
  };
}

function inserted(): CellText {
  return {
    problem: say(
      'In its cell something is put into the text by ${…}; a ${ of the file itself is written \\${.',
      '单元格用 ${…} 向文本中插入了内容；文件本身的 ${ 要写作 \\${。',
    ),
  };
}
