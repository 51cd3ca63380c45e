/** A file of an exercise as a template literal in a notebook's cell. */
import { ApiUsageError } from '../errors';

/**
 * The text of a file, as it stands between the backticks: backslashes are backslashes. Only a backtick and `${` are written with a backslash
 * before them.
 *
 * @throws {ApiUsageError} `FILE_TEXT_INVALID` where a `${` has none
 * @example
 * ```ts
 * const scale_cu = fileText`#include <NvInfer.h>
 * …`;
 * show(await checkExercise('06-wrap-a-kernel', { files: { 'scale.cu': scale_cu } }));
 * ```
 */
export function fileText(strings: TemplateStringsArray, ...values: readonly unknown[]): string {
  if (values.length > 0)
    throw new ApiUsageError(
      'FILE_TEXT_INVALID',
      'Cannot take the text of a file: ${ in it must be written \\${',
    );
  return textOfRaw(strings.raw[0] ?? '');
}

/** What is between the backticks for a text. The two backslashes of `\\${`, which mean themselves there, become five. */
export function rawOfText(text: string): string {
  const ended = text.endsWith('\\') ? `${text}\n` : text;
  return ended.replace(/(\\*)(`|\$\{)/g, (_, before: string, sign: string) => {
    return `${before}${before}\\${sign}`;
  });
}

/** The text of what is between the backticks. */
export function textOfRaw(raw: string): string {
  return raw
    .replace(/\r\n?/g, '\n')
    .replace(
      /(\\+)(`|\$\{)/g,
      (_, before: string, sign: string) => before.slice(0, (before.length - 1) / 2) + sign,
    );
}
